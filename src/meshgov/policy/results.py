"""A results file: what came of quality checks, one entry each, for one product or for several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from meshgov.errors import InputError
from meshgov.model.contract import Threshold
from meshgov.model.document import Document, Json
from meshgov.model.measured import STATUSES, Measured
from meshgov.model.pack import SEVERITIES
from meshgov.policy.reader import Entries, Node, Reader, of_document

TOP: Final = ("results",)
ENTRY: Final = ("product", "version", "name", "status", "severity", "observed", "threshold")
REQUIRED: Final = ("name", "status")

ReadThreshold = Callable[[Json], Threshold]


def resolve(document: Document, threshold: ReadThreshold) -> tuple[Measured, ...]:
    """The results that ``document`` holds, in its order: a list, or one below ``results``.

    Args:
        document: the file.
        threshold: reads a threshold as contracts write it.

    Raises:
        InputError: with the position of what is wrong; ManyErrors for several.
    """
    reader = of_document(document, InputError)
    found = read(reader, _listed(reader, document), threshold)
    _same_form(reader, found)
    reader.finish()
    return found


def read(reader: Reader, listed: Node, threshold: ReadThreshold) -> tuple[Measured, ...]:
    """The results of a list; what is wrong with it ends in ``reader``."""
    return tuple(_result(reader, item, threshold) for item in reader.items(listed))


def _listed(reader: Reader, document: Document) -> Node:
    root = Node(document.value, ())
    if isinstance(document.value, list):
        return root
    top = reader.mapping(root, TOP)
    if "results" not in top and not reader.errors:
        hint = "write `results:` and below it `- {name: ..., status: pass}`"
        reader.refuse((), f"{document.file} has no key 'results'", hint)
    listed = top.get("results", Node([], ()))
    if listed.value is None:
        reader.wrong(listed, "a list", "write `results: []` if nothing was checked")
    return listed


def _same_form(reader: Reader, found: tuple[Measured, ...]) -> None:
    """Refuse results without a product among results with one: nobody knows whose they are."""
    if not any(one.product for one in found):
        return
    for index, one in enumerate(found):
        if not one.product and one.location:
            message = f"results[{index}] names no product, and others do"
            hint = "write `product` in every result, or in none"
            reader.errors.append(InputError(message, hint=hint, location=one.location))


def _result(reader: Reader, item: Node, threshold: ReadThreshold) -> Measured:
    entries = reader.mapping(item, ENTRY)
    if item.value is None:
        reader.wrong(item, "a mapping", "write `{name: ..., status: pass}`")
    for key in REQUIRED:
        if isinstance(item.value, dict) and key not in entries:
            reader.refuse(item.origin, f"{reader.name(item.origin)} lacks {key!r}")
    product, version = _text(reader, entries, "product"), _version(reader, entries)
    if version is not None and not product:
        message = f"{reader.name(item.origin)} has a version and no product"
        reader.refuse(entries["version"].origin, message, "add the `product`")
    seen, limit = (_amount(reader, entries, key) for key in ("observed", "threshold"))
    return Measured(
        name=_text(reader, entries, "name") or "",
        status=_choice(reader, entries, "status", STATUSES) or "fail",
        severity=_choice(reader, entries, "severity", SEVERITIES),
        observed=seen,
        threshold=None if limit is None else threshold(limit),
        product=product,
        version=version,
        location=reader.place(item.origin),
    )


def _text(reader: Reader, entries: Entries, key: str) -> str | None:
    return reader.text(entries[key]) if key in entries else None


def _choice(reader: Reader, entries: Entries, key: str, options: tuple[str, ...]) -> str | None:
    return reader.choice(entries[key], options) if key in entries else None


def _version(reader: Reader, entries: Entries) -> str | None:
    """A version as text; a bare whole number means a major version."""
    node = entries.get("version")
    if node is None:
        return None
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        return str(node.value)
    return reader.text(node, 'write a version in quotes, such as "2.1.0"')


def _amount(reader: Reader, entries: Entries, key: str) -> Json:
    """A number, or a text that isn't empty."""
    node = entries.get(key)
    if node is None or node.value is None:
        return None
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node.value, str) and node.value.strip():
        return node.value
    reader.wrong(node, "a number or a text")
    return None
