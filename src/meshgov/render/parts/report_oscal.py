"""What OSCAL is made of: ids that follow from what they name, facts, and what a log adds."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from meshgov.model.document import Json
from meshgov.model.report import Control, Deviation, Report, Tested
from meshgov.render.parts import report_words as words
from meshgov.render.parts.plain import prose

NAMESPACE: Final = "urn:meshgov:oscal"
_NOT_TOKEN: Final = re.compile(r"[^A-Za-z0-9_.-]+")


class Ids:
    """Every id follows from what it names, and from everything that the report says."""

    def __init__(self, report: Report) -> None:
        digest = hashlib.sha256(repr(report).encode("utf-8", "backslashreplace")).hexdigest()
        self._root = uuid5(NAMESPACE_URL, f"{NAMESPACE}:{digest}")

    @property
    def root(self) -> str:
        """Of the document."""
        return str(self._root)

    def of(self, kind: str, name: str) -> str:
        """Of a thing of a kind."""
        return str(uuid5(self._root, f"{kind}:{name}"))

    def deviation(self, one: Deviation) -> str:
        """Of an exception; two findings of one rule at one place differ in their number only."""
        return self.of("exception", f"{one.number}:{one.fingerprint}")

    def risk(self, name: str) -> str:
        """Of a waiver or of what is open."""
        return self.of("risk", name)


def journal(report: Report, ids: Ids) -> dict[str, Json]:
    """Runs, runs without a verdict and changes of policies: what happened, in order of time."""
    met: list[tuple[str, str, str, int | None]] = [
        (
            one.at,
            f"Run {one.run}".strip(),
            words.run(one),
            one.entry,
        )
        for one in report.trend or ()
    ]
    met += [
        (one.at, "Run without a verdict", f"{one.command}: {', '.join(one.kinds)}", one.entry)
        for one in report.failures or ()
    ]
    met += [
        (one.at, "Policy change", f"{one.what} ({one.digest})", one.entry)
        for one in report.changes or ()
    ]
    made: list[Json] = [
        {
            "uuid": ids.of("event", str(number)),
            "title": prose(title),
            "description": prose(said),
            "start": at,
            **some("props", [] if entry is None else [prop("entry", entry)]),
        }
        for number, (at, title, said, entry) in enumerate(sorted(met, key=_when), 1)
    ]
    return {"assessment-log": {"entries": made}} if made else {}


def _when(event: tuple[str, str, str, int | None]) -> tuple[str, int]:
    return event[0], event[-1] or 0


def proven(report: Report, ids: Ids, contract: Tested, one: Deviation) -> list[Json]:
    """The entries of the log that hold an exception; none without a log."""
    said = (
        (contract.entry, "The verdict that has it"),
        (one.first_entry, "The first verdict that had it"),
    )
    if report.scope.log is None:
        return []
    return [
        {
            "href": f"#{ids.of('resource', 'log')}",
            "description": f"{what}: {words.entry(number)}.",
            "props": [prop("entry", number)],
        }
        for number, what in said
        if number is not None
    ]


def resources(report: Report, ids: Ids) -> list[Json]:
    """What the rest refers to: the policies, the log, and everything that is evidence."""
    found: list[Json] = [
        {
            "uuid": ids.of("resource", "plan"),
            "title": "Policies in force",
            "description": "Rules by id; the policy pack among the other resources is their "
            "digest.",
        }
    ]
    if report.scope.log:
        found.append(
            {
                "uuid": ids.of("resource", "log"),
                "title": "Evidence log",
                "description": f"{prose(report.scope.log)}: numbers of entries are those "
                "of this log.",
            }
        )
    for number, one in enumerate(report.evidence, 1):
        digest = [prop("digest", one.digest)] if one.digest else []
        found.append(
            {
                "uuid": ids.of("resource", f"E{number}"),
                "title": one.kind,
                "description": prose(one.name),
                **some("props", digest),
            }
        )
    return found


def control_id(one: Control) -> str:
    """A control as a token: ``gdpr-32.1.a``; those of NIST as NIST writes them: ``sc-28.1``."""
    name = _NOT_TOKEN.sub(".", one.id.replace(")(", ".")).strip(".").lower()
    full = name if one.framework == "nist80053" else f"{one.framework}-{name}"
    token = _NOT_TOKEN.sub(".", full)
    return token if token[0].isalpha() or token[0] == "_" else f"_{token}"


def prop(name: str, said: str | int) -> Json:
    """One fact in the name space of meshgov."""
    return {"name": name, "ns": NAMESPACE, "value": value(str(said))}


def value(text: str) -> str:
    """At least one character, and none of white space at either end."""
    return prose(text).strip() or "-"


def some(key: str, found: list[Json]) -> dict[str, Json]:
    """Nothing for an empty list, which OSCAL forbids."""
    return {key: found} if found else {}
