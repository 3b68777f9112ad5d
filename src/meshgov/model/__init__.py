"""Frozen types that the stages exchange. Standard library only."""
