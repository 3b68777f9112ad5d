# Promises of a contract in words, for messages.
package meshgov.lib.promises

# A share of values that is promised: `99.5% completeness`.
share(key) := concat(" ", [percent(input.contract.sla[key].millionths), key])

share(key) := _vague(key) if not input.contract.sla[key].millionths

# A greatest age that is promised: `data at most 2 hours old`.
age(key) := concat(" ", ["data at most", period(input.contract.sla[key].seconds), "old"])

age(key) := _vague(key) if not input.contract.sla[key].seconds

_vague(key) := concat(" ", ["an unreadable", key]) if input.contract.sla[key]

_vague(key) := concat(" ", ["no", key]) if not input.contract.sla[key]

# `995000` millionths as `99.5%`.
percent(millionths) := concat("", [format_int((millionths - rest) / 10000, 10), _decimals(rest), "%"]) if {
	rest := millionths % 10000
}

_decimals(0) := ""

_decimals(rest) := concat("", [".", trim_right(substring(format_int(10000 + rest, 10), 1, 4), "0")]) if rest > 0

# `7200` seconds as `2 hours`, in the longest unit that they are a whole number of.
period(seconds) := concat(" ", [format_int(number, 10), {true: unit.one, false: unit.many}[number == 1]]) if {
	unit := [one | some one in _units; seconds % one.seconds == 0][0]
	number := seconds / unit.seconds
}

_units := [
	{"seconds": 86400, "one": "day", "many": "days"},
	{"seconds": 3600, "one": "hour", "many": "hours"},
	{"seconds": 60, "one": "minute", "many": "minutes"},
	{"seconds": 1, "one": "second", "many": "seconds"},
]
