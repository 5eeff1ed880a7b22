// The fetch that plain JavaScript is given: the same requests under the same
// policy as in Rust, so that only the language differs. Everything it does is
// told to `report(index, what, when, detail)`.

export function javascriptFetch(batch, report) {
  const all = new AbortController();
  const underWay = new Set();
  let listening = true;

  function tell(index, what, detail) {
    if (listening) report(index, what, performance.now(), detail);
  }

  function abort() {
    listening = false;
    all.abort();
    for (const one of underWay) one.abort();
  }

  // A signal for one attempt, which aborts at its timeout and with all others.
  function abortable() {
    const one = new AbortController();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      one.abort();
    }, batch.timeout);
    underWay.add(one);
    const release = () => {
      clearTimeout(timer);
      underWay.delete(one);
    };
    return { signal: one.signal, timedOut: () => timedOut, release };
  }

  async function read(response) {
    const beginning = [];
    let bytes = 0;
    if (response.body) {
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const missing = Math.max(0, batch.keptBytes - bytes);
        beginning.push(...value.subarray(0, missing));
        bytes += value.length;
        if (bytes > batch.mostBytes) {
          reader.cancel().catch(() => {});
          return { failure: "too-long" };
        }
      }
    }
    return { bytes, beginning: Uint8Array.from(beginning) };
  }

  async function attempt(index, { url, standIn, unreadable }) {
    tell(index, "waiting");
    if (standIn) {
      await sleep(Math.min(standIn.delay, batch.timeout), all.signal);
      if (standIn.delay > batch.timeout) return { failure: "timed-out" };
      tell(index, "receiving");
      return { ...standIn, ok: standIn.status < 400, standIn: true };
    }
    // Not AbortSignal.any: WebKit collects one that only a fetch listens to,
    // and the request then runs past its timeout.
    const { signal, timedOut, release } = abortable();
    let answered = false;
    try {
      const response = await fetch(url, { cache: batch.cache, credentials: "omit", signal });
      answered = true;
      tell(index, "receiving");
      const contentType = response.headers.get("content-type") ?? "";
      const retryAfter = retryAfterOf(response);
      const { status, ok } = response;
      const body = await read(response);
      return body.failure ? body : { status, ok, contentType, retryAfter, ...body };
    } catch {
      all.signal.throwIfAborted();
      if (timedOut()) return { failure: "timed-out" };
      return { failure: answered ? "broken-off" : unreadable };
    } finally {
      release();
    }
  }

  async function fetchUrl(request, index) {
    tell(index, "started");
    if (request.delay > 0) {
      tell(index, "delay");
      await sleep(request.delay, all.signal);
    }
    for (let attempts = 1; ; attempts += 1) {
      const answer = request.failure ?? await attempt(index, request);
      const never = ["mixed-content", "too-long"];
      const worthRetrying = answer.failure
        ? !never.includes(answer.failure)
        : answer.status >= 500 || answer.status === 429;
      if (answer.ok || request.failure || !worthRetrying || attempts > batch.retries) {
        tell(index, "ended", { ...answer, attempts });
        if (answer.ok) return answer;
        throw new Error("the request failed");
      }
      const asked = [429, 503].includes(answer.status) ? answer.retryAfter : undefined;
      if (asked !== undefined) tell(index, "asked", asked);
      tell(index, "backoff");
      const pause = batch.firstPause * 2 ** (attempts - 1);
      await sleep(Math.max(pause, Math.min(asked ?? 0, batch.longestPause)), all.signal);
    }
  }

  return { fetchUrl, abort };
}

/** How long a server asks to wait, in milliseconds; undefined if it does not. */
function retryAfterOf(response) {
  const text = response.headers.get("retry-after")?.trim();
  if (!text) return undefined;
  const wait = /^\d+$/.test(text) ? text * 1000 : Math.max(0, Date.parse(text) - Date.now());
  return Number.isFinite(wait) ? wait : undefined;
}

function sleep(millis, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, millis);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
