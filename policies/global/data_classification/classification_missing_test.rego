package meshgov.global.data_classification.classification_missing_test

import data.meshgov.global.data_classification.classification_missing

test_a_label_is_enough if {
	classification_missing.applicable
	classification_missing.findings == set() with input as {"contract": {"name": "orders", "classification": "secret"}}
}

test_no_label if {
	found := classification_missing.findings with input as {"contract": {"name": "orders"}}
	found == {{"path": ["classification"], "args": {"name": "orders"}}}
}
