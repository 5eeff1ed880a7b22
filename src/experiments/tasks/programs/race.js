const abort = new AbortController();
const slow = fetch("delay/1", { signal: abort.signal });
const fast = fetch("delay/0.3", { signal: abort.signal });
const answer = await Promise.race([slow, fast]);
console.log(`the first answer: ${answer.status}`);
// Without this it would go on to its end.
abort.abort();
console.log("the other is aborted");
