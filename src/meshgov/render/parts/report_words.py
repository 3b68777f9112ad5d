"""The words of compliance reports, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from meshgov.model.report import Control, Deviation, Framework, Point, Report, Tally, Tested

HEADLINES: Final = {
    "non-compliant": "Not compliant",
    "incomplete": "Incomplete",
    "compliant-with-waivers": "Compliant, but for what is waived",
    "compliant": "No exceptions noted",
}

STATES: Final = {
    "exceptions": "exceptions",
    "warnings": "warnings",
    "waived": "waived",
    "no-exceptions": "no exceptions noted",
    "not-tested": "not tested",
    "not-applicable": "not applicable",
    "no-rule": "no rule bears on it",
}

NAMES: Final = {
    "gdpr": "GDPR",
    "ccpa": "CCPA",
    "sox": "SOX",
    "iso27001": "ISO/IEC 27001",
    "soc2": "SOC 2",
    "nist80053": "NIST SP 800-53",
    "cdmc": "CDMC",
    "bcbs239": "BCBS 239",
}

UNKNOWN: Final = "unknown from a single run"

MEANINGS: Final = {
    "pass": "the rule applies, was tested, and found nothing",
    "fail": "the rule found something, which blocks publication",
    "warn": "the rule found something, which does not block publication",
    "waived": "the rule found something, and somebody accepted it until a date; never a pass",
    "not-tested": "the rule was not asked: it is switched off, or needs what a run may not have "
    "(a previous version, results of quality checks, all contracts)",
    "not-applicable": "the rule was asked and does not concern this contract; not a pass either",
}

ENTRIES: Final = (
    "a number of an entry is its place in the log: `meshgov audit log --from N --to N` shows it, "
    "`meshgov audit prove N` proves that it is there"
)

SIGNERS: Final = ("Prepared by", "Reviewed by", "Approved by")


def many(number: int, noun: str) -> str:
    """``1 contract``, ``2,000 contracts``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def framework(name: str, control: str | None = None) -> str:
    """``GDPR article 32``."""
    known = NAMES.get(name, name)
    if control is None:
        return known
    return f"{known} {'article ' if name == 'gdpr' else ''}{control}"


def about(report: Report) -> str:
    """What the report is about, as a title."""
    scope = report.scope
    parts = [
        framework(scope.framework, scope.control) if scope.framework else "All policies",
        f"product {scope.product}" if scope.product else "",
        f"domain {scope.domain}" if scope.domain else "",
    ]
    return ", ".join(filter(None, parts))


def period(report: Report) -> str:
    """Which time it speaks of."""
    scope = report.scope
    runs = many(scope.runs, "run") if scope.runs > 1 else "one run"
    log = f" in the log {scope.log}" if scope.log else ""
    when = "the last of" if scope.runs > 1 else "of"
    inside = f"{scope.since} to {scope.until}; " if scope.since else ""
    return f"{inside}{runs}{log}, {when} {scope.evaluated_at}"


def source(report: Report) -> str:
    """What the report was made from."""
    return "one run" if report.scope.source == "run" else "the evidence log"


def headline(report: Report) -> str:
    """The verdict in a sentence."""
    said = HEADLINES[report.status]
    total = many(len(report.contracts), "contract")
    failed = report.count("fail")
    if report.status == "non-compliant":
        return f"{said}, as far as contracts can show: {failed} of {total} with blocking exceptions"
    if report.status == "incomplete":
        return f"{said}: {missing(report)}"
    return f"{said}, as far as contracts can show: {total}, none with a blocking exception"


def missing(report: Report) -> str:
    """Why nothing can be said of an incomplete report."""
    gaps = report.population.gaps
    if gaps and report.scope.source == "run":
        return f"{many(len(gaps), 'file')} could not be evaluated"
    if gaps or not report.population.complete:
        return f"{many(len(gaps), 'gap')} in the population"
    if report.untested:
        return f"nothing was tested of {', '.join(report.untested)}"
    return "nothing was tested"


def completeness(report: Report) -> str:
    """Expected against evaluated."""
    population = report.population
    said = (
        f"{population.expected} expected, {population.evaluated} evaluated, "
        f"difference {population.difference}"
    )
    if population.gaps:
        return f"{said}: {many(len(population.gaps), 'named gap')}"
    return said


def derivation(report: Report) -> str:
    """How the expected number came about."""
    population = report.population
    where = ", ".join(population.searched)
    met, other = "YAML or JSON file", f" - {population.other} that are no contract"
    if report.scope.source == "log":
        met, other = "contract", ""  # what is none has no verdict
    outside = f" - {population.outside} outside the scope" if population.outside else ""
    return (
        f"{many(population.files, met)} in {where}{other}{outside} = {population.expected} expected"
    )


def of(tally: Tally) -> str:
    """``3 of 4``."""
    return f"{tally.passed} of {tally.tested}"


def since(deviation: Deviation, report: Report) -> str:
    """Since when, as far as is known."""
    return deviation.first_seen or f"seen on {day(report)}; since when is {UNKNOWN}"


def age(first_seen: str | None, report: Report) -> int | None:
    """Days from the one on which it was seen first to the evaluation; None where it is unknown."""
    if first_seen is None:
        return None
    return (date.fromisoformat(day(report)) - date.fromisoformat(first_seen)).days


def oldest_open(report: Report) -> Deviation | None:
    """The oldest exception that nobody accepted; None where nothing is open or ages are unknown."""
    known = [one for one in report.deviations if one.response == "open" and one.first_seen]
    return min(known, key=lambda one: (one.first_seen or "", one.number), default=None)


def open_since(report: Report) -> str:
    """Since when somebody should have acted, as far as is known; empty when nothing is open."""
    if oldest := oldest_open(report):
        return f"{aged(oldest, report)}: X{oldest.number}"
    found = any(one.response == "open" for one in report.deviations)
    return f"seen on {day(report)}; since when is {UNKNOWN}" if found else ""


def aged(deviation: Deviation, report: Report) -> str:
    """``2026-10-02, 52 days, entry 3``: as much of it as is known."""
    days = age(deviation.first_seen, report)
    if days is None:
        return "unknown"
    parts = (deviation.first_seen, many(days, "day"), entry(deviation.first_entry))
    return ", ".join(filter(None, parts))


Oldest = Mapping[tuple[str, str], str]
"""Rule and response -> the first day of the oldest exception of these."""

_RESPONSES: Final = {"exceptions": "open", "warnings": "noted", "waived": "waived"}
"""State of a control -> the response to the exceptions that bring it about."""


def oldest_by_rule(report: Report) -> Oldest:
    """Of every rule, since when it has exceptions, as far as that is known."""
    found: dict[tuple[str, str], str] = {}
    for one in report.deviations:
        if one.first_seen:
            key = one.rule, one.response
            found[key] = min(found.get(key, one.first_seen), one.first_seen)
    return found


def control_since(one: Control, known: Oldest) -> str:
    """The day since which a control has what its state says; empty where that is unknown."""
    response = _RESPONSES.get(one.state, "")
    return min(
        (known[rule, response] for rule in one.rules if (rule, response) in known), default=""
    )


def entry(number: int | None) -> str:
    """``entry 17``, which is what people look up in a log; empty without one."""
    return "" if number is None else f"entry {number}"


def entries(numbers: Sequence[int]) -> str:
    """``entries 4, 9, 12``; of many the first and the last."""
    if len(numbers) > _ENTRIES:
        return f"{len(numbers):,} entries from {numbers[0]} to {numbers[-1]}"
    noun = "entry" if len(numbers) == 1 else "entries"
    return f"{noun} {', '.join(map(str, numbers))}" if numbers else ""


_ENTRIES: Final = 5


def run(one: Point) -> str:
    """What came of a run, in numbers."""
    return (
        f"{many(one.contracts, 'contract')}, {one.failed} with blocking exceptions, "
        f"{one.waived} with waivers."
    )


def judged_at(one: Tested, report: Report) -> str:
    """When its verdict was reached."""
    return one.judged_at or report.scope.evaluated_at


def day(report: Report) -> str:
    """The day of the evaluation."""
    return report.scope.evaluated_at[: len("2026-01-31")]


def response(deviation: Deviation, report: Report) -> str:
    """What was done about it, and by whom."""
    waiver = report.waived_by(deviation.waiver)
    if waiver is None:
        return deviation.response
    return f"waived by {waiver.approver} until {waiver.expires} ({waiver.id})"


def place(deviation: Deviation) -> str:
    """What in the contract it is about."""
    return ".".join(deviation.path)


def product(name: str, version: str | None) -> str:
    """``orders 1.2.0``."""
    return f"{name} {version}" if version else name


def rows(one: Framework) -> Iterator[tuple[Control, bool]]:
    """Its controls in order, each sum before its members, with whether it is a sum."""
    sums = {each.id: each for each in one.groups}
    for control in one.controls:
        if control.group in sums:
            yield sums.pop(control.group), True
        yield control, False


def relations(control: Control) -> str:
    """``pii_handling/category_missing (supports)``, all of them."""
    return ", ".join(f"{rule} ({relation})" for rule, relation in control.rules.items())
