const eager = sleep(300);
// A promise is never lazy; a function that makes one is.
const lazy = () => sleep(300);
await sleep(200);
let start = performance.now();
await eager;
console.log(`eager took ${(performance.now() - start).toFixed()} ms`);
start = performance.now();
await lazy();
console.log(`lazy took ${(performance.now() - start).toFixed()} ms`);
