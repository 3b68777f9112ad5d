package a_b

deny contains "x" if input.x
