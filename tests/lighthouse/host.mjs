// A static host as most are: compressed files, an `ETag`, and ten minutes in
// which a browser may use what it has without asking.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const COMPRESS = { br: brotliCompressSync, gzip: gzipSync };

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** What the host answers for a file. */
function answer(file, encoding) {
  const bytes = readFileSync(file);
  const type = TYPES[extname(file)];
  if (!type) throw new Error(`${file} is of a type that the host does not know.`);
  const headers = {
    "Content-Type": type,
    "Cache-Control": "max-age=600",
    ETag: `"${createHash("sha256").update(bytes).digest("hex")}"`,
  };
  if (type === "image/png") return { headers, body: bytes };
  headers["Content-Encoding"] = encoding;
  return { headers, body: COMPRESS[encoding](bytes) };
}

/** The answers for all files of a folder, by path. */
function answers(folder, encoding) {
  const path = (file) => `/${relative(folder, file).split(sep).join("/")}`;
  const files = readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
  return new Map(files.map((file) => [path(file), answer(file, encoding)]));
}

/**
 * Serves a folder on this machine alone, compressed by "gzip" or "br"; its URL
 * and what ends it.
 */
export async function host(folder, encoding = "gzip") {
  const known = answers(folder, encoding);
  const missing = known.get("/404.html");
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const found = known.get(pathname === "/" ? "/index.html" : pathname);
    const { headers, body } = found ?? missing;
    const isUnchanged = found && request.headers["if-none-match"] === headers.ETag;
    response.writeHead(isUnchanged ? 304 : found ? 200 : 404, headers);
    response.end(isUnchanged ? undefined : body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url, close };
}
