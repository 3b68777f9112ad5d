#!/bin/sh
# What `make demo` shows: a mesh that is right, a change that breaks its readers, the exceptions, and
# the usual ways to be wrong. The exit code of each command is part of the show; the script fails when
# one isn't the expected.
set -eu
cd "$(dirname "$0")/../examples"
meshgov="../.venv/bin/python -m meshgov"
now=2026-11-23T00:00:00Z # so that the output is the same on every day

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
    explain) $meshgov "$@" || code=$? ;;
    *) $meshgov "$@" --evaluation-time "$now" || code=$? ;;
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
show 1 "3. A pull request calls itself minor. The diff names whom it breaks, and the version it needs." \
  diff mesh/sales/orders-v2.yaml proposed/orders-v2.yaml
show 1 "4. A first draft fails, with a list of what it lacks, each at its line. (broken/ has more.)" \
  check broken/now/leads-v1.yaml
show 2 "5. A file that has two meanings is never judged silently." \
  check unreadable/duplicate-key.yaml
show 0 "6. Every rule explains itself." \
  explain pii_handling/encryption_required

printf '\n%s7. The same verdict from two independent engines.%s\n' "$bold" "$plain"
if ! command -v opa >/dev/null 2>&1; then
  echo "No opa on PATH, so only the embedded engine was asked. (make test brings one.)"
  exit 0
fi
for what in "check" "check broken/now" "diff broken/past broken/now"; do
  # shellcheck disable=SC2086  # the words are meant to be split
  ../.venv/bin/python ../scripts/same_verdict.py $what --evaluation-time "$now"
done
