"""Waivers laid over verdicts: what they cover no longer blocks, stays visible, and is no pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from meshgov.errors import ConfigurationError
from meshgov.model.document import Path
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult
from meshgov.model.waiver import Waiver, WaiverTerms, days_left, state


class Waivers:
    """The waivers of a run, and what they turned out to be good for.

    Args:
        waivers: every one of them, each with an id of its own.
        terms: what the organisation allows.
        now: evaluation time, RFC 3339 UTC.
        changes: rules about changes. A waiver of one waits for its change, so that it is no waste
            while other changes are judged.
    """

    def __init__(
        self,
        waivers: Iterable[Waiver],
        terms: WaiverTerms,
        now: str,
        changes: frozenset[str] = frozenset(),
    ) -> None:
        self._terms = terms
        self._now = now
        self._changes = changes
        self._all = {waiver.id: waiver for waiver in waivers}
        self._of: dict[str, list[Waiver]] = {}
        # The one that lasts longest is the one that counts, where several cover one finding.
        for waiver in sorted(self._all.values(), key=lambda one: (one.expires, one.id))[::-1]:
            self._of.setdefault(waiver.product, []).append(waiver)
        self._used: set[str] = set()
        self._tried: set[str] = set()
        self._met: set[str] = set()

    def apply(self, verdict: ContractVerdict) -> ContractVerdict:
        """The same verdict with what is waived marked, and decided anew.

        Raises:
            ConfigurationError: a waiver runs longer, or was approved by somebody else, than the
                severity of a finding allows.
        """
        self._met.add(verdict.name)
        own = [one for one in self._of.get(verdict.name, ()) if _spans(one, verdict.version)]
        if not own:
            return verdict
        tested = {rule.id for rule in verdict.rules if rule.result != "not-tested"} - self._changes
        self._tried.update(one.id for one in own if one.rule in tested)
        found = tuple(self._over(finding, own) for finding in verdict.findings)
        if found == verdict.findings:
            return verdict
        return replace(
            verdict,
            verdict="fail" if any(one.blocking for one in found) else "pass",
            rules=tuple(_result(rule, found) for rule in verdict.rules),
            findings=found,
        )

    def used(self) -> tuple[Waiver, ...]:
        """Those that covered a finding so far, by id."""
        return tuple(self._all[name] for name in sorted(self._used))

    def notices(self, *, everything: bool) -> Iterator[str]:
        """What a person should know: waivers about to end, and those that cover nothing.

        Args:
            everything: every contract there is was judged, so that a product that was not met
                doesn't exist.
        """
        for waiver in self._all.values():
            now = state(waiver, self._now, self._terms.warn_days)
            if now == "ending" and waiver.id in self._used:
                left = days_left(waiver, self._now)
                when = "today" if left == 0 else f"in {left} day{'' if left == 1 else 's'}"
                yield f"{waiver.location}: waiver {waiver.id} ends {when}, on {waiver.expires}"
            elif now in {"active", "ending"} and waiver.id not in self._used:
                if waiver.id in self._tried:
                    yield f"{waiver.location}: waiver {waiver.id} covers no finding; remove it"
                elif everything and waiver.product not in self._met:
                    yield (
                        f"{waiver.location}: waiver {waiver.id} is for {waiver.product!r}, "
                        "and no contract has that name"
                    )

    def _over(self, finding: Finding, waivers: Iterable[Waiver]) -> Finding:
        told = ""
        for waiver in waivers:
            if not _covers(waiver, finding):
                continue
            now = state(waiver, self._now, self._terms.warn_days)
            if now in {"active", "ending"}:
                self._check(waiver, finding)
                self._used.add(waiver.id)
                return replace(finding, waiver=waiver.id, blocking=False)
            if not told:
                told = _past_or_future(waiver, now)
        return replace(finding, message=finding.message + told) if told else finding

    def _check(self, waiver: Waiver, finding: Finding) -> None:
        """A domain may have raised the severity since the waiver was read."""
        for key, message, hint in self._terms.refusals(waiver, finding.severity):
            raise ConfigurationError(message, hint=hint, location=waiver.locations[key])


def _past_or_future(waiver: Waiver, now: str) -> str:
    verb, day = ("ended", waiver.expires) if now == "expired" else ("begins", waiver.effective_from)
    return f" (waiver {waiver.id} {verb} on {day})"


def _spans(waiver: Waiver, version: str | None) -> bool:
    """Whether a version is among those that the waiver is for; one that can't be read is not."""
    if waiver.max_version is None:
        return True
    from semver import Version  # noqa: PLC0415  # start-up budget: few runs have such a waiver

    try:
        own = Version.parse((version or "").removeprefix("v"))
    except ValueError:
        return False
    return own <= Version.parse(waiver.max_version.removeprefix("v"))


def _covers(waiver: Waiver, finding: Finding) -> bool:
    return (
        waiver.rule == finding.rule
        and waiver.fingerprint in {None, finding.fingerprint}
        and (not waiver.fields or not _names(finding.path).isdisjoint(waiver.fields))
    )


def _names(path: Path) -> set[str]:
    """Every field that a path lies in, from the outermost: ``address``, ``address.zip``.

    In a format with several tables the table may stand before it.
    """
    if path[:1] != ("schema",) or "fields" not in path[1:3]:
        return set()
    start = path.index("fields", 1)
    steps = path[start + 1 :]
    names = {".".join(steps[:end]) for end in range(1, len(steps) + 1)}
    return names | {".".join([*path[1:start], name]) for name in names if start > 1}


def _result(rule: RuleResult, found: Iterable[Finding]) -> RuleResult:
    own = [one for one in found if one.rule == rule.id]
    if not any(one.waiver for one in own):
        return rule
    if any(one.blocking for one in own):
        return rule
    return RuleResult(rule.id, "waived" if all(one.waiver for one in own) else "warn")
