# METADATA
# title: The required alerts are set up
# description: >-
#   What an organisation wants to be woken up for is the same everywhere, `observability.alerts` of its
#   parameters. An alert may have another type: names are compared as those of metrics are, words such as
#   alert, breach or threshold make no difference, and the parameters hold a table of names that mean the
#   same, so that freshness is a freshness_violation. An alert whose condition is a word for nothing, or that
#   says `enabled: false`, is none.
# scope: package
# custom:
#   id: observability/alerts_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` has no alert for {alert}"
#   remediation: >-
#     Add the alert to `observability.alerts`, with a condition and a severity. Where it exists under a name of
#     your own, add that name to `alert_synonyms`.
#   controls:
#     gdpr: [{id: "32(1)(d)", relation: partial}]
#     iso27001: [{id: A.8.16, relation: partial}]
#     soc2: [{id: CC7.2, relation: partial}, {id: CC4.1, relation: partial}]
#     nist80053: [{id: SI-4, relation: partial}, {id: AU-6, relation: evidence-only}, {id: CA-7, relation: partial}]
#     cdmc: [{id: "14", relation: partial}, {id: "1", relation: partial}]
#     bcbs239: [{id: P5, relation: partial}]
#   examples:
#     pass:
#       - title: Nothing is required
#         new: {observability: null}
#         parameters: {observability: {alerts: []}}
#       - title: All that is required
#         new: {}
#         parameters: {observability: {alerts: [freshness_violation, quality_check_failure, schema_drift, volume_anomaly]}}
#       - title: Under other names
#         new: {observability: {alerts: [freshness, {type: DataQualityBreach}, {type: schema-changed}, row_count_drop]}}
#         parameters: {observability: {alerts: [freshness_violation, quality_check_failure, schema_drift, volume_anomaly]}}
#       - title: With the name of the product
#         new: {observability: {alerts: [{type: orders_stale_data}]}}
#         parameters: {observability: {alerts: [FreshnessViolation]}}
#     fail:
#       - title: One is missing
#         new: {observability: {alerts: [{type: late_data}]}}
#         parameters: {observability: {alerts: [freshness_violation, schema_drift]}}
#         findings: [{path: [observability, alerts, schema_drift], args: {name: sales_orders, alert: schema_drift}}]
#       - title: No observability at all
#         new: {observability: null}
#         parameters: {observability: {alerts: [schema_drift]}}
#         findings: [{path: [observability, alerts, schema_drift]}]
#       - title: Alerts that never ring
#         new:
#           observability:
#             alerts:
#               - {type: schema_drift, condition: "never"}
#               - {type: freshness, enabled: false}
#         parameters: {observability: {alerts: [freshness_violation, schema_drift]}}
#         findings:
#           - {path: [observability, alerts, freshness_violation]}
#           - {path: [observability, alerts, schema_drift]}
#       - title: Names that say nothing
#         new: {observability: {alerts: [violation, alert, none, no_freshness_violation]}}
#         parameters: {observability: {alerts: [freshness_violation]}}
#         findings: [{path: [observability, alerts, freshness_violation]}]
package meshgov.platform.observability.alerts_missing

import data.meshgov.lib.measures
import data.meshgov.lib.text

default applicable := false

applicable if count(_required) > 0

findings contains {
	"path": ["observability", "alerts", alert],
	"args": {"name": input.contract.name, "alert": alert},
} if {
	applicable
	some alert in measures.alerts_missing(_required, _declared)
}

_required := input.parameters.observability.alerts

_declared := [alert.type |
	some alert in input.contract.observability.alerts
	not _silent(alert)
]

_silent(alert) if text.denies(alert.condition)

_silent(alert) if alert.extensions.enabled == false
