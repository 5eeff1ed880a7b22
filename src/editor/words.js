// What the editor completes: what every program has to hand, and the words of this
// one.

const WORD = /[\p{L}_][\p{L}\p{N}_]*!?/u;

/** Completes the words that `known` gives, which may come later than the editor. */
export function completions(known) {
  return (context) => {
    const typed = context.matchBefore(new RegExp(`${WORD.source}$`, "u"));
    const isTyping = typed && typed.to - typed.from >= 2;
    if (!isTyping && !context.explicit) return null;
    const from = typed?.from ?? context.pos;
    const words = known();
    const names = new Set(words.map(({ name }) => name));
    const own = new Set(context.state.doc.toString().match(new RegExp(WORD, "gu")));
    if (typed) own.delete(typed.text);
    const options = words.map(({ name, signature, says }) => ({
      label: name,
      detail: signature,
      info: says,
      boost: 1,
    }));
    for (const name of own) {
      if (name.length > 2 && !names.has(name)) options.push({ label: name });
    }
    return { from, options, validFor: new RegExp(`^${WORD.source}$`, "u") };
  };
}
