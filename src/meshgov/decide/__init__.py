"""Findings, settings and the evaluation time to a verdict; pure."""
