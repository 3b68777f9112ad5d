"""What is said about a product's past and end: deprecation, changelog, upstream products."""

from __future__ import annotations

from meshgov.formats.reader import Node
from meshgov.model.contract import ChangelogEntry, Deprecation, Upstream
from meshgov.model.document import Path


def deprecation(node: Node, key: str, path: Path) -> Deprecation | None:
    """The deprecation under ``key``: a mapping or ``true``; ``since`` is another ``announced``."""
    value = node.rest.get(key)
    if value is None or isinstance(value, bool):
        node.take(key)
        return Deprecation(path, (*node.origin, key)) if value else None
    inner = node.child(key)
    if inner is None:
        return None
    return Deprecation(
        path=path,
        origin=inner.origin,
        announced=inner.text("announced") or inner.text("since"),
        sunset=inner.text("sunset"),
        replaced_by=inner.text("replaced_by"),
        extensions=inner.unknown(),
    )


def changelog(node: Node) -> tuple[ChangelogEntry, ...] | None:
    """One entry per version; None when the author keeps no changelog."""
    if node.rest.get("changelog") is None:
        node.take("changelog")
        return None
    entries = tuple(_entry(child) for child in node.children("changelog"))
    node.reader.once("the changelog entry", ((one.version, one.origin) for one in entries))
    return entries


def _entry(node: Node) -> ChangelogEntry:
    version = _version(node)
    if version is None:
        node.wrong("version", "text that isn't empty")
    return ChangelogEntry(
        version=version or "",
        path=("changelog", version or ""),
        origin=node.origin,
        date=node.text("date"),
        changes=node.texts("changes") or (),
        breaking=node.flag("breaking"),
        migration_guide=node.text("migration_guide"),
        extensions=node.unknown(),
    )


def upstreams(node: Node) -> tuple[Upstream, ...]:
    """The products that this one reads; a plain text is a product's name."""
    found = tuple(_upstream(child) for child in node.children("consumes", shorthand="product"))
    keys = ((" ".join(one.path[1:]), one.origin) for one in found)
    node.reader.once("the upstream product", keys)
    return found


def _upstream(node: Node) -> Upstream:
    product, version = node.required("product"), _version(node)
    return Upstream(
        product=product,
        path=("consumes", product, version) if version else ("consumes", product),
        origin=node.origin,
        version=version,
        fields=node.texts("fields"),
        extensions=node.unknown(),
    )


def _version(node: Node) -> str | None:
    """A version that is only compared as text."""
    value = node.version("version")
    return str(value).strip() if value is not None else None
