const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function* read() { // Runs on only when the next number is asked for.
  for (let number = 1; number <= 5; number += 1) {
    await sleep(50);
    console.log(`read ${number}`);
    yield number;
  }
}

let sum = 0;
for await (const number of read()) {
  await sleep(150);
  console.log(`squared ${number}`);
  sum += number * number;
}
console.log(`the sum is ${sum}`);
