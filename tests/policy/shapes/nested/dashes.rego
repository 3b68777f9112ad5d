package nested["with-dash"]["if"]

deny contains "odd names" if input.on
