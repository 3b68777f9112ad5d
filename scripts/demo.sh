#!/bin/sh
# What `make demo` shows: a good contract, a poor one, a broken one, and the cost of a change.
# The exit code of each command is part of the show; the script fails when one isn't the expected.
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

show 0 "1. Contracts that are right pass. governance.yaml says which ones to judge, and by what." \
  check
show 1 "2. A first draft fails, with a list of what it lacks, each at its line." \
  check poor/leads.yaml
show 2 "3. A file that can't be read is never judged silently." \
  check broken/duplicate.yaml
show 1 "4. A diff says what consumers would feel, and which version that takes." \
  diff history/orders-v1.yaml sales/orders.yaml
show 0 "5. Every rule explains itself." \
  explain pii_handling/encryption_required

printf '\n%s6. The same verdict from two independent engines.%s\n' "$bold" "$plain"
if ! command -v opa >/dev/null 2>&1; then
  echo "No opa on PATH, so only the embedded engine was asked. (make test brings one.)"
  exit 0
fi
for what in "check sales finance poor" "diff history/orders-v1.yaml sales/orders.yaml"; do
  # shellcheck disable=SC2086  # the words are meant to be split
  ../.venv/bin/python ../scripts/same_verdict.py $what --evaluation-time "$now"
done
