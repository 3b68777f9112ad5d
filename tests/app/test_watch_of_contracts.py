"""``meshgov check --watch``: what is saved while the loop sleeps, and what it says then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.app import watch as module
from meshgov.app.check import Checked
from meshgov.app.settings import EngineSettings, RunSettings
from meshgov.app.watch import Watch
from meshgov.errors import EngineError, MeshgovError

BASELINE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "policies/baseline.yaml").read_text()
)
MOVED = {**BASELINE["schema"], "location": "s3://sales-domain/sales-returns/v1/"}
NOW = "2026-11-23T00:00:00Z"
RULE = """\
package acme.naming

deny contains "a name starts with s" if startswith(input.name, "s")
"""
Step = Callable[[], object]


class Heard:
    """All that an audience is told, in short."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.times: list[str] = []

    def verdict(self, checked: Checked) -> None:
        found = sum(len(one.findings) for one in checked.verdict.contracts)
        count = len(checked.verdict.contracts)
        self.said.append(f"{checked.verdict.verdict} {count} with {found}")
        self.times.append(checked.verdict.evaluated_at)

    def error(self, error: MeshgovError) -> None:
        self.said.append(error.each()[0].message)

    def changed(self, paths: Sequence[str]) -> None:
        self.said.append(f"saved {' '.join(sorted(paths))}")


def write(file_name: str, text: str = "", **patch: Any) -> Step:
    """Save a file, some time after the last one."""

    def step() -> None:
        file = Path(file_name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text or yaml.safe_dump({**BASELINE, **patch}))
        write.clock += 1_000_000_000  # type: ignore[attr-defined]  # a clock of the tests
        os.utime(file, ns=(write.clock, write.clock))  # type: ignore[attr-defined]  # as above

    return step


write.clock = 1_700_000_000_000_000_000  # type: ignore[attr-defined]  # as above


def watching(*steps: Step, patterns: tuple[str, ...] = ("c",), **more: Any) -> Heard:
    """Watch while each step happens in a pause; the pause after the last one is interrupted."""
    heard = Heard()
    left = [*steps]

    def sleep(seconds: float) -> None:
        if seconds == module.SETTLING:
            return
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    settings = RunSettings(now=NOW, engine=EngineSettings("embedded"))
    given = {"settings": settings, "results": None, **more}
    with pytest.raises(KeyboardInterrupt):
        Watch(patterns, audience=heard, sleep=sleep, **given).run()
    return heard


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often an engine was started and stopped; the folder holds one contract that passes."""
    monkeypatch.chdir(tmp_path)
    write("c/orders.yaml")()
    seen: list[str] = []
    real = module.engine_for

    @contextmanager
    def start(*given: Any, **named: Any) -> Iterator[Any]:
        seen.append("start")
        try:
            with real(*given, **named) as engine:
                yield engine
        finally:
            seen.append("stop")

    monkeypatch.setattr(module, "engine_for", start)
    return seen


def test_a_save_is_judged_with_the_same_engine(starts: list[str]) -> None:
    heard = watching(
        write("c/orders.yaml", retention_days=None),
        write("c/orders.yaml", description="mended"),
        write("c/more.yaml", name="sales_returns", schema=MOVED, ports=[]),
        lambda: Path("c/more.yaml").unlink(),
    )  # fmt: skip
    assert heard.said == [
        "pass 1 with 0",
        "saved c/orders.yaml",
        "fail 1 with 1",
        "saved c/orders.yaml",
        "pass 1 with 0",
        "saved c/more.yaml",
        "pass 2 with 0",
        "saved c/more.yaml",
        "pass 1 with 0",
    ]
    assert starts == ["start", "stop"]


def test_what_can_not_be_read_is_said_and_waited_for(starts: list[str]) -> None:
    heard = watching(
        write("c/orders.yaml", "name: [\n"),
        write("c/orders.yaml"),
        lambda: Path("c/orders.yaml").unlink(),
        write("c/orders.yaml"),
    )
    assert heard.said[0::4] == ["pass 1 with 0"] * 3
    assert heard.said[2].startswith("a value is expected") or "bracket" in heard.said[2]
    assert "holds no .yaml" in heard.said[6]
    assert starts == ["start", "stop"]


def test_a_file_that_is_named_may_go_and_come(starts: list[str]) -> None:
    heard = watching(
        lambda: Path("c/orders.yaml").unlink(),
        write("c/orders.yaml"),
        patterns=("c/orders.yaml",),
    )
    assert heard.said[0] == heard.said[-1] == "pass 1 with 0"
    assert "there is no file" in heard.said[2]
    assert starts == ["start", "stop"]


def test_nothing_saved_is_nothing_judged(starts: list[str]) -> None:
    heard = watching(lambda: None, lambda: None, write("notes.txt", "x"))
    assert heard.said == ["pass 1 with 0"]
    assert starts == ["start", "stop"]


def test_settings_that_change_are_read_again(starts: list[str]) -> None:
    heard = watching(
        write("governance.yaml", "governance: {policies: [rules], contracts: [c]}\n"),
        write("rules/naming.rego", RULE),
        write("rules/more.rego", RULE.replace("naming", "more")),
        lambda: Path("rules/more.rego").unlink(),
        write("governance.yaml", "governance: {contracts: [c], polices: []}\n"),
        lambda: Path("governance.yaml").unlink(),
        patterns=(),
    )
    assert heard.said[1::2] == [
        "saved governance.yaml",
        "saved rules/naming.rego",
        "saved rules/more.rego",
        "saved rules/more.rego",
        "saved governance.yaml",
        "saved governance.yaml",
    ]
    assert heard.said[0] == "pass 1 with 0"
    assert "rules" in heard.said[2]
    assert heard.said[4:9:2] == ["fail 1 with 1", "fail 1 with 2", "fail 1 with 1"]
    assert "polices" in heard.said[10]
    assert heard.said[12] == "pass 1 with 0"
    assert starts == ["start", "stop"] * 5


@pytest.mark.parametrize("named", ["waivers", "waivers/*.yaml"])
def test_a_waiver_counts_at_once(starts: list[str], named: str) -> None:
    waiver = {
        "apiVersion": "meshgov/v1", "kind": "Waiver", "metadata": {"id": "WVR-0001"},
        "spec": {
            "rule": "data_retention/retention_missing", "scope": {"product": "sales_orders"},
            "reason": "nobody knows how long the law wants it", "requested_by": "ada",
            "approver": "grace", "created": "2026-11-01", "effective_from": "2026-11-01",
            "expires": "2026-12-31",
        },
    }  # fmt: skip
    write("governance.yaml", f"governance: {{waivers: ['{named}']}}\n")()
    write("c/orders.yaml", retention_days=None)()
    text = yaml.safe_dump(waiver)
    other = text.replace("0001", "0002").replace("sales_orders", "another")
    write("waivers/other.yaml", other)()
    heard = watching(write("waivers/one.yaml", text))
    assert heard.said == ["fail 1 with 1", "saved waivers/one.yaml", "pass 1 with 1"]
    assert starts == ["start", "stop"] * 2


def test_an_engine_that_fails_is_started_again(
    starts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.check.judge
    faults = [EngineError("it fell")]

    def judge(*given: Any) -> Any:
        if faults:
            raise faults.pop()
        return real(*given)

    monkeypatch.setattr(module.check, "judge", judge)
    heard = watching(write("c/orders.yaml", description="x y z"))
    assert heard.said[0::2] == ["it fell", "pass 1 with 0"]
    assert starts == ["start", "stop"] * 2


def test_a_save_in_several_steps_is_judged_once(starts: list[str]) -> None:
    heard = Heard()
    steps = [write("c/orders.yaml", "name: ["), write("c/orders.yaml", description="whole")]

    def sleep(_: float) -> None:
        if not steps and len(heard.said) > 1:
            raise KeyboardInterrupt
        if steps:
            steps.pop(0)()

    settings = RunSettings(now=NOW, engine=EngineSettings("embedded"))
    with pytest.raises(KeyboardInterrupt):
        Watch(("c",), settings, None, heard, sleep=sleep).run()
    assert heard.said[:3] == ["pass 1 with 0", "saved c/orders.yaml", "pass 1 with 0"]
    assert starts == ["start", "stop"]


@pytest.mark.parametrize("fixed", [True, False])
def test_time_goes_on_unless_it_is_given(
    starts: list[str],
    fixed: bool,  # noqa: FBT001  # pytest's way
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = iter(["2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z"] * 20)
    monkeypatch.setattr(module.clock, "current", lambda: next(times))
    heard = watching(write("c/orders.yaml", description="later"), fixed=fixed)
    assert (set(heard.times) == {NOW}) is fixed
    assert starts == ["start", "stop"]


def test_results_count_again_each_time(starts: list[str]) -> None:
    checks = [
        {"product": "sales_orders", "name": one["name"], "status": "pass"}
        for one in BASELINE["sla"]["quality_checks"]
    ]
    results = yaml.safe_dump({"results": checks}).replace("status: pass", "status: %s")
    write("results.yaml", results.replace("%s", "pass"))()
    heard = watching(write("results.yaml", results.replace("%s", "fail")), results="results.yaml")
    assert heard.said[1] == "saved results.yaml"
    assert [heard.said[0][:4], heard.said[2][:4]] == ["pass", "fail"]
    assert starts == ["start", "stop"] * 2


def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    (tmp_path / "orders.yaml").write_text(yaml.safe_dump(BASELINE))
    running = subprocess.Popen(
        [sys.executable, "-m", "meshgov", "check", "--watch", "orders.yaml"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert running.stderr
    assert "watching; Ctrl-C ends it\n" in running.stderr  # reads up to there
    (tmp_path / "orders.yaml").write_text(yaml.safe_dump({**BASELINE, "retention_days": None}))
    assert running.stderr.readline() == "\n"
    assert running.stderr.readline() == "--- orders.yaml\n"
    assert "watching; Ctrl-C ends it\n" in running.stderr  # reads up to there
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate()
    assert (running.returncode, err) == (130, "\nno longer watching\n")
    assert out.startswith("PASS  1 contract")
    assert "FAIL  1 contract" in out
