// neighbours.mjs FILE: renames the functions of a wasm file so that, in the order of
// their names, those that are made alike are neighbours. wasm-opt then puts them in
// that order. A host compresses with a window of 32 kB, and generic code repeats
// itself over much more than that.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.argv[2];
const bytes = readFileSync(file);

// What counts are runs of so many bytes; a few in common are no likeness yet.
const RUN = 4;
const FEW = 20;

// The ids of the sections and of the kinds of import that matter here.
const CUSTOM = 0;
const IMPORT = 2;
const CODE = 10;
const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4];
const FUNCTION_NAMES = 1;

let at = 8;

/** The next whole number, in LEB128. */
function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

function written(value) {
  const digits = [];
  for (; value > 127; value >>>= 7) digits.push((value & 127) | 128);
  return Buffer.from([...digits, value]);
}

const text = (value) => Buffer.concat([written(value.length), Buffer.from(value)]);

function take() {
  const length = number();
  at += length;
  return bytes.subarray(at - length, at);
}

/** Reads past the limits of a table or a memory. */
function limits() {
  const hasMost = bytes[at++] & 1;
  number();
  if (hasMost) number();
}

/** The number of functions among the imports. */
function importedFunctions() {
  let functions = 0;
  for (let left = number(); left > 0; left--) {
    take();
    take();
    switch (bytes[at++]) {
      case FUNCTION: number(); functions++; break;
      case TABLE: at++; limits(); break;
      case MEMORY: limits(); break;
      case GLOBAL: at += 2; break;
      case TAG: at++; number(); break;
      default: throw new Error(`${file}: an import of an unknown kind`);
    }
  }
  return functions;
}

let imported = 0;
let bodies = [];
const kept = [bytes.subarray(0, at)];
while (at < bytes.length) {
  const start = at;
  const section = bytes[at++];
  const length = number();
  const end = at + length;
  if (section === IMPORT) imported = importedFunctions();
  if (section === CODE) bodies = Array.from({ length: number() }, take);
  const isNames = section === CUSTOM && String(take()) === "name";
  if (!isNames) kept.push(bytes.subarray(start, end));
  at = end;
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
