/** TensorFlow.js, without the note that its CPU backend prints on first use. */
import * as tf from '@tensorflow/tfjs';

tf.enableProdMode();

/** All of TensorFlow.js. */
export { tf };
