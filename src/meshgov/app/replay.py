"""A run once more, on the inputs that were kept: the same verdict, or the evidence is wrong."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any, Final

from meshgov.app import contracts
from meshgov.app.contracts import Loaded
from meshgov.app.engines import start
from meshgov.app.fleet import Gathering, gathering
from meshgov.app.gate_fleet import BranchFleet
from meshgov.app.gate_tree import Branch
from meshgov.app.governed import Governed
from meshgov.app.judge import Case, Previous
from meshgov.app.known import Known
from meshgov.app.quality import load as load_results
from meshgov.app.run import Run
from meshgov.app.settings import EngineSettings, RunSettings
from meshgov.app.sources import One
from meshgov.decide import fleet as decide
from meshgov.engine import fleet as records
from meshgov.errors import InputError
from meshgov.formats import units
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.consumers import Consumers, Reading
from meshgov.model.document import Document
from meshgov.model.verdict import Verdict
from meshgov.policy import governance as governances
from meshgov.policy import organization as organizations
from meshgov.policy import pack as packs
from meshgov.policy import parameters
from meshgov.policy.quantities import Units
from meshgov.policy.terms import Terms

_UNITS: Final = Units(ratio=units.ratio, duration=units.duration)

Get = Callable[[str], bytes]
"""The bytes with a digest; raises InputError where they are missing."""


@contextmanager
def replayed(inputs: Any, get: Get, engine: EngineSettings) -> Iterator[Verdict]:
    """The verdict of the run whose list of inputs this is; it lives as long as this is entered.

    Raises:
        MeshgovError: an input is missing or can't be read, or a failing engine.
        KeyError, TypeError, ValueError: it is no list of inputs.
    """
    with TemporaryDirectory(prefix="mg-") as folder:
        governed = restored(inputs, get, folder, engine)
        cases = [partial(_case, one, get) for one in inputs["cases"]]
        known = {one["new"]["file"]: one["new"]["digest"] for one in inputs["cases"]}
        known |= {one["file"]: one["digest"] for one in (inputs["fleet"] or {}).get("others", ())}

        def reload(path: str) -> Loaded:
            return contracts.parse(get(known[path]), path)

        with start(governed.pack, engine, configured_url=None, work=len(cases)) as running:
            run = Run(
                governed,
                running,
                inputs["command"],
                fleet=_fleet(inputs, governed, reload),
            )
            yield run.judge(cases, lambda _: None)


def restored(inputs: Any, get: Get, folder: str, engine: EngineSettings) -> Governed:
    """What a run was judged under; ``folder`` gets policies, waivers and results.

    Raises:
        MeshgovError: an input is missing or can't be read.
        KeyError, TypeError, ValueError: it is no list of inputs.
    """
    told = inputs["configuration"]
    builtin, *others = [_policies(one, get, folder, n) for n, one in enumerate(inputs["policies"])]
    terms = {
        os.path.realpath(path): Terms(rego=one["rego"])
        for path, one in zip(others, inputs["policies"][1:], strict=True)
    }
    pack = packs.build(builtin, others, terms)
    organization = _document(told["organization"], get)
    registry = organizations.resolve(organization) if organization else None
    owned = zip(others, inputs["policies"][1:], strict=True)
    resolution = governances.read(
        _document(told["governance"], get),
        pack,
        parameters.definitions(builtin),
        _UNITS,
        registry,
        files={
            domain: document
            for domain, one in told["domains"].items()
            if (document := _document(one, get))
        },
        folders={path: one["domain"] for path, one in owned if one["domain"]},
    )
    governance = replace(
        resolution.governance, waivers=(), contracts=(), consumers=(), opa_url=None, notices=()
    )
    settings = RunSettings(
        now=inputs["evaluated_at"],
        fail_on=inputs["fail_on"],
        waivers=tuple(_waivers(told["waivers"], get, folder)),
        engine=engine,
    )
    # Where the policies lay is a part of the record, and they lie elsewhere now.
    pack = replace(pack, sources=tuple(one["source"] for one in inputs["policies"]))
    governed = Governed(settings, pack, governance, registry, consumers=_consumers(inputs))
    return _with_results(governed, inputs["results"], get, folder)


def _policies(one: Any, get: Get, folder: str, number: int) -> str:
    """Write policies to a folder of their own."""
    data = get(one["digest"])
    path = os.path.join(folder, f"policies-{number}")
    if one["bundle"]:
        path += ".tar.gz"
        files.write_atomically(path, [data])
        return path
    os.mkdir(path)
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                _unpacked(archive, member, path)
    except tarfile.TarError as error:
        raise InputError(f"the policies {one['digest']} are no archive: {error}") from None
    return path


def _unpacked(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: str) -> None:
    """Write one file of an archive; early releases of Python 3.11 have no safe `extractall`."""
    steps = member.name.split("/")
    held = archive.extractfile(member) if member.isreg() else None
    if held is None or not all(steps) or {".", ".."}.intersection(steps):
        raise InputError(f"the policies hold {member.name!r}, which is no file inside them")
    place = os.path.join(folder, *steps)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    files.write_atomically(place, [held.read()])


def _document(one: Any, get: Get) -> Document | None:
    return None if one is None else documents.parse(get(one["digest"]), one["file"])


def _waivers(told: Any, get: Get, folder: str) -> Iterator[str]:
    for number, one in enumerate(told):
        suffix = os.path.splitext(one["file"])[1]
        path = os.path.join(folder, f"waivers-{number}{suffix}")
        files.write_atomically(path, [get(one["digest"])])
        yield path


def _consumers(inputs: Any) -> Consumers:
    told = inputs["consumers"]
    readings = (
        Reading(consumer, product, version, None if fields is None else tuple(fields))
        for consumer, product, version, fields in told["readings"]
    )
    return Consumers.of(readings, known=told["known"], given=told["given"])


def _with_results(governed: Governed, told: Any, get: Get, folder: str) -> Governed:
    if told is None:
        return governed
    path = os.path.join(folder, f"results{os.path.splitext(told['file'])[1]}")
    files.write_atomically(path, [get(told["digest"])])
    results = load_results(path)
    results.excuse(told["elsewhere"])
    return replace(governed, results=results)


def _contract(one: Any, get: Get) -> Loaded:
    return contracts.parse(get(one["digest"]), one["file"])


def _case(one: Any, get: Get) -> Case:
    old = _contract(one["old"], get) if one["old"] else None
    new = _contract(one["new"], get)
    return Case(
        new=new,
        old=old,
        ref=one["ref"],
        earlier=tuple(
            Previous(_contract(each["document"], get), each["ref"]) for each in one["earlier"]
        ),
        added_to=tuple(one["added_to"]) if one["added_to"] else None,
        stays=one["stays"],
        withdrawn=one["withdrawn"],
        remarks=tuple(one["remarks"]),
    )


def _fleet(inputs: Any, governed: Governed, reload: Callable[[str], Loaded]) -> Gathering | None:
    told: Mapping[str, Any] | None = inputs["fleet"]
    if told is None:
        return None
    if inputs["command"] != "gate":
        return gathering(governed, inputs["command"], reload)
    if not decide.is_asked(governed.pack, governed.governance, governed.settings.now):
        return None
    branch = Branch(records=list(told["before"]))
    for one in told["others"]:
        path = one["file"]
        loaded = reload(path)
        known = Known.of(One(path, lambda: b""), loaded)
        branch.unchanged[path] = known, records.record(loaded.contract, path)
    return BranchFleet(governed, branch, reload)
