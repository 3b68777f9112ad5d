"""What only a log knows, in every format: since when, in which entry, in which run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from types import ModuleType

import pytest

from meshgov.model.report import Failure, Point, PolicyChange, Report
from meshgov.render.parts import report_words as words
from meshgov.render.reports import registry


def table(report: Report, name: str) -> list[dict[str, str]]:
    """One table as rows of column -> cell."""
    for part, chunks in registry.find("csv").parts(report):
        if part == f"{name}.csv":
            text = "".join(map(str, chunks))
            return list(csv.DictReader(io.StringIO(text, newline="")))
    raise AssertionError(name)


def columns(report: Report, name: str, *wanted: str) -> list[tuple[str, ...]]:
    return [tuple(row[one] for one in wanted) for row in table(report, name)]


@pytest.mark.parametrize(
    ("name", "wanted", "rows"),
    [
        (
            "population",
            ("Ref", "Judged at", "Entry"),
            [
                ("C1", "2026-11-22T00:00:00Z", "21"),
                ("C2", "2026-11-23T00:00:00Z", "22"),
                ("C3", "2026-11-23T00:00:00Z", "23"),
            ],
        ),
        ("tests-and-results", ("Contract ref", "Rule ref", "Entry"), [("C1", "R1", "21")]),
        (
            "exceptions",
            ("Ref", "Since", "Days", "First entry", "Entry"),
            [
                ("X1", "2026-10-02", "52", "3", "21"),
                ("X2", "seen on 2026-11-23; since when is unknown from a single run", "", "", "21"),
            ],
        ),
        (
            "control-matrix",
            ("Control", "Result", "Exceptions since"),
            [
                ("5", "no rule bears on it", ""),
                ("30", "not tested", ""),
                ("32 (all)", "exceptions", "2026-10-02"),
                ("32(1)(a)", "exceptions", "2026-10-02"),
                ("32(1)(b)", "warnings", ""),
            ],
        ),
        (
            "waivers",
            ("Waiver", "Uses", "Used in entries"),
            [("WVR-1", "2", "8, 26"), ("WVR-2", "", "")],
        ),
        (
            "policy-changes",
            ("At", "What", "Digest", "Entry"),
            [("2026-10-05T00:00:00Z", "another pack", "sha256:3", "12")],
        ),
        (
            "trend",
            ("Run", "Contracts", "With blocking exceptions", "With waivers", "Entry"),
            [("01J9", "5", "2", "1", "2"), ("01JB", "5", "1", "1", "20")],
        ),
        (
            "runs-without-a-verdict",
            ("At", "Command", "Entry"),
            [("2026-10-07T00:00:00Z", "check", "11")],
        ),
    ],
)
def test_tables(
    example: ModuleType, name: str, wanted: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    assert columns(example.logged(), name, *wanted)[: len(rows)] == rows


def test_scope(example: ModuleType) -> None:
    found = dict(columns(example.logged(), "scope", "Item", "Value"))
    assert found["Log"] == "example.org/meshgov"
    assert found["Not compliant since"] == "2026-10-02, 52 days, entry 3: X1"
    assert found["Made from"] == "the evidence log"
    single = dict(columns(example.broken(), "scope", "Item", "Value"))
    assert "Log" not in single
    assert single["Not compliant since"].startswith("seen on 2026-11-23; since when is unknown")
    assert "Not compliant since" not in dict(columns(example.healthy(), "scope", "Item", "Value"))


def test_csv_has_the_same_columns_without_a_log(example: ModuleType) -> None:
    def heads(report: Report) -> list[str]:
        return [next(iter(chunks)) for _, chunks in registry.find("csv").parts(report)]

    assert heads(example.broken()) == heads(example.logged())


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "<img src=x>"])
def test_what_a_log_holds_does_nothing(example: ModuleType, lead: str) -> None:
    found, at = example.logged(), example.NOW
    odd = replace(
        found,
        scope=replace(found.scope, log=f"{lead}log"),
        contracts=tuple(replace(one, judged_at=f"{lead}when") for one in found.contracts),
        trend=(Point(at, 1, 0, 0, f"{lead}run", 1),),
        failures=(Failure(at, f"{lead}command", (f"{lead}kind",), 2),),
        changes=(PolicyChange(at, f"{lead}what", f"{lead}digest", 3),),
        notices=(f"{lead}notice",),
    )
    cells = [
        cell
        for _, chunks in registry.find("csv").parts(odd)
        for row in csv.reader(io.StringIO("".join(map(str, chunks)), newline=""))
        for cell in row
    ]
    assert [one for one in cells if one.startswith(("=", "+", "-", "@"))] == []
    for name in ("html", "markdown"):
        ((_, chunks),) = registry.find(name).parts(odd)
        assert "<img" not in "".join(map(str, chunks))


def test_markdown_leaves_out_columns_that_one_run_can_not_fill(example: ModuleType) -> None:
    def page(report: Report) -> str:
        ((_, chunks),) = registry.find("markdown").parts(report)
        return "".join(map(str, chunks))

    assert "| Since | Days | First entry | Entry | Response |" in page(example.logged())
    assert "| Since | Response |" in page(example.broken())
    assert "2 runs in the log example.org/meshgov, the last of" in page(example.logged())


@pytest.mark.parametrize(
    ("runs", "marks", "said"),
    [
        (None, 0, "Not known: unknown from a single run."),
        (0, 0, "The period has no run."),
        (1, 1, "2026-10-02</text></svg>"),
        (60, 60, "2026-11-30</text></svg>"),
        (61, 0, "2026-11-30</text></svg>"),
    ],
)
def test_trend(example: ModuleType, runs: int | None, marks: int, said: str) -> None:
    days = [f"2026-{10 + one // 30}-{one % 30 + 1:02}T06:00:00Z" for one in range(60)]
    ends = ["2026-10-02T00:00:00Z", *days[:58], "2026-11-30T00:00:00Z", "2026-11-30T01:00:00Z"]
    points = tuple(Point(one, 4, 1, 0) for one in ends)
    trend = None if runs is None else points[:runs]
    ((_, chunks),) = registry.find("html").parts(replace(example.logged(), trend=trend))
    page = "".join(map(str, chunks))
    assert page.count("<circle ") == marks
    assert said in page


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((), ""),
        ((4,), "entry 4"),
        ((4, 9, 12), "entries 4, 9, 12"),
        (tuple(range(1, 1201)), "1,200 entries from 1 to 1200"),
    ],
)
def test_entries_in_words(numbers: tuple[int, ...], said: str) -> None:
    assert words.entries(numbers) == said


def test_age_in_words(example: ModuleType) -> None:
    found = example.logged()
    first, second, *_ = found.deviations
    assert words.aged(first, found) == "2026-10-02, 52 days, entry 3"
    assert words.aged(second, found) == "unknown"
    bare = replace(first, first_seen="2026-11-22", first_entry=None)
    assert words.aged(bare, found) == "2026-11-22, 1 day"
