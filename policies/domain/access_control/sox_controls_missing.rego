# METADATA
# title: Data of a SOX domain has an audit log, an owner and a change log
# description: >-
#   Numbers in financial statements have to be traced: who read and changed the data, who answers for it, and
#   what changed in it since when. A product of a domain with `sox_compliance` declares all three. An owner
#   whose name is a word for nothing is none, and so is a change log without an entry that names a change.
#   The declaration is the beginning of the evidence, not its end.
# scope: package
# custom:
#   id: access_control/sox_controls_missing
#   severity: critical
#   scope: contract
#   message: "`{name}` belongs to a SOX domain and has no {missing}"
#   remediation: >-
#     Set `audit_logging_enabled: true`, name the accountable team in `owner.team`, and keep a `changelog`
#     whose entries name their changes.
#   controls:
#     sox: [{id: ITGC-CHANGE, relation: partial}, {id: ITGC-ACCESS, relation: partial}]
#     iso27001: [{id: A.5.28, relation: partial}, {id: A.8.15, relation: evidence-only}, {id: A.5.2, relation: partial}]
#     soc2: [{id: CC7.2, relation: partial}, {id: CC8.1, relation: partial}, {id: CC1.3, relation: partial}]
#     nist80053: [{id: AU-2, relation: evidence-only}, {id: CM-3, relation: partial}]
#     cdmc: [{id: "2", relation: partial}]
#     bcbs239: [{id: P1, relation: partial}]
#   examples:
#     pass:
#       - title: A domain without SOX
#         new: {audit_logging_enabled: false, owner: null, changelog: null}
#       - title: All three are declared
#         new: {}
#         parameters: {access_control: {sox_compliance: true}}
#     fail:
#       - title: None of the three
#         new: {audit_logging_enabled: null, owner: null, changelog: null}
#         parameters: {access_control: {sox_compliance: true}}
#         findings:
#           - {path: [audit_logging_enabled], args: {name: sales_orders, missing: audit logging}}
#           - {path: [changelog], args: {name: sales_orders, missing: change log}}
#           - {path: [owner], args: {name: sales_orders, missing: owner}}
#       - title: Audit logging is switched off
#         new: {audit_logging_enabled: false}
#         parameters: {access_control: {sox_compliance: true}}
#         findings: [{path: [audit_logging_enabled]}]
#       - title: An empty change log, and a contact in place of an owner
#         new: {changelog: [], owner: {team: null}}
#         parameters: {access_control: {sox_compliance: true}}
#         findings: [{path: [changelog]}, {path: [owner]}]
#       - title: Words for nothing
#         new: {owner: {team: TBD}, changelog: [{version: 1.4.0, changes: ["-", todo]}]}
#         parameters: {access_control: {sox_compliance: true}}
#         findings: [{path: [changelog]}, {path: [owner]}]
#       - title: An entry that names no change
#         new: {changelog: [{version: 1.4.0, date: "2026-10-01", breaking: false}]}
#         parameters: {access_control: {sox_compliance: true}}
#         findings: [{path: [changelog]}]
package meshgov.domain.access_control.sox_controls_missing

import data.meshgov.lib.text

default applicable := false

applicable if input.parameters.access_control.sox_compliance

findings contains {"path": [key], "args": {"name": input.contract.name, "missing": missing}} if {
	applicable
	some key, missing in {"audit_logging_enabled": "audit logging", "owner": "owner", "changelog": "change log"}
	not key in _there
}

_there contains "audit_logging_enabled" if input.contract.audit_logging_enabled

_there contains "owner" if {
	team := input.contract.owner.team
	not text.denies(team)
}

_there contains "changelog" if {
	some entry in input.contract.changelog
	some change in entry.changes
	not text.denies(change)
}
