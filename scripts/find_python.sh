#!/bin/sh
# Prints the first interpreter that can run meshgov; PYTHON names another. Each is run, not only
# looked up: version managers put a python3.x on PATH that says at run time that it isn't there.
set -eu

fits='import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))'
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
  if "$python" -c "$fits" >/dev/null 2>&1; then
    "$python" -c 'import sys; print(sys.executable)'
    exit 0
  fi
done

recent='import sys; sys.exit(sys.version_info < (3, 11))'
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
  if "$python" -c "$recent" >/dev/null 2>&1; then
    echo "$python has no venv module: install it (Debian and Ubuntu: the package python3-venv)." >&2
    exit 1
  fi
done
echo "meshgov needs Python 3.11 or newer: install one, or name it with PYTHON=/path/to/python3." >&2
exit 1
