package meshgov.entry

answer := null
