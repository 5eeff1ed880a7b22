// Places in a text: lines count from 1 and characters from 0, as Rust's do and not
// in halves of a pair. A place that the text does not have is the nearest that it
// has.

/** Where a place is, counted as the editor counts. */
export function offsetOf(doc, number, column) {
  const line = lineAt(doc, number);
  let offset = line.from;
  for (const character of line.text) {
    if (column <= 0) break;
    column -= 1;
    offset += character.length;
  }
  return offset;
}

function lineAt(doc, number) {
  return doc.line(Math.min(Math.max(number, 1), doc.lines));
}
