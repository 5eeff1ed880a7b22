// No future here: a call of an async function runs at once, awaited or not.
async function hello(name) {
  console.log(`hello ${name}`);
}

const neverAwaited = hello("nobody");
const awaited = hello("somebody");
console.log("made both");
await awaited;
