"""The pack: rules, their METADATA, parameters and what the organisation configures."""
