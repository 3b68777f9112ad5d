package shared.words

bad(name) := name
