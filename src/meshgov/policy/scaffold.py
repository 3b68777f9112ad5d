"""The text of a new rule and of its test: short, complete, and true before anybody edits them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from meshgov.errors import ConfigurationError
from meshgov.policy import rules, scan

LONGEST: Final = 100
"""Characters of a family or a rule, so that file systems take the name."""


class Sketch(NamedTuple):
    """What a new rule of one scope does until somebody writes what it shall do."""

    message: str
    remediation: str
    examples: str
    body: str
    tests: str


class Wanted(NamedTuple):
    """What a new rule is: ``title`` empty for words of the id."""

    family: str
    rule: str
    tier: str
    severity: str
    scope: str
    title: str = ""

    @property
    def id(self) -> str:
        """``family/rule``."""
        return f"{self.family}/{self.rule}"

    @property
    def package(self) -> str:
        """Its Rego package."""
        return f"meshgov.{self.tier}.{self.family}.{self.rule}"


def named(wanted: str) -> tuple[str, str]:
    """Family and rule of an id.

    Raises:
        ConfigurationError: it is no id, or Rego or a pack couldn't hold it.
    """
    family, slash, rule = wanted.partition("/")
    hint = "write FAMILY/RULE in small letters, digits and underscores: acme/purpose_missing"
    if not slash or not rules.ID.fullmatch(wanted):
        raise ConfigurationError(f"{wanted!r} is no id of a rule", hint=hint)
    for part in (family, rule):
        if scan.is_keyword(part):
            raise ConfigurationError(
                f"{wanted!r} can't be an id: {part!r} is a word of Rego", hint="add a word to it"
            )
        if len(part) > LONGEST:
            raise ConfigurationError(
                f"an id with a part of {len(part)} characters is too long",
                hint=f"take at most {LONGEST} for the family, and for the rule",
            )
    if rule.endswith("_test"):
        raise ConfigurationError(
            f"{wanted!r} can't be an id: its file {rule}.rego would be taken for a test",
            hint="let it end in another word",
        )
    return family, rule


def texts(wanted: Wanted) -> tuple[str, str]:
    """The rule and its test, formatted as ``opa fmt`` does.

    Raises:
        ConfigurationError: the title is none.
    """
    title = wanted.title.strip() or wanted.rule.replace("_", " ").strip().capitalize()
    if not title.isprintable():
        raise ConfigurationError(
            "a title is one line of printable text", hint="leave line breaks and the like out"
        )
    sketch = SKETCHES[wanted.scope]
    lines = [
        f"title: {json.dumps(title, ensure_ascii=False)}",
        "description: >-",
        "  Why it matters. Whoever meets a finding reads this, so say what goes wrong without it.",
        "scope: package",
        "custom:",
        f"  id: {wanted.id}",
        f"  severity: {wanted.severity}",
        f"  scope: {wanted.scope}",
        *(["  mandatory: true"] if wanted.tier == "global" else []),
        f"  message: {json.dumps(sketch.message)}",
        f"  remediation: {sketch.remediation}",
        "  examples:",
        *(f"    {line}" for line in sketch.examples.splitlines()),
    ]
    comment = "".join(f"# {line}\n" for line in ("METADATA", *lines))
    alias = "" if wanted.rule == "rule" else " as rule"
    return (
        f"{comment}package {wanted.package}\n\n{sketch.body}",
        f"package {wanted.package}_test\n\nimport data.{wanted.package}{alias}\n\n{sketch.tests}",
    )


_CONTRACT: Final = Sketch(
    message="The product `{product}` has no description",
    remediation="Write `description`.",
    examples="""\
# Merge patches on a valid contract; `new: {}` is that contract as it is.
pass:
  - title: A product with a description
    new: {}
fail:
  - title: A product without one
    new: {description: null}
    findings: [{path: [description], args: {product: sales_orders}}]
""",
    body="""\
# Whether there is anything to look at; what is not applicable has not passed.
applicable := true

# Where the rule fires: names that lead to the place, and what the message is made of.
findings contains {"path": ["description"], "args": {"product": input.contract.name}} if {
	not input.contract.description
}
""",
    tests="""\
test_a_description if {
	contract := {"name": "orders", "description": "One row per order."}
	rule.applicable with input as {"contract": contract}
	rule.findings == set() with input as {"contract": contract}
}

test_no_description if {
	found := {{"path": ["description"], "args": {"product": "orders"}}}
	rule.findings == found with input as {"contract": {"name": "orders"}}
}
""",
)

_CHANGE: Final = Sketch(
    message="The product moved from the domain `{old}` to `{new}`",
    remediation="Keep the domain, or publish a product of another name there.",
    examples="""\
# Merge patches on a valid contract: `new` after the change, `old` before it (as it is if absent).
pass:
  - title: Another change
    new: {description: Another description.}
fail:
  - title: Another domain
    new: {domain: finance}
    findings: [{path: [domain], args: {old: sales, new: finance}}]
""",
    body="""\
default applicable := false

# Whether there is anything to look at; what is not applicable has not passed.
applicable if input.base

# Where the rule fires: names that lead to the place, and what the message is made of.
findings contains {"path": change.path, "args": {"old": change.old, "new": change.new}} if {
	some change in input.changes
	change.id == "domain-changed"
}
""",
    tests="""\
_changed := {"id": "domain-changed", "path": ["domain"], "old": "sales", "new": "finance"}

test_another_change if {
	changes := [object.union(_changed, {"id": "product-renamed", "path": ["name"]})]
	rule.findings == set() with input as {"base": {}, "changes": changes}
	rule.applicable with input as {"base": {}, "changes": changes}
	not rule.applicable with input as {}
}

test_another_domain if {
	found := {{"path": ["domain"], "args": {"old": "sales", "new": "finance"}}}
	rule.findings == found with input as {"base": {}, "changes": [_changed]}
}
""",
)

_FLEET: Final = Sketch(
    message="The product `{product}` has no domain",
    remediation="Write `domain`.",
    examples="""\
# Merge patches on a valid contract: `new` is the contract new.yaml, `fleet` those beside it.
pass:
  - title: Products with domains
    new: {}
    fleet: [{name: sales_customers}]
fail:
  - title: A product without one
    new: {domain: null}
    fleet: [{name: sales_customers}]
    findings: [{contract: new.yaml, path: [domain], args: {product: sales_orders}}]
""",
    body="""\
# Whether there is anything to look at: true, false, or the set of the paths of contracts.
applicable := true

# Where the rule fires: in which contract, and at which place of it.
findings contains {"contract": one.path, "path": ["domain"], "args": {"product": one.name}} if {
	some one in input.fleet
	not one.domain
}
""",
    tests="""\
test_domains if {
	rule.applicable with input as {"fleet": []}
	record := {"path": "a.yaml", "name": "a", "domain": "sales"}
	rule.findings == set() with input as {"fleet": [record]}
}

test_no_domain if {
	found := {{"contract": "a.yaml", "path": ["domain"], "args": {"product": "a"}}}
	rule.findings == found with input as {"fleet": [{"path": "a.yaml", "name": "a"}]}
}
""",
)

SKETCHES: Final[Mapping[str, Sketch]] = {
    "contract": _CONTRACT,
    "change": _CHANGE,
    "fleet": _FLEET,
}
"""Scope -> what a new rule does."""
