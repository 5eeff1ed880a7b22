const use = new WritableStream({
  async write(part) {
    await sleep(100);
    console.log(`used ${part}`);
  },
});
const parts = use.getWriter();
for (const part of [1, 2, 3]) {
  await parts.ready;
  parts.write(part);
  console.log(`sent ${part}`);
}
await parts.close();
