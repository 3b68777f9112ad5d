package meshgov.platform.ownership.central_team_test

import data.meshgov.platform.ownership.central_team

_given(records, most) := {"fleet": records, "parameters": {"ownership": {"domains_per_team": most}}}

_records := [
	{"path": "a", "domain": "sales", "owner": "Data Platform"},
	{"path": "b", "domain": "Finance", "owner": "data-platform"},
	{"path": "c", "domain": "finance", "owner": "data_platform"},
	{"path": "d", "domain": "web", "owner": "web"},
	{"path": "e", "owner": "web"},
	{"path": "f", "domain": "shop"},
	{"path": "g", "domain": " ", "owner": "web"},
]

_finding(path, team) := {
	"contract": path, "path": ["owner", "team"],
	"args": {"team": team, "number": 2, "domains": ["finance", "sales"], "most": 1},
}

test_a_team_of_two_domains if {
	central_team.findings == {
		_finding("a", "Data Platform"),
		_finding("b", "data-platform"),
		_finding("c", "data_platform"),
	} with input as _given(_records, 1)
	central_team.findings == set() with input as _given(_records, 2)
	central_team.applicable == {"a", "b", "c", "d", "g"} with input as _given(_records, 2)
}

test_a_word_for_nobody if {
	records := [object.union(record, {"owner": "n/a"}) | some record in _records]
	central_team.findings == set() with input as _given(records, 1)
}
