package meshgov.domain.marketing.consent_missing_test

import data.meshgov.domain.marketing.consent_missing

_columns := [{"path": ["schema", "fields", "email"], "name": "email", "is_pii": true}]

_finding := {"path": ["privacy", "lawful_basis"], "args": {"name": "audiences"}}

test_consent if {
	every basis in ["consent", "Consent"] {
		consent_missing.findings == set() with input as {
			"contract": {"name": "audiences", "privacy": {"lawful_basis": basis}},
			"columns": _columns,
		}
	}
}

test_another_basis_or_none if {
	every privacy in [{}, {"lawful_basis": "contract"}] {
		consent_missing.findings == {_finding} with input as {
			"contract": {"name": "audiences", "privacy": privacy},
			"columns": _columns,
		}
	}
}

test_nothing_personal if {
	given := {"contract": {"name": "audiences"}, "columns": [{"name": "clicks", "is_pii": false}]}
	not consent_missing.applicable with input as given
	consent_missing.findings == set() with input as given
}
