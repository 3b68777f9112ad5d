"""What tests of several stages need. A missing ``opa`` is a failure, never a skip."""

from __future__ import annotations

import os
import shutil
import signal

import pytest

# What starts the tests in the background may ignore these, and all that they start inherits that.
for number, handler in (
    (signal.SIGINT, signal.default_int_handler),
    (signal.SIGHUP, signal.SIG_DFL),
):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def opa() -> str:
    """Path of an ``opa``: MESHGOV_OPA, else the one on PATH."""
    found = shutil.which(os.environ.get("MESHGOV_OPA") or "opa")
    if found is None:
        pytest.fail("these tests need OPA: put `opa` on PATH, or name it with MESHGOV_OPA")
    return found
