#!/bin/sh
# What `make demo` shows: a mesh that is right, its exceptions, a branch that breaks its readers, a rule
# tried before it is switched on, and the usual ways to be wrong. The exit code of each command is part
# of the show; the script fails when one isn't the expected.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-$PWD/.venv/bin/python} root=$PWD
now=2026-11-23T00:00:00Z # so that the output is the same on every day
cd examples

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

show() { # show EXPECTED-CODE SENTENCE ARGUMENTS...
  expected=$1
  printf '\n%s%s%s\n$ meshgov' "$bold" "$2" "$plain"
  shift 2
  printf ' %s' "$@"
  printf '\n\n'
  code=0
  case $1 in
    explain) "$python" -m meshgov "$@" || code=$? ;;
    *) "$python" -m meshgov "$@" --evaluation-time "$now" || code=$? ;;
  esac
  printf '\n(exit code %s)\n' "$code"
  if [ "$code" -ne "$expected" ]; then
    echo "The demo expected exit code $expected." >&2
    exit 1
  fi
}

show 0 "1. A mesh of four domains that is right passes. governance.yaml says what to judge, and by what." \
  check
show 0 "2. Exceptions have an approver and an end, and stay visible. Two of these were used just now." \
  waiver list
if command -v git >/dev/null 2>&1; then
  branch=$(mktemp -d)
  trap 'rm -rf "$branch"' EXIT
  cp -R . "$branch"
  (
    cd "$branch"
    # Nobody's own settings of git take part, and nothing of this repository is touched.
    unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
    git -c init.defaultBranch=main init -q
    git add .
    git -c user.name=demo -c user.email=demo@example.com commit -q -m "What is published"
    cp proposed/orders-v2.yaml mesh/sales/orders-v2.yaml
    show 1 "3. A branch calls its change minor. The gate names whom it breaks, and the version it needs." \
      gate --base-ref main
  )
else
  show 1 "3. A change calls itself minor. The diff names whom it breaks, and the version it needs." \
    diff mesh/sales/orders-v2.yaml proposed/orders-v2.yaml
fi
show 0 "4. A new rule is tried on the whole mesh before it is switched on: whom would it hit?" \
  policy impact --policies proposed/policies
show 1 "5. A first draft fails, with a list of what it lacks, each at its line. (broken/ has more.)" \
  check broken/now/leads-v1.yaml --quiet
show 2 "6. A file that has two meanings is never judged silently." \
  check unreadable/duplicate-key.yaml.txt
show 0 "7. Every rule explains itself." \
  explain access_control/manual_approval

printf '\n%s8. The same verdict from two independent engines.%s\n' "$bold" "$plain"
if ! command -v opa >/dev/null 2>&1; then
  echo "No opa on PATH, so only the embedded engine was asked. (make test brings one.)"
  exit 0
fi
for what in "check" "check broken/now" "diff broken/past broken/now"; do
  # shellcheck disable=SC2086  # the words are meant to be split
  "$python" "$root/scripts/same_verdict.py" $what --evaluation-time "$now"
done
