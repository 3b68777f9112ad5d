"""Verdict records: reading a file of them, and telling which are what they claim to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from meshgov.errors import InputError
from meshgov.evidence import canonical, entries, envelope
from meshgov.evidence.agree import contradictions
from meshgov.evidence.keys import PublicKey, Signer
from meshgov.evidence.statement import EXTENSION, PREDICATE, STATEMENT, statements
from meshgov.model.document import Json
from meshgov.model.evidence import Record, RunFacts
from meshgov.model.verdict import Verdict

RESULTS: Final = {"PASSED": "pass", "FAILED": "fail"}


class RefusedError(InputError):
    """A record is whole, and not what it claims to be: its signature or its result is wrong."""


def write(verdict: Verdict, facts: RunFacts, signers: Sequence[Signer]) -> Iterator[bytes]:
    """The records of a run: a line for each contract, signed by each of ``signers``.

    Raises:
        ConfigurationError: the actor is named by more than a login.
    """
    for payload in statements(verdict, facts):
        yield envelope.seal(payload, signers) + b"\n"


def envelopes(data: bytes, source: str) -> Iterator[tuple[bytes, str]]:
    """The envelopes in a file, one in each line or a single one, each with its place.

    Raises:
        InputError: there is none.
    """
    lines = [(number, one) for number, one in enumerate(data.splitlines(), 1) if one.strip()]
    if not lines:
        raise InputError(f"{source} is empty", hint="give a file that holds verdict records")
    try:
        canonical.decode(data)
    except (ValueError, RecursionError):
        yield from ((line, f"{source}:{number}") for number, line in lines)
    else:
        yield data, source


def read(data: bytes, source: str, keys: Sequence[PublicKey], *, unsigned: bool = False) -> Record:
    """The record in an envelope, verified.

    Args:
        data: the envelope.
        source: where it was read, for people.
        keys: those that are trusted.
        unsigned: take a record that no known key signed too; it proves integrity only.

    Raises:
        RefusedError: no known key signed it, or it contradicts itself.
        InputError: it is no verdict record.
    """
    payload, signatures = envelope.unseal(data, source)
    try:
        value = canonical.decode(payload)
        record = _record(value, payload, data, source)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise InputError(
            f"{source} is no verdict record: {_why(error)}",
            hint="give what meshgov wrote, whole and unchanged",
        ) from None
    good = envelope.signed_by(payload, signatures, keys, record.evaluated_at)
    if not good and not unsigned:
        raise RefusedError(_unsigned(source, signatures, keys, record.evaluated_at))
    if not entries.is_login(str(record.run["actor"])):
        raise RefusedError(f"{source} names its actor {record.run['actor']!r}, which is no login")
    for lie in contradictions(value, record):
        raise RefusedError(f"{source} contradicts itself: {lie}")
    return Record(**{**_fields(record), "signed_by": good})


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in Record.__slots__}


def _why(error: Exception) -> str:
    return f"it lacks {error}" if isinstance(error, KeyError) else "a part of it is malformed"


def _record(value: Any, payload: bytes, data: bytes, source: str) -> Record:
    if value["_type"] != STATEMENT or value["predicateType"] != PREDICATE:
        raise ValueError
    (subject,) = value["subject"]
    predicate = value["predicate"]
    own = predicate[EXTENSION]
    if (
        f"sha256:{subject['digest']['sha256']}" != own["contract"]
        or predicate["policy"]["digest"]["sha256"] != own["pack"]["digest"].removeprefix("sha256:")
        or predicate["timeVerified"] != own["run"]["evaluated_at"]
        or not entries.is_time(predicate["timeVerified"])
    ):
        raise ValueError
    return Record(
        payload=canonical.digest(payload),
        envelope=data,
        product=_text(own["product"]),
        version=_text(own["version"], optional=True),
        domain=_text(own["domain"], optional=True),
        path=_text(own["path"]),
        result=RESULTS[predicate["verificationResult"]],
        evaluated_at=_text(predicate["timeVerified"]),
        contract=_digest(own["contract"]),
        base=_digest(own["base"]["digest"]) if own["base"] else None,
        pack=_digest(own["pack"]["digest"]),
        pack_rules=_number(own["pack"]["rules"]),
        run=_run(own["run"]),
        rules=_objects(own["rules"], "id", "raw", "effective"),
        findings=_findings(own["findings"]),
        waivers=_objects(
            own["waivers"], "id", "rule", "product", "approver", "effective_from", "expires"
        ),
        source=source,
    )


def _run(value: Any) -> dict[str, Json]:
    for key in ("id", "actor", "command", "verdict", "evaluated_at"):
        _text(value[key])
    for key in ("contracts", "failed", "exit_code"):
        _number(value[key])
    for key in ("commit", "repository", "url"):
        _text(value[key], optional=True)
    if value.get("inputs") is not None:
        _digest(value["inputs"])
    return dict(value)


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= canonical.SAFE:
        raise TypeError
    return value


def _digest(value: Any) -> str:
    if not canonical.is_digest(_text(value)):
        raise ValueError
    return str(value)


def _objects(value: Any, *texts: str, optional: str = "") -> tuple[dict[str, Json], ...]:
    for one in value:
        for key in texts:
            _text(one[key])
        if optional:
            _text(one[optional], optional=True)
    return tuple(dict(one) for one in value)


def _findings(value: Any) -> tuple[dict[str, Json], ...]:
    found = _objects(value, "rule", "severity", "mode", "fingerprint", optional="waiver")
    if not all(type(one["blocking"]) is bool for one in found):
        raise TypeError
    return found


def _text(value: Any, *, optional: bool = False) -> Any:
    if not isinstance(value, str) and not (optional and value is None):
        raise TypeError
    return value


def _unsigned(
    source: str, signatures: Sequence[tuple[str, bytes]], keys: Sequence[PublicKey], time: str
) -> str:
    if not signatures:
        return f"{source} is not signed"
    if not keys:
        return f"{source} can't be authenticated without a public key"
    names = ", ".join(name[:16] or "a key without id" for name, _ in signatures)
    past = [one for one in keys if not one.in_use(time)]
    if past:
        out = ", ".join(map(str, past))
        return f"{source} is of {time}, when {out} was not in use; it names {names}"
    return (
        f"{source} is signed with {names}: no signature of a trusted key fits it (trusted: "
        f"{', '.join(map(str, keys))})"
    )
