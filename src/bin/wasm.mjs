// Reading and writing wasm files, as far as neighbours.mjs and shorter.mjs need it.
import { readFileSync } from "node:fs";

// The ids of sections.
export const [CUSTOM, IMPORT, EXPORT, CODE, DATA] = [0, 2, 7, 10, 11];

// The kinds of imports.
export const FUNCTION = 0;
const [TABLE, MEMORY, GLOBAL, TAG] = [1, 2, 3, 4];

/** A whole number, in LEB128. */
export function written(value) {
  const digits = [];
  for (; value > 127; value >>>= 7) digits.push((value & 127) | 128);
  return Buffer.from([...digits, value]);
}

/** Bytes behind their number. */
export const text = (value) => Buffer.concat([written(value.length), Buffer.from(value)]);

/** Reads a file from its first section on. */
export class Reader {
  constructor(file) {
    this.file = file;
    this.bytes = readFileSync(file);
    this.at = 8;
  }

  /** What is before the sections. */
  get head() {
    return this.bytes.subarray(0, 8);
  }

  /** The next whole number. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  /** The next bytes that have their number before them. */
  take() {
    const length = this.number();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  limits() {
    const hasMost = this.bytes[this.at++] & 1;
    this.number();
    if (hasMost) this.number();
  }

  /** The names of the next import, its kind, and all that is behind the names. */
  import() {
    const [module, name] = [this.take(), this.take()].map(String);
    const start = this.at;
    const kind = this.bytes[this.at++];
    switch (kind) {
      case FUNCTION: this.number(); break;
      case TABLE: this.at++; this.limits(); break;
      case MEMORY: this.limits(); break;
      case GLOBAL: this.at += 2; break;
      case TAG: this.at++; this.number(); break;
      default: throw new Error(`${this.file}: an import of an unknown kind`);
    }
    return { module, name, kind, rest: this.bytes.subarray(start, this.at) };
  }

  /** Each section: its id, its body, and all of it. Whoever is given one may read it. */
  *sections() {
    while (this.at < this.bytes.length) {
      const start = this.at;
      const id = this.bytes[this.at++];
      const length = this.number();
      const end = this.at + length;
      yield { id, body: this.bytes.subarray(this.at, end), whole: this.bytes.subarray(start, end) };
      this.at = end;
    }
  }
}
