// What a thread is here: a worker without any wasm. The first cell of the
// memory counts those that are done, the second says how long each waits.
onmessage = async ({ data: memory }) => {
  const wait = Atomics.load(memory, 1);
  if (wait > 0) await new Promise((wake) => setTimeout(wake, wait));
  Atomics.add(memory, 0, 1);
  postMessage(new Uint8Array(1));
};
postMessage(new Uint8Array(1));
