// A promise's callback is the nearest thing: it runs in a microtask.
async function spawn(count, body, created) {
  const tasks = Array.from({ length: count }, () => Promise.resolve().then(body));
  created();
  await Promise.all(tasks);
}
