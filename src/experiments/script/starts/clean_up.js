const sleep = (ms, { signal }) => new Promise((done, fail) => {
  setTimeout(done, ms);
  signal.addEventListener("abort", () => fail(signal.reason));
});

async function write(name, signal) {
  console.log(`${name} is open`);
  try {
    await sleep(1000, { signal }); // Only what looks at the signal ends.
    console.log(`${name} is written`);
  } finally {
    console.log(`${name} is closed`);
  }
}

const cancel = new AbortController();
write("notes", cancel.signal).catch(() => {});
setTimeout(() => cancel.abort(), 300);
