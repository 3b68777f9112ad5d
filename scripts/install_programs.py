"""Finds what the tests open reports with: Chromium, LibreOffice, and Pango for WeasyPrint.

What is missing is installed as packages of Debian, by root or with sudo; nothing is done where all
is there. Elsewhere a sentence says what to install. MESHGOV_CHROMIUM and MESHGOV_SOFFICE name
programs that are not on PATH. Tests fail without them, so that a report that opens nowhere is never
taken for one that was looked at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """One program.

    Attributes:
        title: for people.
        variable: of the environment, which names it.
        names: on PATH, or whole paths.
        package: of Debian.
    """

    title: str
    variable: str
    names: tuple[str, ...]
    package: str


CHROMIUM = Program(
    "Chromium",
    "MESHGOV_CHROMIUM",
    (
        "chromium",
        "google-chrome",
        "google-chrome-stable",
        "chromium-browser",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "chromium",
)
OFFICE = Program(
    "LibreOffice",
    "MESHGOV_SOFFICE",
    ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    "libreoffice-calc-nogui",
)
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0")

APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
SECONDS = 900


class Missing(Exception):  # noqa: N818  # a sentence for people, not a fault
    """Something is not there, and can't be installed; the text says what to do."""


def find(program: Program) -> str | None:
    """Its path, or None.

    Raises:
        Missing: the environment names what is no program.
    """
    named = os.environ.get(program.variable)
    if named:
        found = shutil.which(named)
        if found is None:
            raise Missing(f"{program.variable} names {named}, which is no program.")
        return found
    return next(filter(None, map(shutil.which, program.names)), None)


def needed(program: Program) -> str:
    """Its path.

    Raises:
        Missing: it is not there.
    """
    found = find(program)
    if found is None:
        raise Missing(
            f"{program.title} is missing: `make programs` installs it on Debian; elsewhere install "
            f"it, or name it in {program.variable}."
        )
    return found


def has_pango() -> bool:
    """Whether WeasyPrint finds its library; asked in a process that starts after installing."""
    done = subprocess.run(
        [sys.executable, "-c", "import weasyprint"], capture_output=True, check=False
    )
    return done.returncode == 0


def install(packages: list[str]) -> None:
    """Install packages of Debian.

    Raises:
        Missing: this is no Debian, nobody may install here, or the package manager failed.
    """
    wanted = f"The tests of reports need {', '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise Missing(
            f"{wanted} (names of Debian packages), and there is no apt-get here. Install them, or "
            f"name the programs in {CHROMIUM.variable} and {OFFICE.variable}."
        )
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    if sudo and shutil.which("sudo") is None:
        raise Missing(f"{wanted}: as root, run `apt-get install {' '.join(packages)}`.")
    print(f"Installing {', '.join(packages)}", flush=True)
    run([*sudo, *APT, "update"], wanted)
    run([*sudo, *APT, "install", "-y", "--no-install-recommends", *packages], wanted)


def run(command: list[str], wanted: str) -> None:
    """Run a command quietly.

    Raises:
        Missing: it failed; its last lines say why.
    """
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Missing(f"{wanted}, and `{' '.join(command)}` took too long.") from None
    if done.returncode:
        said = "\n".join(f"{done.stdout}\n{done.stderr}".strip().splitlines()[-5:])
        raise Missing(f"{wanted}, and `{' '.join(command)}` failed:\n{said}")


def everything() -> None:
    """Install what is missing, and say where everything is.

    Raises:
        Missing: something is still not there.
    """
    started = time.monotonic()
    packages = [one.package for one in (CHROMIUM, OFFICE) if find(one) is None]
    packages += [] if has_pango() else PANGO
    if packages:
        install(packages)
        print(f"Installed in {time.monotonic() - started:.0f} s")
    for program in (CHROMIUM, OFFICE):
        print(f"{program.title}: {needed(program)}")
    if not has_pango():
        raise Missing(f"WeasyPrint finds no Pango: install {' and '.join(PANGO)}.")


def main() -> int:
    """1 with a sentence where something is missing."""
    try:
        everything()
    except Missing as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
