"""HTML that can do nothing: text made inert, anchors, and a page that loads and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from meshgov.render.parts.html_style import STYLE
from meshgov.render.parts.plain import prose

_ODD: Final = re.compile(r"[^\w-]")
"""Needs quotes in an attribute."""


def escape(text: str) -> str:
    """Text of strangers on one line, inert in HTML, attributes included."""
    return html.escape(prose(text))


def spoken(text: str) -> str:
    """A sentence; its stretches between backticks are set as code, in the shortest element."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:  # one without a partner: which stretches are meant is unknown
        return "`".join(parts)
    return "".join(f"<i>{part}</i>" if at % 2 else part for at, part in enumerate(parts))


def anchor(kind: str, text: str, length: int = 5) -> str:
    """A short anchor that stays the same as long as ``text`` does; a character holds six bits."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return kind + base64.urlsafe_b64encode(digest)[:length].decode()


def link(target: str, text: str) -> str:
    """A link inside the page; ``text`` is escaped, ``target`` is one of our anchors."""
    return (
        f'<a href="#{target}">{escape(text)}</a>'
        if _ODD.search(target)
        else f"<a href=#{target}>{escape(text)}</a>"
    )


def page(title: str, body: Iterable[str], style: str = STYLE) -> Iterator[str]:
    """A whole page. Its policy allows this one style, and nothing else at all."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
    yield from body
    yield "</body>\n</html>\n"


def table(caption: str, head: Iterable[str], rows: Iterable[str], name: str = "") -> Iterator[str]:
    """A table that scrolls by itself where it is too wide, and can be reached by keyboard.

    Args:
        caption: plain text.
        head: plain texts of the columns.
        rows: finished HTML.
        name: a class of the table.
    """
    columns = "".join(f"<th scope=col>{escape(one)}" for one in head)
    kind = f' class="{name}"' if name else ""
    label = escape(caption)
    yield f'<div class=scroll role=region tabindex=0 aria-label="{label}"><table{kind}>'
    yield f"<caption>{label}</caption>\n<thead><tr>{columns}</thead>\n<tbody>\n"
    yield from rows
    yield "</tbody></table></div>\n"
