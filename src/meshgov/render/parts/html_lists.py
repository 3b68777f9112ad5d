"""The tables of a compliance report as HTML: controls, rules, exceptions, contracts, the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.report import Deviation, Report, Test
from meshgov.render.parts import html_anchors
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link, spoken, table
from meshgov.render.parts.html_anchors import Anchors

SINGLY: Final = 200
"""Exceptions up to which those that block nothing have a row each; else they share one per rule."""

_CLASSES = {
    "exceptions": "F",
    "warnings": "W",
    "waived": "A",
    "no-exceptions": "P",
    "fail": "F",
    "warn": "W",
    "pass": "P",
    "open": "F",
    "noted": "W",
}


def said(state: str, text: str) -> str:
    """A state in its colour, and in words."""
    kind = _CLASSES.get(state, "")
    return f"<span class={kind}>{escape(text)}</span>" if kind else escape(text)


def tests(report: Report) -> Iterator[str]:
    """The rules, each with a number, and how often which result came."""
    head = ("Ref", "Rule", "What it tests", "Severity", "Passed n of N", "Fail", "Warn", "Waived",
            "Not tested", "Not applicable")  # fmt: skip
    yield from table("Tests: every rule over all contracts of the scope", head,
                     (_test(one) for one in report.tests), "t")  # fmt: skip


def _test(one: Test) -> str:
    target = html_anchors.group(one.id)
    counts = "".join(
        f"<td>{link(target, str(number)) if number and name in _LINKED else number}"
        for name in ("fail", "warn", "waived", "not-tested", "not-applicable")
        for number in [one.tally.of(name)]
    )
    return (
        f"<tr id={html_anchors.rule(one.id)}><th scope=row>R{one.number}"
        f"<td><code>{escape(one.id)}</code><td>{escape(one.title)}<td>{escape(one.severity)}"
        f"<td>{words.of(one.tally)}{counts}\n"
    )


_LINKED = frozenset({"fail", "warn", "waived"})


def deviations(report: Report, anchors: Anchors) -> Iterator[str]:
    """Every exception, below its rule, with buttons that show some of them."""
    for name, label in (("all", "All"), ("o", "Open"), ("a", "Waived"), ("n", "Not blocking")):
        checked = " checked" if name == "all" else ""
        yield (
            f"<input class=f type=radio name=f id=f-{name}{checked}>"
            f"<label for=f-{name}>{label}</label>"
        )
    since = ("Since",) if _aged(report) else ()
    name = "x a" if since else "x"
    head = ("Ref", "Contract", "What was found", "Line", "Owner", *since, "Response")
    yield from table("Exceptions, by rule", head, _deviations(report, anchors), name)


def _deviations(report: Report, anchors: Anchors) -> Iterator[str]:
    tests_by_id = {test.id: test for test in report.tests}
    ranked = sorted(report.deviations, key=lambda one: (one.rule, one.number))
    for identity, found in groupby(ranked, key=lambda one: one.rule):
        ones = list(found)
        test = tests_by_id[identity]
        remedy = f" Remedy: {spoken(ones[0].remediation)}" if ones[0].remediation else ""
        yield (
            f"<tr class=g id={html_anchors.group(identity)}>"
            f"<th scope=rowgroup colspan={6 + _aged(report)}>"
            f"{link(html_anchors.rule(identity), f'R{test.number}')} "
            f"<code>{escape(identity)}</code>"
            f" ({escape(ones[0].severity)}): {words.many(len(ones), 'exception')}, "
            f"{words.of(test.tally)} contracts passed.<span class=mute>{remedy}</span>\n"
        )
        together = len(report.deviations) > SINGLY
        noted = [one for one in ones if together and one.response == "noted"]
        for one in ones:
            if not (together and one.response == "noted"):
                yield _deviation(one, report, anchors)
        if noted:
            yield _together(noted, anchors, report)


def _together(noted: Sequence[Deviation], anchors: Anchors, report: Report) -> str:
    """What blocks nothing, as references to contracts."""
    numbers = dict.fromkeys(one.contract for one in noted)
    refs = " ".join(anchors.reference(number) for number in numbers)
    known = [one for one in noted if one.first_seen]
    oldest = min(known, key=lambda one: one.first_seen or "", default=None)
    since = f", the oldest since {escape(words.aged(oldest, report))}" if oldest else ""
    return (
        f"<tr class=W><th scope=row>X{noted[0].number}...<td colspan={5 + _aged(report)}>"
        f"{words.many(len(noted), 'finding')} that {'blocks' if len(noted) == 1 else 'block'} "
        f"nothing ({said('noted', 'noted')}), in "
        f"{words.many(len(numbers), 'contract')}{since}: {refs}\n"
    )


def _deviation(one: Deviation, report: Report, anchors: Anchors) -> str:
    kind = {"open": "F", "waived": "A", "noted": "W"}[one.response]
    waiver = report.waived_by(one.waiver)
    response = one.response
    if waiver is not None:
        response = (
            f"{link(html_anchors.waiver(waiver.id), waiver.id)}: accepted by "
            f"{escape(waiver.approver)} until {escape(waiver.expires)}"
        )
    # The row of the contract has its path; here the line and the column are enough.
    place = one.location.removeprefix(report.contract(one.contract).path + ":")
    since = f"<td>{_since(one, report)}" if _aged(report) else ""
    return (
        f"<tr class={kind} id={anchors.deviation(one)}><th scope=row>X{one.number}"
        f"<td>{anchors.link(one.contract)}<td>{spoken(one.message)}"
        f"<td>{escape(place)}<td>{escape(one.owner) or 'unknown'}{since}<td>{response}\n"
    )


def _aged(report: Report) -> bool:
    """Whether there is a column to fill: one run knows no age at all."""
    return report.scope.source == "log"


def _since(one: Deviation, report: Report) -> str:
    """``2026-10-02, 52 days, entry 3``, the day on a line of its own."""
    day, comma, rest = words.aged(one, report).partition(", ")
    return f"{escape(day)}{comma and '<br>'}{escape(rest)}"


def waivers(report: Report, anchors: Anchors) -> Iterator[str]:
    """Who accepted what until when; the ended ones too."""
    by_number = {one.number: one for one in report.deviations}
    head = ("Waiver", "State", "What is accepted", "Accepted by", "Asked for by", "From", "Until",
            "Covers", *(("Used in the log",) if report.scope.log else ()),
            "Reason, and what is done instead", "File")  # fmt: skip

    def rows() -> Iterator[str]:
        for each in report.waivers:
            one = each.waiver
            covers = ", ".join(
                link(anchors.deviation(by_number[number]), f"X{number}") for number in each.covers
            )
            used = f"<td>{words.entries(each.entries) or 'never'}" if report.scope.log else ""
            reason = " ".join(
                filter(None, (one.reason, one.compensating_controls, one.risk, one.ticket))
            )
            yield (
                f'<tr id="{html_anchors.waiver(one.id)}"><th scope=row>{escape(one.id)}'
                f"<td>{escape(each.state)}<td>"
                f"{link(html_anchors.rule(one.rule), one.rule)} of {escape(one.product)}"
                f"<td>{escape(one.approver)}<td>{escape(one.requested_by)}"
                f"<td>{escape(one.effective_from)}<td>{escape(one.expires)}"
                f"<td>{covers or 'nothing in this report'}{used}<td>{escape(reason)}"
                f"<td class=id>{escape(str(one.location))}\n"
            )

    yield from table("Waivers", head, rows(), "v")


def plain(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, ids: bool = False
) -> Iterator[str]:
    """A table of plain texts; the first of each row is its header, and with ``ids`` its anchor."""

    def made() -> Iterator[str]:
        for first, *others in rows:
            cells = "".join(f"<td>{escape(one)}" for one in others)
            name = f" id={escape(first)}" if ids else ""
            yield f"<tr{name}><th scope=row>{escape(first)}{cells}\n"

    yield from table(caption, head, made(), "i")
