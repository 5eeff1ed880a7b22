async function taskLock(adds, counter, name) {
  for (let i = 0; i < adds; i++) {
    await navigator.locks.request(name, async () => {
      const value = counter.value;
      await null;
      counter.value = value + 1;
    });
  }
}
