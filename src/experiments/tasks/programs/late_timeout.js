async function busy() {
  await sleep(50);
  compute(300);
}

const start = performance.now();
busy();
const answer = sleep(400).then(() => "answered");
const limit = sleep(150).then(
  () => `given up at ${(performance.now() - start).toFixed()} ms`,
);
console.log(await Promise.race([answer, limit]));
