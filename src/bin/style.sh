#!/bin/sh
# Makes one style sheet of those in `style/`: the page waits for each that it
# names. In this order, since of two rules alike the later one holds; those of
# single labs come last. Comments and indentation stay here.
# Trunk runs this before a build, and names the result by what is in it.
set -eu
cd "$TRUNK_SOURCE_DIR/style"
mkdir -p ../target

# Until the app runs, the headline is that of the lab which the address names:
# start.js notes its name, and index.html has a headline for each. The first is
# that of the page without a name, and has the still picture.
headlines() {
  sed -n 's/.*class="title" data-lab="\([a-z]*\)".*/\1/p' ../index.html | {
    read -r first
    while read -r lab; do
      cat <<END
@layer layout {
  :root[data-lab="$lab"] #still {
    & .title[data-lab="$first"],
    & .stage {
      display: none;
    }
    & .title[data-lab="$lab"] {
      display: flex;
    }
  }
}
END
    done
  }
}

{
  cat tokens.css base.css layout.css still.css
  headlines
  cat components.css guess.css timeline.css viewer.css guides.css labs/*.css exhibit.css embed.css
} |
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
