async function leaves(depth) {
  if (depth === 0) {
    await new Promise((done) => setTimeout(done, 100));
    return 1;
  }
  const both = [leaves(depth - 1), leaves(depth - 1)];
  const [left, right] = await Promise.all(both);
  return left + right;
}

console.log(`${await leaves(6)} leaves`);
