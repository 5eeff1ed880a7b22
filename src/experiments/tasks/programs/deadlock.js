function transfer(from, to) {
  return navigator.locks.request(from, async () => {
    console.log("locked one");
    await sleep(100);
    await navigator.locks.request(to, () => console.log("transferred"));
  });
}

await Promise.all([transfer("a", "b"), transfer("b", "a")]);
