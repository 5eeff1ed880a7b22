async function late(url) {
  await sleep(100);
  return await get(url);
}

const pages = ["delay/0.3", "status/503", "delay/0.1"];
for (const answer of await Promise.allSettled(pages.map(late))) {
  console.log(answer.value ?? answer.reason);
}
