const countdown = (left) => ({
  then(resolve) { // What has a then can be awaited.
    console.log(`${left} to go`);
    if (left === 0) resolve();
    else countdown(left - 1).then(resolve);
  },
});

const sleeping = new Promise((done) => setTimeout(done, 100));
await countdown(3);
console.log("the countdown is done");
await sleeping;
console.log("the sleeper is done");
