# METADATA
# title: The promise of accuracy is as high as the domain demands
# description: >-
#   A domain knows how good data has to be for the decisions that are made with it. A promise that is lower, that
#   is missing, or that nobody can read does not give that.
# scope: package
# custom:
#   id: data_quality/accuracy_below_minimum
#   severity: error
#   scope: contract
#   message: "`{name}` promises {promise}; at least {minimum} is demanded"
#   remediation: >-
#     Promise at least the demanded share in `sla.accuracy`, written as "99.9%", once the data keeps it.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     ccpa: [{id: "1798.106", relation: partial}]
#     iso27001: [{id: A.8.29, relation: partial}]
#     soc2: [{id: PI1.2, relation: supports}, {id: PI1.3, relation: partial}]
#     nist80053: [{id: SI-10, relation: partial}, {id: PM-22, relation: partial}]
#     cdmc: [{id: "12", relation: supports}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: Nothing is demanded
#         new: {sla: {accuracy: null}}
#       - title: Exactly what is demanded
#         new: {sla: {accuracy: "99%"}}
#         parameters: {data_quality: {accuracy: 990000}}
#       - title: More than that, written as a ratio
#         new: {sla: {accuracy: {min_threshold: 0.9999}}}
#         parameters: {data_quality: {accuracy: 990000}}
#     fail:
#       - title: A little too low
#         new: {sla: {accuracy: "98.9999%"}}
#         parameters: {data_quality: {accuracy: 990000}}
#         findings:
#           - path: [sla, accuracy]
#             args: {name: sales_orders, promise: 98.9999% accuracy, minimum: 99%}
#       - title: No promise
#         new: {sla: {accuracy: null}}
#         parameters: {data_quality: {accuracy: 999900}}
#         findings:
#           - path: [sla, accuracy]
#             args: {name: sales_orders, promise: no accuracy, minimum: 99.99%}
#       - title: No service level at all
#         new: {sla: null}
#         parameters: {data_quality: {accuracy: 1}}
#         findings: [{path: [sla, accuracy]}]
#       - title: A mapping that says nothing
#         new: {sla: {accuracy: {min_threshold: null, note: agreed by word of mouth}}}
#         parameters: {data_quality: {accuracy: 990000}}
#         findings: [{path: [sla, accuracy]}]
#       - title: A promise that nobody can read
#         new: {sla: {accuracy: as good as we can}}
#         parameters: {data_quality: {accuracy: 990000}}
#         findings:
#           - path: [sla, accuracy]
#             args: {name: sales_orders, promise: an unreadable accuracy, minimum: 99%}
#       - title: An upper limit is no lower one
#         new: {sla: {accuracy: "<= 99.9%"}}
#         parameters: {data_quality: {accuracy: 990000}}
#         findings: [{path: [sla, accuracy]}]
#       - title: More than everything
#         new: {sla: {accuracy: "150%"}}
#         parameters: {data_quality: {accuracy: 990000}}
#         findings: [{path: [sla, accuracy]}]
package meshgov.domain.data_quality.accuracy_below_minimum

import data.meshgov.lib.promises

default applicable := false

applicable if is_number(_minimum)

findings contains {
	"path": ["sla", "accuracy"],
	"args": {
		"name": input.contract.name,
		"promise": promises.share("accuracy"),
		"minimum": promises.percent(_minimum),
	},
} if {
	applicable
	not _kept
}

_kept if input.contract.sla.accuracy.millionths >= _minimum

_minimum := input.parameters.data_quality.accuracy
