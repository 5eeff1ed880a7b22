const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function greet(name, pause) {
  console.log(`${name}: hello`);
  await sleep(pause);
  console.log(`${name}: goodbye`);
  return pause;
}

const alice = greet("alice", 300); // Runs up to its first await at once.
const bob = greet("bob", 200);
const waited = (await alice) + (await bob);
console.log(`together they slept ${waited} ms`);
