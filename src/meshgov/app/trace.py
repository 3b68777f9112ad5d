"""``meshgov policy trace``: one rule against one contract, with the values it looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace

from meshgov.app import contracts
from meshgov.app.engines import engine_for
from meshgov.app.governed import Governed, govern
from meshgov.app.judge import Case, Judge
from meshgov.app.settings import RunSettings
from meshgov.decide import rules
from meshgov.errors import ConfigurationError
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.document import Json
from meshgov.model.pack import Answer, Rule
from meshgov.model.trace import Trace
from meshgov.model.verdict import ContractVerdict
from meshgov.policy import explain
from meshgov.policy import trace as modules
from meshgov.render.base import RenderOptions
from meshgov.render.pages import trace as pages


def trace(settings: RunSettings, wanted: str, contract: str, base: str | None) -> Trace:
    """Judge one contract and tell everything about one rule.

    Args:
        settings: of the run.
        wanted: id of the rule.
        contract: its file.
        base: the file of the previous version, for rules about changes; None for none.

    Raises:
        MeshgovError: there is no such rule, bad input, or a failing engine.
    """
    rule, references, module = _prepared(govern(settings), wanted)
    case = Case(_loaded(contract), _loaded(base) if base else None)
    from tempfile import TemporaryDirectory  # noqa: PLC0415  # start-up budget: only traces

    with TemporaryDirectory(prefix="meshgov-") as folder:
        with open(os.path.join(folder, "trace.rego"), "w", encoding="utf-8") as file:
            file.write(module)
        governed = govern(replace(settings, generated=(folder,)))
    answer, verdict = _judged(governed, case)
    values = _values(answer, foreign=bool(rule.foreign))
    return Trace(
        rule=rule.id,
        path=verdict.path,
        name=verdict.name,
        version=verdict.version,
        result=next(one.result for one in verdict.rules if one.id == rule.id),
        applicable=answer.rules[rule.id].applicable,
        why=_why(rule, governed, verdict),
        findings=tuple(one for one in verdict.findings if one.rule == rule.id),
        values={one: values[one] for one in references if one in values},
        undefined=tuple(one for one in references if one not in values),
    )


def page(found: Trace, *, as_json: bool, options: RenderOptions) -> Iterator[str]:
    """A trace as text or as JSON."""
    return pages.as_json(found) if as_json else pages.text(found, options)


def _prepared(governed: Governed, wanted: str) -> tuple[Rule, tuple[str, ...], str]:
    """The rule, what it refers to, and a module that asks for that."""
    rule = explain.rule(governed.pack, wanted)
    if rule is None:
        near = explain.near(governed.pack, wanted)
        raise ConfigurationError(
            f"no rule is called {wanted!r}",
            hint=f"did you mean {' or '.join(near)}?"
            if near
            else "`meshgov policy list` names every rule",
        )
    if rule.scope == "fleet":
        raise ConfigurationError(
            f"{wanted} looks at all contracts together, and a trace at one",
            hint="`meshgov check FOLDER --format json` has what it found",
        )
    file = rule.location.file if rule.location else ""
    text = next((one.text for one in governed.pack.modules if one.file == file), "")
    references = modules.references(rule, text)
    return rule, references, modules.module(rule, references)


def _loaded(path: str) -> contracts.Loaded:
    return contracts.of_document(documents.parse(files.read(path), path))


def _judged(governed: Governed, case: Case) -> tuple[Answer, ContractVerdict]:
    judge = Judge(governed, "diff" if case.old else "check")
    with engine_for(governed, 1) as engine:
        asked = next(judge.ask(case))
        (answer,) = engine.evaluate([asked.request])
    return answer, judge.decide(asked, answer)


def _values(answer: Answer, *, foreign: bool) -> Mapping[str, Json]:
    if foreign:
        found = answer.rules[modules.FOREIGN_RULE].findings
        return {str(one.args["msg"]): one.args["value"] for one in found}
    return {one.path[0]: one.args["value"] for one in answer.rules[modules.RULE].findings}


def _why(rule: Rule, governed: Governed, verdict: ContractVerdict) -> str:
    """What in the settings explains the result."""
    setting = governed.governance.setting(rule.id, verdict.domain)
    mode = rules.mode(rule, setting, governed.settings.now)
    if rule.scope == "change" and verdict.diff is None:
        return "it looks at changes, and there is no previous version: give one with --base"
    if mode != "enforce":
        return f"its mode is {mode}"
    return ""
