#!/bin/sh
# Makes one style sheet of those in `style/`: the page waits for each that it
# names. In this order, since of two rules alike the later one holds. Comments
# and indentation stay here.
# Trunk runs this before a build, and names the result by what is in it.
set -eu
cd "$TRUNK_SOURCE_DIR/style"
mkdir -p ../target
cat tokens.css base.css layout.css still.css components.css timeline.css \
  viewer.css race.css cost.css compare.css |
  awk '{
    line = $0
    out = ""
    while (line != "") {
      mark = index(line, inside ? "*/" : "/*")
      if (!inside) out = out (mark ? substr(line, 1, mark - 1) : line)
      line = mark ? substr(line, mark + 2) : ""
      if (mark) inside = !inside
    }
    sub(/^ +/, "", out)
    if (out != "") print out
  }' >../target/page.css
