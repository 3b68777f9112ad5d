"""Who finds, reads and writes a product."""

from __future__ import annotations

from meshgov.formats.reader import Node
from meshgov.model.contract import Access, Approval, Grant
from meshgov.model.document import Json, Origin


def access(node: Node) -> Access | None:
    """The ``access`` of a native contract."""
    inner = node.child("access")
    if inner is None:
        return None
    return Access(
        path=("access",),
        origin=inner.origin,
        discovery=inner.label("discovery"),
        approval=_approval(inner),
        reason=inner.text("reason"),
        read=_grants(inner, "read"),
        write=_grants(inner, "write"),
        extensions=inner.unknown(),
    )


def _approval(node: Node) -> Approval | None:
    """``true`` and a mapping that doesn't say ``required: false`` both demand approval."""
    path, value = ("access", "approval"), node.rest.get("approval")
    if isinstance(value, bool):
        node.take("approval")
        return Approval(path, (*node.origin, "approval"), required=value)
    inner = node.child("approval")
    if inner is None:
        return None
    return Approval(
        path=path,
        origin=inner.origin,
        required=inner.flag("required") is not False,
        approvers=inner.texts("approvers") or (),
        fields=inner.texts("fields") or (),
        extensions=inner.unknown(),
    )


def _grants(node: Node, key: str) -> tuple[Grant, ...]:
    """The principals under ``key``: a list, or a single text such as ``"*"``."""
    single = node.rest.get(key)
    if isinstance(single, str):
        node.take(key)
        entries: list[tuple[Origin, Json]] = [((*node.origin, key), single)]
    else:
        entries = node.items(key)
    found: list[Grant] = []
    for origin, item in entries:
        principal = _principal(item)
        if principal:
            grant = Grant(*principal, ("access", key, _shown(*principal)), origin)
            found.append(grant)
        elif item is not None:
            node.reader.refuse(
                f"an entry of `access.{key}` must name one principal",
                'write `- role: analyst`, `- domain: sales` or `- "*"`',
                origin,
            )
    node.reader.once(f"the {key} grant", ((str(one), one.origin) for one in found))
    return tuple(found)


def _principal(item: Json) -> tuple[str, str] | None:
    """Kind and name of a grant; a bare name is a role. None for anything else."""
    if isinstance(item, dict) and len(item) == 1:
        ((kind, name),) = item.items()
    elif isinstance(item, str):
        kind, colon, name = item.partition(":")
        if not colon:
            kind, name = "*" if item.strip() == "*" else "role", item
    else:
        return None
    if not isinstance(name, str) or not name.strip() or not kind.strip():
        return None
    return ("*", "*") if kind.strip() == "*" else (kind.strip().lower(), name.strip())


def _shown(kind: str, name: str) -> str:
    return "*" if kind == "*" else f"{kind}:{name}"
