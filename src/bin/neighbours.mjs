// neighbours.mjs FILE: renames the functions of a wasm file so that, in the order of
// their names, those that are made alike are neighbours. wasm-opt then puts them in
// that order. A host compresses with a window of 32 kB, and generic code repeats
// itself over much more than that.
import { writeFileSync } from "node:fs";
import { CODE, CUSTOM, FUNCTION, IMPORT, Reader, text, written } from "./wasm.mjs";

const file = process.argv[2];

// What counts are runs of so many bytes; a few in common are no likeness yet.
const RUN = 4;
const FEW = 20;

const FUNCTION_NAMES = 1;

const wasm = new Reader(file);
let imported = 0;
let bodies = [];
const kept = [wasm.head];
for (const { id, whole } of wasm.sections()) {
  if (id === IMPORT) {
    const imports = Array.from({ length: wasm.number() }, () => wasm.import());
    imported = imports.filter(({ kind }) => kind === FUNCTION).length;
  }
  if (id === CODE) bodies = Array.from({ length: wasm.number() }, () => wasm.take());
  const isNames = id === CUSTOM && String(wasm.take()) === "name";
  if (!isNames) kept.push(whole);
}

function runs(body) {
  const found = new Set();
  for (let i = 0; i + RUN <= body.length; i++) found.add(body.readUInt32LE(i));
  return found;
}

const runsOf = bodies.map(runs);
const having = new Map();
runsOf.forEach((found, one) => {
  for (const run of found) {
    if (!having.has(run)) having.set(run, []);
    having.get(run).push(one);
  }
});

// From the largest on, always to that which has the most in common with the last,
// for its size.
const left = new Set(bodies.keys());
const bySize = [...left].sort((a, b) => bodies[a].length - bodies[b].length);
let next = bySize.at(-1);
const names = [];
while (next !== undefined) {
  left.delete(next);
  names[next] = String(bodies.length - left.size).padStart(6, "0");
  const shared = new Map();
  for (const run of runsOf[next]) {
    for (const other of having.get(run)) {
      if (left.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
  }
  const last = runsOf[next].size;
  let most = 0;
  next = undefined;
  for (const [other, count] of shared) {
    const alike = count / (runsOf[other].size + last - count + FEW);
    if (alike > most) [most, next] = [alike, other];
  }
  next ??= bySize.find((it) => left.has(it));
}

const map = Buffer.concat([
  written(names.length),
  ...names.flatMap((name, index) => [written(imported + index), text(name)]),
]);
const section = Buffer.concat([
  text("name"), Buffer.from([FUNCTION_NAMES]), written(map.length), map,
]);
writeFileSync(file, Buffer.concat([
  ...kept, Buffer.from([CUSTOM]), written(section.length), section,
]));
