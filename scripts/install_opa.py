"""Puts an ``opa`` at ``.tools/bin/opa`` and says where it came from.

The order: the ``opa`` on PATH when its version is supported; the official release, verified by its
checksum; a build with Go. Nothing outside ``.tools`` is changed. Tests and CI need OPA and fail
without it, so that a missing engine is never mistaken for a pass.

``--into DIR --version X [--sha256 SUM]`` puts the official release of exactly that version into
another folder, whatever is on PATH. One that lies there is taken when its checksum is right.
MESHGOV_OPA_RELEASES is another place of the releases, such as a mirror.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

WANTED = "1.22.2"
OLDEST = (1, 20, 0)  # older ones were not tried; 1.0.0 can't check our recursive input schema
NEWEST_MAJOR = 1

TOOLS = Path(__file__).resolve().parent.parent / ".tools" / "bin"
TARGET = TOOLS / "opa"
RELEASES = "https://github.com/open-policy-agent/opa/releases/download"
VERSION = re.compile(r"\d+\.\d+\.\d+")
SHA256 = re.compile(r"[0-9a-fA-F]{64}")

CONNECT_SECONDS = 5  # a network that does not let us through must not hold up the Go build
DOWNLOAD_SECONDS = 300


class Unavailable(Exception):  # noqa: N818  # not a fault: the next source is tried
    """One source can't give us an ``opa``; the text says why."""


def version_of(binary: Path) -> tuple[int, int, int] | None:
    """Version that ``binary`` reports, or None when it doesn't run or isn't OPA."""
    try:
        done = subprocess.run(
            [binary, "version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"^Version: (\d+)\.(\d+)\.(\d+)", done.stdout, re.MULTILINE)
    if found is None:
        return None
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def supported(version: tuple[int, int, int] | None) -> bool:
    """Whether the tests are meant to pass on this version."""
    return version is not None and version >= OLDEST and version[0] <= NEWEST_MAJOR


def dotted(version: tuple[int, int, int] | None) -> str:
    """``(1, 22, 2)`` as ``1.22.2``."""
    return ".".join(map(str, version)) if version else "unknown version"


def on_path() -> Path:
    """The user's own ``opa``. Raises Unavailable when there is none that is supported."""
    folders = [
        folder
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        if folder and Path(folder).resolve() != TOOLS.resolve()
    ]
    name = shutil.which("opa", path=os.pathsep.join(folders))
    if name is None:
        raise Unavailable("no opa on PATH")
    version = version_of(Path(name))
    if not supported(version):
        raise Unavailable(
            f"{name} is {dotted(version)}, supported is {dotted(OLDEST)} up to {NEWEST_MAJOR}.x"
        )
    return Path(name).absolute()


def asset() -> str:
    """Name of the release file for this machine. Raises Unavailable when there is none."""
    machine = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}.get(
        platform.machine().lower()
    )
    system = platform.system().lower()
    if machine is None or system not in {"linux", "darwin"}:
        raise Unavailable(f"no official release for {system} on {platform.machine()}")
    # The static build has no demands on the C library; macOS on Intel has the dynamic one only.
    static = "" if (system, machine) == ("darwin", "amd64") else "_static"
    return f"opa_{system}_{machine}{static}"


def fetch(url: str, until: float) -> bytes:
    """Body of ``url``. Raises OSError when it can't be had by ``until`` (monotonic seconds)."""
    with urllib.request.urlopen(url, timeout=CONNECT_SECONDS) as answer:  # noqa: S310  # https, above
        parts = []
        while part := answer.read(1 << 20):
            parts.append(part)
            if time.monotonic() > until:
                raise TimeoutError("the download took too long")
        return b"".join(parts)


def release(target: Path, version: str, known: str) -> Path:
    """Download and verify the official release. Raises Unavailable when that fails.

    Without ``known``, the checksum is the one that the project publishes beside the file. It guards
    against a damaged or truncated download; against a changed release it guards as far as the
    release page can be trusted. A known sum relies on neither.
    """
    name = asset()
    url = f"{os.environ.get('MESHGOV_OPA_RELEASES') or RELEASES}/v{version}/{name}"
    until = time.monotonic() + DOWNLOAD_SECONDS
    try:
        expected = known or "".join(
            fetch(f"{url}.sha256", until).decode("ascii", "replace").split()[:1]
        )
        if target.is_file() and sum_of(target.read_bytes()) == expected.lower():
            return target
        body = fetch(url, until)
    except (OSError, urllib.error.URLError) as error:
        raise Unavailable(f"the official release can't be reached ({error})") from error
    if sum_of(body) != expected.lower():
        raise Unavailable(
            f"the checksum of {name} is not the {'given' if known else 'published'} one"
        )
    temporary = target.with_suffix(".new")
    temporary.write_bytes(body)
    temporary.chmod(0o755)
    if dotted(version_of(temporary)) != version:
        temporary.unlink()
        raise Unavailable(f"{name} is not OPA {version}, or does not run on this machine")
    temporary.replace(target)
    return target


def sum_of(body: bytes) -> str:
    """SHA-256 in small letters."""
    return hashlib.sha256(body).hexdigest()


def build() -> Path:
    """Build with Go, about two minutes the first time. Raises Unavailable when that fails."""
    go = shutil.which("go")
    if go is None:
        raise Unavailable("no go on PATH to build it with")
    sys.stdout.write(f"Building opa {WANTED} with Go; the first time takes a few minutes\n")
    sys.stdout.flush()
    module = f"github.com/open-policy-agent/opa@v{WANTED}"
    environment = {**os.environ, "GOBIN": str(TOOLS), "GOFLAGS": "-trimpath"}
    done = subprocess.run(
        [go, "install", module], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Unavailable(f"go install {module} failed:\n{done.stderr[-2000:].strip()}")
    return TARGET


def point_at(binary: Path) -> None:
    """Make ``.tools/bin/opa`` lead to ``binary``."""
    if TARGET.is_symlink() and TARGET.readlink() == binary:
        return
    TARGET.unlink(missing_ok=True)
    TARGET.symlink_to(binary)


def exactly(folder: Path, version: str, known: str) -> int:
    """Install one version into a folder, or say in a sentence why not."""
    if not VERSION.fullmatch(version) or (known and not SHA256.fullmatch(known)):
        print("a version is like 1.22.2, and a checksum has 64 digits", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    try:
        release(folder / "opa", version, known)
    except Unavailable as error:
        print(f"OPA {version} is missing: {error}.", file=sys.stderr)
        return 1
    print(f"OPA {version}: official release, checksum verified")
    return 0


def main() -> int:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(description="Install OPA.")
    parser.add_argument("--into", type=Path, metavar="DIR")
    parser.add_argument("--version", default=WANTED, metavar="X.Y.Z")
    parser.add_argument("--sha256", default="", metavar="SUM")
    asked = parser.parse_args()
    return exactly(asked.into, asked.version, asked.sha256) if asked.into else anywhere()


def anywhere() -> int:
    """Install, say what was taken, or say in a sentence what is missing."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    reasons = []
    try:
        binary = on_path()
        point_at(binary)
        print(f"OPA {dotted(version_of(binary))}: {binary} (on PATH)")
    except Unavailable as error:
        reasons.append(str(error))
    else:
        return 0
    if not TARGET.is_symlink() and dotted(version_of(TARGET)) == WANTED:
        print(f"OPA {WANTED}: .tools/bin/opa (installed earlier)")
        return 0
    TARGET.unlink(missing_ok=True)
    known = os.environ.get("MESHGOV_OPA_SHA256", "")
    sources = (
        (partial(release, TARGET, WANTED, known), "official release, checksum verified"),
        (build, "go install"),
    )
    for source, words in sources:
        try:
            source()
        except Unavailable as error:
            reasons.append(str(error))
        else:
            print(f"OPA {WANTED}: .tools/bin/opa ({words})")
            return 0
    print(f"OPA is missing: {'; '.join(reasons)}.", file=sys.stderr)
    print("Install opa (or Go, to build it) and run this again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
