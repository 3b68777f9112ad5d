"""The evidence log: entries in a chain, proofs about them, and signed verdict records."""
