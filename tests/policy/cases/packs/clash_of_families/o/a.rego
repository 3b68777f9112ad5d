package a.b

deny contains "x" if input.x
