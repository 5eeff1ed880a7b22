// What an async function holds is on the heap, and so is its buffer.
async function holds() {
  const buffer = new Uint8Array(16_384);
  await sleep(100);
  console.log(`holds: ${buffer.length} bytes`);
}

async function letsGo() {
  console.log(`lets go: ${new Uint8Array(16_384).length} bytes`);
  await sleep(100);
}

holds();
letsGo();
