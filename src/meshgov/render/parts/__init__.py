"""What several formats for people share: harmless text, columns and colours."""
