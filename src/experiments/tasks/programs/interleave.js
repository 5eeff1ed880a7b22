async function walk(name, step) {
  console.log(`${name}: start`);
  await sleep(step);
  console.log(`${name}: half way`);
  await sleep(step);
  console.log(`${name}: done`);
}

// Runs at once up to its first await, where Rust and Python wait for a poll.
const alice = walk("alice", 300);
const bob = walk("bob", 200);
await alice;
await bob;
