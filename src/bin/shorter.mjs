// shorter.mjs SCRIPT FILE...: shortens what wasm-bindgen and the compiler write into
// a script and its wasm, of which FILE is the first and others are parts. The names
// by which the two know each other end in hashes that do not compress; what Leptos
// exports for streams, which the page has none of, goes; and so do the paths of
// libraries on the machine that builds, which are nobody's business.
import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { DATA, EXPORT, IMPORT, Reader, text, written } from "./wasm.mjs";

const [script, ...files] = process.argv.slice(2);

const UNUSED = /intounderlying/;

// The new name of each that has one.
const names = new Map();

function shortened(name, prefix) {
  if (!names.has(name)) names.set(name, prefix + names.size.toString(36));
  return names.get(name);
}

const all = (kept) => Buffer.concat([written(kept.length), ...kept]);

function imports(wasm) {
  const renamed = () => {
    const { module, name, rest } = wasm.import();
    const isOfScript = module.endsWith("_bg.js");
    const short = isOfScript ? shortened(name, "i") : name;
    return Buffer.concat([text(module), text(short), rest]);
  };
  return all(Array.from({ length: wasm.number() }, renamed));
}

function exported(wasm) {
  const kept = [];
  for (let left = wasm.number(); left > 0; left--) {
    const name = String(wasm.take());
    const start = wasm.at++;
    wasm.number();
    if (UNUSED.test(name)) continue;
    const short = name.startsWith("wasm_bindgen__") ? shortened(name, "e") : name;
    kept.push(Buffer.concat([text(short), wasm.bytes.subarray(start, wasm.at)]));
  }
  return all(kept);
}

const escaped = (value) => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const cargo = process.env.CARGO_HOME ?? `${homedir()}/.cargo`;
const libraries = [`${escaped(cargo)}/registry/src/`, "/rustc/", "/rust/deps/"];
const path = new RegExp(`(?:${libraries.join("|")})[\\w./-]+?\\.rs`, "g");

/** The data with blanks in the place of paths, as long as those were. */
const withoutPaths = (data) =>
  Buffer.from(data.toString("latin1").replace(path, (it) => " ".repeat(it.length)), "latin1");

for (const [place, file] of files.entries()) {
  const wasm = new Reader(file);
  const kept = [wasm.head];
  for (const { id, body } of wasm.sections()) {
    let shorter = body;
    if (id === IMPORT && place === 0) shorter = imports(wasm);
    if (id === EXPORT && place === 0) shorter = exported(wasm);
    if (id === DATA) shorter = withoutPaths(body);
    kept.push(Buffer.from([id]), text(shorter));
  }
  writeFileSync(file, Buffer.concat(kept));
}

const code = readFileSync(script, "utf8");
writeFileSync(script, code.replace(/\b\w+\b/g, (it) => names.get(it) ?? it));
