const EVERY = 150;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function ask(number) {
  await sleep(number * EVERY);
  const began = performance.now();
  const { status } = await fetch("delay/0.4");
  const took = performance.now() - began;
  console.log(`${number}: ${status} after ${took.toFixed()} ms`);
}

await Promise.all([0, 1, 2, 3, 4].map(ask));
