async function spin() {
  const end = performance.now() + 2000;
  while (performance.now() < end) {
    compute(1);
    // A microtask, before any timer and any frame.
    await null;
  }
  console.log("the spinner is done");
}

requestAnimationFrame(() => console.log("a frame"));
setTimeout(() => console.log("the timer"), 100);
await spin();
