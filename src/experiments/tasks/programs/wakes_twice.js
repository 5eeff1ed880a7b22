// A promise is settled once: what is resolved later is ignored.
const timer = sleep(200);
const woken = new Promise((wake) => {
  wake();
  wake();
});
console.log("poll 1");
await woken;
console.log("poll 2");
await timer;
console.log("poll 3");
