/** The measure of every table, in words. */
export const LINEAR_EVALUATION = `Linear evaluation is that of the authors' code: frozen, standardised features of images that
are not augmented, logistic regression with Adam (learning rate 3e-4, weight decay 1e-3, batch 128, 50 epochs); the best epoch
is chosen on the test images, as there, and the last is beside it. k-NN votes by cosine, k = 20 at temperature 0.1, and k = 1.
The random encoder is the same network before its first step.`;

/** The data sets of the benchmarks in Tian (2022). */
export const DATA_SETS = [
  { id: 'cifar10', label: 'CIFAR-10' },
  { id: 'cifar100', label: 'CIFAR-100' },
  { id: 'stl10', label: 'STL-10' },
] as const;
