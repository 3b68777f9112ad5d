package kubernetes["pod-security"]["if"]

deny contains "x" if input.y
