const sound = sleep(300);
// Nobody keeps resolve, and no error says so.
const lost = new Promise((resolve) => {});
await sound;
console.log("sound is done");
await lost;
console.log("lost is done");
