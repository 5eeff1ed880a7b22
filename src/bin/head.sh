#!/bin/sh
# Makes one style sheet of those in `style/`: the page waits for each that it
# names. In this order, since of two rules alike the later one holds; those of
# single labs come last. The scripts that the page names are made shorter as well.
# Trunk runs this before a build, and names the results by what is in them.
set -eu
cd "$TRUNK_SOURCE_DIR/style"
mkdir -p ../target

# short LOADER: what is read, without comments and in fewer letters. Without the
# tool it stays as it is.
short() {
  if command -v esbuild >/dev/null; then
    esbuild --minify --loader="$1" --log-level=warning
  else
    cat
  fi
}

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
  short css >../target/page.css
short js <../src/start.js >../target/start.js
short js <../src/boot.js >../target/boot.js
