async function within(millis, url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(millis) });
  return answer.status;
}

for (const millis of [1000, 300]) {
  try {
    console.log(`${millis} ms: ${await within(millis, "delay/0.5")}`);
  } catch (error) { // A promise goes on: it is the fetch that is aborted.
    console.log(`${millis} ms: ${error.name}`);
  }
}
