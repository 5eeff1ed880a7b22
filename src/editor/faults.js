// What is wrong with a text, as the editor shows it.

import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { findClusterBreak } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { offsetOf } from "./places.js";

/** The margin in which a line with a fault has a sign, and the keys: F8 goes to the
 * next fault. */
export const faultMargin = [lintGutter(), keymap.of(lintKeymap)];

/**
 * Marks these faults, and no others.
 *
 * @typedef {{ line: number, column: number, endLine: number, endColumn: number,
 *   message: string }} Fault
 * @param {Fault[]} faults
 */
export function showFaults(view, faults) {
  const { doc } = view.state;
  const diagnostics = faults.map(({ line, column, endLine, endColumn, message }) => {
    const from = offsetOf(doc, line, column);
    const to = offsetOf(doc, endLine, endColumn);
    const range = to > from ? { from, to } : characterAt(doc, from);
    return { ...range, severity: "error", message };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** The character behind a place, or the one before it where the line ends; an empty
 * line has none. */
function characterAt(doc, offset) {
  const { from, to, text } = doc.lineAt(offset);
  const place = offset - from;
  const before = offset === to;
  const other = from + findClusterBreak(text, place, !before);
  return before ? { from: other, to } : { from: offset, to: other };
}
