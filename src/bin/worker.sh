#!/bin/sh
# Moves the workers' files to a folder whose name changes with them, and tells
# the index: a page must never start the worker of another release. Trunk runs
# this after a build, since it gives a worker's files fixed names.
set -eu
cd "$TRUNK_STAGING_DIR"
files="worker.js worker_bg.wasm worker_loader.js functions.js js_async.js shared_workers.js"
# shellcheck disable=SC2086 # No name has a space.
version=$(cat $files | cksum | tr ' ' '-')
mkdir -p "worker-$version"
# shellcheck disable=SC2086
mv $files "worker-$version/"
sed "s|\./worker/|./worker-$version/|g" index.html >index.html.new
mv index.html.new index.html
