"""What holds for every file: values survive, bytes never crash, both parsers agree."""

import json
import math
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from meshgov.errors import MeshgovError
from meshgov.load import lines, yaml_events
from meshgov.load.document import Limits, parse
from meshgov.load.yaml_events import PureParser, fastest
from meshgov.model.document import Document, Json, Step

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    SCALARS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
PARSERS = pytest.mark.parametrize("parser", [fastest(), PureParser], ids=["libyaml", "pure"])
PIECES = (
    st.sampled_from([*"a1\n-[]{},:?&*!|>'\"%@`#~\t\r\\ "])
    | st.sampled_from(
        [
            "b: ",
            "\n  ",
            "- ",
            "? ",
            " #a",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "<<: ",
            ".nan",
            "0x",
            "012",
        ]
    )
    | st.sampled_from(
        ["--- ", "...", "\\u", "\\ud800", "\\x", "\\U00110000", "%YAML", "%TAG", "true", "1e999"]
    )
    | st.sampled_from(["é", "\u2028", "\ufeff", "\x00", "//"])
)


def load(data: bytes, file: str, parser: object) -> Document | tuple[str, ...]:
    """The document, or the sentences that refuse it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "PARSER", parser)
        patch.setattr(lines, "read", lambda *_: None)  # its cases are in test_lines.py
        try:
            return parse(data, file)
        except MeshgovError as error:
            return tuple(str(one.location) + one.message for one in error.each())


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_survives(value: Json, indent: int | str | None, ascii_only: bool) -> None:  # noqa: FBT001  # drawn
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert same(parse(text.encode(), "x.json").value, value)


@PARSERS
@settings(deadline=None)
@given(VALUES, st.sampled_from([True, False, None]))
def test_yaml_survives(parser: object, value: Json, flow: bool | None) -> None:  # noqa: FBT001  # drawn
    text = yaml.dump(value, Dumper=Dumper, default_flow_style=flow, sort_keys=False)
    document = load(text.encode(), "x.yaml", parser)
    assert isinstance(document, Document)
    assert same(document.value, value)


class Dumper(yaml.SafeDumper):
    """PyYAML quotes what YAML 1.1 would not read as text; `0E0` is a number in 1.2 only."""


def represent_text(dumper: Dumper, text: str) -> yaml.Node:
    number = re.fullmatch(r"[-+]?[0-9.]+[eE][-+]?[0-9]+|0o[0-7]+", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if number else None)


Dumper.add_representer(str, represent_text)


def same(found: Json, expected: Json) -> bool:
    """Equal, types and order included; aliases give shared containers, which is equal too."""
    return json.dumps(found) == json.dumps(expected)


@PARSERS
@settings(deadline=None)
@given(st.binary(max_size=80), st.sampled_from(["x.yaml", "x.json"]))
def test_bytes_never_crash(parser: object, data: bytes, file: str) -> None:
    load(data, file, parser)


@PARSERS
@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["x.yaml", "x.json"]))
def test_pieces_of_syntax_never_crash(parser: object, text: str, file: str) -> None:
    load(text.encode(), file, parser)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_both_parsers_accept_they_read_alike(text: str) -> None:
    # Without its last line break, libyaml sees one more line and puts an empty value there.
    data = text.encode() + b"\n"
    fast, pure = (load(data, "x.yaml", parser) for parser in (fastest(), PureParser))
    if isinstance(fast, Document) and isinstance(pure, Document):
        assert same(fast.value, pure.value)
        assert fast.notes == pure.notes
        assert positions(fast) == positions(pure)


@settings(deadline=None)
@given(VALUES)
def test_json_is_read_alike_as_yaml(value: Json) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    as_json, as_yaml = parse(text.encode(), "x.json"), load(text.encode(), "x.yaml", fastest())
    if isinstance(as_yaml, Document):  # YAML refuses a key of more than 1,024 characters, and DEL
        assert same(as_json.value, as_yaml.value)
        assert positions(as_json) == positions(as_yaml)


def positions(document: Document) -> dict[tuple[Step, ...], tuple[int, ...]]:
    """Every node's origin and its mark."""
    found: dict[tuple[Step, ...], tuple[int, ...]] = {(): document.start}
    todo: list[tuple[tuple[Step, ...], Json]] = [((), document.value)]
    while todo:
        origin, node = todo.pop()
        for step, mark in document.marks.get(id(node), {}).items():
            found[*origin, step] = tuple(mark)
            todo.append(((*origin, step), node[step]))  # type: ignore[index, call-overload]
    return found


@settings(deadline=None)
@given(VALUES, st.integers(1, 6))
def test_no_document_is_deeper_than_the_limit(value: Json, limit: int) -> None:
    text = json.dumps(value).encode()
    try:
        parse(text, "x.json", Limits(depth=limit))
    except MeshgovError as error:
        assert depth(value) > limit
        assert "levels deep" in error.message  # noqa: PT017  # whether it raises depends on the value
    else:
        assert depth(value) <= limit


def depth(value: Json) -> int:
    if isinstance(value, (dict, list)):
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, inner), default=0)
    return 0


@settings(deadline=None)
@given(st.floats())
def test_floats_are_exact_or_refused(number: float) -> None:
    text = repr(number)
    found = load(text.encode(), "x.yaml", fastest())
    if math.isfinite(number):
        assert isinstance(found, Document)
        assert repr(found.value) == text
    else:
        # `inf` and `nan` without a dot are text in YAML 1.2.
        assert isinstance(found, Document)
        assert found.value == text
