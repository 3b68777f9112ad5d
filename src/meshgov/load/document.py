"""Bytes to a document: plain values, with the position of every node beside them."""

from __future__ import annotations

import gc
import hashlib

from meshgov.load import lines
from meshgov.load.builder import Builder
from meshgov.load.encoding import decode
from meshgov.load.json_events import feed_json
from meshgov.load.refusals import DEFAULT_LIMITS, Limits, Refusals
from meshgov.load.yaml_events import feed_yaml
from meshgov.model.document import Document

__all__ = ["Limits", "digest", "parse"]

_LARGE = 64 * 1024
"""Bytes from which the garbage collector would run often while reading, and find nothing."""


def parse(data: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one YAML or JSON file.

    Args:
        data: the bytes of the file.
        file: its name as people know it; a name that ends in ``.json`` is read as JSON.
        limits: bounds of what one file may ask for.

    Raises:
        InputError: when the file can't be read, with a position and a hint.
        ManyErrors: when several things in it are wrong.
    """
    refusals = Refusals(file, limits.errors)
    if len(data) > limits.size:
        refusals.stop(*_too_large(limits), 1, 1)
    json = file.lower().endswith(".json")
    text = decode(data, refusals, json=json)
    if not text.strip():
        refusals.stop("this file is empty", "write something into it, or take it away", 1, 1)
    with_collector = len(data) >= _LARGE and gc.isenabled()
    if with_collector:
        gc.disable()
    try:
        found = None if json else lines.read(text, limits.depth)
        read = found or _built(text, refusals, limits, json=json)
    finally:
        if with_collector:
            gc.enable()
    return Document(
        file=file,
        value=read.value,
        text=text,
        digest=digest(data),
        marks=read.marks,
        start=read.start,
        notes=tuple(read.notes),
        data=data,
    )


def _built(text: str, refusals: Refusals, limits: Limits, *, json: bool) -> Builder:
    """What events of a parser make of ``text``."""
    builder = Builder(text, refusals, limits)
    (feed_json if json else feed_yaml)(text, builder, refusals)
    refusals.raise_any()
    if builder.blank or not (json or builder.documents):
        refusals.stop(
            "this file has no content",
            "write something into it, or take it away",
            1,
            1,
        )
    return builder


def digest(data: bytes) -> str:
    """``sha256:<hex>`` of the bytes of a file."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _too_large(limits: Limits) -> tuple[str, str]:
    return (
        f"this file is larger than {limits.size:,} bytes",
        "split it into several files",
    )
