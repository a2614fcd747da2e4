/** The protocol of the table of tuned losses, written before any of its runs. */
export const TUNED_PROTOCOL = `Declared on 2026-12-01, before any run of this table.

**Question.** Does a loss of α-CL, tuned, give better representations than InfoNCE, tuned as well?

**Losses and budget.** InfoNCE (NT-Xent); α-CL with fixed weights: r_H (entropy), r_γ (power, the authors' form with exponent g = 1/γ and
shift ½), r_s (square), direct (p = 4); back-propagated weights, row-normalised and as the authors code them; SigLIP with bias −t, as it
is initialised by its authors; DCL; debiased with τ⁺ = 0.1. Each has four values of one parameter of sharpness. The values give every
loss the same four sharpnesses: hardness 0.24, 0.49, 0.69 and 0.80, within 0.01, the one that \`alpha-cl discover\` computes on its
reference distances, of InfoNCE at τ = 0.5, 0.2, 0.1 and 0.05. Nothing else is tuned. One training for each value, seed 1. A colder
InfoNCE is InfoNCE at another temperature, not another loss.

**Choice.** Linear evaluation after the last epoch of the classifier (the best epoch would be chosen on the images that measure it), on
one held-out part; of equals the softer value. A chosen value at an end of its grid is marked: a better one may lie beyond.

**Report.** Other held-out images than those that chose, and fresh seeds: 2 to 4 for every loss, 2 to 11 for the primary pair. CIFAR-10:
trained on images 1 to 30,000 of the training set, chosen on 30,001 to 40,000, reported on 40,001 to 50,000. CIFAR-100: trained on the
first 8,000 of the 10,000 training images that are there, chosen on the other 2,000, reported on the 2,000 test images that are there.

**Primary comparison.** On CIFAR-10, the best α-CL against InfoNCE, both at their chosen values: the mean over ten seeds of the
difference seed by seed, with Student's interval of 95 %. The best α-CL is that of the four with fixed weights whose chosen value has the
highest accuracy on the images that choose. On CIFAR-100 the same is a replication, and decides nothing alone.

**Other comparisons.** Each of the other eight losses less InfoNCE, seeds 2 to 4. A value is taken as loss + seed + noise, with one variance
of the noise for all losses, and the eight intervals of a data set hold together with 95 % (Bonferroni).

**Words.** An interval above 0: better; below 0: worse; within 1 point of 0: equal; else undecided. No run is left out, and none is
added after its result is known; if a training diverges, the table stops there and says so.

**Prediction of accuracy.** From α alone: accuracy = a + b·hardness + c/n_eff, where n_eff = exp(entropy of α) is the effective number of
negatives, fitted by least squares to the 14 losses of docs/results/discover.md as they stood on 2026-12-01 (20-NN, seeds 1 and 2). It is
tested on the 40 runs of a grid, by 20-NN accuracy on the images that choose: Spearman's correlation, and the slope of the observed over
the predicted accuracies, with 95 % intervals over resamplings of whole losses. \`alpha-cl discover\` is to rank by this prediction if on CIFAR-10
the interval of the correlation lies above 0.5, and otherwise to show its criteria without a ranking. Losses with equal weights (InfoNCE,
r_H, DCL, debiased, back-propagated) are predicted to be equal.`;
