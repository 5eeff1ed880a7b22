// The page's Service Worker. It is two things: the built-in endpoint, which is
// httpbin in miniature and needs no server, and the copy of the site that
// opens with no network. It never touches a request to another origin, so
// that measuring one is not disturbed.

const SERVED_BY = "Meanwhile's built-in endpoint";
const LONGEST_S = 10; // httpbin caps its delays there, too.
const MOST_BYTES = 100 * 1024 * 1024;
// WebKit does not know `credentialless`, which lets the page see that a server
// answers even if it does not let the page read the answer.
const { userAgent } = navigator;
const IS_WEBKIT = userAgent.includes("AppleWebKit") && !userAgent.includes("Chrom");
const EMBEDDER_POLICY = IS_WEBKIT ? "require-corp" : "credentialless";
const PATIENCE_MS = 3000; // How long a slow host may hold up a page we have.
const STORAGE_MS = 1500; // How long the storage may hold up what the host has.
const LONGEST_LOOK_MS = 15_000; // How long it may take where no host answers.
const LONGEST_UPDATE_MS = 120_000; // Then the next visit begins anew.

const scope = self.registration.scope; // Ends with "/".
const root = new URL(scope).pathname;

self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
  // Not waited for: until the activation ends, no request is answered.
  refresh();
});

self.addEventListener("message", (event) => {
  const { data, ports } = event;
  // "Are you alive?"
  if (data?.type === "ping") ports[0]?.postMessage({ type: "pong" });
  // "I was reloaded by force, which leaves me without you."
  if (data?.type === "claim") event.waitUntil(self.clients.claim());
  // "I am looked at again: is there a newer release?"
  if (data?.type === "look") refresh();
  event.waitUntil(refreshing); // Stay for a copy that is being built.
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (!request.url.startsWith(scope)) return;
  const url = new URL(request.url);
  const path = url.pathname.slice(root.length);
  const [name, ...rest] = path.split("/");
  if (Object.hasOwn(endpoint, name)) {
    const argument = rest.join("/");
    const asked = { argument, path: path + url.search, url, request };
    event.respondWith(answer(endpoint[name], asked));
  } else if (request.method === "GET") {
    const opens = request.mode === "navigate";
    const isPage = opens && (path === "" || path === "index.html");
    const setup = opens && path.match(/^(?:index\.html)?%23(.*)$/is)?.[1];
    if (typeof setup === "string") {
      // A program through which the link went has quoted its "#".
      event.respondWith(Response.redirect(`${scope}#${setup}${url.search}`));
    } else {
      event.respondWith(isPage ? page(event) : file(request));
    }
  }
});

// The built-in endpoint. Each handler returns the response to what was asked,
// or throws a `Refusal`.

class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

const endpoint = {
  async delay({ argument, path, request }) {
    const asked = seconds("delay", argument);
    const delay = Math.min(asked, LONGEST_S);
    // The signal is for engines to come: today's never abort it.
    await sleep(delay * 1000, request.signal);
    const note = `A delay is at most ${LONGEST_S} s, as httpbin's is.`;
    const capped = delay < asked && { note };
    // For engines whose resource timing does not tell when an answer came.
    // As text, which is always as long: the bytes of a crawl stay comparable.
    const answered_ms = (performance.timeOrigin + performance.now()).toFixed(3);
    return json({ served_by: SERVED_BY, path, delay_s: delay, answered_ms, ...capped });
  },

  status({ argument, path }) {
    if (!/^[2-5]\d\d$/.test(argument)) {
      throw new Refusal(400, "A status is a whole number from 200 to 599.");
    }
    const status = Number(argument);
    return json({ served_by: SERVED_BY, path, status }, status);
  },

  bytes({ argument }) {
    return binary(size(argument), 0);
  },

  drip({ argument, url }) {
    nothingBelow("drip", argument);
    const query = url.searchParams;
    const duration = seconds("duration", query.get("duration") ?? "2");
    const total = size(query.get("numbytes") ?? "10");
    return binary(total, Math.min(duration, LONGEST_S) * 1000);
  },

  json({ argument, path }) {
    nothingBelow("json", argument);
    const states = ["idle", "scheduled", "running"];
    return json({ served_by: SERVED_BY, path, states });
  },

  html({ argument }) {
    nothingBelow("html", argument);
    const text = `<!doctype html>
<html lang="en">
<title>Hello</title>
<h1>Hello</h1>
<p>This page was made by ${SERVED_BY}.</p>
</html>
`;
    const headers = { "content-type": "text/html; charset=utf-8" };
    return new Response(text, { headers });
  },
};

async function answer(handler, asked) {
  const { path, request } = asked;
  let response;
  try {
    if (!["GET", "HEAD"].includes(request.method)) {
      throw new Refusal(405, "The endpoint answers GET and HEAD only.");
    }
    response = await handler(asked);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error; // The page gave up.
    const { message, status } = error;
    response = json({ served_by: SERVED_BY, path, error: message }, status);
    if (status === 405) response.headers.set("allow", "GET, HEAD");
  }
  response.headers.set("cache-control", "no-store");
  if (request.method !== "HEAD") return isolated(response);
  response.body?.cancel();
  return isolated(new Response(null, response));
}

function json(value, status = 200) {
  const body = hasBody(status) ? `${JSON.stringify(value)}\n` : null;
  const headers = { "content-type": "application/json" };
  return new Response(body, { status, headers });
}

let block; // 64 KiB that look random and are always the same.

/** Streams `total` bytes, spread evenly over `duration` milliseconds. */
function binary(total, duration) {
  block ??= Uint8Array.from({ length: 65536 }, (_, i) => (i * 2654435761) >>> 13);
  let timer;
  const started = performance.now();
  let sent = 0;
  const body = new ReadableStream({
    async pull(controller) {
      const next = started + (duration * (sent + 1)) / total;
      const wait = next - performance.now();
      // Not finer than timers are: what falls due meanwhile goes out at once.
      if (wait > 0) {
        await new Promise((due) => {
          timer = setTimeout(due, Math.max(wait, 20));
        });
      }
      const part = (performance.now() - started) / duration;
      const due = part < 1 ? Math.floor(total * part) : total;
      // Never none: a stream that is given nothing does not ask again.
      const length = Math.min(Math.max(due - sent, 1), block.length);
      controller.enqueue(block.slice(0, length));
      sent += length;
      if (sent === total) controller.close();
    },
    // The pull that waits is left to wait: where it ends within the cancel,
    // WebKit's Service Worker never answers again.
    cancel: () => clearTimeout(timer),
  });
  const headers = {
    "content-type": "application/octet-stream",
    "content-length": `${total}`,
  };
  return new Response(total > 0 ? body : null, { headers });
}

function seconds(name, text) {
  if (!/^\d*\.?\d+$/.test(text)) {
    throw new Refusal(400, `A ${name} is a number of seconds, such as 3 or 0.5.`);
  }
  return Number(text);
}

function size(text) {
  if (!/^\d+$/.test(text) || Number(text) > MOST_BYTES) {
    const most = `${MOST_BYTES} (100 MiB)`;
    throw new Refusal(400, `A size is a whole number of bytes up to ${most}.`);
  }
  return Number(text);
}

function nothingBelow(name, argument) {
  if (argument) throw new Refusal(404, `There is nothing below ${name}/.`);
}

function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

// The copy of the site. One cache holds one deployment whole: the index and
// every file which it names. A page is served from a whole copy only, and the
// names change with the content (hash or `?v=`), so no page mixes deployments.

const prefix = `meanwhile ${scope} `;
let refreshing;

/** The names of the whole copies, newest first: caches are listed by age. */
async function copies() {
  const whole = [];
  for (const name of await caches.keys()) {
    // A copy without its index, which is stored last, is not whole.
    const ours = name.startsWith(prefix);
    if (ours && await stored(scope, name)) whole.unshift(name);
  }
  return whole;
}

function stored(request, cacheName) {
  return caches.match(request, { cacheName });
}

let isSlow = false; // Whether the storage failed or was late of late.

/**
 * What a look into the copies finds; nothing if the storage fails or hangs, since
 * that should cost the use with no network and nothing else.
 */
function found(looking) {
  const looked = looking.finally(() => { isSlow = false; });
  return inTime(looked, isSlow ? 0 : STORAGE_MS).catch(() => {
    isSlow = true;
  });
}

/** What the host answers, or what a storage that is late has after all. */
async function asked(request, looking) {
  const network = fetch(request).then(isolated);
  const late = inTime(looking, LONGEST_LOOK_MS).then((copy) => copy ?? network);
  // The network's error is the one that the browser explains.
  return Promise.any([network, late]).catch(() => network);
}

/** Rejects if `promise` has not settled after `ms`. */
function inTime(promise, ms) {
  const late = () => { throw new Error(`nothing for ${ms} ms`); };
  return Promise.race([promise, sleep(ms).then(late)]);
}

async function page(event) {
  event.waitUntil(refresh());
  const look = async () => {
    const [newest] = await copies();
    return newest && stored(scope, newest);
  };
  let looking = look();
  if (await found(looking)) {
    await Promise.race([refreshing, sleep(PATIENCE_MS)]);
    looking = look(); // There may be a newer copy now.
  }
  const copy = await found(looking);
  if (!isUnsaved) return copy ?? asked(event.request, looking);
  // A release that the storage does not take is had from the host.
  const network = fetch(event.request).then(isolated);
  return network.catch(() => asked(event.request, looking));
}

async function file(request) {
  const look = async () => {
    for (const name of await copies()) {
      const copy = await stored(request, name);
      if (copy) return copy;
    }
    return undefined;
  };
  // Who asks past all caches, as the crawl does, is not given ours.
  if (request.cache === "no-store") return isolated(await fetch(request));
  const looking = look();
  return await found(looking) ?? asked(request, looking);
}

let isUnsaved = false; // Whether the host has a whole release, and we have not.

/** Copies what the host serves now, unless we have it. Never fails. */
function refresh() {
  // A storage that hangs must not keep the next visit from trying again.
  refreshing ??= inTime(update(), LONGEST_UPDATE_MS)
    .catch(() => {}) // Offline, or half deployed: the next visit tries again.
    .finally(() => { refreshing = undefined; });
  return refreshing;
}

async function update() {
  const response = await fetch(scope, { cache: "no-cache" });
  const index = await response.text();
  // The sign-in page of a hotel's network is not a deployment.
  if (!response.ok || !index.includes("meanwhile-app")) return;
  const name = prefix + await digest(index);
  const [newest] = await copies();
  if (name === newest) {
    isUnsaved = false;
    return;
  }
  const get = async ([url, integrity]) => {
    const file = await fetch(url, { cache: "no-cache", integrity });
    if (!file.ok) throw new Error(`${url} answered ${file.status}`);
    return [url, isolated(new Response(await file.blob(), file))];
  };
  const files = await Promise.all(Array.from(filesNamedBy(index), get));
  isUnsaved = true;
  await caches.delete(name); // What an interrupted build left.
  try {
    const copy = await caches.open(name);
    await Promise.all(files.map(([url, file]) => copy.put(url, file)));
    await copy.put(scope, isolated(new Response(index, response)));
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  isUnsaved = false;
  if (newest) await tellPages({ type: "release" });
  // The copy before stays for pages that were opened from it.
  for (const old of await caches.keys()) {
    const isKept = old === name || old === newest;
    if (old.startsWith(prefix) && !isKept) await caches.delete(old);
  }
}

/** Tells the pages that are open; one that is being opened is not among them. */
async function tellPages(message) {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage(message);
}

/** The site's files that an index names in any tag, with their digests. */
function filesNamedBy(index) {
  const files = new Map();
  for (const [tag] of index.matchAll(/<[a-z][^>]*>/gi)) {
    const integrity = tag.match(/\sintegrity="([^"]*)"/)?.[1];
    for (const [, attribute, value] of tag.matchAll(/\s([\w-]+)="([^"]*)"/g)) {
      const links = attribute === "href" || attribute === "src";
      if (!links && !value.startsWith("./")) continue;
      const [url] = new URL(value, scope).href.split("#");
      if (!url.startsWith(scope) || url === scope) continue;
      files.set(url, integrity ?? files.get(url));
    }
  }
  return files;
}

async function digest(text) {
  const bytes = new TextEncoder().encode(text);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes), 0, 8);
  return Array.from(hash, (it) => it.toString(16).padStart(2, "0")).join("");
}

/** Adds the headers that isolate the page, as static hosts cannot. */
function isolated(response) {
  if (response.status === 0) return response; // The browser's to redirect.
  const headers = new Headers(response.headers);
  const wanted = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": EMBEDDER_POLICY,
    "cross-origin-resource-policy": "same-origin",
  };
  for (const [name, value] of Object.entries(wanted)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  if (IS_WEBKIT && headers.get("cross-origin-embedder-policy") === "credentialless") {
    headers.set("cross-origin-embedder-policy", EMBEDDER_POLICY);
  }
  headers.delete("vary"); // One copy serves every request.
  const { status, statusText } = response;
  const body = hasBody(status) ? response.body : null;
  return new Response(body, { status, statusText, headers });
}

function hasBody(status) {
  return ![204, 205, 304].includes(status);
}
