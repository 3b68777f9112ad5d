# METADATA
# title: A product is found by those only whom its label allows
# description: >-
#   Even the description and the column names of a product tell something. How widely it may be found depends
#   on its label; the parameter `discovery` holds the widest circle for each. A word that is no circle may
#   mean anybody, and counts as public.
# scope: package
# custom:
#   id: data_classification/discovery_exceeds_classification
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "Discovery is {discovery}; a product that is {label} allows {allowed} at most"
#   remediation: Narrow `access.discovery` (public, internal, domain, none), or choose the label that fits the data.
#   controls:
#     gdpr: [{id: "25(2)", relation: supports}, {id: "32(2)", relation: partial}]
#     iso27001: [{id: A.5.12, relation: supports}, {id: A.5.15, relation: partial}, {id: A.8.3, relation: partial}]
#     soc2: [{id: C1.1, relation: supports}, {id: CC6.1, relation: partial}]
#     nist80053: [{id: AC-3, relation: partial}, {id: AC-16, relation: partial}]
#     cdmc: [{id: "6", relation: partial}, {id: "7", relation: partial}]
#   examples:
#     pass:
#       - title: Confidential, and found in its domain
#         new: {}
#       - title: Restricted, and found in its domain by those who may ask for approval
#         new: {classification: restricted}
#       - title: Narrower than the label allows
#         new: {classification: public, access: {discovery: none}}
#       - title: As wide as the label allows
#         new: {classification: internal, access: {discovery: Internal}}
#       - title: Nothing is said about discovery
#         new: {classification: restricted, access: {discovery: null}}
#       - title: A label of the organisation with its own limit
#         new: {classification: C2, access: {discovery: internal}}
#         parameters: {data_classification: {labels: [C1, C2, C3], discovery: {C2: internal}}}
#     fail:
#       - title: Confidential, and found by all employees
#         new: {access: {discovery: internal}}
#         findings:
#           - path: [access, discovery]
#             args: {discovery: internal, label: confidential, allowed: domain}
#       - title: Restricted, and found by all employees
#         new: {classification: restricted, access: {discovery: internal}}
#         findings:
#           - path: [access, discovery]
#             args: {discovery: internal, label: restricted, allowed: domain}
#       - title: An organisation whose restricted products are not found at all
#         new: {classification: restricted}
#         parameters: {data_classification: {discovery: {restricted: none}}}
#         findings:
#           - path: [access, discovery]
#             args: {discovery: domain, label: restricted, allowed: none}
#       - title: Internal, and found by everyone
#         new: {classification: internal, access: {discovery: public}}
#         findings: [{path: [access, discovery]}]
#       - title: A word that is no circle
#         new: {access: {discovery: everyone}}
#         findings:
#           - path: [access, discovery]
#             args: {discovery: everyone, label: confidential, allowed: domain}
#       - title: A label without a limit has that of the next more protected one
#         new: {classification: C1, access: {discovery: internal}}
#         parameters: {data_classification: {labels: [C1, C2, C3], discovery: {C2: domain, C3: none}}}
#         findings:
#           - path: [access, discovery]
#             args: {discovery: internal, label: C1, allowed: domain}
#       - title: Without any limit nobody may find it
#         new: {classification: C3}
#         parameters: {data_classification: {labels: [C1, C2, C3]}}
#         findings: [{path: [access, discovery], args: {discovery: domain, label: C3, allowed: none}}]
package meshgov.global.data_classification.discovery_exceeds_classification

import data.meshgov.lib.labels

default applicable := false

applicable if {
	input.contract.access.discovery
	labels.rank(input.contract.classification)
}

findings contains {
	"path": ["access", "discovery"],
	"args": {
		"discovery": input.contract.access.discovery,
		"label": input.contract.classification,
		"allowed": _allowed,
	},
} if {
	applicable
	_width(input.contract.access.discovery) > _width(_allowed)
}

_circles := {"none": 0, "domain": 1, "internal": 2, "public": 3}

_width(word) := object.get(_circles, lower(trim_space(word)), 3)

# The limit of the label itself or else of the first label above it that has one.
_allowed := _limits[0]

_limits := array.concat(
	[limit |
		some place, label in labels.all
		place >= labels.rank(input.contract.classification)
		limit := input.parameters.data_classification.discovery[label]
	],
	["none"],
)
