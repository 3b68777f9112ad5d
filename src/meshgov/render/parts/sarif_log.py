"""A SARIF 2.1.0 log of one run, as OASIS describes it, whole or for a service.

Findings are results. Changes are none: what is wrong with them, rules say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Final

from meshgov.errors import Location, MeshgovError
from meshgov.model.document import Json
from meshgov.model.verdict import Verdict
from meshgov.model.waiver import Waiver
from meshgov.render.parts import weight
from meshgov.render.parts.json_text import document
from meshgov.render.parts.lines import in_one
from meshgov.render.parts.place import in_tree, nearest
from meshgov.render.parts.plain import prose
from meshgov.render.parts.sarif_rules import descriptor, message
from meshgov.render.parts.stream import array
from meshgov.render.parts.waivers import terms

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

ROOT: Final = "%SRCROOT%"

_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
"""Bytes that stand for themselves in the path of a URI."""


def log(verdict: Verdict, limit: int | None = None) -> Iterator[str]:
    """The log in pieces, one per result.

    Args:
        verdict: what is told.
        limit: results that a service keeps, which knows no suppressions and refuses results without
            a file; None: everything, for readers who know SARIF.
    """
    yield _opening()
    yield '      "tool": ' + _inside(_tool(verdict)) + ",\n"
    yield '      "invocations": ' + _inside([_invocation(verdict, limit)]) + ",\n"
    yield '      "automationDetails": ' + _inside({"id": f"meshgov/{verdict.command}/"}) + ",\n"
    yield '      "originalUriBaseIds": ' + _inside(_bases()) + ",\n"
    yield '      "columnKind": "unicodeCodePoints",\n'
    yield '      "properties": ' + _inside(_properties(verdict)) + ",\n"
    if limit is None:
        yield '      "artifacts": '
        yield from array(_artifacts(verdict), 6)
        yield ",\n"
    yield '      "results": '
    yield from array(_results(verdict, limit), 6)
    yield "\n    }\n  ]\n}\n"


def error_log(errors: Sequence[MeshgovError], exit_code: int) -> Iterator[str]:
    """The log of a run that judged nothing.

    It has no ``results`` at all. An empty list would say that everything was looked at and all is
    well, and a service would close what it has open.
    """
    invocation: Json = {
        "executionSuccessful": False,
        "exitCode": exit_code,
        "exitCodeDescription": "nothing was judged",
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": message(in_one(one))},
                "descriptor": {"id": f"meshgov/{one.kind}"},
                **({"locations": [_location(one.location, ())]} if one.location else {}),
            }
            for error in errors
            for one in error.each()
        ],
    }
    yield _opening()
    yield '      "tool": ' + _inside({"driver": _driver()}) + ",\n"
    yield '      "invocations": ' + _inside([invocation]) + "\n    }\n  ]\n}\n"


def _opening() -> str:
    return (
        f'{{\n  "$schema": {document(SCHEMA)},\n  "version": "2.1.0",\n'
        '  "properties": {\n    "tool": "meshgov/sarif/v1"\n  },\n  "runs": [\n    {\n'
    )


def _inside(value: Json) -> str:
    """A member of the run, as deep as it stands."""
    return document(value).replace("\n", "\n      ")


def _driver() -> dict[str, Json]:
    version: str = import_module("meshgov").__version__  # by name: the package's door knows us
    return {"name": "meshgov", "semanticVersion": version}


def _tool(verdict: Verdict) -> Json:
    rules: list[Json] = [descriptor(rule) for rule in verdict.rules.values()]
    return {"driver": {**_driver(), "rules": rules}}


def _bases() -> Json:
    return {ROOT: {"description": {"text": "The folder in which meshgov ran."}}}


def _properties(verdict: Verdict) -> Json:
    return {
        "verdict": verdict.verdict,
        "evaluated_at": verdict.evaluated_at,
        "pack_digest": verdict.pack_digest,
        "engine": f"{verdict.engine_name} {verdict.engine_version}",
    }


def _invocation(verdict: Verdict, limit: int | None) -> Json:
    notes: list[Json] = [
        {"level": "note", "message": {"text": message(notice)}} for notice in verdict.notices
    ]
    missing = 0 if limit is None else weight.number_unwaived(verdict) - limit
    if missing > 0:
        said = (
            f"{missing:,} more findings are not in this file, which holds the {limit:,} "
            "most severe ones; the formats sarif and json hold all."
        )
        notes.append(
            {"level": "warning", "message": {"text": said}, "descriptor": {"id": "meshgov/limit"}}
        )
    return {
        "executionSuccessful": True,
        "exitCode": verdict.exit_code,
        **({"toolExecutionNotifications": notes} if notes else {}),
    }


def _artifacts(verdict: Verdict) -> Iterator[Json]:
    met: set[str] = set()
    for contract in verdict.contracts:
        path = in_tree(contract.path)
        if path is not None and path not in met:
            met.add(path)
            algorithm, _, digest = contract.digest.partition(":")
            hashes: Json = {"sha-256": digest} if algorithm == "sha256" else {}
            yield {"location": _artifact(path), "roles": ["analysisTarget"], "hashes": hashes}


def _results(verdict: Verdict, limit: int | None) -> Iterator[Json]:
    order = {rule: at for at, rule in enumerate(verdict.rules)}
    waivers = {waiver.id: waiver for waiver in verdict.waivers}
    for placed in _chosen(verdict, limit):
        yield _result(placed, order, waivers, full=limit is None)


def _chosen(verdict: Verdict, limit: int | None) -> Iterable[weight.Placed]:
    """The findings that are told. Where there is a limit, no more than that are in memory."""
    if limit is None:
        return ((one.name, finding) for one in verdict.contracts for finding in one.findings)
    return weight.most_severe(verdict, limit)


def _result(
    placed: weight.Placed, order: Mapping[str, int], waivers: Mapping[str, Waiver], *, full: bool
) -> Json:
    product, finding = placed
    name = ".".join((product, *finding.path))
    suppressions: list[Json] = (
        [] if finding.waiver is None else [_suppression(finding.waiver, waivers)]
    )
    return {
        "ruleId": finding.rule,
        **({"ruleIndex": order[finding.rule]} if finding.rule in order else {}),
        "level": weight.level(finding),
        "message": {"text": message(finding.message)},
        "locations": [_location(finding.location, (name,), everywhere=not full)],
        "partialFingerprints": {"meshgov/v1": finding.fingerprint},
        **({"suppressions": suppressions} if full else {}),
        "properties": {
            "product": product,
            "path": list(finding.path),
            "severity": finding.severity,
            "mode": finding.mode,
            "blocking": finding.blocking,
        },
    }


def _suppression(identity: str, waivers: Mapping[str, Waiver]) -> Json:
    waiver = waivers.get(identity)
    why = f"{waiver.reason} ({terms(waiver, str)})" if waiver else "waived"
    return {
        "kind": "external",
        "status": "accepted",
        "justification": prose(f"{identity}: {why}"),
        **({"location": _location(waiver.location, ())} if waiver else {}),
    }


def _location(where: Location, names: Sequence[str], *, everywhere: bool = False) -> Json:
    """A place in a file on disk, and in any case what it is called inside its product."""
    path = nearest(where.file) if everywhere else in_tree(where.file)
    logical: list[Json] = [{"fullyQualifiedName": name} for name in names]
    if path is None:
        shown = message(str(where))
        return {"logicalLocations": logical, "message": {"text": shown}}
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(path),
            "region": {"startLine": where.line, "startColumn": where.column},
        },
        **({"logicalLocations": logical} if logical else {}),
    }


def _artifact(path: str) -> Json:
    """A URI: from the folder of the run, or absolute."""
    uri = "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}"
        for byte in path.encode("utf-8", "surrogatepass")
    )
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri} if path.startswith("../") else {"uri": uri, "uriBaseId": ROOT}
