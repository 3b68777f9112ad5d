"""What a log keeps beside its entries: contents by digest, and records as verdicts again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from meshgov.app.logged import AlteredError
from meshgov.decide.history import Judged
from meshgov.errors import InputError, Location
from meshgov.evidence import canonical, record
from meshgov.evidence.keys import PublicKey
from meshgov.model.evidence import Record
from meshgov.model.pack import Rule
from meshgov.model.report import RESULTS
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult
from meshgov.model.waiver import Waiver

Get = Callable[[str], bytes | None]
"""The bytes with a digest; None where they are gone."""

GONE: Final = "what was found is no longer known: the record of it was erased"


class Kept:
    """The contents of a log, each held against its digest before it is believed.

    Args:
        get: where they are.
        erased: those that are gone as the log says, and the entry that says so; None: whatever is
            gone may be.
    """

    def __init__(self, get: Get, erased: Mapping[str, int] | None) -> None:
        self._get = get
        self._erased = erased

    def find(self, digest: str) -> bytes | None:
        """Some bytes that may have been kept.

        Raises:
            AlteredError: they are others.
        """
        data = self._get(digest)
        if data is not None and canonical.digest(data) != digest:
            raise AlteredError(
                f"the content {digest} is no longer what it was", hint="see `meshgov audit verify`"
            )
        return data

    def named(self, digest: str, role: str, entry: int) -> bytes | None:
        """Some bytes that an entry names; None where they were erased.

        Raises:
            AlteredError: they are others, or gone without a word.
        """
        data = self.find(digest)
        if data is None and self._erased is not None and self._erased.get(digest, 0) < entry:
            raise AlteredError(
                f"the {role} of entry {entry} ({digest[:19]}) is gone, and no entry tells of its "
                "erasure",
                hint="see `meshgov audit verify`",
            )
        return data

    def must(self, digest: str) -> bytes:
        """Some bytes without which nothing can be said.

        Raises:
            InputError: they are gone.
        """
        data = self.find(digest)
        if data is None:
            raise InputError(f"the content {digest} is gone")
        return data


class Told(NamedTuple):
    """A verdict as the log still has it.

    Attributes:
        verdict: findings without words where the record is gone.
        record: the record itself, or None.
        signed: whether a key that is trusted, or was when it came into the log, signed it.
    """

    verdict: ContractVerdict
    record: Record | None
    signed: bool


def told(
    one: Judged,
    value: Mapping[str, Any],
    kept: Kept,
    rules: Mapping[str, Rule],
    keys: Sequence[PublicKey],
) -> Told:
    """The verdict in an entry.

    Args:
        one: what the entry tells.
        value: the entry.
        kept: the contents of the log.
        rules: by id, for remediations.
        keys: those that are trusted; without any it counts who signed when it was recorded.

    Raises:
        AlteredError: the record is another than the entry names.
    """
    body = value["body"]
    named = [each for each in value["contents"] if each["role"] == "record"]
    data = kept.named(named[0]["digest"], "record", one.entry) if named else None
    if data is None:
        return Told(from_entry(one, body), None, bool(body["signed_by"]))
    try:
        read = record.read(data, f"the record of entry {one.entry}", keys, unsigned=True)
    except InputError as error:
        raise AlteredError(error.message, hint="see `meshgov audit verify`") from None
    if read.payload != body["record"]:
        raise AlteredError(
            f"the record of entry {one.entry} is not the one that it tells of",
            hint="see `meshgov audit verify`",
        )
    signed = bool(read.signed_by) if keys else bool(body["signed_by"])
    return Told(_from_record(read, rules), read, signed)


def over(below: ContractVerdict, above: ContractVerdict) -> ContractVerdict:
    """A verdict with what a later one, that asked less, says on the rules that it asked."""
    later = {one.id: one.result for one in above.rules if one.result != "not-tested"}
    asked = later.keys() | {one.rule for one in above.findings}
    rules = [RuleResult(one.id, later.pop(one.id, one.result)) for one in below.rules]
    rules += [RuleResult(*one) for one in later.items()]
    findings = [one for one in below.findings if one.rule not in asked]
    return replace(below, rules=tuple(rules), findings=(*findings, *above.findings))


def waivers_of(read: Record) -> dict[str, Waiver]:
    """The waivers that a verdict used, as far as its record tells of them."""
    return {
        one["id"]: Waiver(
            id=one["id"],
            rule=one["rule"],
            product=one["product"],
            reason=str(one.get("reason") or ""),
            requested_by=str(one.get("requested_by") or ""),
            approver=one["approver"],
            created=str(one.get("effective_from") or one["expires"]),
            effective_from=str(one.get("effective_from") or one["expires"]),
            expires=one["expires"],
            ticket=str(one.get("ticket") or ""),
            locations={"id": Location(f"record {read.payload}", 1, 1)},
        )
        for one in map(_texts, read.waivers)
    }


def _texts(one: Mapping[str, Any]) -> dict[str, Any]:
    return dict(one)


def _from_record(read: Record, rules: Mapping[str, Rule]) -> ContractVerdict:
    return ContractVerdict(
        path=read.path,
        name=read.product,
        version=read.version,
        domain=read.domain,
        digest=read.contract,
        verdict=read.result,
        rules=tuple(
            RuleResult(str(one["id"]), _known(str(one["effective"]))) for one in read.rules
        ),
        findings=tuple(_finding(_texts(one), rules) for one in read.findings),
    )


def _known(result: str) -> str:
    """A result that a newer meshgov may have words for is no pass."""
    return result if result in RESULTS else "error"


def _finding(one: dict[str, Any], rules: Mapping[str, Rule]) -> Finding:
    rule, where = rules.get(one["rule"]), one["location"]
    return Finding(
        rule=one["rule"],
        severity=one["severity"],
        mode=one["mode"],
        blocking=bool(one["blocking"]),
        message=str(one["message"]),
        remediation=rule.remediation if rule else "",
        path=tuple(map(str, one["path"])),
        location=Location(where["file"], where["line"], where["column"]),
        fingerprint=one["fingerprint"],
        waiver=one["waiver"],
    )


def from_entry(one: Judged, body: Mapping[str, Any]) -> ContractVerdict:
    """What is left of a verdict without its record: an exception is one, without its words too."""
    return ContractVerdict(
        path=body["path"],
        name=body["product"],
        version=body["version"],
        domain=body["domain"],
        digest=one.digest,
        verdict=body["result"],
        rules=tuple(
            RuleResult(rule, _known(name)) for name, rules in one.adverse.items() for rule in rules
        ),
        findings=tuple(
            Finding(
                rule=each["rule"],
                severity=each["severity"],
                mode=each["mode"],
                blocking=bool(each["blocking"]),
                message=GONE,
                remediation="",
                path=(),
                location=Location(body["path"], 1, 1),
                fingerprint=each["fingerprint"],
                waiver=each["waiver"],
            )
            for each in body["findings"]
        ),
    )
