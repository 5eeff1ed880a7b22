// neighbours.mjs FILE: renames the functions of a wasm file so that, in the order of
// their names, those that are made alike are neighbours. wasm-opt then puts them in
// that order. Generic code repeats itself over much more than a host looks back.
import { writeFileSync } from "node:fs";
import { CODE, CUSTOM, FUNCTION, IMPORT, Reader, text, written } from "./wasm.mjs";

const file = process.argv[2];

// How far back a host looks for what it has seen before.
const WINDOW = 32768;
// What counts are runs of so many bytes that few functions have: what many have is
// never far back. A few runs in common are no likeness yet.
const RUN = 6;
const MOST = 25;
const FEW = 10;

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

// Which functions have each run: all runs are numbered.
const numbers = new Map();
const having = [];
const all = bodies.map((body, one) => {
  const found = new Set();
  for (let i = 0; i + RUN <= body.length; i++) {
    const run = body.latin1Slice(i, i + RUN);
    if (!numbers.has(run)) numbers.set(run, having.push([]) - 1);
    found.add(numbers.get(run));
  }
  for (const run of found) having[run].push(one);
  return [...found];
});
const isTelling = (run) => having[run].length > 1 && having[run].length <= MOST;
const runsOf = all.map((runs) => runs.filter(isTelling));

// Of each function, how many of its runs are in the window, which has these.
const seen = new Uint32Array(bodies.length);
const copies = new Uint32Array(having.length);
const window = [];
let bytes = 0;

function enter(one) {
  window.push(one);
  bytes += bodies[one].length;
  for (const run of runsOf[one]) {
    if (copies[run]++ === 0) for (const other of having[run]) seen[other]++;
  }
  while (bytes - bodies[window[0]].length > WINDOW) leave(window.shift());
}

function leave(one) {
  bytes -= bodies[one].length;
  for (const run of runsOf[one]) {
    if (--copies[run] === 0) for (const other of having[run]) seen[other]--;
  }
}

// From the largest on, always to that of which the window has the greatest part.
const left = new Set(bodies.keys());
const part = (one) => seen[one] / (runsOf[one].length + FEW);
const size = (one) => bodies[one].length;
const best = (of) => [...left].reduce((a, b) => (of(b) > of(a) ? b : a));
const names = [];
while (left.size > 0) {
  const next = best(names.length === 0 ? size : part);
  left.delete(next);
  names[next] = String(bodies.length - left.size).padStart(6, "0");
  enter(next);
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
