const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const { promise: start, resolve: go } = Promise.withResolvers();

async function runner(name, millis) {
  await start; // A promise stays resolved: who comes later does not wait.
  await sleep(millis);
  console.log(`${name} arrives`);
}

const runners = { ann: 300, ben: 100, cleo: 200, dan: 400 };
const all = Object.entries(runners).map((it) => runner(...it));
await sleep(200);
console.log("go!");
go();
await Promise.all(all);
