"""What `make programs` does on a machine that lacks something; with stand-ins, so nothing is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "install_programs.py"
APT = """#!/bin/sh
echo "$DEBIAN_FRONTEND $@" >>"$LOG"
case "$*" in
  *install*) printf '#!/bin/sh\\n' >"$BIN/soffice"; chmod +x "$BIN/soffice" ;;
esac
"""
OPTIONS = "noninteractive -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"


class Machine:
    """A PATH with nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.log = folder / "log"

    def put(self, name: str, text: str = "#!/bin/sh\n") -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def run(self, **more: str) -> tuple[int, str, str]:
        # The shell of the stand-ins is found by its path; nothing else of the machine is.
        kept = {
            name: os.environ[name] for name in ("HOME", "LD_LIBRARY_PATH") if name in os.environ
        }
        done = subprocess.run(
            [sys.executable, SCRIPT],
            env=kept | {"PATH": str(self.bin), "LOG": str(self.log), "BIN": str(self.bin)} | more,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_nothing_is_done_where_all_is_there(machine: Machine) -> None:
    machine.put("apt-get", APT)
    for name in ("chromium", "soffice", "ldconfig"):
        machine.put(name)
    code, out, _ = machine.run()
    assert (code, machine.asked()) == (0, [])
    assert out.splitlines() == [
        f"Chromium: {machine.bin}/chromium",
        f"LibreOffice: {machine.bin}/soffice",
    ]


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.put("chromium")
    machine.put("apt-get", APT.replace("chmod", "/bin/chmod"))
    machine.put("sudo", '#!/bin/sh\nshift\nexport "$1"\nshift\nexec "$@"\n')
    code, out, err = machine.run()
    assert (code, err) == (0, "")
    assert machine.asked() == [
        f"{OPTIONS} update",
        f"{OPTIONS} install -y --no-install-recommends libreoffice-calc-nogui",
    ]
    assert "Installing libreoffice-calc-nogui" in out


@pytest.mark.parametrize(
    ("programs", "more", "said"),
    [
        ({}, {}, "and there is no apt-get here. Install them, or name the programs in MESHGOV_"),
        (
            {
                "apt-get": "#!/bin/sh\necho 'E: no network' >&2\nexit 100\n",
                "sudo": "#!/bin/sh\nexit 1\n",
            },
            {},
            "failed:",
        ),
        (
            {},
            {"MESHGOV_CHROMIUM": "nowhere"},
            "MESHGOV_CHROMIUM names nowhere, which is no program.",
        ),
        (
            {"apt-get": "#!/bin/sh\n", "sudo": "#!/bin/sh\n"},
            {},
            "Chromium is missing: `make programs`",
        ),
    ],
)
def test_sentences(
    machine: Machine, programs: dict[str, str], more: dict[str, str], said: str
) -> None:
    for name, text in programs.items():
        machine.put(name, text)
    code, _, err = machine.run(**more)
    assert code == 1
    assert said in err
    assert "Traceback" not in err


def test_a_program_that_the_environment_names_is_taken(machine: Machine) -> None:
    machine.put("mine")
    named = {"MESHGOV_CHROMIUM": f"{machine.bin}/mine", "MESHGOV_SOFFICE": "mine"}
    code, out, _ = machine.run(**named)
    assert code == 0
    assert out.count("mine") == 2
