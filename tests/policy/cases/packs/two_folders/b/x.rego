package b

warn contains "x" if input.x
