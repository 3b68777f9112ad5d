# METADATA
# title: Fields that look personal are marked as personal data
# description: >-
#   Encryption, audit logging and every right of the people behind the data hang on the mark. A field with
#   a `pii_category` was meant to have it. For the others this rule reads names word by word and
#   descriptions in several languages, so it may be wrong, and only warns. Fields that say something about
#   personal data without holding it stay silent, such as has_email, email_count, a hash or a boolean; so
#   does a field inside, or around, one that is marked.
# scope: package
# custom:
#   id: pii_handling/pii_unmarked
#   severity: warning
#   scope: contract
#   mandatory: true
#   message: "Field `{field}` looks like personal data by its {reasons}, and is not marked"
#   remediation: >-
#     Add `is_pii: true` and a `pii_category` if the field says something about a person; otherwise choose a
#     clearer name or description, or ask for a waiver.
#   controls:
#     gdpr: [{id: "4(1)", relation: partial}, {id: "30(1)(c)", relation: partial}]
#     ccpa: [{id: "1798.110", relation: partial}]
#     iso27001: [{id: A.5.34, relation: partial}, {id: A.5.13, relation: partial}]
#     soc2: [{id: P3.1, relation: partial}]
#     nist80053: [{id: PM-5(1), relation: partial}, {id: PT-2, relation: partial}]
#     cdmc: [{id: "6", relation: partial}]
#   examples:
#     pass:
#       - title: Each field that looks personal is marked
#         new: {}
#       - title: A word inside another word is not that word
#         new: {schema: {fields: [{name: microphone_model, type: string}, {name: file_name, type: string}]}}
#       - title: Facts about personal data
#         new:
#           schema:
#             fields:
#               - {name: email_verified, type: boolean, description: Whether the e-mail address was confirmed}
#               - {name: has_phone, type: string}
#               - {name: email_count, type: int}
#               - {name: email_hash, type: string, description: Digest of the e-mail address}
#               - {name: email_template_id, type: string}
#       - title: The type tells that it is about personal data only
#         new:
#           schema:
#             fields: [{name: email, type: int}, {name: phone, type: timestamp}, {name: address, type: boolean}]
#       - title: Of a thing, and no person's
#         new:
#           schema:
#             fields: [{name: store_phone, type: string}, {name: server_ip_address, type: string}]
#       - title: The members of a marked field are covered by its mark
#         new:
#           schema:
#             fields:
#               - name: customer
#                 type: struct
#                 is_pii: true
#                 fields: [{name: email, type: string}]
#       - title: A field around marked members holds nothing of its own
#         new:
#           schema:
#             fields:
#               - name: address
#                 type: struct
#                 fields: [{name: line_1, type: string, is_pii: true}, {name: country, type: string}]
#     fail:
#       - title: By its category, whatever its name and type, and even if a mark denies it
#         new:
#           schema:
#             fields:
#               - {name: has_phone, type: boolean, pii_category: contact}
#               - {name: score, type: int, is_pii: false, pii_category: health}
#               - {name: notes, type: array, items: {type: string, pii_category: health}}
#         findings:
#           - path: [schema, fields, has_phone, is_pii]
#             args: {field: has_phone, reasons: [category]}
#           - path: [schema, fields, score, is_pii]
#             args: {field: score, reasons: [category]}
#           - path: [schema, fields, notes, is_pii]
#             args: {field: notes, reasons: [category]}
#       - title: By name
#         new: {schema: {fields: [{name: customerEmail, type: string}, {name: order_id, type: string}]}}
#         findings:
#           - path: [schema, fields, customerEmail, is_pii]
#             args: {field: customerEmail, reasons: [name]}
#       - title: By description
#         new: {schema: {fields: [{name: contact, type: string, description: Phone number of the customer}]}}
#         findings:
#           - path: [schema, fields, contact, is_pii]
#             args: {field: contact, reasons: [description]}
#       - title: By both, in another language, and inside another field
#         new:
#           schema:
#             fields:
#               - name: kunde
#                 type: struct
#                 fields: [{name: geburtsdatum, type: date, description: Geburtsdatum laut Ausweis}]
#         findings:
#           - path: [schema, fields, kunde, geburtsdatum, is_pii]
#             args: {field: kunde.geburtsdatum, reasons: [description, name]}
#       - title: A name inside a person
#         new:
#           schema:
#             fields:
#               - name: customers
#                 type: array
#                 items: {type: struct, fields: [{name: name, type: string}, {name: city, type: string}, {name: id, type: string}]}
#               - {name: product, type: struct, fields: [{name: name, type: string}]}
#         findings:
#           - path: [schema, fields, customers, element, city, is_pii]
#             args: {field: customers.element.city, reasons: [name]}
#           - path: [schema, fields, customers, element, name, is_pii]
#             args: {field: customers.element.name, reasons: [name]}
#       - title: An organisation has patterns of its own
#         new: {schema: {fields: [{name: badge_no, type: string}, {name: phone, type: string}]}}
#         parameters: {pii_handling: {name_patterns: [_badge_no_], personal_any: [no_such_word]}}
#         findings: [{path: [schema, fields, badge_no, is_pii]}]
#       - title: Parts of names in several conventions and languages
#         new:
#           schema:
#             fields:
#               - {name: CUST_FNAME, type: string}
#               - {name: msisdn, type: bigint}
#               - {name: fecha_nacimiento, type: date}
#               - {name: prénom, type: string}
#               - {name: user-ip, type: string}
#         findings:
#           - {path: [schema, fields, CUST_FNAME, is_pii]}
#           - {path: [schema, fields, fecha_nacimiento, is_pii]}
#           - {path: [schema, fields, msisdn, is_pii]}
#           - {path: [schema, fields, prénom, is_pii]}
#           - {path: [schema, fields, user-ip, is_pii]}
package meshgov.global.pii_handling.pii_unmarked

import data.meshgov.lib.columns
import data.meshgov.lib.text

default applicable := false

applicable if count(_unmarked) > 0

applicable if count(_suspects) > 0

findings contains {
	"path": array.concat(column.path, ["is_pii"]),
	"args": object.union(columns.args(column), {"reasons": reasons}),
} if {
	some column, reasons in _suspects
	not _covered(column)
}

_suspects[column] := ["category"] if {
	some column in input.columns
	column.pii_category
	not column.is_pii
}

_suspects[column] := reasons if {
	some index in (_by_name | _by_description)
	column := _unmarked[index]
	not _excused(column)
	reasons := [reason |
		some reason, indices in {"description": _by_description, "name": _by_name}
		index in indices
	]
}

_unmarked := [column |
	some column in input.columns
	not column.is_pii
	not column.pii_category
	not column.type == "boolean"
]

# In a name the last word says what it is: an email_template is a template, an email_primary is an email. So
# personal words count where nothing follows them but words that change nothing.
_by_name contains _index(place) if {
	some list, form in _forms
	some words in input.parameters.pii_handling[list]
	pattern := concat("", [form[0], words, form[1]])
	some place, line in _with(pattern)
	parts := _parts(line, pattern)
	_changes_nothing(parts.after)
	not _of_a_thing(parts.before)
	_fits(_unmarked[_index(place)])
}

# An attribute counts beside a person. To look for the last word of any person costs less than their pattern.
_by_name contains _index(place) if {
	_some_person
	some words in input.parameters.pii_handling.person_attributes
	some place, line in _with(_word(words))
	_may_name_a_person(line)
	parts := _parts(line, _word(words))
	_changes_nothing(parts.after)
	_beside_a_person(parts)
	_fits(_unmarked[_index(place)])
}

_some_person if _tells(_together, "person_words")

_may_name_a_person(line) if {
	some word in split(line, "_")
	word != ""
	contains(_persons, concat("", [word, "|"]))
}

_persons := concat("|", array.concat(input.parameters.pii_handling.person_words, [""]))

# A pattern says all that there is to say. Its own anchors hold at each line of the long text, so it may find
# more there than in one line, never less. The same holds for the pieces, of which few have a line to look at.
_by_name contains _index(place) if {
	some pattern in input.parameters.pii_handling.name_patterns
	in_lines := concat("", ["(?m)", pattern])
	regex.match(in_lines, _together)
	some start, piece in _pieces
	regex.match(in_lines, piece)
	some offset, line in array.slice(_lines, start, start + 64)
	regex.match(pattern, line)
	place := start + offset
	_fits(_unmarked[_index(place)])
}

# First line -> 64 lines from there on.
_pieces := {start: concat("\n", array.slice(_lines, start, start + 64)) |
	some start, _ in _lines
	start % 64 == 0
}

_forms := {
	"personal_text": ["_(?:", ")_"],
	"personal_any": ["_(?:", ")_"],
	"personal_dates": ["_(?:", ")_"],
	"personal_endings": ["[a-z](?:", ")_"],
	"personal_alone": ["(?m:^)_(?:", ")_"],
}

_lines := array.concat(
	[concat("", ["_", concat("_", column.tokens), "_"]) | some column in _unmarked],
	[inner.line | some inner in _inner],
)

# A field inside another is read a second time with the name of that one: a name inside customer.
_inner := [{"index": index, "line": concat("", [trim_suffix(text.words(outer), "_"), _words(concat("_", column.tokens))])} |
	some index, column in _unmarked
	column.nested
	around := [name |
		some name in array.slice(column.path, 2, count(column.path) - 1)
		not name in {"element", "key", "value"}
	]
	outer := around[count(around) - 1]
]

_index(place) := place if place < count(_unmarked)

_index(place) := _inner[place - count(_unmarked)].index if place >= count(_unmarked)

_together := concat("\n", _lines)

# The lines in which a pattern stands. All are searched as one text, and taken apart only where there is
# something to find: most contracts hold no suspect, and a long search costs little.
_with(pattern) := {place: line |
	regex.match(concat("", ["(?m)", pattern]), _together)
	found := {line | some line in regex.find_n(concat("", ["(?m)^[a-z0-9_]*", pattern, "[a-z0-9_]*$"]), _together, -1)}
	some line in found
	some place in _places[line]
}

_places[line] contains place if some place, line in _lines

_word(words) := concat("", ["_(?:", words, ")_"])

# What stands before and after the last that a pattern finds, each with the underscore between.
_parts(line, pattern) := {"before": before, "after": after} if {
	found := regex.find_n(pattern, line, -1)
	last := found[count(found) - 1]
	pieces := split(line, last)
	after := pieces[count(pieces) - 1]
	before := trim_suffix(line, concat("", [trim_prefix(last, "_"), after]))
}

_changes_nothing(after) if after == ""

_changes_nothing(after) if {
	after != ""
	every word in split(trim_suffix(after, "_"), "_") {
		_idle(word)
	}
}

_idle(word) if contains(_idle_words, concat("", ["|", word, "|"]))

_idle(word) if regex.match("^[0-9]+$", word)

# One text with a bar around each word: to find a word in it costs less than a pattern does.
_idle_words := concat("|", array.concat(
	array.concat([""], input.parameters.pii_handling.trailing_words),
	array.concat(input.parameters.pii_handling.person_words, [""]),
))

_beside_a_person(parts) if {
	some persons in input.parameters.pii_handling.person_words
	some qualities in input.parameters.pii_handling.qualifying_words
	regex.match(concat("", [_word(persons), "(?:(?:", qualities, ")_)?$"]), parts.before)
}

_beside_a_person(parts) if {
	some qualities in input.parameters.pii_handling.qualifying_words
	regex.match(concat("", ["^_(?:(?:", qualities, ")_)?$"]), parts.before)
	_tells(concat("", ["_", parts.after]), "person_words")
}

# A phone of a store, or the address of a server.
_of_a_thing(before) if {
	_tells(before, "thing_words")
	not _tells(before, "person_words")
}

_tells(line, list) if {
	some words in input.parameters.pii_handling[list]
	regex.match(_word(words), line)
}

# What is only ever written as text is not held by a number, and a date holds none but those of a person.
_fits(column) if _kind(column) == "text"

_fits(column) if {
	_kind(column) == "number"
	not _has(column, "text_only_words")
}

_fits(column) if {
	_kind(column) == "date"
	_has(column, "personal_dates")
}

_has(column, list) if _tells(_words(concat("_", column.tokens)), list)

_kind(column) := object.get(_kinds, split(object.get(column, "type", ""), "(")[0], "text")

_kinds := {
	"int8": "number", "int16": "number", "int32": "number", "int64": "number", "float32": "number",
	"float64": "number", "decimal": "number", "uuid": "number", "date": "date", "time": "date",
	"timestamp": "date", "timestamp_tz": "date", "interval": "date",
}

# The same for descriptions. A character that nobody writes tells line breaks in one from those between.
_by_description := {index |
	together := text.folded(concat("\u0001", [column.description | some column in _unmarked]))
	all := replace(together, "\u0001", "\n")
	some pattern in input.parameters.pii_handling.description_patterns
	regex.match(concat("", ["(?m)", pattern]), all)
	some index, column in _unmarked
	description := text.folded(column.description)
	regex.match(pattern, description)
	not _matches_any(input.parameters.pii_handling.description_exceptions, description)
}

_excused(column) if _matches_any(input.parameters.pii_handling.name_exceptions, _words(concat("_", column.tokens)))

_words(joined) := concat("", ["_", joined, "_"])

_matches_any(patterns, words) if {
	some pattern in patterns
	regex.match(pattern, words)
}

# A mark on a field covers the fields inside it and speaks for those around it.
_covered(column) if columns.covered(column)

_covered(column) if column.path in _around

_around := {array.slice(column.path, 0, depth) |
	some column in columns.personal
	column.nested
	some depth, _ in column.path
}
