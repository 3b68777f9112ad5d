"""Where each configured value comes from: the other reading of a :class:`Resolution`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from meshgov.model.configured import Parameter, Standing, Value
from meshgov.model.document import Json
from meshgov.model.pack import MODES, Pack, Rule
from meshgov.policy import rollout
from meshgov.policy.governance import Resolution
from meshgov.policy.parameters import Definitions
from meshgov.policy.rollout import Said
from meshgov.policy.written import place_of


def parameters(
    resolution: Resolution, definitions: Definitions, domain: str | None
) -> Iterator[Parameter]:
    """Every parameter that holds for ``domain``, maps key by key, in the order of the schemas."""
    held: Mapping[str, Any] = resolution.governance.parameters_for(domain)
    for family, one in definitions.items():
        for name in one.schema["properties"]:
            value = held[family][name]
            if isinstance(value, dict) and value:
                for key, item in value.items():
                    yield _parameter(resolution, domain, (family, name, key), item)
            else:
                yield _parameter(resolution, domain, (family, name), value)


def rules(resolution: Resolution, pack: Pack, domain: str | None) -> Iterator[Standing]:
    """Every rule as it stands for ``domain``; those of other domains are left out."""
    governance = resolution.governance
    for rule in pack.rules:
        if domain is None or governance.judges(rule.id, domain):
            yield _standing(resolution, rule, domain)


def _parameter(
    resolution: Resolution, domain: str | None, path: tuple[str, ...], value: Json
) -> Parameter:
    family, name, *keys = path
    overlay = resolution.overlays.get(domain or "")
    if overlay and (at := place_of(overlay.reader, overlay.written, family, name, keys)):
        return Parameter(path, Value(value, "overlay", at))
    reader = resolution.reader
    if reader and (at := place_of(reader, resolution.written, family, name, keys)):
        return Parameter(path, Value(value, "governance", at))
    return Parameter(path, Value(value))


def _standing(resolution: Resolution, rule: Rule, domain: str | None) -> Standing:
    everywhere = resolution.words.get(rule.id, {})
    overlay = resolution.overlays.get(domain or "")
    own = overlay.words.get(rule.id, {}) if overlay else {}
    word = rollout.over(everywhere, own)

    def value(key: str, otherwise: Value) -> Value:
        said: Said | None = word.get(key)
        if said is None:
            return otherwise
        return Value(said.value, "overlay" if said is own.get(key) else "governance", said.at)

    return Standing(
        id=rule.id,
        mandatory=rule.id in resolution.mandatory or (rule.mandatory and not resolution.reader),
        domain=resolution.governance.owners.get(rule.id),
        source=rule.source,
        severity=value("severity", Value(rule.severity, "rule")),
        mode=value("mode", Value(MODES[-1])),
        effective_on=value("effective_on", Value(None)),
    )
