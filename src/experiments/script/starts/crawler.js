const AT_ONCE = 2;

const names = (await (await fetch("json")).json()).states;
console.log(`${names.length} pages, ${AT_ONCE} at a time`);
const left = names.entries();

async function loader() {
  for (const [place, name] of left) { // All loaders share what is left.
    const answer = await fetch(`delay/0.${place + 1}`);
    console.log(`${name}: ${answer.status}`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, loader));
