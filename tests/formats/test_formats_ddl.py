from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meshgov.formats.ddl import MAX_DEPTH, DeepTypeError, Part, Shape, parse
from meshgov.formats.types import named, unknown
from meshgov.model.contract import Role, Type

MALFORMED = [
    "", "struct<a:", "struct<a>", "struct<a:int", "struct<a:int>>", "struct<a:int,>", "struct<,>",
    "struct<a:int)", "array<>", "array<int", "array<int, int>", "map<string>", "map<a, b, c>",
    "struct<a:int nullable>x", "struct<a: int not>", "struct<a: int null>", "struct<'a': int>",
    "struct<a: int comment>", "struct<a: int comment 3>", "varchar(", "varchar(20",
    "struct<`a: int>", "struct<a: int comment 'b>", "string not null", ")",
    "<int>", "struct<a: not null>", "decimal(1))",
]  # fmt: skip

MAY_HOLD_FIELDS = [
    "decimal<10,2>", "decimal(1 2)", "vector<float, 3>", "geo(point(1))", "set<struct<a: int>>",
    "tuple(email string)", "text[]", "struct{a:int}", "email string",
]  # fmt: skip

HOLDS_NONE = [
    "money", "int(11)", "varchar(max)", "varchar()", "varchar(-1)", "enum('a', 'B')",
    "number(10, 2)", "varchar(99999999999)", "nullable (string)",
]  # fmt: skip


@pytest.mark.parametrize("text", MALFORMED + MAY_HOLD_FIELDS)
def test_what_is_not_understood_is_one_type_of_unknown_name(text: str) -> None:
    folded = " ".join(text.lower().split())
    assert parse(text) == Shape(Type(folded, known=False), text, unread=text)


@pytest.mark.parametrize("text", HOLDS_NONE)
def test_an_unknown_name_without_anything_inside_hides_nothing(text: str) -> None:
    assert parse(text) == Shape(unknown(text), text)


def test_the_first_part_that_may_hide_fields_is_told() -> None:
    assert parse("struct<a: money, b: array<c int>, d: text[]>").unread == "c int"
    assert parse("struct<a: money, b: array<int>>").unread == ""


@pytest.mark.parametrize("text", ["a/b", "int32!", "ключ", "a`b", 'x"y"', "'"])
def test_any_text_is_some_type(text: str) -> None:
    assert parse(text).type == Type(text, known=False)


def test_the_words_behind_the_numbers_belong_to_the_name() -> None:
    assert parse("timestamp(3) WITH  time zone").type == Type("timestamp_tz", (3,))


def test_trino_and_spark_write_the_same_struct() -> None:
    spark, trino = parse("struct<a: int, b: array<string>>"), parse("ROW(a int, b ARRAY(string))")
    assert [part.shape.type for part in spark.inside] == [part.shape.type for part in trino.inside]


@pytest.mark.parametrize("opening", ["array<", "struct<a:", "map<int,", "row(`x` "])
def test_nesting_ends_where_an_engine_would_refuse_it(opening: str) -> None:
    closing = ")" if "(" in opening else ">"
    fits = MAX_DEPTH - 1
    assert parse(opening * fits + "int" + closing * fits).type.known
    with pytest.raises(DeepTypeError):
        parse(opening * (fits + 1) + "int" + closing * (fits + 1))


def test_a_bomb_of_brackets_is_refused_at_once() -> None:
    with pytest.raises(DeepTypeError):
        parse("array<" * 300_000)


def test_brackets_of_an_unknown_type_need_no_depth() -> None:
    text = "odd<" * 5_000 + ">" * 5_000
    assert parse(text).type == Type(text, known=False)


SCALARS = st.sampled_from(
    ["int32", "string", "decimal(10,2)", "varchar(20)", "timestamp(3) with time zone", "money"]
).map(lambda text: Shape(parse(text).type, text))


def _struct(parts: list[Part]) -> Shape:
    return Shape(Type("struct"), "", tuple(parts))


NAMES = st.text(min_size=1, max_size=8)
TEXTS = st.none() | st.text(max_size=8)


def _containers(inner: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
    def part(name: st.SearchStrategy[str], role: Role) -> st.SearchStrategy[Part]:
        return st.builds(Part, name, st.just(role), inner, st.booleans(), TEXTS)

    element = part(st.just("element"), Role.ELEMENT)
    key, value = part(st.just("key"), Role.KEY), part(st.just("value"), Role.VALUE)
    return (
        st.lists(part(NAMES, Role.MEMBER), max_size=4).map(_struct)
        | element.map(lambda one: Shape(Type("array"), "", (one,)))
        | st.tuples(key, value).map(lambda both: Shape(Type("map"), "", both))
    )


def _spelled(shape: Shape) -> str:
    """The type string that says ``shape``."""
    if shape.type.name not in ("struct", "array", "map"):
        return shape.written
    parts = [
        (f"`{part.name.replace('`', '``')}`: " if part.role is Role.MEMBER else "")
        + _spelled(part.shape)
        + (" not null" if part.not_null else "")
        + ("" if part.description is None else f" comment {_quoted(part.description)}")
        for part in shape.inside
    ]
    return f"{shape.type.name}<{', '.join(parts)}>"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _bare(shape: Shape) -> Shape:
    inside = [
        Part(part.name, part.role, _bare(part.shape), part.not_null, part.description)
        for part in shape.inside
    ]
    return Shape(shape.type, "", tuple(inside))


@given(st.recursive(SCALARS, _containers, max_leaves=12))
@example(
    _struct([Part("a`b", Role.MEMBER, Shape(named("date") or Type(""), "date"), description="\\")])
)
def test_a_type_string_reads_back_as_what_it_says(shape: Shape) -> None:
    assert _bare(parse(_spelled(shape))) == _bare(shape)


@given(st.text(alphabet="<>(),:`\"'\\ abint32starucy0", max_size=40))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    kind = parse(text).type
    assert kind.known or kind.name == " ".join(text.lower().split())
