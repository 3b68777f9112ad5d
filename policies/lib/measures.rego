# Names of metrics and alerts, and which of them mean the same. The words are data: the parameters of
# observability.
package meshgov.lib.measures

import data.meshgov.lib.names
import data.meshgov.lib.text

# Those of the `required` metrics that none of the `declared` ones is.
metrics_missing(required, declared) := _missing(required, declared, "metric_synonyms")

# The same for types of alerts.
alerts_missing(required, declared) := _missing(required, declared, "alert_synonyms")

# Only names that nobody wrote as they are asked for are looked up, because that takes longer.
_missing(required, declared, table) := [name | some name in absent; not name in meant] if {
	written := names.keys(declared)
	absent := [name | some name in required; not names.key(name) in written]
	meant := _meant(absent, declared, table)
}

# The names for which some declared name is another one.
_meant(absent, declared, table) := {name |
	count(absent) > 0
	modifiers := _modifiers(table)
	said := {form |
		some one in declared
		words := _words(one)
		some form in (_forms(words, modifiers) | {_folded(words, modifiers | _own_words)})
	}
	some name in absent
	asked := _words(name)
	accepted := {_folded(asked, set())} | _group(_forms(asked, modifiers), input.parameters.observability[table])
	count(accepted & said) > 0
}

# All that means the same as one of the forms of a name; nothing where the table doesn't know it.
_group(forms, synonyms) := {phrase |
	some phrases in synonyms
	count({phrase | some phrase in phrases} & forms) > 0
	some phrase in phrases
}

# How the table may have written a name.
_forms(words, modifiers) := {
	_folded(words, modifiers),
	_folded(words, set()),
	concat(" ", words),
}

# `words` in any order, as text; the `dropped` ones are left out unless nothing else is there.
_folded(words, dropped) := concat(" ", sort([all, kept][min([1, count(kept)])])) if {
	all := {_canonical(word) | some word in words}
	kept := (all - _fillers) - dropped
}

_fillers := {_canonical(word) | some word in input.parameters.observability.fillers}

# An alert may have them in its name.
_modifiers("metric_synonyms") := set()

_modifiers("alert_synonyms") := {_canonical(word) | some word in input.parameters.observability.modifiers}

# The words of a name in singular, up to one that says how it is divided.
_words(name) := array.slice(found, 0, min(ends | {count(found)})) if {
	found := [_singular(text.folded(word)) | some word in regex.find_n("[A-Z]?[^A-Z0-9 _./:|*-]+|[A-Z]+|[0-9]+", name, -1)]
	ends := {place |
		some place, word in found
		place > 0
		word in input.parameters.observability.ends
	}
}

_singular(word) := word if not endswith(word, "s")

_singular(word) := concat("", [trim_suffix(word, "ies"), "y"]) if endswith(word, "ies")

_singular(word) := word if strings.any_suffix_match(word, ["ss", "us", "is"])

_singular(word) := trim_suffix(word, "s") if {
	endswith(word, "s")
	not strings.any_suffix_match(word, ["ies", "ss", "us", "is"])
}

# Two words that claim the same variant must not stop the run: the first in the alphabet has it.
_canonical(word) := min(_canonicals[word])

_canonical(word) := word if not _canonicals[word]

_canonicals[variant] contains canonical if {
	some canonical, variants in input.parameters.observability.words
	some variant in variants
}

# A product may put its own name before the names of its metrics.
_own_words := {_canonical(word) |
	some name in [input.contract.name, object.get(input.contract, "domain", "")]
	some word in _words(name)
}
