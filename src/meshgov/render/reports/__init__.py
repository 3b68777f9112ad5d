"""Formats of compliance reports: one module each, beside ``base`` and ``registry``."""
