#!/bin/sh
# editor.sh INTO: bundles the editor of programs into the folder INTO. Without the
# tool that bundles nothing is made, and the page keeps its text areas.
set -eu
source=$(dirname "$0")/..
into=$1
if ! command -v esbuild >/dev/null; then
  echo "esbuild is not on PATH: programs are edited in plain text areas." >&2
  exit 0
fi
mkdir -p "$into"
esbuild "$source/editor/editor.js" --bundle --minify --format=esm --target=es2022 \
  --legal-comments=none --log-level=warning --outfile="$into/editor.js"
# What their licence asks for: who has written what is in the bundle.
cat >>"$into/editor.js" <<'END'
/* Includes CodeMirror and Lezer, (c) Marijn Haverbeke and others, MIT licence. */
END
