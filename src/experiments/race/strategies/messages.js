// In each worker:
onmessage = ({ data: adds }) => {
  let counter = 0;
  for (let i = 0; i < adds; i++) counter += 1;
  postMessage(counter);
};
// On the page:
const sums = await Promise.all(workers.map((worker) => ask(worker, adds)));
const total = sums.reduce((a, b) => a + b);
