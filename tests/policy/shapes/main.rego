# Every value that a rule in conftest's shape can have.
package main

import data.limits

deny contains "a text" if input.on

deny contains {"msg": "an object", "level": limits.low} if input.on

deny_empty contains "never" if input.off

deny_undefined := "never" if input.off

deny_false := false

deny_true if input.on

deny_text := "alone" if input.on

deny_object := {"msg": "alone", "level": 1} if input.on

deny_list := ["second", "first"]

deny_nothing := []

deny_no_object := {}

violation[key] := message if {
	some key, message in {"a": "by key", "b": "by another"}
	input.on
}

warn contains "spread over files" if input.on
