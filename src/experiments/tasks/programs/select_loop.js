async function message() {
  await sleep(100);
  console.log("half of a message");
  await sleep(100);
  return "a whole message";
}

for (let round = 0; round < 3; round += 1) {
  const tick = sleep(150).then(() => "a tick");
  // The loser goes on to its end; nobody looks at what it returns.
  console.log(await Promise.race([message(), tick]));
}
