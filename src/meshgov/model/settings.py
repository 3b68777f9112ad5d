"""What an organisation configures, resolved: plain data that the stages exchange."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from meshgov.model.document import Json


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """An organisation's word on one rule; None keeps what METADATA says (mode: enforce)."""

    severity: str | None = None
    mode: str | None = None
    effective_on: str | None = None


UNSET = RuleSetting()
"""Nothing said."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where runs leave evidence.

    Attributes:
        log: file of the evidence log; None: no log is written.
        records: file or folder for signed verdict records; None: none are written.
        key: file with the private key to sign with, or ``env:NAME``; None: MESHGOV_SIGNING_KEY.
    """

    log: str | None = None
    records: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Governance:
    """A resolved ``governance.yaml``.

    Attributes:
        parameters: global parameters by family, defaults filled in.
        domains: domain -> parameters by family, already merged over the global ones.
        rules: rule id -> setting, everywhere.
        domain_rules: domain -> rule id -> setting, already merged over those; without an entry
            they hold as they are.
        owners: rule id -> the one domain that the rule judges, for rules that a domain brought.
        organization, policies, waivers, contracts, consumers: paths and globs in the file, made
            absolute.
        evidence: where runs leave evidence; None: only where a run is asked to.
        notices: what a person should know about the file.
        source: the file's name, or None for the built-in defaults.
        stated: section -> family -> what the file says about it in words, for reports.
    """

    parameters: Mapping[str, Json]
    domains: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    domain_rules: Mapping[str, Mapping[str, RuleSetting]] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    organization: str | None = None
    policies: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()
    opa_url: str | None = None
    evidence: Evidence | None = None
    notices: tuple[str, ...] = ()
    source: str | None = None
    stated: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    def parameters_for(self, domain: str | None) -> Mapping[str, Json]:
        """The parameters that hold for a contract of ``domain``."""
        return self.domains.get(spelled(domain, self.domains), self.parameters)

    def setting(self, rule: str, domain: str | None) -> RuleSetting:
        """The word on ``rule`` for a contract of ``domain``."""
        own = self.domain_rules.get(spelled(domain, self.domain_rules), self.rules)
        return own.get(rule, UNSET)

    def judges(self, rule: str, domain: str | None) -> bool:
        """Whether ``rule`` is for contracts of ``domain`` at all."""
        owner = self.owners.get(rule)
        return owner is None or owner == spelled(domain, (owner,))


def spelled(domain: str | None, known: Collection[str]) -> str:
    """``domain`` as those who are ``known`` spell it: capitals are no way around its rules."""
    name = domain or ""
    if name in known or not known:
        return name
    folded = name.casefold()
    return next((one for one in known if one.casefold() == folded), name)


@dataclass(frozen=True, slots=True)
class Organization:
    """A resolved ``organization.yaml``: domain name -> its entry as written, keys kept."""

    domains: Mapping[str, Mapping[str, Json]]
    source: str

    def entry(self, domain: str | None) -> Mapping[str, Json] | None:
        """What stands there of ``domain``, in whatever capitals a contract writes it."""
        return self.domains.get(spelled(domain, self.domains))
