# METADATA
# title: A product carries a classification
# description: >-
#   Every protection that follows (who may find the data, who may read it, who has to approve) depends on
#   the label. Data without one is handled as each reader sees fit.
# scope: package
# custom:
#   id: data_classification/classification_missing
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` has no classification"
#   remediation: >-
#     Add `classification` with one of the configured labels; by default these are public, internal,
#     confidential and restricted.
#   controls:
#     gdpr: [{id: "30(1)(c)", relation: supports}, {id: "32(2)", relation: supports}]
#     ccpa: [{id: "1798.140(v)", relation: supports}]
#     iso27001: [{id: A.5.12, relation: supports}, {id: A.5.13, relation: supports}]
#     soc2: [{id: C1.1, relation: supports}]
#     nist80053: [{id: RA-2, relation: supports}, {id: AC-16, relation: partial}]
#     cdmc: [{id: "6", relation: supports}]
#     bcbs239: [{id: P2, relation: partial}]
#   examples:
#     pass:
#       - title: A label is given
#         new: {}
#       - title: A label that does not exist is wrong, but not missing
#         new: {classification: secret}
#     fail:
#       - title: No label
#         new: {classification: null}
#         findings: [{path: [classification], args: {name: sales_orders}}]
#       - title: White space is not a label
#         new: {classification: " "}
#         findings: [{path: [classification]}]
package meshgov.global.data_classification.classification_missing

applicable := true

findings contains {"path": ["classification"], "args": {"name": input.contract.name}} if {
	not input.contract.classification
}
