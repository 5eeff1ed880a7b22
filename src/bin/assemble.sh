#!/bin/sh
# Puts beside the page what Trunk does not: the highlighted sources that
# build.rs made, and a folder for the workers' files. The names of both folders
# change with what is in them, and the index is told: a page must never start
# the worker of another release, nor show its sources. Trunk runs this after a
# build, since it gives a worker's files fixed names.
set -eu
target=$(cargo metadata --format-version 1 --no-deps --offline |
  sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
texts=$target/wasm32-unknown-unknown/$TRUNK_PROFILE/texts
cd "$TRUNK_STAGING_DIR"

# versioned NAME FILE...: the files move to NAME-VERSION.
versioned() {
  name=$1
  shift
  version=$(cat "$@" | cksum | tr ' ' '-')
  mkdir -p "$name-$version"
  mv "$@" "$name-$version/"
  sed "s|\./$name/|./$name-$version/|g" index.html >index.html.new
  mv index.html.new index.html
}

versioned worker worker.js worker_bg.wasm worker_loader.js functions.js \
  js_async.js shared_workers.js
# So that the page can say how much of its program is still to come.
bytes=$(wc -c <"$(echo app-*_bg.wasm)" | tr -d ' ')
sed "s|<meta name=\"meanwhile-app\" |&data-bytes=\"$bytes\" |" index.html >index.html.new
mv index.html.new index.html

cp "$texts"/*.txt .
versioned texts crawl.txt freeze.txt tasks.txt race.txt cost.txt
