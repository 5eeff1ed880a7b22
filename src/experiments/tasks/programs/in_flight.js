const times = [300, 100, 100, 100, 200].values();
async function place() {
  // Both loops take from the same iterator.
  for (const millis of times) {
    await sleep(millis);
    console.log(`the page of ${millis} ms`);
  }
}

await Promise.all([place(), place()]);
