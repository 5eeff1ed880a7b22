async function spin() {
  while (performance.now() < 2000) {
    compute(1);
    // A microtask, before any timer and any frame.
    await null;
  }
  console.log("the spinner is done");
}

requestAnimationFrame(() => console.log("a frame"));
setTimeout(() => console.log("the timer"), 100);
await spin();
