"""OPA for the action: exactly one version, by checksum, from a place that a test serves."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPA = b"#!/bin/sh\necho 'Version: 1.22.2'\n"
SUM = hashlib.sha256(OPA).hexdigest()
Install = Callable[..., "subprocess.CompletedProcess[str]"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """The folder of a release, with every file that a machine may ask for."""
    folder = tmp_path / "releases" / "v1.22.2"
    folder.mkdir(parents=True)
    for system in ("linux", "darwin"):
        for machine in ("amd64", "arm64", "amd64_static", "arm64_static"):
            (folder / f"opa_{system}_{machine}").write_bytes(OPA)
            (folder / f"opa_{system}_{machine}.sha256").write_text(f"{SUM}  opa\n")
    return folder


@pytest.fixture
def install(releases: Path, tmp_path: Path) -> Any:
    handler = partial(Quiet, directory=str(releases.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()

    def run(*more: str, version: str = "1.22.2") -> subprocess.CompletedProcess[str]:
        script = ROOT / "scripts" / "install_opa.py"
        into = ("--into", str(tmp_path / "into"), "--version", version)
        return subprocess.run(
            [sys.executable, "-I", script, *into, *more],
            env={"PATH": "/usr/bin:/bin", "MESHGOV_OPA_RELEASES": f"http://127.0.0.1:{server.server_port}"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    yield run
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_published_sum(install: Install, tmp_path: Path) -> None:
    done = install()
    assert (done.returncode, done.stdout) == (
        0,
        "OPA 1.22.2: official release, checksum verified\n",
    )
    assert (tmp_path / "into" / "opa").read_bytes() == OPA


def test_a_given_sum(install: Install) -> None:
    assert install("--sha256", SUM.upper()).returncode == 0
    done = install("--sha256", "0" * 64)
    assert (done.returncode, "is not the given one" in done.stderr) == (1, True)


def test_one_that_is_there_counts_only_with_its_sum(install: Install, tmp_path: Path) -> None:
    kept = tmp_path / "into" / "opa"
    kept.parent.mkdir()
    kept.write_bytes(b"#!/bin/sh\necho 'Version: 1.22.2' # changed\n")
    assert install().returncode == 0
    assert kept.read_bytes() == OPA


def test_a_download_that_is_not_what_was_published(
    install: Install, releases: Path, tmp_path: Path
) -> None:
    for file in releases.glob("*[46c]"):
        file.write_bytes(OPA + b"# changed\n")
    done = install()
    assert (done.returncode, "is not the published one" in done.stderr) == (1, True)
    assert not (tmp_path / "into" / "opa").exists()


def test_another_version_than_its_name_says(install: Install, releases: Path) -> None:
    releases.rename(releases.with_name("v1.21.0"))
    done = install(version="1.21.0")
    assert (done.returncode, "is not OPA 1.21.0" in done.stderr) == (1, True)


@pytest.mark.parametrize("version", ["1.22", "", "1.22.2; echo pwned", "../1.2.3", "1.2.3\n"])
def test_what_is_no_version(install: Install, version: str) -> None:
    done = install(version=version)
    assert (done.returncode, done.stdout) == (2, "")


def test_nothing_there(install: Install) -> None:
    done = install(version="9.9.9")
    assert (done.returncode, "can't be reached" in done.stderr) == (1, True)
