async function busy(tell) {
  await sleep(100);
  tell(performance.now());
  compute(212);
}

const told = new Promise((tell) => busy(tell));
sleep(150);
const at = await told;
const late = performance.now() - at;
console.log(`told, and polled ${late.toFixed()} ms late`);
