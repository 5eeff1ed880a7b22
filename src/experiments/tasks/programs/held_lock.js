let sum = 0;
function add() {
  return navigator.locks.request("sum", async () => {
    await sleep(100);
    sum += 1;
    console.log(`the sum is ${sum}`);
  });
}

await Promise.all([add(), add(), add()]);
