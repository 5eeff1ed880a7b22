// The browser is the executor; a script cannot bring its own.
async function count(name) {
  for (let number = 1; number <= 3; number++) {
    console.log(name, number);
    await null;
  }
}

await Promise.all([count("ping"), count("pong")]);
console.log("all done");
