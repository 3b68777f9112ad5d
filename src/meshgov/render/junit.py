"""The format for test reports of CI services: a suite per contract, a case per rule.

Only what Jenkins's junit-10 schema knows is used, as other test tools do. It has no place for a
line beside a case, so that file and line stand in the text of a failure. Rules that do not apply to
a contract are no cases: nothing was tested.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult, Verdict
from meshgov.model.waiver import Waiver
from meshgov.render.base import RenderOptions
from meshgov.render.parts.place import in_tree
from meshgov.render.parts.plain import LOG_COMMAND, prose, safe
from meshgov.render.parts.waivers import terms

PROLOGUE: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

NOT_TESTED: Final = "not tested: the rule is off, or what it needs was not given"

SKIPPED: Final = frozenset({"waived", "not-tested"})

_LOG_COMMAND: Final = re.compile(LOG_COMMAND)


class JunitRenderer:
    """JUnit XML; nothing in it is illegal in XML, whatever a contract holds."""

    name = "junit"
    error_document = True
    rooted = False

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The suites, one piece per contract."""
        del options  # machines get everything
        total: Counter[str] = Counter()
        for contract in verdict.contracts:
            total += _count(contract)
        yield PROLOGUE
        yield _open("testsuites", {"name": "meshgov", **_totals(total)})
        waivers = {waiver.id: waiver for waiver in verdict.waivers}
        for contract in verdict.contracts:
            yield "".join(_suite(contract, waivers, verdict.evaluated_at))
        yield "</testsuites>\n"

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """One suite in which each error is a case that ended with it."""
        del options
        singles = [single for error in errors for single in error.each()]
        totals = {"tests": str(len(singles)), "failures": "0", "errors": str(len(singles))}
        yield PROLOGUE
        yield _open("testsuites", {"name": "meshgov", **totals})
        yield _open("testsuite", {"name": "meshgov", **totals, "skipped": "0"}, 2)
        for one in singles:
            place = str(one.location) if one.location else "meshgov"
            yield _open("testcase", {"name": place, "classname": f"meshgov.{one.kind}"}, 4)
            hint = f"\nhint: {prose(one.hint)}" if one.hint else ""
            yield _leaf(
                "error", {"type": one.kind, "message": one.message}, prose(one.message) + hint
            )
            yield "    </testcase>\n"
        yield _leaf("system-err", {}, f"nothing was judged (exit code {exit_code})", 4)
        yield "  </testsuite>\n</testsuites>\n"


RENDERER: Final = JunitRenderer()


def _tested(contract: ContractVerdict) -> Iterator[RuleResult]:
    return (rule for rule in contract.rules if rule.result != "not-applicable")


def _count(contract: ContractVerdict) -> Counter[str]:
    return Counter(rule.result for rule in _tested(contract))


def _totals(results: Counter[str]) -> dict[str, str]:
    return {
        "tests": str(results.total()),
        "failures": str(results["fail"]),
        "errors": "0",
    }


def _suite(
    contract: ContractVerdict, waivers: Mapping[str, Waiver], evaluated_at: str
) -> Iterator[str]:
    results = _count(contract)
    path = in_tree(contract.path)
    yield _open(
        "testsuite",
        {
            "name": contract.name,
            **_totals(results),
            "skipped": str(sum(results[one] for one in SKIPPED)),
            "timestamp": evaluated_at.removesuffix("Z"),
            **({} if path is None else {"file": path}),
        },
        2,
    )
    yield from _properties(contract)
    for rule in _tested(contract):
        own = [finding for finding in contract.findings if finding.rule == rule.id]
        yield from _case(contract, rule, own, waivers)
    yield "  </testsuite>\n"


def _properties(contract: ContractVerdict) -> Iterator[str]:
    facts = {
        "path": contract.path,
        "version": contract.version,
        "domain": contract.domain,
        "verdict": contract.verdict,
        "digest": contract.digest,
    }
    if contract.diff is not None:
        facts["required_bump"] = contract.diff.required_bump
        facts["suggested_version"] = contract.diff.suggested_version
    yield _open("properties", {}, 4)
    for name, value in facts.items():
        if value:
            yield _open("property", {"name": name, "value": value}, 6, closed=True)
    yield "    </properties>\n"


def _case(
    contract: ContractVerdict,
    rule: RuleResult,
    found: Sequence[Finding],
    waivers: Mapping[str, Waiver],
) -> Iterator[str]:
    name = {"name": rule.id, "classname": f"{contract.domain or 'meshgov'}.{contract.name}"}
    inside = "".join(_outcome(rule, found, waivers))
    if not inside:
        yield _open("testcase", name, 4, closed=True)
        return
    yield _open("testcase", name, 4)
    yield inside
    yield "    </testcase>\n"


def _outcome(
    rule: RuleResult, found: Sequence[Finding], waivers: Mapping[str, Waiver]
) -> Iterator[str]:
    blocking = [finding for finding in found if finding.blocking]
    others = [finding for finding in found if not finding.blocking]
    if rule.result == "not-tested":
        yield _leaf("skipped", {"message": NOT_TESTED})
    elif rule.result == "waived":
        yield _leaf("skipped", {"message": _waived(found, waivers)})
    elif blocking:
        first = blocking[0]
        more = f" (and {len(blocking) - 1:,} more)" if len(blocking) > 1 else ""
        said = {"type": first.severity, "message": f"{first.message}{more}"}
        yield _leaf("failure", said, _lines(blocking))
    if others:
        yield _leaf("system-out", {}, _lines(others))


def _waived(found: Sequence[Finding], waivers: Mapping[str, Waiver]) -> str:
    said = []
    for identity in dict.fromkeys(one.waiver for one in found if one.waiver):
        waiver = waivers.get(identity)
        terms_said = f" {terms(waiver)}: {waiver.reason}" if waiver else ""
        said.append(f"waived by {identity}{terms_said}")
    return "; ".join(said)


def _lines(found: Iterable[Finding]) -> str:
    """Place, severity and words of each finding, and its remedy below."""
    lines = []
    for one in found:
        standing = f", waived by {one.waiver}" if one.waiver else ""
        standing = standing or ("" if one.mode == "enforce" else f", mode {one.mode}")
        lines.append(f"{one.location}: {one.severity}{standing}: {prose(one.message)}")
        if one.remediation:
            lines.append(f"  fix: {prose(one.remediation)}")
    return "\n".join(lines)


def _open(tag: str, attributes: Mapping[str, str], margin: int = 0, *, closed: bool = False) -> str:
    written = "".join(f' {name}="{_text(prose(value))}"' for name, value in attributes.items())
    return f"{' ' * margin}<{tag}{written}{'/' if closed else ''}>\n"


def _leaf(tag: str, attributes: Mapping[str, str], words: str = "", margin: int = 6) -> str:
    if not words:
        return _open(tag, attributes, margin, closed=True)
    inside = "\n".join(_text(safe(line)) for line in words.split("\n"))
    return f"{_open(tag, attributes, margin).removesuffix(chr(10))}{inside}</{tag}>\n"


def _text(words: str) -> str:
    """Harmless text on one line for XML, and inert where XML is printed into a log."""
    return _LOG_COMMAND.sub("&#35;", escape(words))
