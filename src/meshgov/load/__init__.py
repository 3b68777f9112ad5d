"""Bytes to a document with positions, and its structural validation."""
