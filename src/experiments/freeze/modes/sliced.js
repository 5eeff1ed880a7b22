async function sliced(slice) {
  while (slice()) {
    await scheduler.yield();
  }
}
