"""The checkpoint of a log on pages and in logs: whole, inert, and labelled with its worth."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from meshgov.model.verdict import Kept
from meshgov.render.parts import kept

NOTE = "a.example/m\n1\nAAAA=\n\n\u2014 a.example/m BBBB=\n"
SIGNED = Kept("a.example/m", 1, NOTE, signed=True)


def test_lines_can_be_copied_as_they_stand() -> None:
    assert list(kept.lines(SIGNED)) == [
        "evidence checkpoint of a.example/m after 1 entry, signed:",
        "",
        *NOTE.splitlines(),
    ]


def test_a_block_is_folded_and_the_note_in_it_is_verbatim() -> None:
    unsigned = Kept("a.example/m", 1234, "a.example/m\n1234\nAAAA=\n\n", signed=False)
    assert kept.block(unsigned) == (
        "<details><summary>Evidence: checkpoint of <code>a&#46;example&#47;m</code> after 1,234 "
        "entries, integrity only, not authenticated</summary>\n"
        "\n"
        "```text\na.example/m\n1234\nAAAA=\n```\n"
        "\n"
        "Keep this note elsewhere: `meshgov audit verify --pin` holds the log to it.\n"
        "\n"
        "</details>"
    )


@pytest.mark.parametrize("name", ["```", "`````x", "</details>", "<!--", "\u202ea", "a\x1b"])
def test_a_name_ends_no_block(name: str) -> None:
    note = f"{name}\n1\nAAAA=\n\n\u2014 {name} BBBB=\n"
    tokens = MarkdownIt("commonmark").parse(kept.block(Kept(name, 1, note, signed=True)))
    [fence] = [one for one in tokens if one.type == "fence"]
    assert fence.content.splitlines()[1:3] == ["1", "AAAA="]
    assert [one.type for one in tokens if one.type == "html_block"] == ["html_block"] * 2
    assert not {"\u202e", "\x1b"} & set(fence.content)


def test_what_is_too_long_is_not_cut() -> None:
    long = Kept("a", 1, "a" * 2001, signed=True)
    assert list(kept.lines(long))[-1] == "it is too long to be shown; `--format json` has it"
    assert "too long" in kept.block(long)
