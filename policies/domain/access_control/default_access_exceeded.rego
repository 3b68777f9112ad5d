# METADATA
# title: A product is no wider open than its domain, unless it says why
# description: >-
#   A domain decides how open its products are where nobody thought about it: its default access, a
#   classification label. A product with a more open label may be right, but somebody has to say why, in
#   `access.reason`. A word for nothing, such as none or tbd, is no reason. A label that is missing or unknown
#   is the matter of other rules.
# scope: package
# custom:
#   id: access_control/default_access_exceeded
#   severity: error
#   scope: contract
#   message: "`{name}` is {label}, wider than the default access {default} of its domain, and gives no reason"
#   remediation: >-
#     Classify the product as its domain does by default, or write the reason for opening it wider into
#     `access.reason`.
#   controls:
#     gdpr: [{id: "25(2)", relation: supports}, {id: "32(1)(b)", relation: partial}]
#     iso27001: [{id: A.5.15, relation: supports}, {id: A.8.3, relation: partial}]
#     soc2: [{id: CC6.1, relation: partial}, {id: CC6.3, relation: partial}]
#     nist80053: [{id: AC-3, relation: partial}, {id: AC-6, relation: supports}]
#     cdmc: [{id: "7", relation: partial}]
#   examples:
#     pass:
#       - title: The domain sets no default
#         new: {classification: public, access: {reason: null}}
#       - title: As open as the default
#         new: {access: {reason: null}}
#         parameters: {access_control: {default_access: confidential}}
#       - title: Less open than the default
#         new: {classification: restricted, access: {reason: null}}
#         parameters: {access_control: {default_access: internal}}
#       - title: Wider open for a reason
#         new: {classification: internal, access: {reason: Every employee plans with these numbers}}
#         parameters: {access_control: {default_access: confidential}}
#       - title: A missing label is the matter of another rule
#         new: {classification: null, access: null}
#         parameters: {access_control: {default_access: internal}}
#       - title: An unknown label is the matter of another rule
#         new: {classification: secret, access: null}
#         parameters: {access_control: {default_access: internal}}
#     fail:
#       - title: Wider open without a reason
#         new: {classification: internal, access: {reason: null}}
#         parameters: {access_control: {default_access: confidential}}
#         findings: [{path: [classification], args: {name: sales_orders, label: internal, default: confidential}}]
#       - title: The contract does not speak of access
#         new: {classification: public, access: null}
#         parameters: {access_control: {default_access: internal}}
#         findings: [{path: [classification], args: {name: sales_orders, label: public, default: internal}}]
#       - title: A word for nothing is no reason
#         new: {classification: public, access: {reason: " N/A. "}}
#         parameters: {access_control: {default_access: internal}}
#         findings: [{path: [classification]}]
#       - title: Another letter case hides nothing
#         new: {classification: Public, access: {reason: TBD}}
#         parameters: {access_control: {default_access: internal}}
#         findings: [{path: [classification], args: {label: Public, default: internal, name: sales_orders}}]
#       - title: Labels of the organisation
#         new: {classification: green, access: null}
#         parameters: {data_classification: {labels: [green, yellow, red]}, access_control: {default_access: yellow}}
#         findings: [{path: [classification]}]
package meshgov.domain.access_control.default_access_exceeded

import data.meshgov.lib.labels
import data.meshgov.lib.text

default applicable := false

applicable if {
	is_string(_default)
	labels.rank(input.contract.classification) >= 0
}

findings contains {
	"path": ["classification"],
	"args": {"name": input.contract.name, "label": input.contract.classification, "default": _default},
} if {
	applicable
	labels.rank(input.contract.classification) < labels.floor(_default)
	not _reasoned
}

_default := input.parameters.access_control.default_access

_reasoned if {
	reason := input.contract.access.reason
	not text.denies(reason)
}
