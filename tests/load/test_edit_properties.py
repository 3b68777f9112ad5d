"""However a contract is formatted, an edit changes the intended bytes and no others."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meshgov.load.document import parse
from meshgov.load.edit import Editor

ENTRY = {
    "version": "2.0.0",
    "date": "2026-11-23",
    "changes": ["Field `a` was removed: it's gone.", "Type \\d of `é`: # no comment"],
    "breaking": True,
}
SLOT = "\0"

COMMENTS = st.sampled_from(["", "", "", "# note", "#", "  # deep: [note", "\t"])
ENDS = st.sampled_from(["", "", " ", "  # why: 'that'", "\t# tab"])
QUOTES = st.sampled_from(["", "'", '"'])
STEPS = st.sampled_from([0, 1, 2, 4])
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])


def quoted(text: str, quote: str) -> str:
    return quote + text + quote


@st.composite
def names(draw: Any) -> list[str]:
    form = draw(st.sampled_from(["plain", "literal", "folded", "long", "flow"]))
    if form == "literal":
        return ["title: |" + draw(st.sampled_from(["", "-", "+"])), "  two", "    lines", ""]
    if form == "folded":
        return ["title: >-  # folded", "  two", "  lines"]
    if form == "long":
        return ['title: "over', "", '  two: lines"' + draw(ENDS)]
    if form == "flow":
        return ["title: {a: [1,", "   2], b: 'x'}" + draw(ENDS)]
    return ["title: été 😀" + draw(ENDS)]


@st.composite
def fields(draw: Any) -> list[str]:
    step = " " * draw(STEPS)
    dash = "-" + " " * draw(st.integers(1, 3))
    inner = " " * len(dash)
    return [
        "schema:" + draw(ENDS),
        "  fields:",
        f"  {step}{dash}name: a" + draw(ENDS),
        f"  {step}{inner}constraints: [unique, {{min: 1}}]",
        f"  {step}{dash}{{name: b}}",
    ]


@st.composite
def entries(draw: Any) -> list[str]:
    step, dash = " " * draw(STEPS), "-" + " " * draw(st.integers(1, 3))
    inner = " " * len(dash)
    version = quoted("1.0.0", draw(QUOTES))
    form = draw(st.sampled_from(["missing", "empty", "null", "none", "flow", "lines", "block"]))
    if form == "missing":
        return []
    if form in {"empty", "null", "none"}:
        return ["changelog:" + {"empty": "", "null": " ~", "none": " []"}[form] + draw(ENDS)]
    if form == "flow":
        return [f"changelog: [ {{version: {version}}} ]" + draw(ENDS)]
    if form == "lines":
        return ["changelog: [", f"    {{version: {version},", "     breaking: false},", "  ]"]
    lines = ["changelog:" + draw(ENDS), draw(COMMENTS).replace("\t", "")]
    lines.append(f"{step}{dash}version: {version}" + draw(ENDS))
    if draw(st.booleans()):
        lines += [f"{step}{inner}changes:", f"{step}{inner}{step}- {quoted('one', draw(QUOTES))}"]
    return [*lines, f"{step}{dash}{{version: 0.9.0}}"]


@st.composite
def contracts(draw: Any, *, versioned: bool = True) -> str:
    """A YAML contract, with a slot where the version stands."""
    parts = [
        ["name: orders" + draw(ENDS)],
        draw(names()),
        draw(fields()),
        draw(entries()),
        ["version: " + SLOT + draw(ENDS)] if versioned else [],
    ]
    indent = draw(st.sampled_from(["", "", "  "]))
    lines = draw(st.sampled_from([[], [], ["---"], ["# head", "---  # begin"]]))[:]
    for part in draw(st.permutations(parts)):
        lines += [indent + line if line else line for line in part]
        lines.append(draw(COMMENTS).replace("\t", ""))
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "\n", "\n\n", "\n...\n", "\n# end"]))
    return draw(st.sampled_from(["", "", "\ufeff"])) + text.replace("\n", draw(NEWLINES))


def edited(text: str, file: str, *, put: bool, prepend: bool) -> str:
    """The edited text; what it holds is checked on the way."""
    data = text.encode()
    document = parse(data, file)
    editor = Editor(data, document)
    assert isinstance(document.value, dict)
    wanted = dict(document.value)
    if put:
        editor.put((), "version", "2.0.0", after="name")
        wanted["version"] = "2.0.0"
    if prepend:
        editor.prepend("changelog", ENTRY)
        wanted["changelog"] = [ENTRY, *(wanted.get("changelog") or [])]  # type: ignore[list-item,misc]
    made = editor.result()
    assert parse(made, file).value == wanted
    return made.decode()


def is_insertion(new: str, old: str) -> bool:
    """Whether ``new`` is ``old`` with one piece put in."""
    same = next((n for n, (a, b) in enumerate(zip(new, old, strict=False)) if a != b), len(old))
    return new.endswith(old[same:])


def keeps_line_breaks(new: str, old: str) -> bool:
    breaks = {"\r\n" in old, old.replace("\r\n", "").count("\n") > 0, "\r" in old}
    return breaks == {"\r\n" in new, new.replace("\r\n", "").count("\n") > 0, "\r" in new}


def is_replaced(text: str) -> bool:
    """Whether the changelog is written as nothing in a way that a list must take the place of."""
    return "changelog: ~" in text or "changelog: []" in text


@given(template=contracts(), quote=QUOTES, prepend=st.booleans())
def test_version_keeps_its_quotes_and_everything_around_it(
    template: str, quote: str, *, prepend: bool
) -> None:
    before, after = (template.replace(SLOT, quoted(one, quote)) for one in ("1.0.0", "2.0.0"))
    made = edited(before, "c.yaml", put=True, prepend=prepend)
    assert keeps_line_breaks(made, before)
    assert made == after or prepend
    assert is_insertion(made, after) or is_replaced(template)


@given(contracts() | contracts(versioned=False))
def test_a_new_entry_is_one_insertion(template: str) -> None:
    text = template.replace(SLOT, '"1.0.0"')
    made = edited(text, "c.yaml", put=False, prepend=True)
    assert keeps_line_breaks(made, text)
    assert is_insertion(made, text) or is_replaced(text)


@given(contracts(versioned=False))
def test_a_missing_version_is_one_insertion(text: str) -> None:
    made = edited(text, "c.yaml", put=True, prepend=False)
    assert keeps_line_breaks(made, text)
    assert is_insertion(made, text)


@given(
    st.fixed_dictionaries(
        {
            "indent": st.sampled_from([None, 1, 2, 4, "\t"]),
            "separators": st.sampled_from([(",", ":"), (", ", ": "), (",", ": ")]),
            "ensure_ascii": st.booleans(),
        }
    ),
    st.permutations(["name", "version", "changelog", "schema"]),
    st.sampled_from([None, [], [{"version": "1.0.0"}]]),
    st.sampled_from(["", "\n"]),
)
def test_json_stays_json(style: Any, keys: list[str], log: Any, end: str) -> None:
    values = {"name": "été 😀", "version": "1.0.0", "changelog": log, "schema": {"fields": [1]}}
    value = {key: values[key] for key in keys}
    text = json.dumps(value, **style) + end
    made = edited(text, "c.json", put=True, prepend=True)
    assert list(json.loads(made)) == keys
    assert made.startswith(text[: text.index('"')])
    assert made.endswith(text[text.rindex("}") :])
