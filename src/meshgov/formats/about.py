"""Who answers for a product, why it may hold personal data, where it is read and watched."""

from __future__ import annotations

from meshgov.formats.reader import Node
from meshgov.model.contract import Alert, Observability, Owner, Port, Privacy


def owner(node: Node) -> Owner | None:
    """The ``owner`` of a native contract."""
    inner = node.child("owner")
    if inner is None:
        return None
    return Owner(
        path=("owner",),
        origin=inner.origin,
        team=inner.text("team"),
        contact=inner.texts("contact") or (),
        slack=inner.text("slack"),
        extensions=inner.unknown(),
    )


def privacy(node: Node) -> Privacy | None:
    """The ``privacy`` of a native contract; regulations in lower case."""
    inner = node.child("privacy")
    if inner is None:
        return None
    regulations = inner.texts("regulations")
    return Privacy(
        path=("privacy",),
        origin=inner.origin,
        lawful_basis=inner.text("lawful_basis"),
        purpose=inner.text("purpose"),
        regulations=None if regulations is None else tuple(one.lower() for one in regulations),
        contact=inner.text("contact"),
        extensions=inner.unknown(),
    )


def ports(node: Node) -> tuple[Port, ...]:
    """The ways to read the product, each known by its name."""
    found = tuple(_port(child) for child in node.children("ports"))
    node.reader.once("the port", ((one.name, one.origin) for one in found))
    return found


def _port(node: Node) -> Port:
    name = node.required("name")
    return Port(
        name=name,
        path=("ports", name),
        origin=node.origin,
        type=node.text("type"),
        location=node.text("location"),
        extensions=node.unknown(),
    )


def observability(node: Node) -> Observability | None:
    """The ``observability`` of a native contract; a plain text is an alert's type."""
    inner = node.child("observability")
    if inner is None:
        return None
    metrics = inner.texts("metrics") or ()
    inner.once("the metric", "metrics", metrics)
    alerts = tuple(_alert(child) for child in inner.children("alerts", shorthand="type"))
    inner.reader.once("the alert", ((one.type, one.origin) for one in alerts))
    return Observability(
        path=("observability",),
        origin=inner.origin,
        metrics=metrics,
        alerts=alerts,
        extensions=inner.unknown(),
    )


def _alert(node: Node) -> Alert:
    kind = node.required("type")
    return Alert(
        type=kind,
        path=("observability", "alerts", kind),
        origin=node.origin,
        condition=node.text("condition"),
        severity=node.label("severity"),
        extensions=node.unknown(),
    )
