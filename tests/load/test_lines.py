"""Files read line by line: what the parser of YAML makes of them, or not read so at all."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meshgov.errors import MeshgovError
from meshgov.load import document, lines
from meshgov.load.builder import Builder
from meshgov.load.document import parse
from meshgov.load.encoding import decode
from meshgov.load.lines import Lines
from meshgov.load.refusals import Limits, Refusals
from meshgov.load.yaml_events import feed_yaml
from meshgov.model.document import Json, Mark, Marks, Step

ROOT = Path(__file__).resolve().parents[2]
DEPTH = Limits().depth

READ = {
    "a map": "a: 1\nb: x y  \nc: -1.5\n",
    "no last line break": "a: 1",
    "comments": "# one\na: 1 # two\nb: # three\n  # four\n  c: d#e\n",
    "blank lines": "\n\na: 1\n\n  \nb: 2\n\n",
    "a marker": "---\na: 1\n",
    "quotes": 'a: "x: # y"\nb: \'it is\'  # c\nc: ""\n',
    "blocks": "a:\n  b:\n     c: 1\n  d: 2\ne: 3\n",
    "items": "a:\n  - 1\n  - b: 2\n    c: 3\n  -   d: 4\n      e: 5\nf: 6\n",
    "items below their key": "a:\n- 1\n- b:\n  - 2\n  c: 3\nd: 4\n",
    "brackets": "a: [x, 1, \"y, z\"]\nb: {c: 1, d: 'e f'}\nf: []\ng: { }\n",
    "brackets in brackets": "a: [[b], {c: [d, 1]}]\nb: {c: {d: e, f: [g]}}\n",
    "colons in brackets": "a: [s3://b/c, d:e]\n",
    "brackets as items": "a:\n  - [ b ]\n  - {c: d}\n",
    "words": "a: null\nb: true\nc: ~\nd: 0x1F\ne: 012\nf: no\n",
    "other letters": "a: größe\u00a0\U0001f600 x\nb: 2\n",
    "signs inside": 'a: x:y\nb: a#b\nc: decimal(12,2)\nd: a "b" [c] {d}\ne: s3://x/y\n',
}
LEFT = {
    "nothing": "\n# only this\n",
    "a list": "- a\n",
    "a word": "a\n",
    "indented": " a: 1\n",
    "no value": "a:\nb: 1\n",
    "no value at last": "a: 1\nb:\n",
    "an empty item": "a:\n  -\n  - 1\n",
    "an item that is a comment": "a:\n  - # b\n",
    "an item of an item": "a:\n  - - b\n",
    "several lines": "a: b\n  c\n",
    "more lines of an item": "a:\n  - b\n    c: d\n",
    "an item deeper": "a:\n  - b\n    - c\n",
    "a list as more text": "a: b\n  - c\n",
    "a block text": "a: |\n  b\n",
    "a folded text": "a: >-\n  b\n",
    "a text over lines": 'a: "b\n  c"\n',
    "an escape": 'a: "\\n"\n',
    "a doubled quote": "a: 'it''s'\n",
    "text behind quotes": 'a: "b" c\n',
    "a comment too near": 'a: "b"#c\n',
    "a quoted key": '"a": 1\n',
    "a key with blanks": "a b: 1\n",
    "a long key": f"{'a' * 200}: 1\n",
    "a second colon": "a: b: c\n",
    "an anchor": "a: &b c\n",
    "an alias": "a: 1\nb: *a\n",
    "a tag": "a: !!str 1\n",
    "a merge": "<<: {a: 1}\n",
    "a tab": "a:\tb\n",
    "a directive": "%YAML 1.2\n---\na: 1\n",
    "a second document": "a: 1\n---\nb: 2\n",
    "an end": "a: 1\n...\n",
    "a key twice": "a: 1\nb: 2\na: 3\n",
    "a key twice below": "a:\n  b: 1\n  b: 2\n",
    "a key twice in an item": "a:\n  - b: 1\n    b: 2\n",
    "a key twice with a block": "a: 1\na:\n  b: 1\n",
    "a key twice in brackets": "a: {b: 1, b: 2}\n",
    "a number without end": "a: .inf\n",
    "the same in brackets": "a: [.inf]\n",
    "brackets three deep": "a: [[[b]]]\n",
    "brackets as a key in brackets": "a: {{b: c}: d}\n",
    "brackets with a key in a list": "a: [b: [c]]\n",
    "brackets with more behind": "a: {b: {c: d} e}\n",
    "nothing before a comma": "a: [, b]\n",
    "two brackets": "a: [b] [c]\n",
    "brackets over lines": "a: [b,\n  c]\n",
    "a comment in brackets": "a: [b #c]\n",
    "nothing in brackets but a comma": "a: [,]\n",
    "a sign in brackets": "a: [b, ?]\n",
    "a bracket too many": "a: ['[', b] ]\n",
    "quoted brackets": "a: ['b]', c]\n",
    "a map in a list": "a: [b: c]\n",
    "a set": "a: {b}\n",
    "a last comma": "a: [b,]\n",
    "the wrong bracket": "a: [b}]\n",
    "brackets as a key": "[a]: b\n",
    "an open bracket": "a: [b\n",
    "less deep than all": "a:\n    b: 1\n  c: 2\n",
    "deeper without a key": "a: 1\n  b: 2\n",
    "an item without a key": "a: 1\n- b\n",
    "an item less deep": "a:\n    - b\n  - c\n",
    "a key among items": "a:\n  - b\n  c: d\n",
    "text among keys": "a: 1\nb\n",
}
ENTRIES = st.sampled_from(
    [
        *("a: 1", "b:", "c: x y", "- x", "- k: v", "- k:", "d: [a, 1]", "e: {x: y}", "# note", ""),
        *('f: "q: #"', "g: 'q' # c", "- {a: b}", "- [a]", '- "q"', "-   w: v", "h: -1", "i:  # c"),
        *(
            "j: a:b",
            "k: ~ ",
            "a: 2",
            "l: |",
            "- - m",
            "n: a: b",
            "o: &x 1",
            "---",
            "p",
            "-",
            "q: x:",
        ),
    ]
)
LINES = st.tuples(st.sampled_from(["", "", "  ", "  ", "    ", " "]), ENTRIES).map("".join)
PIECES = st.sampled_from([*"a1: \n-#[]{},\"'?&*!|>%@~\\.", ": ", " #", "\n  ", "- ", "é"])


def built(text: str) -> Builder:
    """What the parser of YAML makes of it."""
    refusals = Refusals("x.yaml", 20)
    builder = Builder(text, refusals, Limits())
    feed_yaml(text, builder, refusals)
    refusals.raise_any()
    return builder


def positions(value: Json, marks: Marks) -> list[tuple[tuple[Step, ...], Mark]]:
    found: list[tuple[tuple[Step, ...], Mark]] = []
    todo: list[tuple[tuple[Step, ...], Json]] = [((), value)]
    while todo:
        origin, node = todo.pop()
        for step, mark in marks.get(id(node), {}).items():
            found.append(((*origin, step), mark))
            todo.append(((*origin, step), node[step]))  # type: ignore[index, call-overload]
    return found


def check(text: str) -> Lines | None:
    """Hold what is read line by line against the parser of YAML."""
    found = lines.read(text, DEPTH)
    if found is not None:
        other = built(text)
        assert json.dumps(found.value) == json.dumps(other.value)
        assert positions(found.value, found.marks) == positions(other.value, other.marks)
        assert all(type(mark) is Mark for one in found.marks.values() for mark in one.values())
        assert (found.start, list(found.notes)) == (other.start, other.notes)
    return found


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_read(text: str) -> None:
    assert check(text) is not None


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_left_to_the_parser(text: str) -> None:
    assert check(text) is None


@settings(deadline=None, max_examples=300)
@given(
    st.lists(LINES, max_size=9).map("\n".join),
    st.lists(st.tuples(st.integers(0), PIECES), max_size=2),
)
@example("a: 1", [])
def test_nothing_is_read_otherwise(text: str, edits: list[tuple[int, str]]) -> None:
    for place, piece in edits:
        at = place % (len(text) + 1)
        text = text[:at] + piece + text[at:]
    check(text)


def test_all_yaml_of_the_repository() -> None:
    counts = {True: 0, False: 0}
    for file in sorted(ROOT.glob("[ept]*/**/*.yaml")):
        try:
            text = decode(file.read_bytes(), Refusals(str(file), 20), json=False)
        except MeshgovError:
            continue
        counts[check(text) is not None] += 1
    assert all(counts.values())


def test_a_shipped_contract_is_read_so() -> None:
    assert check((ROOT / "policies" / "baseline.yaml").read_text()) is not None


def test_many_lines_are_counted_through() -> None:
    text = "a:\n" + "".join(f"  - k: {number} # some words about that\n" for number in range(9999))
    found = check(text)
    assert found is not None
    assert found.marks[id(found.value["a"])][9998] == Mark(10000, 5, 10000, 5)


@pytest.mark.parametrize(
    ("text", "depth"), [("a: [1]", 2), ("a:\n  b: c", 2), ("a:\n  - 1", 2), ("a: [[{b: 1}]]", 4)]
)
def test_depth(text: str, depth: int) -> None:
    assert lines.read(text, depth) is not None
    assert lines.read(text, depth - 1) is None
    with pytest.raises(MeshgovError, match="levels deep"):
        parse(text.encode(), "x.yaml", Limits(depth=depth - 1))


def test_the_parser_is_asked_when_lines_are_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        document, "_built", lambda text, *_, **__: asked.append(text) or built(text)
    )
    assert parse(b"a: 1\n", "x.yaml").value == {"a": 1}
    assert asked == []
    assert parse(b"a: &b 1\n", "x.yaml").value == {"a": 1}
    assert asked == ["a: &b 1\n"]
