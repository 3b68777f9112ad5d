# Who may read a product, and whether somebody has to agree first.
package meshgov.lib.access

import data.meshgov.lib.names
import data.meshgov.lib.text

# Whether a contract demands approval, and by somebody: approvers that name nobody approve nothing.
demands(contract) if {
	contract.access.approval.required
	approvers := object.get(contract.access.approval, "approvers", [])
	nobody := [name | some name in approvers; text.denies(name)]
	count(nobody) < max([count(approvers), 1])
}

demanded if demands(input.contract)

# The fields that approval is demanded for; an empty list stands for all of them.
fields := object.get(input.contract.access.approval, "fields", [])

# Whether reading a column needs approval: it is listed, or a column around it is, or everything needs it.
approved(_) if {
	demanded
	count(fields) == 0
}

approved(column) if {
	demanded
	wanted := names.keys(fields)
	some depth in numbers.range(3, count(column.path))
	names.means(wanted, {"path": array.slice(column.path, 0, depth), "tokens": column.tokens})
}

# The roles that may read. A star, or a word for everybody or nobody, is none.
roles := {grant.name |
	some grant in input.contract.access.read
	grant.kind == "role"
	not regex.match("^[*? ]+$", grant.name)
	not names.key(grant.name) in _everybody
	not text.denies(grant.name)
}

_everybody := {"all", "any", "anyone", "anybody", "everyone", "everybody", "public", "world", "allusers", "everything"}
