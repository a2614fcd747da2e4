/** TensorFlow.js, without the note that its CPU backend prints on first use. */
import * as tf from '@tensorflow/tfjs';

tf.enableProdMode();

/** The TensorFlow.js that models and steps are written in: one and the same for all of them. */
export { tf };
