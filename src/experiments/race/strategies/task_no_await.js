async function taskNoAwait(adds, counter) {
  for (let i = 0; i < adds; i++) {
    const value = counter.value;
    counter.value = value + 1;
    await null;
  }
}
