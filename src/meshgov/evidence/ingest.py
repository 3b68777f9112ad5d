"""Verdict records become entries: once each, in any order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from meshgov.evidence import canonical, entries
from meshgov.evidence.contents import Store
from meshgov.evidence.inputs import named
from meshgov.evidence.log import Log
from meshgov.evidence.statement import public
from meshgov.model.document import Json
from meshgov.model.evidence import Content, Draft, Ingested, Record

_BATCH = 500
"""Records in one transaction."""


def ingest(log: Log, store: Store, records: Sequence[Record], time: str) -> Ingested:
    """Add what the log doesn't have yet.

    Args:
        log: where to.
        store: keeps the envelopes.
        records: verified ones.
        time: now.

    Raises:
        MeshgovError: an actor is no login, or the log can't be written; whole batches before
            that are in.
    """
    duplicates: list[str] = []
    unsigned = 0
    known: dict[str, Mapping[str, Content]] = {}
    for start in range(0, len(records), _BATCH):
        batch = []
        for one in records[start : start + _BATCH]:
            # Asked before its content is stored: one that was erased must not come back.
            if is_known(log, one):
                duplicates.append(one.source)
            else:
                batch.append(one)
        drafts = [list(drafts_of(one, store, _inputs(one, store, known))) for one in batch]
        added = iter(log.append([one for own in drafts for one in own], time))
        for record, own in zip(batch, drafts, strict=True):
            new = {draft.kind: next(added) is not None for draft in own}
            if not new["verdict"]:
                duplicates.append(record.source)
            elif not record.signed_by:
                unsigned += 1
    return Ingested(len(records) - len(duplicates), tuple(duplicates), unsigned=unsigned)


def _inputs(
    record: Record, store: Store, known: dict[str, Mapping[str, Content]]
) -> Mapping[str, Content]:
    """What the store holds of the inputs of a record's run; asked once for each run."""
    digest = record.run.get("inputs")
    if not isinstance(digest, str):
        return {}
    if digest not in known:
        known[digest] = named(store, digest)
    return known[digest]


def drafts_of(
    record: Record, store: Store, inputs: Mapping[str, Content] = MappingProxyType({})
) -> Iterator[Draft]:
    """The entries for one record: its policies and its run, the waivers that it used, the verdict.

    Only what can't name a person goes into them. Messages, paths and reasons stay in the record,
    which lies in ``store`` and can be erased.
    """
    actor, number = str(record.run["actor"]), record.run["id"]
    yield release(record.pack, record.pack_rules, actor, inputs.values())
    yield run_draft(record.run, inputs)
    for one in record.waivers:
        yield _waiver_use(record, one, actor)
    yield Draft(
        "verdict",
        actor,
        {
            "product": record.product,
            "version": record.version,
            "domain": record.domain,
            "path": _place(record.path),
            "result": record.result,
            "evaluated_at": record.evaluated_at,
            "contract": record.contract,
            "base": record.base,
            "pack": record.pack,
            "run": number,
            "record": record.payload,
            "signed_by": list(record.signed_by),
            "rules": _results(record),
            "findings": [{key: one.get(key) for key in _FINDING} for one in record.findings],
        },
        contents=(store.put(record.envelope, "record"),),
        once=_mark(record),
    )


def run_draft(run: Mapping[str, Json], inputs: Mapping[str, Content]) -> Draft:
    """The entry of a run."""
    known = dict(_known(run))
    # A run that is told in two ways makes two entries, so that the contradiction is seen.
    mark = canonical.digest(canonical.encode(known))
    return Draft("run", str(run["actor"]), known, tuple(inputs.values()), once=f"run:{mark}")


def is_known(log: Log, record: Record) -> bool:
    """Whether the log has a record already."""
    return log.find(_mark(record)) is not None


def release(pack: str, rules: int, actor: str, contents: Iterable[Content]) -> Draft:
    """The entry of policies that judge for the first time, as far as this log knows.

    Args:
        pack: their digest.
        rules: how many they are.
        actor: who ran them.
        contents: what is held of the run; the policies among it belong to the entry.
    """
    body: dict[str, Json] = {"pack": pack, "rules": rules}
    held = tuple(one for one in contents if one.role == "policy")
    return Draft("policy-release", actor, body, held, once=f"policy-release:{pack}")


def _mark(record: Record) -> str:
    return f"record:{record.payload}"


_RUN = (
    "id", "command", "verdict", "exit_code", "contracts", "failed", "evaluated_at", "commit",
    "repository", "url",
)  # fmt: skip
_FINDING = ("rule", "severity", "mode", "blocking", "fingerprint", "waiver")


def _known(run: Any) -> Iterator[tuple[str, Json]]:
    facts = {**run, "repository": public(run["repository"]), "url": public(run["url"])}
    return ((key, facts[key]) for key in (*_RUN, "inputs") if key in facts)


def _place(path: str) -> str:
    """A path in the tree of contracts; from elsewhere the name alone, for homes have owners."""
    away = path.startswith(("/", "~", "..")) or ":" in path or "\\" in path
    return re.split(r"[/\\:]", path)[-1] if away else path


def _results(record: Record) -> dict[str, Json]:
    """Effective result -> the rules that have it; passes are many, and the record lists them."""
    found: dict[str, list[Json]] = defaultdict(list)
    for one in record.rules:
        found[str(one["effective"])].append(one["id"])
    return {
        key: len(own) if key in {"pass", "not-applicable", "not-tested"} else own
        for key, own in sorted(found.items())
    }


def _waiver_use(record: Record, waiver: Any, actor: str) -> Draft:
    """Who approved is named only by login: waivers are written by people, who may write names."""
    people = {
        key: name.strip().removeprefix("@")
        for key in ("approver", "requested_by")
        if isinstance(name := waiver.get(key), str)
    }
    return Draft(
        "waiver-use",
        actor,
        {
            "waiver": waiver["id"],
            "rule": waiver["rule"],
            "product": record.product,
            "contract": record.contract,
            "run": record.run["id"],
            "record": record.payload,
            "expires": waiver["expires"],
            **{key: name if entries.is_login(name) else None for key, name in people.items()},
        },
        once=f"waiver-use:{record.payload}:{waiver['id']}",
    )
