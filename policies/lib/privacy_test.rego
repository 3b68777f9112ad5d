package meshgov.lib.privacy_test

import data.meshgov.lib.privacy

_contract(regulations) := {"contract": {"privacy": {"regulations": regulations}}}

test_spellings if {
	every name in ["gdpr", "eu-gdpr", "GDPR (UK)", "DSGVO", "Regulation (EU) 2016/679", "General Data Protection Regulation"] {
		privacy.gdpr with input as _contract(["lgpd", name])
		not privacy.ccpa with input as _contract([name])
	}
	every name in ["CCPA", "ccpa/cpra", "California Consumer Privacy Act"] {
		privacy.ccpa with input as _contract([name])
		not privacy.gdpr with input as _contract([name])
	}
}

test_nothing_holds if {
	not privacy.gdpr with input as {"contract": {}, "parameters": {"pii_handling": {"regulations": []}}}
	not privacy.gdpr with input as _contract(["hipaa"])
}

test_the_organisation_says_so if {
	privacy.gdpr with input as {"contract": {}, "parameters": {"pii_handling": {"regulations": ["GDPR"]}}}
	privacy.gdpr with input as object.union(_contract([]), {"organization": {"regulations": ["gdpr", 1]}})
	privacy.ccpa with input as {"contract": {}, "organization": {"regulations": "ccpa"}}
}
