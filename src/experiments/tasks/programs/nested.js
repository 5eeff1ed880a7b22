// Each call has a promise of its own, and goes on in a microtask of its own.
async function inner() {
  await sleep(200);
  console.log("inner: the timer woke us all");
  return 42;
}

async function outer() {
  return (await inner()) + 1;
}

const number = await outer();
console.log(`main: got ${number}`);
