"""The OPA engine: a server that somebody runs, or a local ``opa`` started for one run."""

from meshgov.engine.opa.engine import OpaEngine

__all__ = ["OpaEngine"]
