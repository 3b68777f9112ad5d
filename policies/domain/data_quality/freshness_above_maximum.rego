# METADATA
# title: The promised freshness is as good as the domain demands
# description: >-
#   A domain knows how old data may be for the decisions that are made with it. A promise of older data, no
#   promise, or one that nobody can read does not give that. A schedule says when a job starts, not how old the
#   newest data may be.
# scope: package
# custom:
#   id: data_quality/freshness_above_maximum
#   severity: error
#   scope: contract
#   message: "`{name}` promises {promise}; at most {maximum} is allowed"
#   remediation: >-
#     Promise an age within the limit in `sla.freshness`, written as "24 hours", once the data keeps it.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     ccpa: [{id: "1798.106", relation: partial}]
#     iso27001: [{id: A.8.29, relation: partial}]
#     soc2: [{id: PI1.2, relation: supports}, {id: PI1.4, relation: partial}]
#     nist80053: [{id: PM-22, relation: partial}]
#     cdmc: [{id: "12", relation: supports}]
#     bcbs239: [{id: P5, relation: partial}]
#   examples:
#     pass:
#       - title: Nothing is demanded
#         new: {sla: {freshness: null}}
#       - title: Exactly the limit, in other words
#         new: {sla: {freshness: 1 day}}
#         parameters: {data_quality: {freshness: 86400}}
#       - title: Fresher than demanded
#         new: {sla: {freshness: {max_age_minutes: 15, max_age_hours: null}}}
#         parameters: {data_quality: {freshness: 3600}}
#     fail:
#       - title: A little too old
#         new: {sla: {freshness: "61 minutes"}}
#         parameters: {data_quality: {freshness: 3600}}
#         findings:
#           - path: [sla, freshness]
#             args: {name: sales_orders, promise: data at most 61 minutes old, maximum: 1 hour}
#       - title: A part of a second too old
#         new: {sla: {freshness: "3600.5 seconds"}}
#         parameters: {data_quality: {freshness: 3600}}
#         findings: [{path: [sla, freshness]}]
#       - title: A schedule is no promise of freshness
#         new: {sla: {freshness: {max_age_hours: null, update_schedule: "* * * * *"}}}
#         parameters: {data_quality: {freshness: 3600}}
#         findings:
#           - path: [sla, freshness]
#             args: {name: sales_orders, promise: no freshness, maximum: 1 hour}
#       - title: No service level at all
#         new: {sla: null}
#         parameters: {data_quality: {freshness: 86400}}
#         findings: [{path: [sla, freshness]}]
#       - title: A promise that nobody can read
#         new: {sla: {freshness: near real time}}
#         parameters: {data_quality: {freshness: 5400}}
#         findings:
#           - path: [sla, freshness]
#             args: {name: sales_orders, promise: an unreadable freshness, maximum: 90 minutes}
#       - title: A number without a unit
#         new: {sla: {freshness: 1}}
#         parameters: {data_quality: {freshness: 3600}}
#         findings: [{path: [sla, freshness]}]
package meshgov.domain.data_quality.freshness_above_maximum

import data.meshgov.lib.promises

default applicable := false

applicable if is_number(_maximum)

findings contains {
	"path": ["sla", "freshness"],
	"args": {
		"name": input.contract.name,
		"promise": promises.age("freshness"),
		"maximum": promises.period(_maximum),
	},
} if {
	applicable
	not _kept
}

_kept if input.contract.sla.freshness.seconds <= _maximum

_maximum := input.parameters.data_quality.freshness
