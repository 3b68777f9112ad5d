# Questions about a text that an author wrote.
package meshgov.lib.text

# The words of `text` as `_word_word_`, so that `contains` finds whole words. Words end at everything
# but letters and where lower case turns into upper case; all-capitals count as one word. A bar stays, as
# a word that is in no name: it keeps the words of two texts apart.
words(text) := lower(concat("", ["_", concat("_", parts), "_"])) if {
	parts := regex.find_n("[A-Z]?[a-z]+|[A-Z]+|[|]", text, -1)
}

# `text` in lower case and on one line. The dotted capital I is taken out first, because engines disagree
# about it.
folded(text) := lower(replace(replace(text, "İ", "i"), "\n", " "))
