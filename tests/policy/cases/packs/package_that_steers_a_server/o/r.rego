package system.authz

deny contains "x" if input.days > 1
