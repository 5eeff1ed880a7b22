#!/bin/sh
# Makes one style sheet of those in `style/`: the page waits for each that it
# names. In this order, since of two rules alike the later one holds.
# Trunk runs this before a build, and names the result by what is in it.
set -eu
cd "$TRUNK_SOURCE_DIR/style"
mkdir -p ../target
cat tokens.css base.css layout.css still.css components.css timeline.css \
  viewer.css race.css cost.css compare.css >../target/page.css
