/** Calls an async function again and again; each call begins to run at once. */
export async function jsAsync(count, task, created, allDone) {
  for (let call = 0; call < count; call += 1) {
    task();
  }
  created();
  await allDone;
}
