// JavaScript has no semaphore: count the permits and queue who waits.
let permits = 2;
const waiting = [];

async function ask(name) {
  if (permits > 0) permits -= 1;
  else await new Promise((resolve) => waiting.push(resolve));
  try {
    const answer = await fetch("delay/0.2");
    console.log(`${name}: ${answer.status}`);
  } finally {
    // The permit goes to the next in the queue, or back.
    const next = waiting.shift();
    if (next) next();
    else permits += 1;
  }
}

const names = ["one", "two", "three", "four", "five"];
await Promise.all(names.map(ask));
