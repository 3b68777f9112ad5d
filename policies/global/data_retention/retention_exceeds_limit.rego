# METADATA
# title: Data is not kept longer than its kind allows
# description: >-
#   The organisation limits how long each kind of data may be kept: operational data seven years, analytical
#   three, logs one. What is kept longer is a cost and a risk without a purpose.
# scope: package
# custom:
#   id: data_retention/retention_exceeds_limit
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` keeps {kind} data for {days} days; the limit is {limit} days"
#   remediation: >-
#     Lower `retention_days` to the limit, or correct `kind` (operational, analytical or logs) if the data is
#     of another kind.
#   controls:
#     gdpr: [{id: "5(1)(e)", relation: supports}, {id: "17", relation: partial}]
#     ccpa: [{id: "1798.100(a)(3)", relation: supports}, {id: "1798.105", relation: partial}]
#     iso27001: [{id: A.5.33, relation: supports}, {id: A.8.10, relation: supports}]
#     soc2: [{id: C1.2, relation: supports}, {id: P4.3, relation: partial}]
#     nist80053: [{id: SI-12, relation: supports}, {id: SI-12(3), relation: partial}]
#     cdmc: [{id: "11", relation: supports}]
#   examples:
#     pass:
#       - title: Exactly the limit
#         new: {kind: logs, retention_days: 366}
#       - title: Operational data may stay longer
#         new: {kind: operational, retention_days: 2557}
#       - title: No period is the matter of another rule
#         new: {retention_days: null}
#     fail:
#       - title: One day too long
#         new: {kind: logs, retention_days: 367}
#         findings:
#           - path: [retention_days]
#             args: {name: sales_orders, kind: logs, days: 367, limit: 366}
#       - title: A contract without a kind is held to the default kind
#         new: {kind: null, retention_days: 1097}
#         findings:
#           - path: [retention_days]
#             args: {name: sales_orders, kind: analytical, days: 1097, limit: 1096}
#       - title: A kind without a limit is held to the shortest
#         new: {kind: reporting, retention_days: 400}
#         findings:
#           - path: [retention_days]
#             args: {name: sales_orders, kind: reporting, days: 400, limit: 366}
#       - title: The organisation allows less
#         new: {retention_days: 100}
#         parameters: {data_retention: {limits: {analytical: 90}}}
#         findings: [{path: [retention_days]}]
package meshgov.global.data_retention.retention_exceeds_limit

default applicable := false

applicable if input.contract.retention_days

findings contains {
	"path": ["retention_days"],
	"args": {"name": input.contract.name, "kind": _kind, "days": input.contract.retention_days, "limit": _limit},
} if {
	input.contract.retention_days > _limit
}

_kind := object.get(input.contract, "kind", input.parameters.data_retention.default_kind)

_limit := object.get(_limits, _kind, min({limit | some limit in _limits}))

_limits := input.parameters.data_retention.limits
