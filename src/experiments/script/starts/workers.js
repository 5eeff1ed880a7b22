const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const jobs = [300, 100, 100, 200, 100].values();

async function worker(name) {
  for (const millis of jobs) {
    await sleep(millis);
    console.log(`${name}: a job of ${millis} ms`);
  }
  console.log(`${name}: no more jobs`);
}

await Promise.all(["one", "two", "three"].map(worker));
