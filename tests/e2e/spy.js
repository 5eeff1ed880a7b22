// Runs before the page does and counts what the page should not leave behind:
// workers begun and ended, and frames asked for.
{
  const spied = { begun: 0, ended: 0, frames: 0 };
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
  window.spied = spied;
}
