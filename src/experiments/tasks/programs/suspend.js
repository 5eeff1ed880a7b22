async function addUp(numbers) {
  let sum = 0;
  for (const number of numbers) {
    sum += number;
    console.log(`${number} makes ${sum}`);
    await sleep(200);
  }
  return sum;
}

const sum = await addUp([1, 2, 3]);
console.log(`the sum is ${sum}`);
