"""Use cases, one per file; the only place where stages meet."""
