// What the tests put in the place of parts of the browser, to see what is asked
// of them or to have them do what they seldom do. Each gives the function that
// puts the part back.

const own = { fetch, setTimeout, clearTimeout };

// Counts the timers: `log` is told "set MILLIS" and "cleared".
export function watchTimers(log) {
  const set = new Set();
  globalThis.setTimeout = (call, millis) => {
    const timer = own.setTimeout.call(globalThis, call, millis);
    set.add(timer);
    log(`set ${millis}`);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    if (set.delete(timer)) log("cleared");
    own.clearTimeout.call(globalThis, timer);
  };
  return () => Object.assign(globalThis, own);
}

// Answers fetches by their URL: `never` not at all, `open` with a body that
// goes on and on, `broken` with one that breaks off, `body/N/M` with N pieces
// of M letters, `status/N` with that status, `flaky/N` with 503 the first N
// times. Other URLs are fetched. `log` is told "sent URL" and "aborted URL".
export function answerFetches(log) {
  const times = new Map();
  globalThis.fetch = async (resource, init) => {
    const url = new URL(resource, document.baseURI);
    const [, name] = url.pathname.split("/test/");
    if (!name) return own.fetch.call(globalThis, resource, init);
    const [kind, first, second] = name.split("/");
    const sent = (times.get(name) ?? 0) + 1;
    times.set(name, sent);
    const { signal } = init;
    signal.throwIfAborted();
    log(`sent ${name} ${init.cache} ${init.credentials}`);
    let over = false;
    const aborted = new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        if (!over) log(`aborted ${name}`);
        reject(signal.reason);
      });
    });
    aborted.catch(() => {});
    if (kind === "never") return await aborted;
    let pieces = Number(first);
    const body = new ReadableStream({
      async pull(controller) {
        if (kind === "open") await aborted.catch((e) => controller.error(e));
        else if (kind === "broken") controller.error(new TypeError("gone"));
        else if (kind === "body" && pieces-- > 0) {
          controller.enqueue(new Uint8Array(Number(second)).fill(97));
        } else {
          over = true;
          controller.close();
        }
      },
    }, { highWaterMark: 0 });
    let status = kind === "status" ? Number(first) : 200;
    if (kind === "flaky") status = sent > Number(first) ? 200 : 503;
    const headers = { "content-type": "text/plain" };
    return new Response(body, { status, headers });
  };
  return () => Object.assign(globalThis, own);
}

// Has the page seem hidden or not, and tells it of the change.
export function pretendHidden(hidden) {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  return () => delete document.hidden;
}

// A clock whose beginning is later by each of these milliseconds in turn, and
// then as it is.
export function shiftOrigin(shifts) {
  const { timeOrigin } = performance;
  const get = () => timeOrigin + (shifts.shift() ?? 0);
  Object.defineProperty(performance, "timeOrigin", { get, configurable: true });
  return () => delete performance.timeOrigin;
}

// Tells `log` of errors that nobody caught, such as calls into Rust that is gone.
export function watchErrors(log) {
  const hear = (event) => log(event.message);
  addEventListener("error", hear);
  return () => removeEventListener("error", hear);
}

// A strategy that aborts what it asked for, and goes on for a while.
export async function abortAndGoOn(urls, fetchUrl, abort) {
  const requests = urls.map(fetchUrl);
  abort();
  await Promise.allSettled(requests);
}

// A strategy in plain JavaScript: one request after another.
export async function oneAfterAnother(urls, fetchUrl) {
  for (const [index, url] of urls.entries()) {
    await fetchUrl(url, index).catch(() => {});
  }
}

// Workers as the browser has them, but each is noted: `log` is told "begun" and
// "terminated".
export function watchWorkers(log) {
  const own = globalThis.Worker;
  globalThis.Worker = class extends own {
    constructor(...given) {
      super(...given);
      log("begun");
      const { terminate } = this;
      // Not a method of this class: the runner of these tests puts a Worker in
      // the browser's place already, whose instances are of no class but that.
      this.terminate = () => {
        log("terminated");
        terminate.call(this);
      };
    }
  };
  return () => { globalThis.Worker = own; };
}

// A URL of this origin that a script with that text is loaded from.
export function scriptUrl(text) {
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}
