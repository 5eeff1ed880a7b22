// What the editor completes: what every program has to hand, and the words of this
// one.

import { autocompletion, ifNotIn } from "@codemirror/autocomplete";

const WORD = /[\p{L}_][\p{L}\p{N}_]*!?/u;
const WORDS = new RegExp(WORD, "gu");
const TYPED = new RegExp(`${WORD.source}$`, "u");
const STILL_TYPED = new RegExp(`^${WORD.source}$`, "u");
const LEAST = 2; // Letters, before anything is offered unasked.
const NOT_CODE = ["LineComment", "BlockComment", "String", "RawString", "Char"];

/**
 * Completes the words that `known` gives, which may come later than the editor.
 *
 * @param {() => { name: string, signature: string, says: string }[]} known
 */
export function completion(known) {
  return autocompletion({
    override: [ifNotIn(NOT_CODE, (context) => offered(context, known()))],
    icons: false,
    positionInfo: beside,
  });
}

function offered(context, words) {
  const typed = context.matchBefore(TYPED);
  const isTyping = typed && typed.to - typed.from >= LEAST;
  if (!isTyping && !context.explicit) return null;
  const from = typed?.from ?? context.pos;
  const options = words.map(({ name, signature, says }, index) => ({
    label: name,
    detail: signature,
    info: says,
    // What is used most first, and before what only this program has.
    boost: 1 - index / words.length,
  }));
  const own = new Set(context.state.doc.toString().match(WORDS));
  if (typed) own.delete(typed.text);
  for (const { name } of words) own.delete(name);
  for (const label of own) {
    if (label.length > LEAST) options.push({ label });
  }
  return { from, options, validFor: STILL_TYPED };
}

const WIDE = 320;

/** Where it stands what a word does: beside the list, or past its end where that is
 * too narrow. */
function beside(view, list, option, info, space, tooltip) {
  const free = Math.min(space.right - list.right, WIDE);
  if (free >= Math.min(info.right - info.left, WIDE)) {
    const top = option.top - list.top;
    return { style: `left: 100%; top: ${top}px; max-width: ${free}px` };
  }
  const past = tooltip.classList.contains("cm-tooltip-above") ? "bottom" : "top";
  return { style: `left: 0; ${past}: 100%; max-width: ${list.right - list.left}px` };
}
