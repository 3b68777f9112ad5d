"""The report for people: one file without network and script, verdict first, each number a link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meshgov.model.report import LIMIT, RELATIONS, Report
from meshgov.render.parts import html_heatmap
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link, page
from meshgov.render.parts.html_anchors import Anchors
from meshgov.render.parts.html_answers import answers
from meshgov.render.parts.html_contracts import contracts
from meshgov.render.parts.html_controls import framework
from meshgov.render.parts.html_lists import SINGLY, deviations, plain, tests, waivers
from meshgov.render.reports.base import Part

_KINDS: Final = {
    "non-compliant": "fail",
    "incomplete": "warn",
    "compliant-with-waivers": "waived",
    "compliant": "pass",
}
_SECTIONS: Final = (
    ("short", "In short"),
    ("controls", "Controls"),
    ("heatmap", "Heat map"),
    ("exceptions", "Exceptions"),
    ("waivers", "Waivers"),
    ("population", "Population"),
    ("contracts", "Contracts"),
    ("tests", "Tests"),
    ("changes", "Policy changes"),
    ("trend", "Trend"),
    ("failures", "Runs without a verdict"),
    ("evidence", "Evidence"),
    ("reading", "How to read this"),
    ("sign-off", "Sign-off"),
)


class HtmlFormat:
    """Works offline, without JavaScript, on paper, by keyboard, in the dark."""

    name = "html"
    suffix = ".html"
    binary = False

    def parts(self, report: Report) -> Iterator[Part]:
        """The one file."""
        yield "", page(f"Compliance report: {words.about(report)}", body(report))


FORMAT: Final = HtmlFormat()


def body(report: Report, tall: int | None = None) -> Iterator[str]:
    """What is between the tags of the body; the PDF is made from it too, in pictures less tall."""
    anchors = Anchors(report)
    kind = _KINDS[report.status]
    yield "<header>\n"
    yield f"<h1>Compliance report: {escape(words.about(report))}</h1>\n"
    yield f"<p class=mute>{escape(words.period(report))}\n"
    yield f'<div class="verdict {kind}"><strong>{escape(words.headline(report))}</strong>'
    if oldest := words.oldest_open(report):
        target = link(anchors.deviation(oldest), f"X{oldest.number}")
        since = escape(words.aged(oldest, report))
        yield f"The oldest exception that nobody accepted is {target}: since {since}."
    yield "</div>\n"
    yield "</header>\n<nav aria-label=Contents><ul>"
    yield "".join(f"<li>{link(name, title)}" for name, title in _SECTIONS)
    yield "</ul></nav>\n<main>\n"
    makers = (
        answers(report, anchors),
        _controls(report, anchors),
        html_heatmap.heatmap(report, anchors, tall),
        _exceptions(report, anchors),
        _waivers(report, anchors),
        _population(report, anchors),
        contracts(report, anchors),
        tests(report),
        _changes(report),
        _trend(report),
        _failures(report),
        _evidence(report),
        _reading(report),
        _sign_off(),
    )
    for (name, title), made in zip(_SECTIONS, makers, strict=True):
        yield f"<section id={name}><h2>{title}</h2>\n"
        yield from made
        yield "</section>\n"
    yield "</main>\n"


def _controls(report: Report, anchors: Anchors) -> Iterator[str]:
    yield f"<p>{escape(LIMIT)}\n"
    if len(report.frameworks) == 1:
        yield from framework(report.frameworks[0], report, anchors)
        return
    for one in report.frameworks:
        states = [control.state for control in one.controls]
        bad = states.count("exceptions")
        said = (
            f"{words.many(bad, 'control')} with exceptions" if bad else "no control with exceptions"
        )
        yield (
            f'<details id="framework:{escape(one.name)}"><summary>'
            f"{escape(words.framework(one.name))}: {said}, "
            f"{len(states) - states.count('no-rule')} of {len(states)} listed controls have rules"
            f"</summary>\n<p class=mute>{escape(one.title)}\n"
        )
        yield from framework(one, report, anchors)
        yield "</details>\n"


def _exceptions(report: Report, anchors: Anchors) -> Iterator[str]:
    if not report.deviations:
        yield "<p>None noted.\n"
        return
    if report.scope.source == "run":
        yield (
            f"<p>All were seen on {words.day(report)}. Since when they exist is "
            f"{words.UNKNOWN}.</p>\n"
        )
    if len(report.deviations) > SINGLY:
        yield (
            "<p>Those that block nothing share a row for each rule; one by one they stand in the "
            "JSON and CSV.</p>\n"
        )
    yield from deviations(report, anchors)


def _waivers(report: Report, anchors: Anchors) -> Iterator[str]:
    if not report.waivers:
        yield "<p>There is none: nobody has accepted any exception.\n"
        return
    yield "<p>A waiver accepts an exception until a date. What is waived never counts as a pass.\n"
    yield from waivers(report, anchors)


def _population(report: Report, anchors: Anchors) -> Iterator[str]:
    population = report.population
    yield f"<p><strong>{escape(words.completeness(report))}.</strong> "
    yield f"{escape(words.derivation(report))}.\n"
    yield (
        f"<p>Digest of the population: <code>{escape(population.digest)}</code>: SHA-256 over the "
        "sorted lines <code>DIGEST&nbsp;&nbsp;PATH</code> of its contracts.\n"
    )
    if population.gaps:
        rows = [(one.path, one.reason) for one in population.gaps]
        yield from plain("Gaps: files that could not be evaluated", ("File", "Why"), rows)
    if report.sample:
        by_path = {one.path: one.number for one in report.contracts}
        numbers = [by_path[path] for path in report.sample.paths]
        drawn = anchors.links(numbers, len(numbers))
        yield (
            f"<h3 id=sample>Sample</h3>\n<p>{words.many(len(numbers), 'contract')} drawn with seed "
            f"{report.sample.seed}: those with the smallest SHA-256 of "
            f"<code>{report.sample.seed}:PATH</code>: {drawn}.\n"
        )


def _changes(report: Report) -> Iterator[str]:
    if report.changes is None:
        yield f"<p>Not known: {words.UNKNOWN}. The digests in force stand under {_EVIDENCE}.\n"
    elif report.changes:
        rows = [(one.at, one.what, one.digest, _number(one.entry)) for one in report.changes]
        yield from plain("Policy changes in the period", ("At", "What", "Digest", "Entry"), rows)
    else:
        yield "<p>None in the period.\n"


_EVIDENCE: Final = '<a href="#evidence">Evidence</a>'


def _trend(report: Report) -> Iterator[str]:
    if report.trend is None:
        yield f"<p>Not known: {words.UNKNOWN}.\n"
        return
    if not report.trend:
        yield "<p>The period has no run.\n"
        return
    yield from html_heatmap.trend(report.trend)
    rows = [
        (one.at, one.run, str(one.contracts), str(one.failed), str(one.waived), _number(one.entry))
        for one in report.trend
    ]
    head = ("At", "Run", "Contracts", "With blocking exceptions", "With waivers", "Entry")
    yield from plain("Runs of the period", head, rows)


def _failures(report: Report) -> Iterator[str]:
    if report.failures is None:
        yield f"<p>Not known: {words.UNKNOWN}.\n"
    elif report.failures:
        yield "<p>Nothing was published on the word of these runs.\n"
        rows = [
            (one.at, one.command, ", ".join(one.kinds), str(one.entry)) for one in report.failures
        ]
        head = ("At", "Command", "Errors", "Entry")
        yield from plain("Runs of the period that ended without a verdict", head, rows)
    else:
        yield (
            "<p>None is in the log. A run that ends because a file or a setting is wrong judges "
            "nothing, and leaves no entry.\n"
        )


def _number(entry: int | None) -> str:
    return "" if entry is None else str(entry)


_INPUTS: Final = {
    "run": "contracts, policies, settings and evaluation time",
    "log": "entries of the log, list of what was expected, and choice of a scope",
}
"""What a report follows from."""


def _evidence(report: Report) -> Iterator[str]:
    rows = [
        (f"E{number}", one.kind, one.name, one.digest)
        for number, one in enumerate(report.evidence, 1)
    ]
    yield from plain("What this report rests on", ("Ref", "Kind", "Name", "Digest"), rows, ids=True)
    yield (
        f"<p>The digest of each contract stands under {link('contracts', 'Contracts')}. The same "
        f"{_INPUTS[report.scope.source]} give the same report, byte for byte. "
        f"Made by meshgov {escape(report.version)}.\n"
    )
    if report.scope.log:
        yield (
            f"<p id=log>Entries are those of the log <code>{escape(report.scope.log)}</code>. "
            "<code>meshgov audit log --from N --to N</code> shows entry N, <code>meshgov audit "
            "prove N</code> proves that it is there, and <code>meshgov audit verify --pin "
            "CHECKPOINT</code> that none up to that checkpoint was changed.\n"
        )
    if report.notices:
        yield "<h3 id=notices>Notices</h3>\n<ul>"
        yield "".join(f"<li>{escape(one)}" for one in report.notices)
        yield "</ul>\n"


def _reading(report: Report) -> Iterator[str]:
    yield f"<p>{escape(LIMIT)}\n<p>How a rule may bear on a control:\n<dl>"
    yield "".join(f"<dt>{name}<dd>{escape(said)}" for name, said in RELATIONS.items())
    yield "</dl>\n<p>What may come of a rule on a contract:\n<dl>"
    yield "".join(f"<dt>{name}<dd>{escape(said)}" for name, said in words.MEANINGS.items())
    yield (
        "</dl>\n<p><b>n of N</b>: n passed of N tested. What is not applicable or not tested is in "
        "neither; what is waived is in N only.\n"
        f"<p>References: C is a contract, R a rule, X an exception, E evidence, P a pattern of "
        f"results; {words.many(len(report.tests), 'rule')} are in the scope of this report.\n"
    )


def _sign_off() -> Iterator[str]:
    yield (
        "<p>To be signed by hand. meshgov signs nothing here.\n<div class=scroll role=region "
        'tabindex=0 aria-label="Sign-off"><table class=sign><caption>Sign-off</caption><thead><tr>'
        "<th scope=col>Role<th scope=col>Name<th scope=col>Function<th scope=col>Date"
        "<th scope=col>Signature<th scope=col>Remarks</thead><tbody>\n"
    )
    for who in words.SIGNERS:
        yield f"<tr><th scope=row>{who}<td><td><td><td><td>\n"
    yield "</tbody></table></div>\n"
