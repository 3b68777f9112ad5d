#!/usr/bin/env bash
# One step of the action, in Python; -P, because the working directory is what is being judged.
set -euo pipefail
if [ -z "${MESHGOV_OPA:-}" ]; then unset MESHGOV_OPA; fi
exec "${MESHGOV_PYTHON:?meshgov is not installed}" -P -m meshgov action "$1"
