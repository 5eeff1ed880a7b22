// What is wrong with a text, as the editor shows it.

import { setDiagnostics } from "@codemirror/lint";

/** Marks faults, whose characters count as Rust's do: not in halves of a pair. */
export function showFaults(view, faults) {
  const { doc } = view.state;
  const diagnostics = faults.map(({ line, column, endLine, endColumn, message }) => {
    const from = offset(doc, line, column);
    const to = Math.max(offset(doc, endLine, endColumn), from);
    // What has no width marks the character behind it, or before it.
    const [start, end] = to > from ? [from, to] : [from, Math.min(from + 1, doc.length)];
    return {
      from: start === end ? Math.max(start - 1, 0) : start,
      to: end,
      severity: "error",
      message,
    };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function offset(doc, number, column) {
  const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
  const before = Array.from(line.text).slice(0, column).join("");
  return line.from + before.length;
}
