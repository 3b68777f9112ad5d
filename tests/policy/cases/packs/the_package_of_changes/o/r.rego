package meshgov.changes

answer := null
