function sharedAtomic(adds, memory) {
  for (let i = 0; i < adds; i++) {
    Atomics.add(memory, 0, 1);
  }
}
