"""The control matrix of a framework as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.report import Control, Framework, Report
from meshgov.render.parts import html_anchors
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link, table
from meshgov.render.parts.html_anchors import SHOWN, WHOLE, Anchors
from meshgov.render.parts.html_lists import said


def framework(one: Framework, report: Report, anchors: Anchors) -> Iterator[str]:
    """The control matrix of one framework."""
    numbers = {test.id: test.number for test in report.tests}
    head = ("Control", "What it is about", "Result", "Passed n of N", "Contracts with exceptions",
            "Rules, and how they bear on it")  # fmt: skip
    few = len(report.contracts) <= WHOLE or len(report.frameworks) == 1
    shown = SHOWN if few else 0
    oldest = words.oldest_by_rule(report)
    rows = (
        _control(each, anchors, numbers, shown, words.control_since(each, oldest), is_sum=is_sum)
        for each, is_sum in words.rows(one)
        if each.rules
    )
    yield from table(f"{words.framework(one.name)}: controls, rules, results", head, rows, "m")
    bare = [each for each in one.controls if not each.rules]
    if bare:
        listed = "; ".join(f"{escape(each.id)} {escape(each.title)}" for each in bare)
        yield f"<p><b>No rule bears on</b> (contracts can show nothing of it): {listed}.\n"


def _control(  # noqa: PLR0913  # what the row is made of
    one: Control,
    anchors: Anchors,
    numbers: dict[str, int],
    shown: int,
    since: str,
    *,
    is_sum: bool,
) -> str:
    title = "the rows below, summed up" if is_sum else one.title
    # Where people stop reading: what supports a control comes before what is only evidence.
    rules = "; ".join(
        f"{relation}: {_rules((rule for rule, _ in pairs), numbers)}"
        for relation, pairs in _by_relation(one)
    )
    known = f"<br>since {escape(since)}" if since else ""
    kind = "s" if is_sum else "m" if one.id != one.group else ""
    return (
        f'<tr id="{html_anchors.control(one, is_sum=is_sum)}"{f" class={kind}" if kind else ""}>'
        f"<th scope=row>{escape(one.id)}{' (all)' if is_sum else ''}<td>{escape(title)}"
        f"<td>{said(one.state, words.STATES[one.state])}{known}"
        f"<td>{words.of(one.tally)}"
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
    numbers = {"F": one.failing, "W": one.warning, "A": one.waived}
    met = [(kind, found, _WORDS[kind]) for kind, found in numbers.items() if found]
    if shown:
        return "<br>".join(
            f"<b class={kind}>{len(found)} {word}</b>: {anchors.links(found, shown)}"
            for kind, found, word in met
        )
    counted = "<br>".join(f"{len(found)} {word}" for _, found, word in met)
    return f"<a href=#exceptions>{counted}</a>" if met else ""


_WORDS: Final = {"F": "blocking", "W": "not blocking", "A": "waived"}
