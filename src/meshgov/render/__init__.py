"""A verdict to a format, one module each."""
