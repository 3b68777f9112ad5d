package main

import data.shared.words

# METADATA
# title: Owners are teams
# description: People leave.
# custom: {severity: high}
deny contains msg if {
	not endswith(input.owner.team, "-team")
	msg := "the owner is no team"
}

warn_names[msg] {
	msg := words.bad(input.name)
}

violation := {"msg": "never"} if false

default deny_all := false

warn_helper(x) := x

denying contains "not a rule" if true
