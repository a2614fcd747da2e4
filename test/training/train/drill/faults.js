/** Loaded before the command line, in its threads too: lets the first step of a training fail, as ALPHA_CL_FAULT says. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

const fault = process.env['ALPHA_CL_FAULT'];

/** As long as the first step of a larger net, in milliseconds: views that were made ahead arrive behind it. */
const STEP = 300;

const FIRST_STEPS = {
  'engine throws': () => {
    throw new Error('Non-zero status code returned while running Conv node. Failed to allocate memory');
  },
  'engine rejects': () => Promise.reject(new Error('the device was lost')),
  'engine falls silent': () => new Promise(() => undefined),
  'disk full': () => {
    const ballast = path.join(process.env['ALPHA_CL_FULL_DISK'], 'ballast');
    try {
      // Four times what the small disk holds, and no more: it may have been unmounted under us.
      for (let block = 0; block < 1024; block++) appendFileSync(ballast, Buffer.alloc(4096));
    } catch {
      // Nothing more fits: what the system says is free is less than that.
    }
  },
};

const IN_WORKERS = {
  'worker throws': () => {
    throw new Error('thrown in a worker');
  },
  'worker exits': () => process.exit(3),
  'worker runs out of memory': () => {
    const kept = [];
    for (;;) kept.push(Array.from({ length: 1e6 }, () => kept.length));
  },
};

// A worker that makes views has them as its data; the thread that shows signs of life has a file.
if (!isMainThread && workerData?.images !== undefined) {
  const fail = IN_WORKERS[fault];
  if (fail !== undefined) parentPort.on('message', fail);
}

if (isMainThread) {
  // The process has its own copy of it, and telemetry is to be off before it is loaded.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  const { InferenceSession } = await import('onnxruntime-node');
  const run = InferenceSession.prototype.run;
  InferenceSession.prototype.run = function first(...args) {
    const until = performance.now() + STEP;
    while (performance.now() < until);
    const failing = FIRST_STEPS[fault]?.();
    return failing ?? run.apply(this, args);
  };
}
