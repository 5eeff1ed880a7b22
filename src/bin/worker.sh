#!/bin/sh
# Moves the worker's files to a folder whose name changes with them, and tells
# the index: a page must never start the worker of another release. Trunk runs
# this after a build, since it gives a worker's files fixed names.
set -eu
cd "$TRUNK_STAGING_DIR"
version=$(cat worker.js worker_bg.wasm | cksum | tr ' ' '-')
mkdir -p "worker-$version"
mv worker.js worker_bg.wasm worker_loader.js "worker-$version/"
sed "s|\./worker/|./worker-$version/|g" index.html >index.html.new
mv index.html.new index.html
