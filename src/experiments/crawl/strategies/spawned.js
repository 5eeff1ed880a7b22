async function spawned(urls) {
  // A JavaScript promise runs from the start:
  // there is nothing left to spawn.
  const tasks = urls.map((url) => fetch(url));
  return await Promise.allSettled(tasks);
}
