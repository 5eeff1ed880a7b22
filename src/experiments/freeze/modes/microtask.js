async function microtask(slice) {
  while (slice()) {
    await Promise.resolve();
  }
}
