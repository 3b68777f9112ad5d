"""What a verdict record says twice has to be the same both times, and its result has to follow.

Tools for SLSA look at one half of a record and people at the other; none of them may read another
verdict than the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from meshgov.evidence.statement import LEVEL, policy_of, resource
from meshgov.model.evidence import Record

_RESULTS: Final = {"pass", "fail", "warn", "error", "not-applicable", "waived", "not-tested"}


def contradictions(statement: Any, record: Record) -> Iterator[str]:
    """Each place where a record speaks against itself, as half a sentence.

    Args:
        statement: as it was signed; of the right shape.
        record: the same, read.
    """
    yield from _halves(statement, record)
    yield from _result(record)
    yield from _rules(record)
    yield from _waivers(record)
    yield from _run(record)


def _halves(statement: Any, record: Record) -> Iterator[str]:
    predicate = statement["predicate"]
    (subject,) = statement["subject"]
    passed = record.result == "pass"
    for name, said, meant in (
        ("subject", subject, {"name": record.path, "digest": _set(record.contract)}),
        ("resourceUri", predicate["resourceUri"], resource(record.product, record.version)),
        ("policy", predicate["policy"], policy_of(record.pack)),
        ("verifiedLevels", predicate["verifiedLevels"], [LEVEL if passed else "FAILED"]),
    ):
        if said != meant:
            yield f"its {name} is not that of {record.product}"


def _set(digest: str) -> dict[str, str]:
    return {"sha256": digest.removeprefix("sha256:")}


def _result(record: Record) -> Iterator[str]:
    blocking = sum(one["blocking"] is True for one in record.findings)
    if bool(blocking) != (record.result == "fail"):
        yield (
            f"it says that {record.product} is a {record.result}, and has {blocking} blocking "
            "findings"
        )


def _rules(record: Record) -> Iterator[str]:
    """A rule fails if a finding of it blocks, and fired if there is one at all."""
    fired = {one["rule"] for one in record.findings}
    blocking = {one["rule"] for one in record.findings if one["blocking"]}
    rules = {str(one["id"]): one for one in record.rules}
    if len(rules) < len(record.rules):
        yield "it names a rule twice"
    for name in sorted(map(str, fired - rules.keys())):
        yield f"it has a finding of {name}, which is not among its rules"
    for name, one in rules.items():
        if not {one["raw"], one["effective"]} <= _RESULTS:
            yield f"its result of {name} is none"
        elif (one["effective"] == "fail") != (name in blocking):
            yield f"it says that {name} is a {one['effective']}, and its findings say otherwise"
        elif (one["raw"] == "fail") != (name in fired):
            yield f"it says that {name} came to {one['raw']}, and its findings say otherwise"


def _waivers(record: Record) -> Iterator[str]:
    """What is waived is waived by a waiver for that rule, on that day."""
    listed = {one["id"]: one for one in record.waivers}
    day = record.evaluated_at[: len("2026-01-31")]
    for finding in record.findings:
        if finding["waiver"] is None:
            continue
        waiver = listed.get(finding["waiver"])
        what = f"it waives a finding of {finding['rule']} by {finding['waiver']}"
        if waiver is None:
            yield f"{what}, and lists no such waiver"
        elif waiver["rule"] != finding["rule"]:
            yield f"{what}, which is for {waiver['rule']}"
        elif not str(waiver["effective_from"]) <= day <= str(waiver["expires"]):
            yield f"{what}, which was not in force on {day}"
        elif finding["blocking"]:
            yield f"{what}, and lets it block"


def _run(record: Record) -> Iterator[str]:
    """One record can't say what the whole run came to, but some things it rules out."""
    run: dict[str, Any] = dict(record.run)
    number, failed = run["contracts"], run["failed"]
    came = ("pass", 0) if failed == 0 else ("fail", 1)
    if (run["verdict"], run["exit_code"]) != came or failed > number:
        yield f"its run has {failed} of {number} contracts that failed, and came to something else"
    elif failed == 0 if record.result == "fail" else failed == number:
        yield (
            f"{record.product} is a {record.result}, and {failed} of {number} contracts of its run "
            "failed"
        )
