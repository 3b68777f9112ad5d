"""Files made to exhaust a reader are refused early, and leave nothing switched off."""

import gc
import sys

import pytest

from meshgov.errors import InputError, Location, ManyErrors
from meshgov.load import yaml_events
from meshgov.load.document import Limits, parse
from meshgov.load.yaml_events import PureParser, fastest

MANY = 300_000


@pytest.mark.parametrize("parser", [fastest(), PureParser], ids=["libyaml", "pure"])
@pytest.mark.parametrize(
    "piece", ["[", "{", "- ", "? ", "[[],", "{a: ", "[{a: ", "!!seq [", "&a [", '{"a":']
)
def test_endless_nesting_stops_at_the_limit(
    piece: str, parser: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", parser)
    with pytest.raises((InputError, ManyErrors)) as caught:
        parse((piece * MANY).encode(), "deep.yaml")
    assert "64 levels deep" in caught.value.each()[-1].message


@pytest.mark.parametrize("piece", ["[", '{"a":', '[{"a":'])
def test_endless_nesting_in_json(piece: str) -> None:
    with pytest.raises(InputError, match="64 levels deep"):
        parse((piece * MANY).encode(), "deep.json")


def test_many_directives_are_not_compared_with_each_other() -> None:
    text = "".join(f"%TAG !{number}! tag:x\n" for number in range(MANY))
    with pytest.raises(ManyErrors) as caught:
        parse(f"{text}--- a".encode(), "tags.yaml")
    assert len(caught.value.each()) == 101


def test_a_chain_of_aliases_is_measured_once() -> None:
    lines = ["a0: &a0 []"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(InputError, match="repeat more than 200,000 values"):
        parse("\n".join(lines).encode(), "laughs.yaml")


def test_aliases_within_the_limits_are_fine() -> None:
    text = "x: &x {a: [1, 2], b: text}\n" + "".join(f"k{n}: *x\n" for n in range(1000))
    value = parse(text.encode(), "x.yaml").value
    assert value == {
        key: {"a": [1, 2], "b": "text"} for key in ["x", *(f"k{n}" for n in range(1000))]
    }


def test_a_file_may_be_as_large_as_its_limit() -> None:
    assert parse(b"abc", "x.yaml", Limits(size=3)).value == "abc"
    with pytest.raises(InputError) as caught:
        parse(b"abcd", "x.yaml", Limits(size=3))
    assert caught.value.message == "this file is larger than 3 bytes"
    assert caught.value.hint == "split it into several files"
    assert caught.value.location == Location("x.yaml", 1, 1)


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_large_files_are_read_without_the_collector(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched: list[str] = []
    monkeypatch.setattr(gc, "disable", lambda: switched.append("off"))
    monkeypatch.setattr(gc, "enable", lambda: switched.append("on"))
    parse(b"[1]", name)
    assert switched == []
    parse(b"[" + b"1," * 40_000 + b"1]", name)
    assert switched == ["off", "on"]
    with pytest.raises(InputError):
        parse(b"[" + b"1," * 40_000, name)
    assert switched == ["off", "on", "off", "on"]
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    parse(b"[" + b"1," * 40_000 + b"1]", name)
    assert switched == ["off", "on", "off", "on"]


def test_without_libyaml_the_pure_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    assert fastest() is PureParser


def test_a_number_past_the_last_character_is_no_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", PureParser)
    with pytest.raises(InputError, match="an escape inside this text names no character"):
        parse(b'a: "\\U00110000"\n', "x.yaml")


def test_a_name_with_json_in_capitals_is_json() -> None:
    with pytest.raises(InputError, match="is no JSON value"):
        parse(b"name: x", "X.JSON")


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_a_document_is_freed_without_the_collector(name: str) -> None:
    gc.collect()
    gc.disable()
    try:
        parse(b'{"a": [1, {"b": "c"}]}', name)
        assert gc.collect() == 0
    finally:
        gc.enable()
