"""The evidence log. Nothing is recorded yet."""
