function sharedLock(adds, memory, lock) {
  for (let i = 0; i < adds; i++) {
    lock.lock(); // Atomics.compareExchange, Atomics.wait
    const value = memory[0];
    memory[0] = value + 1;
    lock.unlock(); // Atomics.exchange, Atomics.notify
  }
}
