// Runs before the page does and counts what the page should not leave behind:
// workers begun and ended, frames asked for, timers that are still to come, and
// the bytes of wasm memory.
{
  const spied = { begun: 0, ended: 0, frames: 0, timers: new Set() };
  const OwnWorker = window.Worker;
  const ownFrame = window.requestAnimationFrame;
  window.Worker = class extends OwnWorker {
    #lives = true;

    constructor(...given) {
      super(...given);
      spied.begun += 1;
    }

    terminate() {
      if (this.#lives) spied.ended += 1;
      this.#lives = false;
      super.terminate();
    }
  };
  window.requestAnimationFrame = (call) => {
    spied.frames += 1;
    return ownFrame.call(window, call);
  };
  // A frame that does not count.
  spied.frame = () => new Promise((seen) => ownFrame.call(window, seen));
  const ownTimeout = window.setTimeout;
  window.setTimeout = (call, ...given) => {
    const due = (...all) => {
      spied.timers.delete(id);
      call(...all);
    };
    const id = ownTimeout.call(window, due, ...given);
    spied.timers.add(id);
    return id;
  };
  const ownInterval = window.setInterval;
  window.setInterval = (...given) => {
    const id = ownInterval.apply(window, given);
    spied.timers.add(id);
    return id;
  };
  // Either ends what either began.
  for (const name of ["clearTimeout", "clearInterval"]) {
    const ownClear = window[name];
    window[name] = (id) => {
      spied.timers.delete(id);
      ownClear.call(window, id);
    };
  }
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await own.apply(WebAssembly, given);
      // The part of the page that comes later uses the memory of the first.
      spied.memory = (made.instance ?? made).exports.memory ?? spied.memory;
      return made;
    };
  }
  window.spied = spied;
}
