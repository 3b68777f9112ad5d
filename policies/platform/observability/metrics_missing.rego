# METADATA
# title: The required metrics are reported
# description: >-
#   An organisation compares its products by the same few numbers, `observability.metrics` of its parameters.
#   A metric may have another name: letter case, separators, plurals, the order of words and what follows `by`
#   make no difference, and the parameters hold a table of names that mean the same, so that
#   null_percentage_by_column is a null_rate. The product's own name may stand before it.
# scope: package
# custom:
#   id: observability/metrics_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` does not report the metric {metric}"
#   remediation: >-
#     Add the metric to `observability.metrics` and measure it. Where it is measured under a name of your own,
#     add that name to `metric_synonyms`.
#   controls:
#     gdpr: [{id: "32(1)(d)", relation: partial}]
#     iso27001: [{id: A.8.16, relation: partial}, {id: A.5.36, relation: partial}]
#     soc2: [{id: CC4.1, relation: partial}, {id: CC7.2, relation: partial}]
#     nist80053: [{id: CA-7, relation: partial}, {id: SI-4, relation: evidence-only}]
#     cdmc: [{id: "1", relation: partial}]
#     bcbs239: [{id: P5, relation: partial}]
#   examples:
#     pass:
#       - title: Nothing is required
#         new: {observability: null}
#         parameters: {observability: {metrics: []}}
#       - title: All that is required
#         new: {}
#         parameters: {observability: {metrics: [row_count, null_rate, distinct_count, value_distribution]}}
#       - title: Under other names
#         new: {observability: {metrics: [NumberOfRecords, null_percentage_by_column, unique-count, histogram]}}
#         parameters: {observability: {metrics: [row_count, null_rate, distinct_count, value_distribution]}}
#       - title: With the name of the product
#         new: {observability: {metrics: [sales_orders_row_count]}}
#         parameters: {observability: {metrics: [RowCount]}}
#       - title: A name of the organisation
#         new: {observability: {metrics: [Satzanzahl]}}
#         parameters: {observability: {metrics: [row_count], metric_synonyms: {row_count: [satzanzahl, count row]}}}
#     fail:
#       - title: Two of three
#         new: {observability: {metrics: [rows]}}
#         parameters: {observability: {metrics: [row_count, null_rate, distinct_count]}}
#         findings:
#           - {path: [observability, metrics, distinct_count], args: {name: sales_orders, metric: distinct_count}}
#           - {path: [observability, metrics, null_rate], args: {name: sales_orders, metric: null_rate}}
#       - title: No observability at all
#         new: {observability: null}
#         parameters: {observability: {metrics: [row_count]}}
#         findings: [{path: [observability, metrics, row_count]}]
#       - title: Metrics that only sound alike
#         new: {observability: {metrics: [null_count, column_count, none, error_rate, no_row_count]}}
#         parameters: {observability: {metrics: [row_count, null_rate]}}
#         findings: [{path: [observability, metrics, null_rate]}, {path: [observability, metrics, row_count]}]
#       - title: A metric that the table does not have
#         new: {observability: {metrics: [p99_latency]}}
#         parameters: {observability: {metrics: [p95_latency]}}
#         findings: [{path: [observability, metrics, p95_latency]}]
package meshgov.platform.observability.metrics_missing

import data.meshgov.lib.measures

default applicable := false

applicable if count(_required) > 0

findings contains {
	"path": ["observability", "metrics", metric],
	"args": {"name": input.contract.name, "metric": metric},
} if {
	applicable
	some metric in measures.metrics_missing(_required, _declared)
}

_required := input.parameters.observability.metrics

_declared := [metric | some metric in input.contract.observability.metrics]
