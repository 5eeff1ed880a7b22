async function pool(chunks, workers, send) {
  const parts = [];
  async function keepBusy() {
    for (let chunk; (chunk = chunks.shift()); ) {
      parts.push(await send(chunk));
    }
  }
  await Promise.all(Array.from({ length: workers }, keepBusy));
  return parts;
}
