#!/bin/sh
# Puts beside the page what Trunk does not: the app in two parts, the
# highlighted sources that build.rs made, and a folder for the workers' files.
# The names of these folders change with what is in them, and the index is told: a page must never start
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
# The labs besides the first are cut out of the app, if it was built with the
# feature `split`. Trunk has made its files of the whole by then: they go. The
# parts import each other by their names, so all share a versioned folder.
app=$target/wasm32-unknown-unknown/$TRUNK_PROFILE/app.wasm
if grep -q __wasm_split_load_labs "$app"; then
  whole=$(basename app-*_bg.wasm _bg.wasm)
  parts=$(mktemp -d)
  wasm-split-cli "$app" "$parts" --out-name app --target web
  wasm-bindgen --target web --no-typescript --keep-lld-exports \
    --out-dir app --out-name app "$parts/app.wasm"
  cp "$parts/__wasm_split.js" app/
  # The same options as for Trunk's.
  options=$(sed -n 's/.*data-bin="app".*data-wasm-opt-params="\([^"]*\)".*/\1/p' \
    "$TRUNK_SOURCE_DIR/index.html")
  # shellcheck disable=SC2086 # Each is a word.
  wasm-opt -Oz $options app/app_bg.wasm -o app/app_bg.wasm
  # shellcheck disable=SC2086
  wasm-opt -Oz $options "$parts/split_labs.wasm" -o app/split_labs.wasm
  rm -r "$parts" snippets "$whole.js" "${whole}_bg.wasm"
  version=$(find app -type f | sort | xargs cat | cksum | tr ' ' '-')
  mv app "app-$version"
  # What the page starts with, and what it fetches at once.
  later="data-loader=\"./app-$version/__wasm_split.js\" data-labs=\"./app-$version/split_labs.wasm\""
  preload="<link rel=\"modulepreload\" href=\"./app-$version/app.js\"><link rel=\"modulepreload\" href=\"./app-$version/__wasm_split.js\">"
  for file in $(cd "app-$version" && find snippets -type f); do
    preload="$preload<link rel=\"modulepreload\" href=\"./app-$version/$file\">"
  done
  preload="$preload<link rel=\"preload\" href=\"./app-$version/app_bg.wasm\" crossorigin=\"anonymous\" as=\"fetch\" type=\"application/wasm\">"
  sed -e 's|<link rel="modulepreload"[^>]*>||g' \
    -e 's|<link rel="preload"[^>]*as="fetch"[^>]*>||g' \
    -e "s|</head>|$preload</head>|" \
    -e "s|<meta name=\"meanwhile-app\" |&$later |" \
    -e "s|\./${whole}_bg.wasm|./app-$version/app_bg.wasm|g" \
    -e "s|\./$whole.js|./app-$version/app.js|g" index.html >index.html.new
  mv index.html.new index.html
  program=app-$version/app_bg.wasm
else
  program=$(echo app-*_bg.wasm)
fi

# So that the page can say how much of its program is still to come.
bytes=$(wc -c <"$program" | tr -d ' ')
sed "s|<meta name=\"meanwhile-app\" |&data-bytes=\"$bytes\" |" index.html >index.html.new
mv index.html.new index.html

cp "$texts"/*.txt .
versioned texts crawl.txt freeze.txt tasks.txt race.txt cost.txt
