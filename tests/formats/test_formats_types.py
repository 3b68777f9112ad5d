from __future__ import annotations

import pytest

from meshgov.formats.types import CANONICAL, named, unknown
from meshgov.model.contract import Type

GROUPS = """
int8 byte tinyint
int16 short smallint
int32 int integer
int64 long bigint
float32 float real
float64 double double_precision
decimal numeric
string text str varchar
boolean bool
binary bytes blob
timestamp datetime timestamp_ntz
timestamp_tz timestamptz timestamp_ltz
json variant
struct record row
array list
void unknown
"""


@pytest.mark.parametrize("group", GROUPS.strip().splitlines())
def test_synonyms_in_any_case_are_one_type(group: str) -> None:
    names = [name.replace("double_p", "double p") for name in group.split()]
    types = {named(spelled) for name in names for spelled in (name, name.upper(), f" {name} ")}
    assert types == {named(names[0])}


@pytest.mark.parametrize(
    ("name", "params", "expected"),
    [
        ("decimal", (), "decimal(38,0)"),
        ("decimal", (10,), "decimal(10,0)"),
        ("NUMERIC", (10, 2), "decimal(10,2)"),
        ("varchar", (20,), "varchar(20)"),
        ("character   varying", (20,), "varchar(20)"),
        ("string", (20,), "varchar(20)"),
        ("char", (), "char(1)"),
        ("character", (3,), "char(3)"),
        ("timestamp", (6,), "timestamp(6)"),
        ("timestamp with time zone", (3,), "timestamp_tz(3)"),
        ("timestamp without time zone", (), "timestamp"),
        ("time", (3,), "time(3)"),
        ("date", (), "date"),
        ("uuid", (), "uuid"),
        ("interval", (), "interval"),
        ("map", (), "map"),
    ],
)
def test_parameters_mean_what_sql_says(name: str, params: tuple[int, ...], expected: str) -> None:
    assert str(named(name, params)) == expected


@pytest.mark.parametrize(
    ("name", "params"),
    [("money", ()), ("", ()), ("int", (11,)), ("decimal", (1, 2, 3)), ("varchar", (1, 2)),
     ("string", None)],
)  # fmt: skip
def test_what_the_table_does_not_have_is_none(name: str, params: tuple[int, ...] | None) -> None:
    assert named(name, params) is None


def test_an_unknown_type_is_equal_to_itself_in_other_case_and_spacing() -> None:
    assert unknown(" Geography(Point,\n 4326)") == unknown("geography(point, 4326)")
    assert unknown("ENUM('a',  'B  b')") == Type("enum('a', 'B  b')", (), known=False)
    assert unknown("Money") == Type("money", (), known=False)


def test_every_canonical_name_is_its_own_synonym() -> None:
    assert {name: CANONICAL[name] for name in CANONICAL.values()} == {
        name: name for name in CANONICAL.values()
    }
