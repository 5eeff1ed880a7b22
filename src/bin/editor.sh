#!/bin/sh
# editor.sh INTO: bundles the editor of programs into the folder INTO, and beside it
# the licences of what is in it. Without the tool that bundles, or the packages,
# nothing is made, and the page keeps its text areas.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
into=$1
if ! command -v esbuild >/dev/null || [ ! -d "$root/node_modules/@codemirror" ]; then
  echo "esbuild or CodeMirror is not installed: programs are edited in plain text areas." >&2
  exit 0
fi
mkdir -p "$into"
inputs=$(mktemp)
trap 'rm -f "$inputs"' EXIT
esbuild "$root/src/editor/editor.js" --bundle --minify --format=esm --target=es2022 \
  --legal-comments=none --footer:js="/* Licences: licences.txt, beside this file. */" \
  --metafile="$inputs" --log-level=warning --outfile="$into/editor.js"
for package in $(grep -oE 'node_modules/(@[^/"]+/)?[^/"]+' "$inputs" | sort -u); do
  version=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$root/$package/package.json")
  printf '%s %s\n\n' "${package#node_modules/}" "$version"
  cat "$root/$package/LICENSE"
  printf '\n\n'
done >"$into/licences.txt"
