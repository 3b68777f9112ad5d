package meshgov.lib.labels_test

import data.meshgov.lib.labels

_labels := ["public", "internal", "confidential"]

_input := {"parameters": {"data_classification": {"labels": _labels}}}

test_rank if {
	labels.rank("public") == 0 with input as _input
	labels.rank("internal") == 1 with input as _input
	labels.rank("confidential") == 2 with input as _input
	labels.rank("Confidential ") == 2 with input as _input
	not labels.rank("secret") with input as _input
}

test_two_labels_of_one_spelling_count_as_the_more_protected if {
	labels.rank("a") == 1 with input as {"parameters": {"data_classification": {"labels": ["a", "A"]}}}
}

test_a_floor_that_is_no_label_is_the_last if {
	labels.floor("internal") == 1 with input as _input
	labels.floor("restricted") == 2 with input as _input
}

test_reaches if {
	labels.reaches("internal", "internal") with input as _input
	not labels.reaches("public", "internal") with input as _input
	not labels.reaches("secret", "public") with input as _input
	not labels.reaches("internal", "restricted") with input as _input
}

test_labels_that_a_domain_left_out_keep_their_place if {
	narrowed := {"parameters": {"data_classification": {"labels": ["internal"], "all_labels": _labels}}}
	labels.rank("confidential") == 2 with input as narrowed
	labels.floor("confidential") == 2 with input as narrowed
}
