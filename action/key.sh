#!/usr/bin/env bash
# Where downloads are kept, and the name of the cache: it changes with every lock and interpreter.
set -euo pipefail

if ! python=$(sh "$GITHUB_ACTION_PATH/scripts/find_python.sh"); then
  echo "::error title=meshgov::there is no Python 3.11 or newer; add a step with actions/setup-python"
  exit 3
fi
sum() { "$python" -I -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'; }

opa=none
if [ "${INPUT_ENGINE:-}" = opa ]; then opa=${INPUT_OPA_VERSION:-}; fi
# A sum of all of it, so that nothing that an input holds becomes part of a line.
key=$({
  cat "$GITHUB_ACTION_PATH"/requirements/{audit,build}.txt
  "$python" -I -c 'import sys; print(sys.implementation.cache_tag)'
  printf '%s\n' "${RUNNER_OS:-}" "${RUNNER_ARCH:-}" "$opa"
} | sum)
folder=${RUNNER_TEMP:?}/meshgov-downloads
{
  echo "key=meshgov-$key"
  echo "folder=$folder"
} >>"$GITHUB_OUTPUT"
