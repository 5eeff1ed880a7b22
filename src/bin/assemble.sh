#!/bin/sh
# Puts beside the page what Trunk does not: the app in parts, the
# highlighted sources that build.rs made, and a folder for the workers' files.
# The names of these folders change with what is in them, and the index is told:
# a page must never start the worker of another release, nor show its sources.
# Trunk runs this after a build, since it gives a worker's files fixed names.
set -eu
target=$(cargo metadata --format-version 1 --no-deps --offline |
  sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
texts=$target/wasm32-unknown-unknown/$TRUNK_PROFILE/texts
cd "$TRUNK_STAGING_DIR"

# edit_index SED-ARGUMENT...
edit_index() {
  sed "$@" index.html >index.html.new
  mv index.html.new index.html
}

# versioned NAME FILE...: the files move to NAME-VERSION.
versioned() {
  name=$1
  shift
  version=$(cat "$@" | cksum | tr ' ' '-')
  mkdir -p "$name-$version"
  mv "$@" "$name-$version/"
  edit_index "s|\./$name/|./$name-$version/|g"
}

# options_of NAME: what Trunk gives wasm-opt for a program of that name.
options_of() {
  sed -n "s/.*data-bin=\"$1\".*data-wasm-opt-params=\"\([^\"]*\)\".*/\1/p" \
    "$TRUNK_SOURCE_DIR/index.html"
}

# gathered NAME FILE: puts functions that are alike beside each other, since a host
# compresses them.
gathered() {
  [ "$TRUNK_PROFILE" = release ] && command -v node >/dev/null || return 0
  node "$TRUNK_SOURCE_DIR/src/bin/neighbours.mjs" "$2"
  # shellcheck disable=SC2046 # Each is a word.
  wasm-opt -Oz $(options_of "$1") --reorder-functions-by-name "$2" -o "$2"
}

# short FILE OPTION...: writes a module of JavaScript in fewer letters.
short() {
  command -v esbuild >/dev/null || return 0
  esbuild "$@" --minify --format=esm --log-level=warning --allow-overwrite --outfile="$1"
}

# shorter SCRIPT FILE...: see there.
shorter() {
  [ "$TRUNK_PROFILE" = release ] && command -v node >/dev/null || return 0
  node "$TRUNK_SOURCE_DIR/src/bin/shorter.mjs" "$@"
}

shorter worker.js worker_bg.wasm
shorter script.js script_bg.wasm
short worker.js
short script.js
gathered script script_bg.wasm
versioned worker worker.js worker_bg.wasm worker_loader.js functions.js \
  js_async.js shared_workers.js
versioned script script.js script_bg.wasm script_loader.js
sh "$TRUNK_SOURCE_DIR/src/bin/editor.sh" editor
if [ -e editor ]; then
  versioned editor editor/editor.js editor/licences.txt
  rmdir editor
else
  edit_index '/<meta name="meanwhile-editor"/d'
fi
# What is not needed at first is cut out of the app, which Trunk cannot do: its
# own files of the app, which want a loader that is not there, go. The parts
# import each other by their names, so all share a versioned folder. Without the
# tool that cuts, the app is built once more, in one piece.
build=$target/wasm32-unknown-unknown/$TRUNK_PROFILE
whole=$(basename app-*_bg.wasm _bg.wasm)
parts=$(mktemp -d)
if command -v wasm-split-cli >/dev/null && command -v wasm-merge >/dev/null; then
  wasm-split-cli "$build/app.wasm" "$parts" --out-name app --target web
else
  echo "wasm-split-cli or wasm-merge is not on PATH: the page comes in one piece." >&2
  profile=--release
  [ "$TRUNK_PROFILE" = release ] || profile=
  # shellcheck disable=SC2086 # None is no word.
  (cd "$TRUNK_SOURCE_DIR" && cargo build $profile --offline --locked --bin app \
    --target wasm32-unknown-unknown)
  cp "$build/app.wasm" "$parts/"
fi
wasm-bindgen --target web --no-typescript --keep-lld-exports \
  --out-dir app --out-name app "$parts/app.wasm"
options=$(options_of app)
if [ -e "$parts/__wasm_split.js" ]; then
  # shellcheck disable=SC2046 # Each is a word.
  sh "$TRUNK_SOURCE_DIR/src/bin/parts.sh" "$parts" app \
    $(echo "$options" | tr ' ' '\n' | grep '^--enable-')
fi
shorter app/app.js app/app_bg.wasm $(find app -name 'split_*.wasm')
if [ "$TRUNK_PROFILE" = release ]; then
  for part in app/*.wasm; do
    # shellcheck disable=SC2086 # Each is a word.
    wasm-opt -Oz $options "$part" -o "$part"
    gathered app "$part"
  done
fi
if [ -e app/__wasm_split.js ]; then
  # So that the page can say how much of its program is still to come.
  for file in app/split_*.wasm; do
    name=$(basename "$file" .wasm)
    echo "FILES.${name#split_} = $(($(wc -c <"$file")));"
  done >>app/__wasm_split.js
fi
rm -r "$parts" snippets "$whole.js" "${whole}_bg.wasm"
# The functions that are written in JavaScript move into the app's own script.
short app/app.js --bundle
! command -v esbuild >/dev/null || rm -r app/snippets
[ ! -e app/__wasm_split.js ] || short app/__wasm_split.js
version=$(find app -type f | sort | xargs cat | cksum | tr ' ' '-')
mv app "app-$version"
# What the page starts with is named before the first script. That one holds the
# browser up, which does not look past it, since the page has a policy.
preload=$(sed -n 's|.*<script src="\(\./boot[^"]*\)"\( integrity="[^"]*"\)* type="module".*|<link rel="modulepreload" href="\1"\2>|p' index.html)
for file in $(cd "app-$version" && find . -name '*.js' | sed 's|^\./||'); do
  preload="$preload<link rel=\"modulepreload\" href=\"./app-$version/$file\">"
done
preload="$preload<link rel=\"preload\" href=\"./app-$version/app_bg.wasm\" crossorigin=\"anonymous\" as=\"fetch\" type=\"application/wasm\">"
# The Service Worker copies what the index names.
loader=
if [ -e "app-$version/__wasm_split.js" ]; then
  loader="data-loader=\"./app-$version/__wasm_split.js\""
fi
for file in "app-$version"/split_*.wasm; do
  [ ! -e "$file" ] || loader="$loader data-$(basename "$file" .wasm)=\"./$file\""
done
edit_index -e 's|<link rel="modulepreload"[^>]*>||g' \
  -e 's|<link rel="preload"[^>]*as="fetch"[^>]*>||g' \
  -e "s|<script src=\"\./start|$preload&|" \
  -e "s|<meta name=\"meanwhile-app\" |&$loader |" \
  -e "s|\./${whole}_bg.wasm|./app-$version/app_bg.wasm|g" \
  -e "s|\./$whole.js|./app-$version/app.js|g"

# So that the page can say how much of its program is still to come.
bytes=$(wc -c <"app-$version/app_bg.wasm" | tr -d ' ')
edit_index "s|<meta name=\"meanwhile-app\" |&data-bytes=\"$bytes\" |"

cp "$texts"/*.txt .
files=$(cd "$texts" && echo *.txt)
# shellcheck disable=SC2086 # Each is a word.
edit_index "s|<meta name=\"meanwhile-texts\"|& $(printf 'data-%s="./texts/%s" ' \
  $(for file in $files; do echo "${file%.txt}" "$file"; done) | sed 's/ $//')|"
# shellcheck disable=SC2086
versioned texts $files

# Other sites take the address of the card as it is, from its host on: with one,
# the build knows where the page will be.
if [ -n "${MEANWHILE_URL:-}" ]; then
  edit_index "s|content=\"\./card\.png\"|content=\"${MEANWHILE_URL%/}/card.png\"|"
fi
