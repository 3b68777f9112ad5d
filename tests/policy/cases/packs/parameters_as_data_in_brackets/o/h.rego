package helper

x := `a
b`

limit := data["parameters"].x
