"""The command line: flags to a use case to an exit code."""
