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
  const { count, wait, held } = JSON.parse(decoder.decode(data));
  const each = Math.max(1, Math.floor(count / WORDS));
  const pause = wait === null ? nothing
    : () => new Promise((wake) => setTimeout(wake, wait));
  let begun = 0;
  let finished = 0;
  let allOver;
  const allDone = new Promise((resolve) => { allOver = resolve; });

  function begin() {
    if (begun % each === 0) progress(begun, 0);
    begun += 1;
  }

  function finish() {
    finished += 1;
    if (finished % each === 0) progress(count, finished);
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
  await jsAsync(count, held === 0 ? task : holdingTask, onCreated, allDone);
  const after = performance.now();
  const create = created - before;
  const sample = { create, finish: after - created, grown: null, memory: null, future: null };
  tell({ Done: sample });
};

tell("Ready");
