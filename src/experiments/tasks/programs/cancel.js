async function job(signal) {
  console.log("opens a file");
  try {
    await sleep(1000);
    // Nothing ends job at the await: it has to ask.
    signal.throwIfAborted();
    console.log("job is done");
  } finally {
    console.log("closes a file");
  }
}

await job(AbortSignal.timeout(100)).catch(() => {});
