async function late(url) {
  await sleep(100);
  return await get(url);
}

const pages = ["delay/0.3", "status/503", "delay/0.1"];
try {
  console.log(`all of them: ${await Promise.all(pages.map(late))}`);
} catch (error) {
  // The other requests go on: only an AbortController would stop them.
  console.log(`stopped: ${error}`);
}
