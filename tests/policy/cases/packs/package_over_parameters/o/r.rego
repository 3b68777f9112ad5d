package parameters.own

deny contains "x" if input.days > 1
