"""What a person should know about a governance file that is right: what it doesn't achieve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meshgov.model.pack import MODES, SEVERITIES, Pack, Rule
from meshgov.model.settings import Organization, RuleSetting
from meshgov.policy.stated import Stated
from meshgov.policy.written import Written


def unchecked(
    pack: Pack, named: Stated, general: Written, domains: Mapping[str, Written]
) -> Iterator[str]:
    """Families that are named or configured, and that no rule of this release checks."""
    checked = {rule.family for rule in pack.rules}
    for family in sorted({family for section in named.values() for family in section} - checked):
        yield f"{family} is named as a policy, but no rule of this release checks it"
    for family in sorted(set(general) - checked):
        yield f"{family} is configured, but no rule of this release checks it"
    of_domains = {family for own in domains.values() for family in own}
    for family in sorted(of_domains - set(general) - checked):
        users = ", ".join(domain for domain, own in domains.items() if family in own)
        yield f"{family} is configured for {users}, but no rule of this release checks it"


def weakened(
    pack: Pack, named: Stated, settings: Mapping[str, RuleSetting], file: str
) -> Iterator[str]:
    """Mandatory rules that the organisation's own file holds back: its right, and to be seen."""
    for rule in pack.rules:
        setting = settings.get(rule.id)
        if setting is None or not (rule.mandatory or _stated_mandatory(rule, named)):
            continue
        if setting.mode and setting.mode != MODES[-1]:
            yield f"{rule.id} is mandatory, and {file} sets its mode to {setting.mode}"
        if setting.severity and SEVERITIES.index(setting.severity) < SEVERITIES.index(
            rule.severity
        ):
            yield (
                f"{rule.id} is mandatory, and {file} lowers its severity "
                f"from {rule.severity} to {setting.severity}"
            )
        if setting.effective_on:
            yield f"{rule.id} is mandatory, and {file} enforces it from {setting.effective_on} only"


def kept_mandatory(pack: Pack, named: Stated) -> Iterator[str]:
    """Families that the file calls not mandatory, and that are so by themselves."""
    always = {rule.family for rule in pack.rules if rule.mandatory}
    for section, families in named.items():
        for family, said in families.items():
            if family in always and isinstance(said, dict) and said.get("mandatory") is False:
                yield (
                    f"{section} calls {family} not mandatory, but its rules are: "
                    "no domain may weaken them"
                )


def unlisted(domains: Mapping[str, Written], organization: Organization | None) -> Iterator[str]:
    """Domains with policies of their own that the organisation doesn't list."""
    for domain in domains:
        if organization is not None and domain not in organization.domains:
            yield f"policies are set for the domain {domain}, which {organization.source} lacks"


def _stated_mandatory(rule: Rule, named: Stated) -> bool:
    return any(
        isinstance(said := section.get(rule.family), dict) and said.get("mandatory") is True
        for section in named.values()
    )
