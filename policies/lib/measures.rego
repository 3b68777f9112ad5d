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
	absent := _unwritten([name | some name in required; not name in declared], declared)
	meant := _meant(absent, declared, table)
}

_unwritten([], _) := []

_unwritten(names_asked, declared) := [name | some name in names_asked; not names.key(name) in written] if {
	count(names_asked) > 0
	written := names.keys(declared)
}

# The names for which some declared name is another one.
_meant(absent, declared, table) := {name |
	count(absent) > 0
	count(declared) > 0
	dropped := _fillers | _modifiers(table)
	dropped_of_own := dropped | _own_words
	ways := [_fillers, dropped]
	said := {form | some one in declared; some form in _forms(_words(one), [_fillers, dropped, dropped_of_own])}
	some name in absent
	words := _words(name)
	synonyms := input.parameters.observability[table]
	accepted := _folded(_canonical(words), [_fillers]) | _group(_forms(words, ways), synonyms)
	count(accepted & said) > 0
}

# All that means the same as one of the forms of a name; nothing where the table doesn't know it.
_group(forms, synonyms) := {phrase |
	some form in forms
	some phrases in synonyms
	form in phrases
	some phrase in phrases
}

# How the table may have written a name, with each of several sets of words left out.
_forms(words, ways) := _folded(_canonical(words), ways) | {concat(" ", words)}

# `words` in any order, as texts; what a way drops is left out unless nothing else is there.
_folded(words, ways) := {concat(" ", sort([words, kept][min([1, count(kept)])])) |
	some kept in {rest | some dropped in ways; rest := words - dropped}
}

_fillers := _canonical(input.parameters.observability.fillers)

# An alert may have them in its name.
_modifiers("metric_synonyms") := set()

_modifiers("alert_synonyms") := _canonical(input.parameters.observability.modifiers)

# The words of a name in singular, up to one that says how it is divided. They are folded as one text, with
# a character between them that nobody writes.
_words(name) := array.slice(found, 0, min(ends | {count(found)})) if {
	written := regex.find_n("[A-Z]?[^A-Z0-9 _./:|*-]+|[A-Z]+|[0-9]+", name, -1)
	found := [_singular(word) | some word in split(text.folded(concat("\u0001", written)), "\u0001")]
	ends := {place |
		some place, word in found
		place > 0
		word in input.parameters.observability.ends
	}
}

_singular(word) := word if {
	not endswith(word, "s")
} else := word if {
	strings.any_suffix_match(word, ["ss", "us", "is"])
} else := concat("", [trim_suffix(word, "ies"), "y"]) if {
	endswith(word, "ies")
} else := trim_suffix(word, "s")

# What each of the words means.
_canonical(words) := {object.get(_canonicals, word, word) | some word in words}

# Two words that claim the same variant must not stop the run: the first in the alphabet has it, because of
# several objects the last counts.
_canonicals := object.union_n(array.reverse([{variant: canonical | some variant in variants} |
	some canonical, variants in input.parameters.observability.words
]))

# A product may put its own name before the names of its metrics.
_own_words := {word |
	some name in [input.contract.name, object.get(input.contract, "domain", "")]
	some word in _canonical(_words(name))
}
