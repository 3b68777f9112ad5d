#!/bin/sh
# Makes or mends .venv: `venv.sh base` for using meshgov, `venv.sh dev` for working on it. Everything
# comes from the hashed locks; meshgov itself is installed editable, without asking an index.
set -eu
cd "$(dirname "$0")/.."
what=$1
python=.venv/bin/python
here=$(pwd -P)

# A virtual environment is bound to its folder and its interpreter: start afresh if either has gone.
if [ "$(cat .venv/.home 2>/dev/null)" != "$here" ] || ! "$python" -c '' 2>/dev/null; then
  base=$(sh scripts/find_python.sh)
  echo "Creating .venv with $("$base" --version)"
  "$base" -m venv --clear .venv
  echo "$here" >.venv/.home
fi

install() {
  "$python" -m pip install --quiet --disable-pip-version-check "$@"
}

case $what in
  base) set -- -r requirements/base.txt -r requirements/build.txt ;;
  dev) set -- -r requirements/dev.txt ;;
esac
echo "Installing the locked $what packages"
if ! install --require-hashes "$@" || ! install --no-deps --no-build-isolation --editable .; then
  echo "The packages in requirements/ could not be installed: pip says why above." >&2
  exit 1
fi

touch .venv/.base
if [ "$what" = dev ]; then touch .venv/.dev; fi
