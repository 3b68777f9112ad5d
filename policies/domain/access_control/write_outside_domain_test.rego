package meshgov.domain.access_control.write_outside_domain_test

import data.meshgov.domain.access_control.write_outside_domain

_input(access) := {
	"contract": {"name": "orders", "domain": "sales", "access": access},
	"registry": {"domains": ["sales", "finance"]},
	"parameters": {"access_control": {
		"everyone": ["all"],
		"domain_kinds": ["domain"],
		"kind_words": ["svc"],
		"neutral_names": [],
	}},
}

test_who_is_outside if {
	given := _input({"write": [
		{"kind": "*", "name": "*"}, {"kind": "domain", "name": "finance"}, {"kind": "domain", "name": "sales"},
		{"kind": "role", "name": "svc_finance"}, {"kind": "role", "name": "sales_pipeline"},
	]})
	write_outside_domain.applicable with input as given
	found := write_outside_domain.findings with input as given
	{[finding.path[2], finding.args.who] | some finding in found} == {
		["*", "everybody"],
		["domain:finance", "the domain finance"],
		["role:svc_finance", "the domain finance"],
	}
}

test_nobody_writes if {
	every access in [{}, {"write": []}, {"read": [{"kind": "*", "name": "*"}]}] {
		not write_outside_domain.applicable with input as _input(access)
		write_outside_domain.findings == set() with input as _input(access)
	}
}
