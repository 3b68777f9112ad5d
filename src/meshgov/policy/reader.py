"""Configured values read strictly: every key known, every type right, every refusal located.

A key that nobody reads would be believed, so there is no way here to read a mapping without saying
which keys it may have. Errors are collected, so that a person sees all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import date
from typing import Final, NamedTuple

from meshgov.errors import ConfigurationError, Location, ManyErrors, MeshgovError
from meshgov.model.document import Document, Json, Origin
from meshgov.policy.nearest import hint as hint_for

_WORDS: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}
"""What older YAML took for truth; today they are texts."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Node(NamedTuple):
    """A value and where it stands."""

    value: Json
    origin: Origin


Entries = dict[str, Node]


class Reader:
    """Reads nodes of one file and collects what is wrong with them.

    Reading methods return an empty value for what they refuse, so that reading can go on; nothing
    read may be used before :meth:`finish`.
    """

    def __init__(
        self,
        locate: Callable[[Origin], Location],
        locate_key: Callable[[Origin], Location] | None = None,
        error: type[MeshgovError] = ConfigurationError,
        root: str = "the file",
    ) -> None:
        """``locate`` points at values, ``locate_key`` at the keys that introduce them."""
        self.errors: list[MeshgovError] = []
        self.place = locate
        self.place_key = locate_key or locate
        self._error = error
        self._root = root

    def refuse(self, origin: Origin, message: str, hint: str | None = None) -> None:
        """Remember an error about the value at ``origin``."""
        self.errors.append(self._error(message, hint=hint, location=self.place(origin)))

    def refuse_key(self, origin: Origin, message: str, hint: str | None = None) -> None:
        """Remember an error about the key at ``origin``."""
        self.errors.append(self._error(message, hint=hint, location=self.place_key(origin)))

    def finish(self) -> None:
        """Raise what was refused, if anything.

        Raises:
            MeshgovError: of the reader's kind; ManyErrors for several, from top to bottom.
        """
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise ManyErrors(sorted(self.errors, key=lambda error: error.location or ()))

    def name(self, origin: Origin) -> str:
        """An origin as people read it: ``governance.rules[2].name``."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in origin)
        return text.lstrip(".") or self._root

    def wrong(self, node: Node, wanted: str, hint: str | None = None) -> None:
        """Remember that ``node`` is not ``wanted``."""
        found = describe(node.value)
        self.refuse(node.origin, f"{self.name(node.origin)} must be {wanted}, not {found}", hint)

    def entries(self, node: Node) -> Entries:
        """A mapping's entries; nothing written is an empty mapping."""
        if node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self.wrong(node, "a mapping")
            return {}
        return {key: Node(value, (*node.origin, key)) for key, value in node.value.items()}

    def mapping(self, node: Node, known: Collection[str]) -> Entries:
        """A mapping's entries, each with a key of ``known``."""
        entries = self.entries(node)
        self.only(entries, known, self.name(node.origin))
        return {key: entry for key, entry in entries.items() if key in known}

    def only(self, entries: Entries, known: Collection[str], owner: str, what: str = "key") -> None:
        """Refuse each entry whose key is not ``known``."""
        for key, entry in entries.items():
            if key not in known:
                self.refuse_key(
                    entry.origin, f"{owner} has no {what} {key!r}", hint_for(key, known)
                )

    def pairs(self, node: Node) -> Entries:
        """Entries of a mapping, or of a list of one-key mappings, which means the same."""
        if isinstance(node.value, str):
            self.wrong(node, "a mapping, or a list of mappings with one key each")
            return {}
        if not isinstance(node.value, list):
            return self.entries(node)
        found: Entries = {}
        for item in self.items(node):
            entries = self.entries(item)
            if len(entries) > 1:
                message = f"{self.name(item.origin)} has {len(entries)} keys instead of one"
                self.refuse(item.origin, message, "start each key with a dash of its own")
            for key, entry in entries.items():
                self.once(found, key, entry)
        return found

    def once(self, found: Entries, key: str, entry: Node) -> None:
        """Put ``entry`` into ``found``, or refuse it when ``key`` is there already."""
        if key in found:
            first = self.place_key(found[key].origin)
            self.refuse_key(entry.origin, f"{key!r} stands twice, first at {first}", "keep one")
        else:
            found[key] = entry

    def domains(self, found: Entries) -> None:
        """Refuse names of domains that differ in capitals alone, and patterns.

        A contract's domain would be both of the former; the latter would be domains of that very
        name, so that what stands there would hold for nobody.
        """
        seen: dict[str, str] = {}
        for domain, node in found.items():
            if "*" in domain or "?" in domain:
                message = f"{domain!r} is a pattern, and a domain is named in full"
                hint = "what holds for every domain stands in global_policies"
                self.refuse_key(node.origin, message, hint)
            first = seen.setdefault(domain.casefold(), domain)
            if first != domain:
                at = self.place_key(found[first].origin)
                message = f"the domains {domain!r} and {first!r} (at {at}) differ in capitals alone"
                self.refuse_key(node.origin, message, "keep one spelling, in one place")

    def items(self, node: Node) -> list[Node]:
        """A list's items; nothing written is an empty list."""
        if node.value is None:
            return []
        if not isinstance(node.value, list):
            self.wrong(node, "a list")
            return []
        return [Node(value, (*node.origin, index)) for index, value in enumerate(node.value)]

    def text(self, node: Node, hint: str | None = None) -> str:
        """A text that isn't empty."""
        if isinstance(node.value, str) and node.value.strip():
            return node.value
        self.wrong(node, "a text", hint)
        return ""

    def texts(self, node: Node) -> tuple[str, ...]:
        """A list of texts, or a single one."""
        if isinstance(node.value, str):
            return (self.text(node),)
        if isinstance(node.value, dict):
            self.wrong(node, "a text or a list of texts")
            return ()
        return tuple(self.text(item) for item in self.items(node))

    def flag(self, node: Node) -> bool:
        """True or false."""
        if isinstance(node.value, bool):
            return node.value
        meant = _WORDS.get(node.value.lower()) if isinstance(node.value, str) else None
        self.wrong(node, "true or false", f"write {meant}" if meant else None)
        return False

    def day(self, node: Node) -> str:
        """A date such as ``2026-01-31``."""
        if isinstance(node.value, str) and _DAY.fullmatch(node.value):
            with suppress(ValueError):  # the 30th of February
                return date.fromisoformat(node.value).isoformat()
        self.wrong(node, "a date", "write it as 2026-01-31")
        return ""

    def choice(self, node: Node, options: Iterable[str]) -> str:
        """One of ``options``."""
        allowed = tuple(options)
        if isinstance(node.value, str) and node.value in allowed:
            return node.value
        near = hint_for(node.value, allowed) if isinstance(node.value, str) else None
        suggestion = near if near and near.startswith("did") else None
        wanted = f"one of {', '.join(allowed)}" if len(allowed) > 1 else allowed[0]
        self.wrong(node, wanted, suggestion)
        return allowed[0]


def of_document(document: Document, error: type[MeshgovError] = ConfigurationError) -> Reader:
    """A reader of a configuration file, or of another one whose faults are an ``error``."""
    return Reader(document.locate, lambda origin: _key_location(document, origin), error)


def describe(value: Json) -> str:
    """A value, or what kind of value it is, in a few words."""
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def _key_location(document: Document, origin: Origin) -> Location:
    parent: object = document.value
    for step in origin[:-1]:
        parent = parent[step]  # type: ignore[index]  # origins come from walking this document
    mark = document.marks.get(id(parent), {}).get(origin[-1]) if origin else None
    if mark is None:
        return document.locate(origin)
    return Location(document.file, mark.key_line, mark.key_column)
