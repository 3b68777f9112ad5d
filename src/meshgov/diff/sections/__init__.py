"""One module per section of a contract; each states the facts of its own section."""
