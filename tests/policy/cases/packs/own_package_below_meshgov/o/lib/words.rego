package meshgov.lib.words

blank(text) if contains(text, " ")
