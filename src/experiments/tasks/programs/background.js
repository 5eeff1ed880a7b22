async function answer() {
  console.log("answer: begins");
  await sleep(200);
  console.log("answer: done");
  return 42;
}

// Every call is in the background, and begins before “spawned it”.
const task = answer();
console.log("main: spawned it");
await sleep(500);
console.log("main: awaits it");
// Over already, and yet this await takes a microtask.
console.log(`main: got ${await task}`);
