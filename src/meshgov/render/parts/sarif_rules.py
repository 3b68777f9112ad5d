"""Rules as SARIF's reporting descriptors: titles, help, severities."""

from __future__ import annotations

from typing import Final

from meshgov.model.document import Json
from meshgov.model.pack import Rule
from meshgov.render.parts.markup import code, text
from meshgov.render.parts.plain import cut, prose

LONGEST: Final = 1000
"""Characters of a description; GitHub refuses more than 1,024."""

SECURITY: Final = frozenset({"access_control", "change_control", "data_classification",
                             "pii_handling"})  # fmt: skip
"""Families whose findings put somebody's data at risk."""

RISKS: Final = {"critical": "9.5", "error": "8.0"}
"""Severity -> what GitHub reads as a critical or a high security severity."""

LEVELS: Final = {"critical": "error", "error": "error", "warning": "warning", "info": "note"}

WEIGHTS: Final = {"error": "error", "warning": "warning", "note": "recommendation"}
"""Level -> GitHub's word for it in ``problem.severity``."""


def descriptor(rule: Rule) -> Json:
    """One element of ``tool.driver.rules``."""
    title = prose(rule.title) or rule.id
    level = LEVELS[rule.severity]
    frameworks = sorted({control.framework for control in rule.controls})
    secure = rule.family in SECURITY
    risk = RISKS.get(rule.severity) if secure else None
    return {
        "id": rule.id,
        "shortDescription": {"text": message(title)},
        "fullDescription": {"text": message(rule.description or title)},
        "help": {"text": message(_help(rule)), "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": list(dict.fromkeys((rule.family, *secure * ("security",), *frameworks))),
            "severity": rule.severity,
            "problem.severity": WEIGHTS[level],
            **({} if risk is None else {"security-severity": risk}),
        },
    }


def message(words: str) -> str:
    """Text of strangers for a SARIF message: one line, no placeholders, no links."""
    shown = cut(prose(words), LONGEST)
    return shown.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _help(rule: Rule) -> str:
    remedy = f"How to fix it: {rule.remediation}" if rule.remediation else ""
    return " ".join(filter(None, (rule.description or rule.title or rule.id, remedy)))


def _markdown(rule: Rule) -> str:
    """The same for services that show Markdown, with the controls that the rule bears on."""
    controls = (
        f"- {text(one.framework)} {text(one.id)}: {text(one.relation)}" for one in rule.controls
    )
    listed = "\n".join(controls)
    return "\n\n".join(
        filter(
            None,
            (
                text(rule.description or rule.title, LONGEST),
                f"**How to fix it:** {text(rule.remediation, LONGEST)}" if rule.remediation else "",
                f"**Controls:**\n\n{listed}" if listed else "",
                f"Run {code(f'meshgov explain {rule.id}')} for examples.",
            ),
        )
    )
