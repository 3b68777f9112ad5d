# METADATA
# title: Data is kept as long as its kind has to be
# description: >-
#   Some records have to be kept for years by law, for audits, or for the defence of claims. Where the
#   organisation sets such a period for a kind of data, deleting it earlier is a breach as well. A kind that nobody
#   has heard of is held to the longest of these periods, so that a new word is no way around them.
# scope: package
# custom:
#   id: data_retention/retention_below_minimum
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` keeps {kind} data for {days} days; it has to be kept for {minimum} days"
#   remediation: >-
#     Raise `retention_days` to the minimum, or correct `kind` (operational, analytical or logs) if the data is
#     of another kind.
#   controls:
#     iso27001: [{id: A.5.33, relation: supports}]
#     soc2: [{id: C1.2, relation: partial}]
#     nist80053: [{id: SI-12, relation: supports}]
#     cdmc: [{id: "11", relation: supports}]
#   examples:
#     pass:
#       - title: The organisation sets no minimum
#         new: {retention_days: 0}
#       - title: Exactly the minimum
#         new: {kind: operational, retention_days: 7 years}
#         parameters: {data_retention: {minimums: {operational: 2557}}}
#       - title: The minimum of another kind
#         new: {kind: logs, retention_days: 30}
#         parameters: {data_retention: {minimums: {operational: 2557}}}
#       - title: No period is the matter of another rule
#         new: {retention_days: null}
#         parameters: {data_retention: {minimums: {analytical: 365}}}
#     fail:
#       - title: One day short
#         new: {kind: operational, retention_days: 2556}
#         parameters: {data_retention: {minimums: {operational: 2557}}}
#         findings:
#           - path: [retention_days]
#             args: {name: sales_orders, kind: operational, days: 2556, minimum: 2557}
#       - title: Nothing is kept
#         new: {kind: Logs, retention_days: 0}
#         parameters: {data_retention: {minimums: {logs: 90}}}
#         findings:
#           - path: [retention_days]
#             args: {name: sales_orders, kind: logs, days: 0, minimum: 90}
#       - title: A contract without a kind is held to the default kind
#         new: {kind: null, retention_days: 364}
#         parameters: {data_retention: {minimums: {analytical: 365}}}
#         findings: [{path: [retention_days]}]
#       - title: An unknown kind is held to the longest
#         new: {kind: reporting, retention_days: 400}
#         parameters: {data_retention: {minimums: {analytical: 365, operational: 2557}}}
#         findings:
#           - path: [retention_days]
#             args: {name: sales_orders, kind: reporting, days: 400, minimum: 2557}
package meshgov.global.data_retention.retention_below_minimum

default applicable := false

applicable if {
	is_number(_days)
	is_number(_minimum)
}

findings contains {
	"path": ["retention_days"],
	"args": {"name": input.contract.name, "kind": _kind, "days": _days, "minimum": _minimum},
} if {
	_days < _minimum
}

_days := input.contract.retention_days

_kind := object.get(input.contract, "kind", input.parameters.data_retention.default_kind)

_minimum := _minimums[_kind]

_minimum := max([minimum | some minimum in _minimums]) if {
	not _minimums[_kind]
	not input.parameters.data_retention.limits[_kind]
}

_minimums := input.parameters.data_retention.minimums
