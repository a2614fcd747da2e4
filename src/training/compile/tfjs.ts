/**
 * TensorFlow.js, without the note that its CPU backend prints on first use: of the packages of its union only the core, the backend in
 * JavaScript and the layers, without which Node.js finds no gradients.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';

tf.enableProdMode();

/** The TensorFlow.js that models and steps are written in: one and the same for all of them. */
export { tf };
