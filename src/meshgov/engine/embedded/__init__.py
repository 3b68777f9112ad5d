"""The embedded engine: regorus in worker processes."""

from meshgov.engine.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
