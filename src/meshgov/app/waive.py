"""``meshgov waiver``: list, check and write waivers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meshgov.app import contracts, waivers
from meshgov.app.governed import Governed, shown
from meshgov.errors import ConfigurationError, ManyErrors, MeshgovError
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.document import Json
from meshgov.model.waiver import Waiver, state
from meshgov.policy.nearest import hint as hint_for
from meshgov.render.base import RenderOptions
from meshgov.render.pages import waivers as words

FOLDER = "waivers"
_NUMBERED = re.compile(r"(?P<name>.*?)(?P<number>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new waiver shall say; None and empty texts are filled in, or left out.

    Attributes:
        contract: a contract's file, which tells the product.
        days: length of the term; None for the longest that the rule's severity allows.
    """

    rule: str
    contract: str
    reason: str
    requested_by: str
    approver: str
    fields: tuple[str, ...] = ()
    max_version: str | None = None
    fingerprint: str | None = None
    compensating_controls: str = ""
    risk: str = ""
    ticket: str = ""
    effective_from: str | None = None
    expires: str | None = None
    days: int | None = None
    id: str | None = None
    out: str | None = None


def listing(
    governed: Governed, paths: Sequence[str], *, as_json: bool, options: RenderOptions
) -> Iterator[str]:
    """The waivers in ``paths``, or those that are configured, with the state of each.

    Raises:
        MeshgovError: a file is missing or malformed.
    """
    found = waivers.load(governed, paths)
    now, days = governed.settings.now, waivers.terms(governed.governance).warn_days
    if as_json:
        return words.as_json(found, now, days)
    return words.text(found, now, days, options)


def check(governed: Governed, paths: Sequence[str]) -> str:
    """One line about the waivers, once all of them are well-formed and allowed.

    Raises:
        MeshgovError: a file is missing or malformed, or there is no waiver at all.
    """
    found = waivers.load(governed, paths)
    if not found:
        raise ConfigurationError(
            "there is no waiver to check",
            hint="name a file or folder, or `waivers` in governance.yaml",
        )
    days = waivers.terms(governed.governance).warn_days
    return words.summary([state(one, governed.settings.now, days) for one in found])


def new(governed: Governed, wanted: Wanted) -> str:
    """Write a waiver that the next run accepts; returns its path.

    Raises:
        MeshgovError: what is wanted is no waiver that may be, or its file is there already.
    """
    known = waivers.load(governed)
    contract = contracts.of_document(
        documents.parse(files.read(wanted.contract), wanted.contract)
    ).contract
    name = wanted.id or _next_id(known)
    path = wanted.out or os.path.join(_folder(governed), f"{name}.yaml")
    spec = _spec(governed, wanted, contract.name)
    data = _written(name, spec)
    _must_hold(governed, data, path)
    if any(one.id == name for one in known):
        raise ConfigurationError(f"there is a waiver {name} already", hint="give another --id")
    if os.path.lexists(path):
        raise ConfigurationError(f"{path} is there already", hint="name another file with --out")
    files.make_folder(os.path.dirname(path), hint="name another file with --out")
    files.write_atomically(path, [data])
    return path


def _must_hold(governed: Governed, data: bytes, path: str) -> None:
    """Refuse what the next run would refuse; there is no file yet that a position could be in."""
    try:
        waivers.resolve(governed, [documents.parse(data, path)])
    except MeshgovError as error:
        raise ManyErrors(
            ConfigurationError(one.message, hint=one.hint) for one in error.each()
        ) from None


def _next_id(known: Sequence[Waiver]) -> str:
    """One more than the highest number that is taken, named as the others are."""
    numbered = [match for one in known if (match := _NUMBERED.fullmatch(one.id))]
    if not numbered:
        return "WVR-0001"
    last = max(numbered, key=lambda match: int(match["number"]))
    return f"{last['name']}{int(last['number']) + 1:0{len(last['number'])}d}"


def _folder(governed: Governed) -> str:
    """Where waivers lie already, or would be looked for."""
    folders = [shown(path) for path in governed.governance.waivers if not _is_file(path)]
    return folders[0] if folders else FOLDER


def _is_file(path: str) -> bool:
    return path.lower().endswith((".yaml", ".yml", ".json")) or any(one in path for one in "*?[")


def _spec(governed: Governed, wanted: Wanted, product: str) -> dict[str, Json]:
    today = governed.settings.now[: len("2026-01-31")]
    start = wanted.effective_from or today
    scope: dict[str, Json] = {
        "product": product,
        "fields": list(wanted.fields),
        "max_version": wanted.max_version,
    }
    spec: dict[str, Json] = {
        "rule": wanted.rule,
        "scope": {key: value for key, value in scope.items() if value},
        "finding_fingerprint": wanted.fingerprint,
        "reason": wanted.reason,
        "compensating_controls": wanted.compensating_controls,
        "risk": wanted.risk,
        "ticket": wanted.ticket,
        "requested_by": wanted.requested_by,
        "approver": wanted.approver,
        "created": today,
        "effective_from": start,
        "expires": wanted.expires or _end(governed, wanted, start),
    }
    return {key: value for key, value in spec.items() if value}


def _end(governed: Governed, wanted: Wanted, start: str) -> str:
    """The last day of the term that is wanted, or of the longest that may be."""
    rules = waivers.waivable(governed.pack, governed.governance)
    if wanted.rule not in rules:
        raise ConfigurationError(
            f"there is no rule {wanted.rule!r} in the pack", hint=hint_for(wanted.rule, rules)
        )
    longest = waivers.terms(governed.governance).max_days.get(rules[wanted.rule].severity, 0)
    days = longest if wanted.days is None else wanted.days
    try:
        return (date.fromisoformat(start) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return start  # refused with everything else that is wrong


def _written(name: str, spec: Mapping[str, Json]) -> bytes:
    import yaml  # noqa: PLC0415  # start-up budget: only a new waiver is written

    waiver = {
        "apiVersion": "meshgov/v1",
        "kind": "Waiver",
        "metadata": {"id": name},
        "spec": dict(spec),
    }
    text: str = yaml.safe_dump(waiver, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()
