// shorter.mjs SCRIPT FILE...: shortens what wasm-bindgen and the compiler write into
// a script and its wasm, of which FILE is the first and others are parts. The names
// by which the two know each other end in hashes that do not compress; what Leptos
// exports for streams, which the page has none of, goes; and so do the paths of
// libraries on the machine that builds, which are nobody's business.
import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";

const [script, ...files] = process.argv.slice(2);

// The ids of the sections and of the kinds of import and export that matter here.
const [IMPORT, EXPORT, DATA] = [2, 7, 11];
const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4];

const UNUSED = /intounderlying/;

let bytes;
let at;

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

function word() {
  const length = number();
  at += length;
  return bytes.toString("latin1", at - length, at);
}

function limits() {
  const hasMost = bytes[at++] & 1;
  number();
  if (hasMost) number();
}

/** Reads past what an import is, behind its names. */
function kind(file) {
  switch (bytes[at++]) {
    case FUNCTION: number(); break;
    case TABLE: at++; limits(); break;
    case MEMORY: limits(); break;
    case GLOBAL: at += 2; break;
    case TAG: at++; number(); break;
    default: throw new Error(`${file}: an import of an unknown kind`);
  }
}

// The new name of each that has one.
const names = new Map();

function shortened(name, prefix) {
  if (!names.has(name)) names.set(name, prefix + names.size.toString(36));
  return names.get(name);
}

function imports(file) {
  const kept = [];
  for (let left = number(); left > 0; left--) {
    const [module, name] = [word(), word()];
    const start = at;
    kind(file);
    const isOfScript = module.endsWith("_bg.js");
    const short = isOfScript ? shortened(name, "i") : name;
    kept.push(Buffer.concat([text(module), text(short), bytes.subarray(start, at)]));
  }
  return Buffer.concat([written(kept.length), ...kept]);
}

function exported() {
  const kept = [];
  for (let left = number(); left > 0; left--) {
    const name = word();
    const start = at;
    at++;
    number();
    if (UNUSED.test(name)) continue;
    const short = name.startsWith("wasm_bindgen__") ? shortened(name, "e") : name;
    kept.push(Buffer.concat([text(short), bytes.subarray(start, at)]));
  }
  return Buffer.concat([written(kept.length), ...kept]);
}

const escaped = (value) => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const cargo = process.env.CARGO_HOME ?? `${homedir()}/.cargo`;
const libraries = [`${escaped(cargo)}/registry/src/`, "/rustc/", "/rust/deps/"];
const path = new RegExp(`(?:${libraries.join("|")})[\\w./-]+?\\.rs`, "g");

/** The data with blanks in the place of paths, as long as those were. */
const withoutPaths = (data) =>
  Buffer.from(data.toString("latin1").replace(path, (it) => " ".repeat(it.length)), "latin1");

for (const [place, file] of files.entries()) {
  bytes = readFileSync(file);
  at = 8;
  const kept = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const section = bytes[at++];
    const length = number();
    const [start, end] = [at, at + length];
    let body = bytes.subarray(start, end);
    if (section === IMPORT && place === 0) body = imports(file);
    if (section === EXPORT && place === 0) body = exported();
    if (section === DATA) body = withoutPaths(body);
    kept.push(Buffer.from([section]), written(body.length), body);
    at = end;
  }
  writeFileSync(file, Buffer.concat(kept));
}

const code = readFileSync(script, "utf8");
writeFileSync(script, code.replace(/\b\w+\b/g, (it) => names.get(it) ?? it));
