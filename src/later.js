// Loads the parts of the program: the wasm calls these functions when it wants
// one, and boot.js has the files of the first compiled before that. A part is
// several files, since parts share code; assemble.sh says here which, with their
// bytes.
import { initSync } from "./app.js";

const FILES = {};
const PARTS = {};

const compiled = {};
const loaded = {};

/** Keeps what succeeds; what fails is tried anew when it is next asked for. */
function once(kept, name, make) {
  kept[name] ??= make();
  kept[name].catch(() => delete kept[name]);
  return kept[name];
}

function compile(name, told) {
  return once(compiled, name, async () => {
    const response = await fetch(new URL(`./split_${name}.wasm`, import.meta.url));
    if (!response.ok) throw new Error(`its host answered ${response.status}`);
    told?.(response.clone());
    return WebAssembly.compileStreaming(response);
  });
}

function load(name) {
  return once(loaded, name, async () => {
    const module = await compile(name);
    // What the parts share is in the memory and in the table of the first.
    return WebAssembly.instantiate(module, { main: initSync() });
  });
}

/**
 * Fetches and compiles a part, if there is one of that name; each response is
 * told, and the bytes of all given.
 */
export function prepare(part, told) {
  const files = Object.hasOwn(PARTS, part) ? PARTS[part] : [];
  for (const name of files) compile(name, told).catch(() => {});
  return files.reduce((bytes, name) => bytes + FILES[name], 0);
}

/** What the wasm calls for a part, and how it hears that it is there. */
function loader(part) {
  return async (callback, data) => {
    const isLoaded = await Promise.all(PARTS[part].map(load)).then(
      () => true,
      (error) => {
        console.error(error);
        return false;
      },
    );
    initSync().__indirect_function_table.get(callback)(data, isLoaded);
  };
}

