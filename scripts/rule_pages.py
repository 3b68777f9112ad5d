"""The pages in docs/rules: an index, and one for each family, from METADATA and parameters.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from meshgov.model.catalogue import OWNERS
from meshgov.model.pack import Rule
from meshgov.policy import pack, parameters, shipped
from meshgov.policy.parameters import Family

MADE = "<!-- Made by `make docs` from {source}: edit that, not this page. -->"

INDEX = """\
# Rules

{made}

The {count} shipped rules, by family. A family is one page: why each rule is there, when it judges,
how to mend what it finds, the controls it bears on, its parameters, and a contract that passes and
one that fails. `meshgov policy list` says how they are configured, `meshgov explain ID` prints one;
how rules work: [rules.md](../rules.md)."""

FAMILY = """\
# {family}

{made}

Tier {tier}{mandatory}; owner: {owner}. Severities are defaults: an organisation can set others, and
a mode, per rule and per domain ([governance.md](../governance.md)). Examples are merge patches on
[a valid contract](../../policies/baseline.yaml); tests run them on both engines."""

JUDGES = {
    "contract": "each contract, in `check`, `diff` and `gate`",
    "change": "a contract against its previous version, in `diff` and `gate`",
    "fleet": "all contracts together, in `check` of a folder and `gate`",
}
TIGHTER = {
    "lower": "lower",
    "higher": "higher",
    "superset": "more of them",
    "subset": "fewer of them",
    None: "-",
}
LONGEST = 80
"""Characters of a default that a table shows."""


def pages(policies: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every page, the index first."""
    rules = pack.build(str(policies)).rules
    families = parameters.definitions(str(policies))
    frameworks = {name: one["title"] for name, one in shipped.controls(str(policies)).items()}
    grouped = [(name, tuple(found)) for name, found in groupby(rules, key=lambda one: one.family)]
    yield "README.md", _text(_index(grouped, families))
    for name, found in grouped:
        yield f"{name}.md", _text(_family(found, families.get(name), frameworks))
    for name, one in families.items():
        if name not in dict(grouped):
            yield f"{name}.md", _text(_settings(name, one))


def _text(blocks: Iterator[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _index(
    grouped: Sequence[tuple[str, Sequence[Rule]]], families: Mapping[str, Family]
) -> Iterator[str]:
    made = MADE.format(source="the METADATA of the rules in policies")
    yield INDEX.format(made=made, count=sum(len(rules) for _, rules in grouped))
    for family, rules in grouped:
        yield f"## [{family}]({family}.md)"
        rows = [
            f"| [{one.id}]({family}.md#{_name(one)}) | {one.severity} | {one.scope} | "
            f"{_cell(one.title)} |"
            for one in rules
        ]
        yield "\n".join(
            ("| rule | severity | judges | holds |", "| --- | --- | --- | --- |", *rows)
        )
    others = sorted(set(families) - {family for family, _ in grouped})
    yield f"Parameters without a rule of their own: {', '.join(f'[{o}]({o}.md)' for o in others)}."


def _family(
    rules: Sequence[Rule], family: Family | None, frameworks: Mapping[str, str]
) -> Iterator[str]:
    one = rules[0]
    yield FAMILY.format(
        family=one.family,
        made=MADE.format(source=f"policies/{one.tier}/{one.family}"),
        tier=one.tier,
        mandatory=", mandatory" if all(rule.mandatory for rule in rules) else "",
        owner=one.owner or OWNERS[one.tier],
    )
    yield "\n".join(f"- [{_name(rule)}](#{_name(rule)}): {_line(rule.title)}" for rule in rules)
    for rule in rules:
        yield from _rule(rule, frameworks)
    if family is not None:
        yield from _parameters(family)


def _settings(name: str, family: Family) -> Iterator[str]:
    yield f"# {name}\n\n{MADE.format(source=f'policies/{family.tier}/{name}')}"
    yield _line(str(family.schema["description"]))
    yield from _parameters(family)


def _name(rule: Rule) -> str:
    return rule.id.partition("/")[2]


def _rule(rule: Rule, frameworks: Mapping[str, str]) -> Iterator[str]:
    yield f"## {_name(rule)}"
    yield f"**{_line(rule.title).removesuffix('.')}.** {_line(rule.description)}"
    yield "\n".join(_facts(rule))
    held = [
        f"| {_cell(frameworks[framework])} | "
        f"{', '.join(f'{_cell(one.id)} ({one.relation})' for one in controls)} |"
        for framework, controls in groupby(rule.controls, key=lambda control: control.framework)
    ]
    if held:
        yield "\n".join(("| framework | controls |", "| --- | --- |", *held))
    for kind, word in (("pass", "Passes"), ("fail", "Fails")):
        yield from _example(rule, kind, word)


def _facts(rule: Rule) -> Iterator[str]:
    yield f"- Id: `{rule.id}`"
    yield f"- Severity: {rule.severity}"
    yield f"- Judges: {JUDGES[rule.scope]}"
    if "results" in rule.needs:
        yield "- Needs: what came of the quality checks ([--results](../quality-results.md))"
    if not rule.waivable:
        yield "- Never waived"
    yield f"- Says: {_line(rule.message)}"
    yield f"- Remedy: {_line(rule.remediation)}"


def _example(rule: Rule, kind: str, word: str) -> Iterator[str]:
    listed: Any = rule.examples.get(kind) or ()
    for example in listed[:1]:
        shown = {key: value for key, value in example.items() if key != "title"}
        title = f": {_line(example['title'])}" if example.get("title") else ""
        text = yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, default_flow_style=None)
        yield f"{word}{title}".removesuffix(".") + "."
        yield f"```yaml\n{text}```"


def _parameters(family: Family) -> Iterator[str]:
    properties: Mapping[str, Any] = family.schema["properties"]
    if not properties:
        return
    yield "## Parameters"
    if not family.per_domain:
        yield "They hold for all domains; none can set its own."
    rows = [
        f"| `{name}` | {_cell(one['description'])} | {_default(one['default'])} | "
        f"{TIGHTER[one.get('x-tighten')]} |"
        for name, one in properties.items()
    ]
    head = ("| parameter | means | default | tighter |", "| --- | --- | --- | --- |")
    yield "\n".join((*head, *rows))


def _default(value: Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > LONGEST:
        return f"{len(value)} entries"
    return f"`{text}`".replace("|", "\\|")


def _line(text: str) -> str:
    """Prose on one line; what looks like a tag is none."""
    return " ".join(text.split()).replace("<", "&lt;")


def _cell(text: str) -> str:
    """Prose in a table."""
    return _line(text).replace("|", "\\|")
