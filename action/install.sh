#!/usr/bin/env bash
# Installs the meshgov of this checkout into an environment of its own, from the hashed locks, with
# what signing needs, and OPA where the workflow wants it. Whatever fails here fails the job: nothing was judged.
#
# The checkout of the pull request is the working directory, and Python would import from there:
# every call is isolated (-I), or made elsewhere.
set -euo pipefail
action=$GITHUB_ACTION_PATH
home=${RUNNER_TEMP:?}/meshgov
mkdir -p "$home" "$MESHGOV_DOWNLOADS"

fail() {
  echo "::error title=meshgov::$1; nothing was judged"
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    echo "**meshgov judged nothing**: $1." >>"$GITHUB_STEP_SUMMARY"
  fi
  exit 3
}

cd "$home" || fail "there is no place to install into"
base=$(sh "$action/scripts/find_python.sh") || fail "there is no Python 3.11 or newer; add a step with actions/setup-python"
"$base" -I -m venv --clear "$home/venv" || fail "no virtual environment can be made"
python=$home/venv/bin/python

pip() {
  "$python" -P -m pip --disable-pip-version-check --cache-dir "$MESHGOV_DOWNLOADS/pip" install --quiet "$@"
}

pip --require-hashes -r "$action/requirements/audit.txt" -r "$action/requirements/build.txt" ||
  fail "the locked packages can't be installed"
pip --no-index --no-deps --no-build-isolation "$action" || fail "meshgov can't be installed"
"$python" -P -m meshgov --version || fail "meshgov doesn't start"
echo "python=$python" >>"$GITHUB_OUTPUT"

if [ "${INPUT_ENGINE:-}" = opa ]; then
  "$python" -I "$action/scripts/install_opa.py" --into "$MESHGOV_DOWNLOADS/opa" \
    --version "${INPUT_OPA_VERSION:-}" --sha256 "${INPUT_OPA_SHA256:-}" ||
    fail "OPA can't be installed"
  echo "opa=$MESHGOV_DOWNLOADS/opa/opa" >>"$GITHUB_OUTPUT"
fi
