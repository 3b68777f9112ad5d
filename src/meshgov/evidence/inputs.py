"""The list of everything that a run was judged on: what it names, by digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from meshgov.evidence import canonical
from meshgov.evidence.contents import Store
from meshgov.model.evidence import Content

SCHEMA: Final = "meshgov/run-inputs/v1"


def digests_in(inputs: Any) -> Iterator[tuple[str, str]]:
    """Role and digest of everything that a list of inputs names.

    Raises:
        KeyError, TypeError, AttributeError: it is no such list.
    """
    if inputs["schema"] != SCHEMA:
        raise TypeError
    told = inputs["configuration"]
    for role in ("governance", "organization"):
        if told[role]:
            yield role, told[role]["digest"]
    yield from (("governance", one["digest"]) for one in told["domains"].values())
    yield from (("waivers", one["digest"]) for one in told["waivers"])
    yield from (("policy", one["digest"]) for one in inputs["policies"])
    if inputs["results"]:
        yield "results", inputs["results"]["digest"]
    yield from (("contract", one["digest"]) for one in (inputs["fleet"] or {}).get("others", ()))
    for case in inputs["cases"]:
        yield "contract", case["new"]["digest"]
        if case["old"]:
            yield "base", case["old"]["digest"]
        yield from (("base", one["document"]["digest"]) for one in case["earlier"])


def named(store: Store, digest: str | None) -> dict[str, Content]:
    """The list and everything in it that the store holds, by digest; nothing without a list."""
    kept = store.content(digest, "inputs") if digest else None
    data = store.get(digest) if digest and kept else None
    if digest is None or kept is None or data is None or canonical.digest(data) != digest:
        return {}
    try:
        found = dict.fromkeys(digests_in(canonical.decode(data)))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        return {}
    held = (store.content(one, role) for role, one in found)
    return {digest: kept, **{one.digest: one for one in held if one}}
