"""The verdicts in a log, in the order of the time that they were judged as of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from meshgov.app.logged import REPORTED, Index, Rows, odd
from meshgov.decide.history import Judged, Key
from meshgov.diff import versions
from meshgov.evidence import entries


def verdicts(rows: Rows, found: Index) -> Iterator[tuple[Judged, Mapping[str, Any]]]:
    """The verdicts on contracts as they are, up to the end of the period, each with its entry.

    Raises:
        AlteredError: an entry can't be read.
    """
    for first, last in found.spans():
        for row in rows.entries(first, last):
            try:
                value = entries.parse(row.text)
                if value["kind"] != "verdict":
                    continue
                one = _judged(value, found)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise odd(row.seq, error) from None
            in_time = found.until is None or one.at[: len(found.until)] <= found.until
            if in_time and found.command(one.run) in REPORTED:
                yield one, value


def _judged(value: dict[str, Any], found: Index) -> Judged:
    body = value["body"]
    run = found.runs.get(body["run"])
    repository = run.repository if run else ""
    product, path, rules = body["product"], body["path"], body["rules"]
    major = ""
    if (repository, product, path) in found.twice:
        read = versions.read(body["version"])[0]
        major = str(body["version"]) if read is None else str(read.major)
    return Judged(
        entry=value["seq"],
        at=body["evaluated_at"],
        run=body["run"],
        key=Key(repository, product, path, major),
        domain=body["domain"],
        digest=body["contract"],
        untested=rules.get("not-tested", 0),
        adverse={name: own for name, own in rules.items() if isinstance(own, list)},
        fingerprints=dict.fromkeys(one["fingerprint"] for one in body["findings"]),
        recorded=value["time"],
        aside=found.has_failed(body["run"]) and (repository, product) in found.firm,
        again=found.command(body["run"]) == "gate" and body["base"] in {None, body["contract"]},
    )
