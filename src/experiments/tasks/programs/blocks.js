async function blocks() {
  await sleep(100);
  compute(300);
}

blocks();
const start = performance.now();
let longest = 0;
while (performance.now() - start < 600) {
  const before = performance.now();
  await new Promise(requestAnimationFrame);
  longest = Math.max(longest, performance.now() - before);
}
console.log(`the longest frame: ${longest.toFixed()} ms`);
