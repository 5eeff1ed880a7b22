// A promise cannot wait to be polled: each body begins as it is created.
async function gather(count, body, created) {
  const promises = Array.from({ length: count }, () => body());
  created();
  await Promise.all(promises);
}
