"""The tables of a compliance report as HTML: controls, rules, exceptions, contracts, the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.report import Control, Deviation, Framework, Report, Test, Tested
from meshgov.render.parts import html_anchors
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link, table
from meshgov.render.parts.html_anchors import SHOWN, Anchors

WHOLE: Final = 200
"""Contracts up to which digests are written in full; of more, their first 12 digits."""

SINGLY: Final = 200
"""Exceptions up to which those that block nothing have a row each; else they share one per rule."""

LISTED: Final = 20
"""Exceptions named in the row of a contract."""

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


def framework(one: Framework, report: Report, anchors: Anchors) -> Iterator[str]:
    """The control matrix of one framework."""
    numbers = {test.id: test.number for test in report.tests}
    head = ("Control", "What it is about", "Result", "Passed n of N", "Contracts with exceptions",
            "Rules, and how they bear on it")  # fmt: skip
    few = len(report.contracts) <= WHOLE or len(report.frameworks) == 1
    shown = SHOWN if few else 0
    rows = (
        _control(each, anchors, numbers, shown, is_sum=is_sum)
        for each, is_sum in words.rows(one)
        if each.rules
    )
    yield from table(f"{words.framework(one.name)}: controls, rules, results", head, rows)
    bare = [each for each in one.controls if not each.rules]
    if bare:
        listed = "; ".join(f"{escape(each.id)} {escape(each.title)}" for each in bare)
        yield f"<p><b>No rule bears on</b> (contracts can show nothing of it): {listed}.\n"


def _control(
    one: Control, anchors: Anchors, numbers: dict[str, int], shown: int, *, is_sum: bool
) -> str:
    title = "the rows below, summed up" if is_sum else one.title
    # Where people stop reading: what supports a control comes before what is only evidence.
    rules = "; ".join(
        f"{relation}: {_rules((rule for rule, _ in pairs), numbers)}"
        for relation, pairs in _by_relation(one)
    )
    kind = "s" if is_sum else "m" if one.id != one.group else ""
    return (
        f'<tr id="{html_anchors.control(one, is_sum=is_sum)}"{f" class={kind}" if kind else ""}>'
        f"<th scope=row>{escape(one.id)}{' (all)' if is_sum else ''}<td>{escape(title)}"
        f"<td>{said(one.state, words.STATES[one.state])}"
        f"<td class=n>{words.of(one.tally)}"
        f"<td>{_affected(one, anchors, shown)}<td>{'' if is_sum else rules}\n"
    )


def _by_relation(one: Control) -> Iterable[tuple[str, Sequence[tuple[str, str]]]]:
    order = ("supports", "partial", "evidence-only")
    ranked = sorted(one.rules.items(), key=lambda pair: (order.index(pair[1]), pair[0]))
    return [(name, list(pairs)) for name, pairs in groupby(ranked, key=lambda pair: pair[1])]


def _rules(identities: Iterable[str], numbers: dict[str, int]) -> str:
    """``R5-R7, R9``, each stretch a link to its first."""
    by_number = sorted((numbers[one], one) for one in identities)
    parts = []
    for _, run in groupby(enumerate(by_number), key=lambda pair: pair[1][0] - pair[0]):
        ones = [pair for _, pair in run]
        tail = f"-R{ones[-1][0]}" if len(ones) > 1 else ""
        parts.append(link(html_anchors.rule(ones[0][1]), f"R{ones[0][0]}{tail}"))
    return ", ".join(parts)


def _affected(one: Control, anchors: Anchors, shown: int) -> str:
    parts = [
        f"<b class={kind}>{len(numbers)} {word}</b>: {anchors.links(numbers, shown)}"
        for kind, word, numbers in (
            ("F", "blocking", one.failing),
            ("W", "not blocking", one.warning),
            ("A", "waived", one.waived),
        )
        if numbers
    ]
    return "<br>".join(parts)


def tests(report: Report) -> Iterator[str]:
    """The rules, each with a number, and how often which result came."""
    head = ("Ref", "Rule", "What it tests", "Severity", "Passed n of N", "Fail", "Warn", "Waived",
            "Not tested", "Not applicable")  # fmt: skip
    yield from table("Tests: every rule over all contracts of the scope", head,
                     (_test(one) for one in report.tests))  # fmt: skip


def _test(one: Test) -> str:
    target = html_anchors.group(one.id)
    counts = "".join(
        f"<td class=n>{link(target, str(number)) if number and name in _LINKED else number}"
        for name in ("fail", "warn", "waived", "not-tested", "not-applicable")
        for number in [one.tally.of(name)]
    )
    return (
        f"<tr id={html_anchors.rule(one.id)}><th scope=row>R{one.number}"
        f"<td><code>{escape(one.id)}</code><td>{escape(one.title)}<td>{escape(one.severity)}"
        f"<td class=n>{words.of(one.tally)}{counts}\n"
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
    head = ("Ref", "Contract", "What was found", "Line", "Owner", *since, "Response")
    yield from table("Exceptions, by rule", head, _deviations(report, anchors), "x")


def _deviations(report: Report, anchors: Anchors) -> Iterator[str]:
    tests_by_id = {test.id: test for test in report.tests}
    ranked = sorted(report.deviations, key=lambda one: (one.rule, one.number))
    for identity, found in groupby(ranked, key=lambda one: one.rule):
        ones = list(found)
        test = tests_by_id[identity]
        remedy = f" Remedy: {escape(ones[0].remediation)}" if ones[0].remediation else ""
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
            yield _together(noted, anchors, aged=_aged(report))


def _together(noted: Sequence[Deviation], anchors: Anchors, *, aged: bool) -> str:
    """What blocks nothing, as references to contracts."""
    numbers = dict.fromkeys(one.contract for one in noted)
    refs = " ".join(anchors.reference(number) for number in numbers)
    return (
        f"<tr class=W><th scope=row>X{noted[0].number}...<td colspan={5 + aged}>"
        f"{words.many(len(noted), 'finding')} that block nothing ({said('noted', 'noted')}), in "
        f"{words.many(len(numbers), 'contract')}: {refs}. Each stands in the JSON and CSV.\n"
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
    since = f"<td>{escape(one.first_seen or 'unknown')}" if _aged(report) else ""
    return (
        f"<tr class={kind} id={anchors.deviation(one)}><th scope=row>X{one.number}"
        f"<td>{anchors.link(one.contract)}<td>{escape(one.message)}"
        f"<td>{escape(place)}<td>{escape(one.owner) or 'unknown'}{since}<td>{response}\n"
    )


def _aged(report: Report) -> bool:
    """Whether there is a column to fill: one run knows no age at all."""
    return any(one.first_seen for one in report.deviations)


def contracts(report: Report, anchors: Anchors) -> Iterator[str]:
    """Every contract with its results; those without a finding are folded."""
    adverse = [one for one in report.contracts if one.verdict != "pass"]
    clean = [one for one in report.contracts if one.verdict == "pass"]
    of_contract: dict[int, list[Deviation]] = {}
    for one in report.deviations:
        of_contract.setdefault(one.contract, []).append(one)
    patterns: dict[tuple[str, ...], int] = {}
    for contract in report.contracts:
        patterns.setdefault(contract.results, len(patterns) + 1)
    if adverse:
        yield from _contracts(
            adverse, "Contracts with a finding", of_contract, patterns, report, anchors
        )
    if clean:
        many = words.many(len(clean), "contract")
        yield f"<details><summary>{many} without a finding</summary>\n"
        if len(clean) > WHOLE:
            yield from _briefly(clean, patterns, anchors)
        else:
            said_of = "Contracts without a finding"
            yield from _contracts(clean, said_of, of_contract, patterns, report, anchors)
        yield "</details>\n"
    yield f"<h3 id=results>Results of every contract and rule</h3>\n<p>{_reading(report)}\n"
    head = ("Pattern", "Contracts", "Results, by the numbers of the rules")
    numbers: dict[int, list[int]] = {}
    for contract in report.contracts:
        numbers.setdefault(patterns[contract.results], []).append(contract.number)
    rows = (
        f"<tr id=p{number}><th scope=row>P{number}<td class=n>{len(numbers[number])}"
        f"<td>{_pattern(results)}\n"
        for results, number in patterns.items()
    )
    yield from table("Result patterns", head, rows)


def _reading(report: Report) -> str:
    pairs = len(report.contracts) * len(report.tests)
    return (
        f"{words.many(len(report.contracts), 'contract')} by "
        f"{words.many(len(report.tests), 'rule')} are {words.many(pairs, 'result')}. "
        f"Contracts with the same results share a pattern; "
        f"{link('tests', 'R1, R2 and so on')} are the rules."
    )


def _contracts(  # noqa: PLR0913, PLR0917  # what the rows are made of
    ones: Sequence[Tested],
    caption: str,
    of_contract: dict[int, list[Deviation]],
    patterns: dict[tuple[str, ...], int],
    report: Report,
    anchors: Anchors,
) -> Iterator[str]:
    head = ("Contract", "Domain", "Owner", "Verdict and exceptions", "Results", "File and digest")
    short = len(report.contracts) > WHOLE

    def row(one: Tested) -> str:
        found = [] if short and one.verdict == "warn" else of_contract.get(one.number, [])
        digest = one.digest.removeprefix("sha256:")[: 12 if short else None]
        shown = 1 if short else LISTED
        refs = " ".join(link(anchors.deviation(each), f"X{each.number}") for each in found[:shown])
        more = f" and {len(found) - shown} more" if len(found) > shown else ""
        pattern = patterns[one.results]
        return (
            f"<tr id={anchors.contract(one)}><th scope=row>C{one.number} "
            f"{escape(words.product(one.name, one.version))}<td>{escape(one.domain or 'none')}"
            f"<td>{escape(one.owner) or 'unknown'}<td>{said(one.verdict, one.verdict)} {refs}{more}"
            f"<td><a href=#p{pattern}>P{pattern}</a><td>{escape(one.path)} {digest}\n"
        )

    yield from table(caption, head, map(row, ones), "c")


def _briefly(
    ones: Sequence[Tested], patterns: dict[tuple[str, ...], int], anchors: Anchors
) -> Iterator[str]:
    """Lists below what their contracts have in common."""

    def common(one: Tested) -> tuple[str, str, int]:
        return one.domain or "none", one.owner or "unknown", patterns[one.results]

    for (domain, owner, pattern), members in groupby(sorted(ones, key=common), key=common):
        yield (
            f"<h4>Domain {escape(domain)}, owner {escape(owner)}, results "
            f"<a href=#p{pattern}>P{pattern}</a></h4>\n<ul class=b>"
        )
        for one in members:
            digest = one.digest.removeprefix("sha256:")[:12]
            yield (
                f"<li id={anchors.contract(one)}>C{one.number} "
                f"{escape(words.product(one.name, one.version))} {escape(one.path)} {digest}\n"
            )
        yield "</ul>\n"


def _pattern(results: Sequence[str]) -> str:
    by_result: dict[str, list[int]] = {}
    for number, result in enumerate(results, 1):
        by_result.setdefault(result, []).append(number)
    order = ("fail", "error", "warn", "waived", "pass", "not-tested", "not-applicable")
    return "; ".join(
        f"<b class={_CLASSES.get(name, 'm')}>{name}</b> {_ranges(by_result[name])}"
        for name in order
        if name in by_result
    )


def _ranges(numbers: Sequence[int]) -> str:
    """``R1-4 R7``."""
    parts = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        ones = [number for _, number in run]
        parts.append(f"R{ones[0]}" if len(ones) == 1 else f"R{ones[0]}-{ones[-1]}")
    return " ".join(parts)


def waivers(report: Report, anchors: Anchors) -> Iterator[str]:
    """Who accepted what until when; the ended ones too."""
    by_number = {one.number: one for one in report.deviations}
    head = ("Waiver", "State", "What is accepted", "Accepted by", "Asked for by", "From", "Until",
            "Covers", "Reason, and what is done instead", "File")  # fmt: skip

    def rows() -> Iterator[str]:
        for each in report.waivers:
            one = each.waiver
            covers = ", ".join(
                link(anchors.deviation(by_number[number]), f"X{number}") for number in each.covers
            )
            reason = " ".join(
                filter(None, (one.reason, one.compensating_controls, one.risk, one.ticket))
            )
            yield (
                f'<tr id="{html_anchors.waiver(one.id)}"><th scope=row>{escape(one.id)}'
                f"<td>{escape(each.state)}<td>"
                f"{link(html_anchors.rule(one.rule), one.rule)} of {escape(one.product)}"
                f"<td>{escape(one.approver)}<td>{escape(one.requested_by)}"
                f"<td>{escape(one.effective_from)}<td>{escape(one.expires)}"
                f"<td>{covers or 'nothing in this report'}<td>{escape(reason)}"
                f"<td class=id>{escape(str(one.location))}\n"
            )

    yield from table("Waivers", head, rows())


def plain(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, ids: bool = False
) -> Iterator[str]:
    """A table of plain texts; the first of each row is its header, and with ``ids`` its anchor."""

    def made() -> Iterator[str]:
        for first, *others in rows:
            cells = "".join(f"<td class=id>{escape(one)}" for one in others)
            name = f" id={escape(first)}" if ids else ""
            yield f"<tr{name}><th scope=row>{escape(first)}{cells}\n"

    yield from table(caption, head, made())
