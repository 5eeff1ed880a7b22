function worker(job) {
  const worker = new Worker("worker.js");
  worker.postMessage(job);
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
  });
}
