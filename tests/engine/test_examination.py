"""What no policy may call is found for OPA too, with regorus or without it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from meshgov.engine.embedded import examination, process
from meshgov.engine.embedded.examination import Examination, search
from meshgov.errors import EngineError


def told(make: Any, *texts: str) -> list[tuple[str, str]]:
    pack = make.pack({f"a/r{index}": text for index, text in enumerate(texts)})
    found = Examination(pack)
    try:
        return [(error.message, str(error.location)) for error in found.result()]
    finally:
        found.close()


SUSPICIOUS = {
    "x := http.send({})": "http.send",
    'x := http["send"]({})': "http.send",
    "x := http[`send`]({})": "http.send",
    'x := $"{opa.runtime()}"': "opa.runtime",
    "# time.now_ns": "time.now_ns",
    "x := net.lookup_ip_addr(1)": "net.",
    "x := rego.metadata.rule()": "rego.metadata.",
    "x := print  (1)": "print",
    'x := trace("x")': "trace",
}
FINE = [
    "x := input.http.sender",
    "x := data.http.send_all",
    "x := my_print(1)",
    "x := input.trace",
    "x := internet.x",
    "x := planet.x",
]


@pytest.mark.parametrize("text", SUSPICIOUS)
def test_names_in_the_text_of_what_only_opa_can_read(make: Any, text: str) -> None:
    pack = make.pack({"a/one": f"\n{text}\n"})
    assert search(pack, [0]) == [(0, 4, 1, "forbidden", SUSPICIOUS[text])]


@pytest.mark.parametrize("text", FINE)
def test_names_that_only_look_like_it(make: Any, text: str) -> None:
    assert search(make.pack({"a/one": f"\n{text}\n"}), [0]) == []


def test_without_regorus_all_is_read_as_text(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_search_path", list)
    assert told(make, "findings := {http.send({})}\n", "findings := {}\n") == [
        ("the policy calls `http.send`, which no policy may", "policies/a/r0.rego:3:1")
    ]


def test_shipped_modules_are_not_examined(make: Any) -> None:
    pack = make.pack({"a/one": "findings := {http.send({})}\n"})
    shipped = tuple(dataclasses.replace(module, shipped=True) for module in pack.modules)
    found = Examination(dataclasses.replace(pack, modules=shipped))
    assert found.result() == []
    assert search(dataclasses.replace(pack, modules=shipped), [0]) == []


def test_large_packs_reach_the_reader(make: Any) -> None:
    assert told(make, "\n" * (3 << 20), "findings := {http.send({})}\n") == [
        ("the policy calls `http.send`, which no policy may", "policies/a/r1.rego:3:14")
    ]


def test_a_reader_that_never_ends(
    make: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "__main__.py").write_text("import time; time.sleep(100)")
    monkeypatch.setattr(process, "_PROGRAM", str(tmp_path))
    monkeypatch.setattr(examination, "_LONGEST", 0.3)
    with pytest.raises(EngineError, match=r"^the policies couldn't be read within 0.3 s$"):
        told(make, "findings := {}\n")
