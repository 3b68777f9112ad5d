"""What a reader wants to know first, as questions and answers with links to what proves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from meshgov.model.report import LIMIT, Deviation, Report
from meshgov.render.parts import html_anchors
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link
from meshgov.render.parts.html_anchors import Anchors

LISTED = 25
"""Contracts named in an answer, before the rest is counted."""

FEW = 5
"""Contracts with nothing but findings that do not block, and notices, that an answer names."""


def answers(report: Report, anchors: Anchors) -> Iterator[str]:
    """Are we compliant, which products are not, since when, who accepted that, was it all."""
    yield '<dl class="qa">\n'
    for question, answer in (
        (_question(report), _compliant(report)),
        ("Which products are not?", _which(report, anchors)),
        ("Since when?", _since(report, anchors)),
        ("Who accepted that?", _who(report, anchors)),
        ("Was everything looked at?", _everything(report)),
        ("What does this not show?", escape(LIMIT)),
        ("What else should be known?", _noticed(report)),
    ):
        if answer:
            yield f"<dt>{escape(question)}<dd>{answer}\n"
    yield "</dl>\n"


def _question(report: Report) -> str:
    scope = report.scope
    if scope.framework is None:
        return "Are we compliant with the policies?"
    return f"Are we compliant with {words.framework(scope.framework, scope.control)}?"


_GAPS: Final = link("population", "the gaps")


def _compliant(report: Report) -> str:
    passed = sum(one.tally.passed for one in report.tests)
    tested = sum(one.tally.tested for one in report.tests)
    tests = f"{link('tests', f'{passed:,} of {tested:,} tests')} passed"
    failed = report.count("fail")
    many = words.many(len(report.contracts), "contract")
    said = {
        "non-compliant": f"<b class=F>No</b>, as far as contracts can show: "
        f"{link('exceptions', str(failed))} of {link('population', many)} "
        f"{'has' if failed == 1 else 'have'} exceptions that block publication",
        "incomplete": f"<b class=W>Unknown</b>: {escape(words.missing(report))}, see "
        + (link("controls", "the controls") if report.population.complete else _GAPS),
        "compliant-with-waivers": "<b class=A>Yes but for what is waived</b>, as far as contracts "
        f"can show: {link('population', many)} without an exception that blocks publication, "
        f"{link('waivers', 'some accepted until a date')}",
        "compliant": "<b class=P>Yes</b>, as far as contracts can show: "
        f"{link('population', many)}, no exception that blocks publication",
    }[report.status]
    return f"{said}; {tests}.{_narrow(report)}"


def _narrow(report: Report) -> str:
    """Where the answer for one control is, when the report is about many."""
    if report.scope.control:
        return ""
    where = ", ".join(
        link(f"framework:{one.name}" if len(report.frameworks) > 1 else "controls",
             words.framework(one.name))
        for one in report.frameworks
    )  # fmt: skip
    return f" Control by control: {where}."


def _which(report: Report, anchors: Anchors) -> str:
    numbers: dict[str, list[int]] = {"fail": [], "waived": [], "warn": []}
    for one in report.contracts:
        if one.verdict in numbers:
            numbers[one.verdict].append(one.number)
    parts = [
        f"<p><b class={kind}>{len(numbers[name])} {said}</b>: "
        f"{anchors.links(numbers[name], shown, 'contracts')}."
        for name, kind, said, shown in (
            ("fail", "F", "with exceptions that block publication", LISTED),
            ("waived", "A", "with nothing but waived exceptions", LISTED),
            ("warn", "W", "with findings that do not block", FEW),
        )
        if numbers[name]
    ]
    return "".join(parts) or "None has a finding."


def _since(report: Report, anchors: Anchors) -> str:
    if not report.deviations:
        return f"Nothing was found on {words.day(report)}."
    unknown = sum(one.first_seen is None for one in report.deviations)
    if unknown == len(report.deviations):
        told = "" if report.scope.log else "; the evidence log would tell"
        return f"Seen on {words.day(report)}. Since when is {words.UNKNOWN}{told}."
    parts = [
        f"<p><b class={kind}>{label}</b>:\n<ul>{said}</ul>\n"
        for response, kind, label, shown in (
            ("open", "F", "Exceptions that nobody accepted", LISTED),
            ("waived", "A", "Waived exceptions", LISTED),
            ("noted", "W", "Findings that do not block", FEW),
        )
        if (said := _oldest(report, anchors, response, shown))
    ]
    if unknown:
        parts.append(f"<p>Since when {words.many(unknown, 'exception')} exist is unknown.")
    return "".join(parts)


def _oldest(report: Report, anchors: Anchors, response: str, shown: int) -> str:
    """Items ``since 2026-10-02, 52 days: bad (entry 3)``: products by the day of their oldest."""
    found: dict[int, Deviation] = {}
    for one in report.deviations:
        if one.first_seen and one.response == response:
            best = found.setdefault(one.contract, one)
            found[one.contract] = min(one, best, key=_age)
    ranked = sorted(found.values(), key=_age)
    days = []
    for day, run in groupby(ranked[:shown], key=lambda one: one.first_seen):
        products = ", ".join(
            f"{anchors.link(one.contract)}{_entry(one.first_entry)}" for one in run
        )
        age = words.many(words.age(day, report) or 0, "day")
        days.append(f"<li>since {escape(day or '')}, {age}: {products}")
    left = len(ranked) - shown
    more = [f"<li>{link('exceptions', f'and {left} more')}"] if left > 0 else []
    return "".join(days + more)


def _entry(number: int | None) -> str:
    return "" if number is None else f" (entry {number})"


def _age(one: Deviation) -> tuple[str, int]:
    return one.first_seen or "", one.number


def _who(report: Report, anchors: Anchors) -> str:
    counted = Counter(one.response for one in report.deviations)
    parts = []
    for each in report.waivers:
        if each.covers:
            one = each.waiver
            products = dict.fromkeys(
                report.deviations[number - 1].contract for number in each.covers
            )
            many = words.many(len(each.covers), "exception")
            parts.append(
                f"<li>{escape(one.approver)} accepted {many} of "
                f"{anchors.links(products, LISTED)} until {escape(one.expires)}: "
                f"{link(html_anchors.waiver(one.id), one.id)}"
            )
    if counted["open"]:
        open_ones = link("exceptions", words.many(counted["open"], "blocking exception"))
        parts.append(f"<li>Nobody accepted {open_ones}: open")
    if counted["noted"]:
        noted = link("exceptions", words.many(counted["noted"], "finding"))
        does = "does" if counted["noted"] == 1 else "do"
        parts.append(f"<li>Nobody accepted {noted} that {does} not block: noted")
    names = {one.name for one in report.contracts}
    parts += [
        f"<li>{escape(one.waiver.approver)} had accepted "
        f"{link(html_anchors.rule(one.waiver.rule), one.waiver.rule)} of "
        f"{escape(one.waiver.product)}; that ended on {escape(one.waiver.expires)}: "
        f"{link(html_anchors.waiver(one.waiver.id), one.waiver.id)}"
        for one in report.waivers
        if one.state == "expired" and one.waiver.product in names
    ]
    return f"<ul>{''.join(parts)}</ul>" if parts else "There was nothing to accept."


def _noticed(report: Report) -> str:
    """What nobody should have to look for at the end."""
    items = [f"<li>{escape(one)}" for one in report.notices[:FEW]]
    if len(report.notices) > FEW:
        items.append(f"<li>{link('notices', f'and {len(report.notices) - FEW} more')}")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _everything(report: Report) -> str:
    population = report.population
    sure = "Yes" if population.complete else "<b class=W>No</b>"
    untested = sum(one.tally.of("not-tested") for one in report.tests)
    also = ""
    if untested:
        rules = sum(1 for one in report.tests if one.tally.of("not-tested"))
        also = (
            f" {untested:,} results of {link('tests', words.many(rules, 'rule'))} are not tested, "
            "because they are switched off, or need what a run may not have."
        )
    if report.failures:
        ended = link("failures", words.many(len(report.failures), "run"))
        also += f" {ended} of the period ended without a verdict."
    return f"{sure}: {link('population', words.completeness(report))}.{also}"
