"""When two queries are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.diff.sql import fold

QUERY = "SELECT count(*) FROM orders WHERE name <> 'a  b' AND note = \"c  d\""


@pytest.mark.parametrize(
    "other",
    [
        QUERY + ";",
        f"  {QUERY} ;\n;\n",
        QUERY.replace(" FROM", "\n\tFROM").replace("SELECT ", "SELECT\r\n    "),
        QUERY.replace(" <> ", "<>").replace("(*)", " ( * ) "),
        QUERY.replace("= ", "=\n"),
    ],
)
def test_layout_says_nothing(other: str) -> None:
    assert fold(other) == fold(QUERY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("select 'a  b'", "select 'a b'"),
        ("select 'a\nb'", "select 'a b'"),
        ("select ' ;'", "select ';'"),
        ("select 'it''s  x'", "select 'it''s x'"),
        ('select "a  b"', 'select "a b"'),
        ("select `a  b`", "select `a b`"),
        ("select 'a' 'b'", "select 'a''b'"),
        ("select 1 -- all\nfrom t", "select 1 -- all from t"),
        ("select 1 -- all\r\nfrom t", "select 1 -- all from t"),
        ("select 'a -- b\n c'", "select 'a -- b c'"),
        ("select 1 -- don't\n, 'a  b'", "select 1 -- don't\n, 'a b'"),
        ("select 1 /* don't */, 'a  b'", "select 1 /* don't */, 'a b'"),
        ("select a < > b", "select a <> b"),
        ("select a - -b", "select a --b"),
        ("select a / *", "select a /*"),
        ("select ab", "select a b"),
        ("select 1; select 2", "select 1 select 2"),
    ],
)
def test_two_queries_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("select 1 -- all\nfrom t", "select 1\n--  all  \n\n  from t"),
        ("select 1 -- all", "select 1 -- all\n"),
        ("select 1 /* a\n  b */ from t", "select 1 /* a b */  from t"),
        ("select 'it''s'  ", "select   'it''s'"),
        ("users aren't  null", "users aren't null"),
        ('a  "quote', 'a "quote'),
        ("a  /* without end", "a /* without end"),
        ("select a/b", "select  a/b"),
        ("", None),
        (" ;\n; ", None),
        (None, "\t"),
    ],
)
def test_two_queries_are_one(one: str | None, other: str | None) -> None:
    assert fold(one) == fold(other)


@given(st.text(alphabet="ab 1'\"`-/*\n;(),=<>|"))
def test_a_folded_query_is_folded(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    if folded is None:
        assert set(text) <= set(" \n;")
    else:
        assert [one for one in folded if one not in " \n;"] == [
            one for one in text if one not in " \n;"
        ]
