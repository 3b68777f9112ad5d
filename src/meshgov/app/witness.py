"""Keeps everything that a run is judged on, so that somebody else can judge it again."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.app import resources, waivers
from meshgov.app.contracts import Loaded
from meshgov.app.gate_fleet import BranchFleet
from meshgov.app.governed import Configured, Governed
from meshgov.app.judge import Case
from meshgov.errors import EvidenceError
from meshgov.evidence import canonical
from meshgov.evidence.contents import Store
from meshgov.evidence.inputs import SCHEMA
from meshgov.load import files
from meshgov.model.document import Document, Json
from meshgov.policy import folder as folders
from meshgov.policy import pack as packs

_KEPT: Final = (".rego", ".json", ".yaml", ".yml")


class Keeper:
    """Puts the files of one run into stores, and lists them.

    Args:
        stores: where contents go; the same into each.

    Attributes:
        searched: the files, folders and globs that were looked through, where contracts are a
            whole; None where they are only some.
        inputs: digest of the list, once the run is over.
        policies: digests of the policies that judged, the shipped ones first.
    """

    def __init__(self, stores: Sequence[Store]) -> None:
        self._stores = stores
        self._cases: list[Json] = []
        self.searched: tuple[str, ...] | None = None
        self.inputs: str | None = None
        self.policies: tuple[str, ...] = ()

    def case(self, case: Case) -> None:
        """Keep one contract, with all that it is compared with.

        Raises:
            EvidenceError: it can't be written.
        """
        self._cases.append(
            {
                "new": self._contract(case.new, "contract"),
                "old": self._contract(case.old, "base") if case.old else None,
                "ref": case.ref,
                "earlier": [
                    {"document": self._contract(one.loaded, "base"), "ref": one.ref}
                    for one in case.earlier
                ],
                "added_to": list(case.added_to) if case.added_to else None,
                "stays": case.stays,
                "withdrawn": case.withdrawn,
                "remarks": list(case.remarks),
            }
        )

    def finish(self, governed: Governed, command: str, fleet: object) -> None:
        """Keep what else counted, and the list of it all.

        Raises:
            EvidenceError: it can't be written, or is no longer what judged.
        """
        assert governed.configured is not None  # noqa: S101  # `govern` made it
        told = {
            "schema": SCHEMA,
            "command": command,
            "evaluated_at": governed.settings.now,
            "fail_on": governed.settings.fail_on,
            "pack": governed.pack.digest,
            "configuration": self._configuration(governed, governed.configured),
            "policies": list(self._policies(governed, governed.configured)),
            "consumers": _consumers(governed),
            "results": self._results(governed),
            "fleet": self._fleet(fleet),
            "searched": None if self.searched is None else list(self.searched),
            "cases": self._cases,
        }
        self.inputs = self._put(canonical.encode(told), "inputs")

    def _put(self, data: bytes, role: str) -> str:
        for store in self._stores:
            store.put(data, role)
        return canonical.digest(data)

    def _contract(self, loaded: Loaded, role: str) -> Json:
        return self._document(loaded.document, role)

    def _document(self, document: Document, role: str) -> dict[str, Json]:
        return {"file": document.file, "digest": self._put(document.data, role)}

    def _configuration(self, governed: Governed, found: Configured) -> dict[str, Json]:
        wanted = governed.governance.waivers or governed.settings.waivers
        listed = waivers.documents_of(governed) if wanted else ()
        kept: list[Json] = [self._named(one, "waivers") for one in listed]
        return {
            "governance": self._named(found.document, "governance"),
            "organization": self._named(found.organization, "organization"),
            "domains": {
                domain: self._named(one, "governance")
                for domain, one in found.domains.files.items()
            },
            "waivers": kept,
        }

    def _named(self, document: Document | None, role: str) -> Json:
        """A file of the configuration, by its last name: where it lay is nobody's business."""
        if document is None:
            return None
        return {**self._document(document, role), "file": os.path.basename(document.file)}

    def _policies(self, governed: Governed, found: Configured) -> Iterator[dict[str, Json]]:
        owners = found.domains.folders
        built = (resources.folder("policies"), *packs.distinct(found.extra))
        if packs.build(built[0], built[1:], found.terms).digest != governed.pack.digest:
            raise EvidenceError("the policies changed while they judged", hint="run it again")
        kept: list[str] = []
        for path, source in zip(built, governed.pack.sources, strict=True):
            is_file = path.endswith(folders.ARCHIVES) and os.path.isfile(path)
            data = files.read(path, _LARGEST) if is_file else _packed(path)
            kept.append(self._put(data, "policy"))
            said = found.terms.get(os.path.realpath(path))
            yield {
                "source": source,
                "digest": kept[-1],
                "bundle": is_file,
                "rego": said.rego if said else None,
                "domain": owners.get(path),
            }
        self.policies = tuple(kept)

    def _results(self, governed: Governed) -> Json:
        found = governed.results
        if found is None:
            return None
        return {
            "file": found.file,
            "digest": self._put(found.data, "results"),
            "elsewhere": list[Json](sorted(found.elsewhere)),
        }

    def _fleet(self, fleet: object) -> Json:
        """Which other contracts the rules over all of them were asked about."""
        if fleet is None:
            return None
        if not isinstance(fleet, BranchFleet):
            return {"others": [], "before": []}
        before: list[Json] = list(fleet.before)
        others: list[Json] = [
            self._other(path, known.digest) for path, (known, _) in fleet.others.items()
        ]
        return {"others": others, "before": before}

    def _other(self, path: str, digest: str) -> Json:
        data = files.read(path)
        if self._put(data, "contract") != digest:
            raise EvidenceError(f"{path} changed while it was judged", hint="run it again")
        return {"file": path, "digest": digest}


_LARGEST: Final = 256 * 1024 * 1024


def _consumers(governed: Governed) -> Json:
    found = governed.consumers
    readings: list[Json] = []
    for ones in found.by_product.values():
        for one in ones:
            fields: Json = None if one.fields is None else list(one.fields)
            readings.append([one.consumer, one.product, one.version, fields])
    return {"known": found.known, "given": found.given, "readings": readings}


def _packed(folder: str) -> bytes:
    """The policies in a folder as one archive; the same files make the same bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(_names(folder)):
            with open(os.path.join(folder, *name.split("/")), "rb") as file:
                data = file.read()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def _names(folder: str) -> Iterator[str]:
    """What counts as policy in a folder, or as words about it; tests don't."""
    for name in folders.walk(folder):
        counts = name.endswith(_KEPT) or folders.is_policy(name)
        if counts and not name.endswith("_test.rego"):
            yield name
