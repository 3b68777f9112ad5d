"""What happens to the exit code when nobody can read us, and when we are asked to end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = str(ROOT / "policies" / "baseline.yaml")
MESHGOV = [sys.executable, "-m", "meshgov"]


def shell(line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = line.replace("meshgov", " ".join(MESHGOV)).replace("GOOD", GOOD)
    return subprocess.run(
        ["sh", "-c", command], capture_output=True, check=False, env=os.environ | more
    )


@pytest.mark.parametrize("unread", ["2>&-", "2>/dev/full"])
def test_standard_error_that_nobody_reads_changes_nothing(unread: str) -> None:
    ended = shell(f"meshgov check GOOD --quiet {unread}")
    assert (ended.returncode, ended.stdout) == (0, b"PASS  1 contract - no findings\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_full_standard_output_is_no_pass(form: str) -> None:
    ended = shell(f"meshgov check GOOD --quiet --format {form} >/dev/full")
    assert ended.returncode == 2
    assert ended.stderr == (
        b"error: standard output can't be written: No space left on device\n"
        b"  hint: write to a file: --format json=verdict.json\n"
    )


def test_a_closed_standard_output_is_no_pass() -> None:
    ended = shell("meshgov check GOOD --quiet >&-")
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (
        2,
        b"error: standard output is closed",
    )


def test_a_reader_that_leaves_is_no_pass() -> None:
    ended = shell("{ meshgov check GOOD --format json; echo $? >&2; } | true")
    assert ended.stderr.split()[-1] in {b"3", b"0"}  # 0: all was in the pipe before it closed


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_encoding_without_the_letters_loses_nothing(form: str, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("name: größe\n", encoding="utf-8")
    ended = shell(
        f"meshgov check {tmp_path}/c.yaml --quiet --format {form}", PYTHONIOENCODING="ascii"
    )
    assert ended.returncode == 1
    assert ("größe".encode() if form == "json" else b"gr\\xf6\\xdfe") in ended.stdout


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_engine_too(number: int, code: int, tmp_path: Path) -> None:
    # The rule takes far longer than the test, so that the signal meets a busy engine.
    own = tmp_path / "own"
    own.mkdir()
    (own / "deny.rego").write_text(
        "package main\n\nimport rego.v1\n\ndeny contains msg if {\n"
        "\tsome i in numbers.range(1, 20000)\n\tsome j in numbers.range(1, 20000)\n"
        '\ti * j == -1\n\tmsg := "never"\n}\n'
    )
    process = subprocess.Popen(
        [*MESHGOV, "check", GOOD, "--policies", str(own), "--deadline", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    children = _children(process.pid)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"Traceback" not in err
    deadline = time.monotonic() + 10
    while any(_runs(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_runs(child) for child in children)


def _children(parent: int) -> list[int]:
    """Processes that ``parent`` started, once there is one."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if found:
            time.sleep(0.5)
            return [int(child) for child in found]
        time.sleep(0.05)
    raise AssertionError("no engine was started")


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_an_engine_that_was_named_wins_over_the_environment() -> None:
    ended = shell(
        "meshgov check GOOD --quiet --engine embedded", MESHGOV_OPA_URL="http://127.0.0.1:9"
    )
    assert (ended.returncode, ended.stdout) == (0, b"PASS  1 contract - no findings\n")
