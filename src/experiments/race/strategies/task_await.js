async function taskAwait(adds, counter) {
  for (let i = 0; i < adds; i++) {
    const value = counter.value;
    await null;
    counter.value = value + 1;
  }
}
