"""The rules of a pack as a table: for people by family and owner, for machines as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.catalogue import Catalogue, Listed
from meshgov.model.document import Json
from meshgov.render.base import RenderOptions
from meshgov.render.parts.counts import count
from meshgov.render.parts.json_text import document
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, prose, safe, wrap

SCHEMA: Final = "meshgov/catalogue/v1"

SEVERITY: Final = 8
"""Columns of the longest severity, ``critical``."""
MODE: Final = 7
"""Columns of the longest mode, ``enforce``."""
WHERE: Final = 15
"""Columns of ``check diff gate``."""
CONTROLS: Final = 8
"""Columns of the word itself."""
LEAD: Final = SEVERITY + MODE + 6
"""Columns before an id."""
NARROWEST: Final = 20
"""Columns that an id gets on the narrowest terminal."""

FLEET: Final = "* of a folder, a glob or all configured contracts; not of single files"


def text(catalogue: Catalogue, options: RenderOptions) -> Iterator[str]:
    """One line per rule: severity, mode, id, where it is enforced, how many controls it bears on.

    Headings tell the tier and the owner; with ``verbose`` each rule gets its title, its conditions
    and its controls.
    """
    paint = Paint(colour=options.colour)
    ordered = sorted(catalogue.rules, key=_group)
    room = max(options.width - LEAD - WHERE - CONTROLS - 4, NARROWEST)
    widest = min(max((columns(safe(one.rule.id)) for one in ordered), default=0), room)
    if ordered:
        head = f"  {'severity':<{SEVERITY}}  {'mode':<{MODE}}  {'rule':<{widest}}"
        yield paint("quiet", f"{head}  {'enforced in':<{WHERE}}  controls") + "\n"
    for _, rules in groupby(ordered, key=_group):
        members = tuple(rules)
        yield f"{paint('name', safe(members[0].rule.family))}  {_terms(members, paint)}\n"
        for one in members:
            yield from _row(one, widest, paint)
            yield from _more(one, options, paint)
        yield "\n"
    if any("fleet" in one.needs for one in ordered):
        yield f"{FLEET}\n"
    rules_for = f" for {safe(catalogue.domain)}" if catalogue.domain else ""
    yield f"{count(len(ordered), 'rule')}{rules_for}; `meshgov explain ID` tells all about one\n"


def _group(one: Listed) -> tuple[str, str, str, str, str]:
    rule = one.rule
    return rule.family, rule.tier, one.owner, rule.source, one.domain or ""


def _terms(members: Sequence[Listed], paint: Paint) -> str:
    """What holds for a whole group: tier, mandatory or not, owner, where it comes from."""
    one = members[0]
    terms = [safe(one.rule.tier)]
    if all(member.mandatory for member in members):
        terms.append("mandatory")
    terms.append(f"owner {safe(one.owner) or 'unknown'}")
    if one.domain is not None:
        terms.append(f"judges {safe(one.domain)} only")
    if one.rule.source != "builtin":
        terms.append(f"from {safe(one.rule.source)}")
    return paint("quiet", ", ".join(terms))


def _row(one: Listed, widest: int, paint: Paint) -> Iterator[str]:
    """One rule; an id that is too long for its column gets a line of its own."""
    identity = safe(one.rule.id)
    lead = (
        f"  {paint(one.severity, one.severity)}{' ' * (SEVERITY - len(one.severity) + 2)}"
        f"{one.mode:<{MODE}}  "
    )
    tail = f"  {where(one):<{WHERE}}  {len(one.rule.controls) or '-':>{CONTROLS}}\n"
    if columns(identity) > widest:
        yield f"{lead}{identity}\n"
        yield f"{' ' * (LEAD + widest)}{tail}"
    else:
        yield f"{lead}{identity}{' ' * (widest - columns(identity))}{tail}"


def where(one: Listed) -> str:
    """Where a rule is enforced, in few words."""
    if not one.enforced:
        return "nowhere"
    if "results" in one.needs:
        return "with --results"
    words = " ".join(one.enforced)
    return words.replace("check", "check*") if "fleet" in one.needs else words


def _more(one: Listed, options: RenderOptions, paint: Paint) -> Iterator[str]:
    """A date always, because the mode alone would mislead; the rest when everything is wanted."""
    told = [prose(one.rule.title)] if options.verbose else []
    if one.mode != one.wanted:
        told.append(f"{one.wanted} from {one.effective_on}")
    if options.verbose:
        told += _details(one)
    for part in told:
        for line in wrap(part, max(options.width - LEAD, NARROWEST)):
            yield f"{' ' * LEAD}{paint('quiet', line)}\n"


def _details(one: Listed) -> Iterator[str]:
    if one.rule.severity != one.severity:
        yield f"severity {one.rule.severity} by itself"
    if not one.rule.waivable:
        yield "never waived"
    for framework, controls in groupby(one.rule.controls, key=lambda control: control.framework):
        held = ", ".join(f"{safe(control.id)} ({control.relation})" for control in controls)
        yield f"{safe(framework)}: {held}"


def as_json(catalogue: Catalogue) -> Iterator[str]:
    """The whole catalogue, one document."""
    pack = catalogue.pack
    told: Json = {
        "schema": SCHEMA,
        "pack": {"digest": pack.digest, "rules": len(pack.rules), "sources": list(pack.sources)},
        "domain": catalogue.domain,
        "rules": [_rule(one) for one in catalogue.rules],
    }
    yield document(told) + "\n"


def _rule(one: Listed) -> Json:
    rule = one.rule
    return {
        "id": rule.id,
        "title": rule.title,
        "description": rule.description,
        "severity": one.severity,
        "default_severity": rule.severity,
        "mode": one.mode,
        "effective_on": one.effective_on,
        "tier": rule.tier,
        "scope": rule.scope,
        "enforced": list(one.enforced),
        "needs": list(one.needs),
        "owner": one.owner,
        "domain": one.domain,
        "mandatory": one.mandatory,
        "waivable": rule.waivable,
        "remediation": rule.remediation,
        "controls": [
            {"framework": held.framework, "id": held.id, "relation": held.relation}
            for held in rule.controls
        ],
        "source": rule.source,
    }
