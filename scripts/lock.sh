#!/bin/sh
# Re-creates requirements/*.txt from pyproject.toml: exact versions with hashes, for Python 3.11 and
# newer on every platform. No address of a package index is written, so the files work behind any
# mirror. Versions stay as they are locked; `make lock UPGRADE=1` moves them to the newest.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9 # the resolver: nothing else needs it, so it stays out of the locks
uv=.tools/uv/bin/uv
if ! "$uv" --version 2>/dev/null | grep -q " $UV_VERSION"; then
  .venv/bin/python -m venv .tools/uv
  .tools/uv/bin/python -m pip install --quiet "uv==$UV_VERSION"
fi

compile() { # compile NAME WHAT...: resolve WHAT into requirements/NAME.txt
  lock=requirements/$1.txt
  shift
  # The resolver keeps the versions that it finds in its output file.
  "$uv" pip compile --quiet "$@" ${UPGRADE:+--upgrade} --universal --python-version 3.11 \
    --generate-hashes --no-header --output-file "$lock" >/dev/null
  { echo "# Made by 'make lock' from pyproject.toml. Do not edit."; cat "$lock"; } >"$lock.new"
  mv "$lock.new" "$lock"
  echo "$lock: $(grep -c == "$lock") packages"
}

# The whole set first; the smaller ones are held to it, so that they never disagree.
compile dev pyproject.toml --group dev
UPGRADE=
compile base pyproject.toml --constraints requirements/dev.txt
compile audit pyproject.toml --extra audit --constraints requirements/dev.txt
compile build --group build --constraints requirements/dev.txt
