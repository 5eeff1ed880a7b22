const deadline = AbortSignal.timeout(800);
let pause = 100;
while (!deadline.aborted) {
  const { status } = await fetch("status/503", { signal: deadline });
  if (status !== 503) break;
  console.log(`status 503, so again in ${pause} ms`);
  await sleep(pause);
  pause *= 2;
}
console.log("no more");
