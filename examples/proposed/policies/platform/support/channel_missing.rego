# METADATA
# title: Consumers can ask in a channel
# description: >-
#   Most questions were asked before. In a channel everybody finds the answers; in a mailbox nobody does.
# scope: package
# custom:
#   id: support/channel_missing
#   severity: error
#   scope: contract
#   owner: governance
#   message: "`{name}` names no channel to ask in"
#   remediation: Add `owner.slack`, in quotes, such as "#sales-data".
#   examples:
#     pass:
#       - title: There is a channel
#         new: {}
#     fail:
#       - title: None
#         new: {owner: {slack: null}}
#         findings: [{path: [owner, slack], args: {name: sales_orders}}]
#       - title: Nobody who owns it either
#         new: {owner: null}
#         findings: [{path: [owner, slack]}]
package meshgov.platform.support.channel_missing

applicable := true

findings contains {"path": ["owner", "slack"], "args": {"name": input.contract.name}} if {
	not input.contract.owner.slack
}
