"""Evaluate a pack on an input, on any Rego engine, with one result contract."""
