"""Markdown: golden pages, texts that try to be more than text, and the room of a comment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from meshgov.errors import InputError, Location
from meshgov.render.base import RenderOptions
from meshgov.render.markdown import RENDERER
from meshgov.render.parts.markup import code, text
from meshgov.render.parts.page import COMMENT

CASES = Path(__file__).parent / "cases"
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TAGS = {"<br>", "<code>", "</code>"}
INLINE = {"text", "code_inline", "html_inline"}

PIECES = (
    *("a", " ", "b_c", "|", "\\", "\\|", "`", "``", "*", "**", "_", "__x__", "~~", "~", "$", "^"),
    *("@team", "a@b.example", "#12", "GH-1", "!7", "%1", "https://e.example", "www.e.example"),
    *("<img src=x onerror=y>", "<b>", "</details>", "<!--", "-->", "--!>", "<", ">", "&lt;", "&"),
    *("![x](http://e.example)", "[a](b)", "[a]: b", "- ", "# ", "> ", "1. ", "\n", "```", ":tada:"),
    *("\u202e", "\x1b", "\u6ce8", "99.9%", "array<int>", "s3://a/b", "/close"),
)
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_case(name: str, load_case: Any) -> None:
    verdict, options = load_case(name)
    options = RenderOptions(**(options | {"only": tuple(options.get("only", ()))}))

    page = "".join(RENDERER.render(verdict, options))

    assert page == (CASES / name / "expected.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Field `email` was removed.", "Field `email` was removed."),
        ("Field `a|b` goes.", "Field <code>a&#124;b</code> goes."),
        ("one ` backtick", "one &#96; backtick"),
        ("`a``b`", "`a` `b`"),
        ("`` empty", " empty"),
        ("ask @team or a@b.example", "ask `@team` or `a@b.example`"),
        ("see #12, GH-3 and https://e.example", "see `#12,` `GH-3` and `https://e.example`"),
        ("**bold** _it_ in_a_word", "&#42;&#42;bold&#42;&#42; &#95;it&#95; in_a_word"),
        ("<img src=x>", "&#60;img src=x&#62;"),
        ("![x](y) [a](b)", "!&#91;x&#93;(y) &#91;a&#93;(b)"),
        ("a --> b", "a --&#62; b"),
        ("two\nlines\x1b", "two lines&#92;x1b"),
        ("a SELECT * of 99.9%", "a SELECT &#42; of 99.9%"),
        ("", ""),
    ],
)
def test_sentences_are_only_text_and_code(words: str, shown: str) -> None:
    assert text(words) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("sales_orders", "`sales_orders`"),
        (">= 99%", "`>= 99%`"),
        ("array<int>", "<code>array&#60;int&#62;</code>"),
        ("a-->b", "<code>a&#45;&#45;&#62;b</code>"),
        ("^a|b$", "<code>&#94;a&#124;b&#36;</code>"),
        ("  \n ", ""),
        ("x" * 100, "`" + "x" * 77 + "...`"),
    ],
)
def test_names_and_values_are_code(words: str, shown: str) -> None:
    assert code(words) == shown


def inline(page: str) -> list[Token]:
    blocks = PARSER.parse(page)
    return [child for block in blocks for child in block.children or ()]


@given(HOSTILE)
def test_nothing_in_a_text_is_obeyed(words: str) -> None:
    shown = text(words), code(words)

    for one in shown:
        found = inline(f"x {one}")
        assert {token.type for token in found} <= INLINE
        assert {token.content for token in found if token.type == "html_inline"} <= TAGS
        assert "-->" not in one
        assert "<!--" not in one
        table = PARSER.parse(f"| a | b |\n| --- | --- |\n| {one} | c |")
        assert sum(token.type == "td_open" for token in table) == 2


@given(HOSTILE)
def test_forges_find_nothing_to_act_upon(words: str) -> None:
    """Outside of code: forges look there for mentions, references and addresses."""
    depth, outside = 0, []
    for token in inline(f"x {text(words)}"):
        depth += {"<code>": 1, "</code>": -1}.get(token.content, 0)
        outside += [token.content] if token.type == "text" and not depth else []

    for mark in ("@", "#", "://", "www."):
        assert mark not in "".join(outside)


def wide(number: int, level: str = "breaking") -> dict[str, Any]:
    changes = [
        {
            "id": "field-removed",
            "level": level,
            "bump": "major",
            "message": f"Field `{at}` was removed: " + "consumers fail. " * 20,
            "remediation": "Restore it.",
        }
        for at in range(number)
    ]
    base = {"path": "old.yaml", "version": "1.0.0"}
    diff = {"base": base, "breaking": True, "required_bump": "major", "changes": changes}
    return {"path": "new.yaml", "name": "orders", "verdict": "pass", "diff": diff}


def remark(severity: str, *, blocking: bool) -> dict[str, Any]:
    words = {"message": "Something is wrong here. " * 20, "location": "new.yaml:1:1"}
    return {"rule": "a/b", "severity": severity, "blocking": blocking, **words}


def test_a_page_is_cut_between_rows_and_says_what_is_missing(build_verdict: Any) -> None:
    contract = wide(1000) | {"verdict": "fail"}
    contract["findings"] = [remark("warning", blocking=False), remark("error", blocking=True)]
    contract["notes"] = [{"message": "odd", "location": "new.yaml:1:1"}]
    verdict = build_verdict({"command": "diff", "contracts": [contract]})

    page = "".join(RENDERER.render(verdict, RenderOptions(verbose=True)))

    assert COMMENT.size - 6_000 < len(page) <= COMMENT.size
    assert page.startswith("### FAIL: declared unreadable, required major")
    shown = page.count("| **breaking** |")
    missing = f"{1000 - shown} changes ({1000 - shown} breaking), 1 finding (1 warning), 1 note."
    assert f"**Not shown, because a comment holds no more:** {missing}" in page
    assert "| **error** |" in page
    assert page.count("<details>") == page.count("</details>") == 1


def test_contracts_that_do_not_fit_are_counted(build_verdict: Any) -> None:
    contracts = [wide(400), *[wide(1, "docs") for _ in range(3)]]
    silent = [{"path": "s.yaml", "name": "silent", "verdict": "pass"}] * 2
    verdict = build_verdict({"command": "gate", "contracts": [*contracts, *silent]})

    page = "".join(RENDERER.render(verdict, RenderOptions(verbose=False)))

    shown = page.count("| **breaking** |")
    missing = f"3 contracts, {403 - shown} changes ({400 - shown} breaking, 3 docs)."
    assert f"**Not shown, because a comment holds no more:** {missing}" in page
    assert "<summary>2 contracts pass with no findings</summary>\n\n- and 2 more\n" in page
    assert len(page) <= COMMENT.size


def test_rules_are_left_out_when_there_is_no_room(build_verdict: Any) -> None:
    contract = wide(1000) | {"rules": {"a/b": "pass"}}
    verdict = build_verdict({"command": "diff", "contracts": [contract]})

    page = "".join(RENDERER.render(verdict, RenderOptions(verbose=True)))

    assert "Rules:" not in page


def test_many_consumers_become_a_number(build_verdict: Any) -> None:
    contract = wide(1)
    contract["diff"]["changes"][0]["consumers"] = [f"c{at}" for at in range(12)]
    verdict = build_verdict({"command": "diff", "contracts": [contract]})

    page = "".join(RENDERER.render(verdict, RenderOptions()))

    assert "| `c0`, `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, `c8`, `c9` and 2 more |" in page


def test_errors_say_why_nothing_was_judged() -> None:
    errors = [
        InputError("no `name` in @a|b", hint="add one", location=Location("a.yaml", 1, 2)),
        InputError("no file"),
    ]

    page = "".join(RENDERER.render_errors(errors, 2, RenderOptions()))

    assert page == (
        "### ERROR: nothing was judged (exit code 2)\n\n"
        "- `a.yaml:1:2` no `name` in <code>&#64;a&#124;b</code>  \n  hint: add one\n"
        "- no file\n"
    )


def test_too_many_errors_are_counted() -> None:
    errors = [InputError("x" * 500) for _ in range(1000)]

    page = "".join(RENDERER.render_errors(errors, 2, RenderOptions()))

    assert page.endswith(
        f"\n{1000 - page.count('- x'):,} more not shown: no more fits into a comment\n"
    )
    assert len(page) <= COMMENT.size
