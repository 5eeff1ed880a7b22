function sharedPlain(adds, memory) {
  // memory = new Int32Array(new SharedArrayBuffer(16))
  for (let i = 0; i < adds; i++) {
    const value = memory[0];
    memory[0] = value + 1;
  }
}
