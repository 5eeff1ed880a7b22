const pages = ["delay/0.1", "delay/0.3", "delay/0.2"];
for (const answer of await Promise.all(pages.map((url) => fetch(url)))) {
  console.log(answer.status);
}
console.log("that was all");
