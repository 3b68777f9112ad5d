"""``organization.yaml`` to :class:`Organization`: the domains, their teams and their products."""

from __future__ import annotations

from typing import Final

from meshgov.model.document import Document, Json
from meshgov.model.settings import Organization
from meshgov.policy.governance import TOP
from meshgov.policy.nearest import nearest
from meshgov.policy.reader import Entries, Node, Reader, of_document

COUNTS: Final = ("data_engineers", "analytics_engineers")


def resolve(document: Document) -> Organization:
    """The organisation that ``document`` describes, also when it stands beside ``governance``.

    Keys that meshgov doesn't know are kept, because rules of the organisation may read them.

    Raises:
        ConfigurationError: with the position of what is wrong; ManyErrors for several.
    """
    reader = of_document(document)
    top = reader.entries(Node(document.value, ()))
    if "domains" in top:
        message = "the file has no key 'domains' at its top"
        reader.refuse_key(top.pop("domains").origin, message, "put it below `organization:`")
    elif "organization" not in top:
        reader.refuse((), f"{document.file} has no key 'organization'", "put `domains:` below it")
    reader.only(top, TOP, "the file")
    body = reader.mapping(top.get("organization", Node(None, ())), ("domains",))
    found: Entries = {}
    for name, node in _named(reader, body.get("domains", Node(None, ()))):
        reader.once(found, name, node)
    reader.domains(found)
    domains = {name: _domain(reader, name, node) for name, node in found.items()}
    reader.finish()
    return Organization(domains, document.file)


def _named(reader: Reader, node: Node) -> list[tuple[str, Node]]:
    """Each domain under its name: from a list of mappings with ``name``, or a mapping by name."""
    if isinstance(node.value, str):
        reader.wrong(node, "a list of domains", f"write `- name: {node.value}`")
        return []
    if not isinstance(node.value, list):
        return list(reader.entries(node).items())
    found = []
    for item in reader.items(node):
        entries = reader.entries(item)
        if "name" in entries:
            found.append((reader.text(entries["name"]), item))
        elif len(entries) == 1 and all(_may_be_a_domain(entry) for entry in entries.values()):
            found.extend(entries.items())
        elif isinstance(item.value, dict):
            near = next((key for key in entries if nearest(key, ("name",))), None)
            hint = f"write 'name' instead of {near!r}" if near else "give the domain a name"
            reader.refuse(item.origin, f"{reader.name(item.origin)} lacks 'name'", hint)
    return found


def _may_be_a_domain(entry: Node) -> bool:
    """Whether ``entry`` is a domain under its name, and not one of its own keys."""
    return entry.value is None or isinstance(entry.value, dict)


def _domain(reader: Reader, name: str, node: Node) -> dict[str, Json]:
    """The entry as written, its name included, once what meshgov reads in it has the right type."""
    entries = reader.entries(node)
    if name and "name" in entries and entries["name"].value != name:
        reader.wrong(entries["name"], repr(name), "its key is its name; leave this out")
    if "bounded_context" in entries:
        reader.text(entries["bounded_context"])
    products = _products(reader, entries)
    team = reader.entries(entries["team"]) if "team" in entries else {}
    for key in COUNTS:
        if key in team:
            _count(reader, team[key])
    if "product_owner" in team:
        reader.text(team["product_owner"])
    return {"name": name} | {key: entry.value for key, entry in entries.items()} | products


def _products(reader: Reader, entries: Entries) -> dict[str, Json]:
    """The products, as the list that rules ask for, where one stands there as a text alone."""
    if "data_products" not in entries:
        return {}
    written = entries["data_products"]
    found = reader.texts(written)
    return {"data_products": list(found)} if isinstance(written.value, str) else {}


def _count(reader: Reader, node: Node) -> None:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        reader.wrong(node, "a whole number of people")
