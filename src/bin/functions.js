// A worker of plain JavaScript: creates and finishes many calls of an async
// function, and tells the page what the worker of Rust tells it, in JSON.
import { jsAsync } from "./js_async.js";

const WORDS = 20; // As many words of progress as in Rust.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function tell(message) {
  postMessage(encoder.encode(JSON.stringify(message)));
}

function progress(created, finished) {
  tell({ Progress: { created, finished, memory: null } });
}

async function nothing() {}

onmessage = async ({ data }) => {
  const { count, wait, held, keep } = JSON.parse(decoder.decode(data));
  const each = Math.max(1, Math.floor(count / WORDS));
  const timer = () => new Promise((wake) => setTimeout(wake, wait));
  const gate = new Promise((open) => { globalThis.open = open; });
  let pause = wait === null ? nothing : timer;
  if (keep) pause = () => gate; // Whoever awaits it is kept while it is.
  let begun = 0;
  let finished = 0;
  let allOver;
  const allDone = new Promise((resolve) => { allOver = resolve; });

  // As in Rust, no remainder: dividing for each is no part of what a call costs.
  let beginTold = 0;
  let finishTold = each;

  function begin() {
    if (begun === beginTold) {
      beginTold += each;
      progress(begun, 0);
    }
    begun += 1;
  }

  function finish() {
    finished += 1;
    if (finished === finishTold) {
      finishTold += each;
      progress(count, finished);
    }
    if (finished === count) allOver();
  }

  async function task() {
    begin();
    await pause();
    finish();
  }

  async function holdingTask() {
    begin();
    const bytes = new Uint8Array(held);
    await pause();
    bytes[0] = 1; // Somebody looks at them: they are held until here.
    finish();
  }

  let created;
  const before = performance.now();
  const onCreated = () => { created = performance.now(); };
  const over = keep ? nothing() : allDone;
  await jsAsync(count, held === 0 ? task : holdingTask, onCreated, over);
  const after = performance.now();
  const create = created - before;
  const sample = { create, finish: after - created, grown: null, memory: null, future: null };
  tell({ Done: sample });
};

tell("Ready");
