async function ownWorkers(count, url, created) {
  const said = (worker) => new Promise((hear) => { worker.onmessage = hear; });
  const workers = Array.from({ length: count }, () => new Worker(url));
  await Promise.all(workers.map(said)); // "I listen."
  created();
  const answers = workers.map(said);
  workers.forEach((worker) => worker.postMessage("run"));
  await Promise.all(answers);
}
