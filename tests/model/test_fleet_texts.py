"""What a version, a range of versions and a storage location say, however they are written."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.model import fleet
from meshgov.model.document import Json


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("1.4.0", 1), ("v2", 2), (" V10.1", 10), ("0.3.0", 0), (1.5, 1), (3, 3), ("2-rc.1", 2),
        ("2024-01-01", 2024), ("latest", None), ("", None), (None, None), (True, None),
        ([1], None), ("-1", None), ("1" * 19, None),
    ],
)  # fmt: skip
def test_major(version: Json, number: int | None) -> None:
    assert fleet.major(version) == number


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("1.2.3", [(1, 1)]), ("v1", [(1, 1)]), ("=1.2", [(1, 1)]), ("==1.2", [(1, 1)]),
        ("^1.2", [(1, 1)]), ("~1.2", [(1, 1)]), ("~> 1.2", [(1, 1)]), ("1.x", [(1, 1)]),
        ("1.*", [(1, 1)]), ("1.2.3-rc.1+b", [(1, 1)]), ("^0.3", [(0, 0)]),
        (">=1.2", [(1, None)]), (">1.2", [(1, None)]), ("<2", [(0, 1)]), ("<2.0.0", [(0, 1)]),
        ("<2.1", [(0, 2)]), ("<=2", [(0, 2)]), (">=1.2 <3", [(1, 2)]), (">=1.2, <3.0", [(1, 2)]),
        ("<3 >=1", [(1, 2)]), ("<3 <2", [(0, 1)]), ("1.2 - 3.4", [(1, 3)]), ("<0", [(0, -1)]),
        ("1.x || 3", [(1, 1), (3, 3)]), (None, None), ("", None), ("*", None), ("x", None),
        ("1 || *", None), ("latest", None), ("1.2 or so", None), ("1.2beta", None),
        ("2024-01", [(2024, 2024)]), (">=", None), ("^", None), ("1 - latest", None),
    ],
)  # fmt: skip
def test_majors_of_a_range(text: str | None, allowed: list[tuple[int, int | None]] | None) -> None:
    found = fleet.majors(text)
    assert (None if found is None else [tuple(one) for one in found]) == allowed


@pytest.mark.parametrize(
    ("location", "steps"),
    [
        ("s3://Lake/Sales/orders/", ["s3://lake", "s3://lake/Sales", "s3://lake/Sales/orders"]),
        ("s3a://lake//orders/./v1/", ["s3://lake", "s3://lake/orders"]),
        ("s3n://lake/orders/v=1/dt={date}/", ["s3://lake", "s3://lake/orders"]),
        ("gs://lake/orders/1.0.0/data/*.parquet", ["gs://lake", "gs://lake/orders"]),
        ("s3://lake/orders?versionId=1#x", ["s3://lake", "s3://lake/orders"]),
        ("s3://lake", ["s3://lake"]),
        ("s3://lake/v1", ["s3://lake"]),
        ("s3://v1", ["s3://v1"]),
        ("hdfs:///data/orders", ["hdfs://data", "hdfs://data/orders"]),
        ("jdbc:postgresql://DB:5432/shop", ["jdbc:postgresql://db:5432", "jdbc:postgresql://db:5432/shop"]),
        ("/mnt/lake/orders", ["/mnt", "/mnt/lake", "/mnt/lake/orders"]),
        ("lake/orders", ["lake", "lake/orders"]),
        ("Warehouse.Sales.orders", ["warehouse", "warehouse.sales", "warehouse.sales.orders"]),
        ("orders", ["orders"]),
        ("s3://lake/orders.parquet", ["s3://lake", "s3://lake/orders.parquet"]),
        (" TBD ", []), ("", []), ("n/a", []), ("s3://", []), ("/", []), (".", []),
    ],
)  # fmt: skip
def test_prefixes(location: str, steps: list[str]) -> None:
    assert fleet.prefixes(location) == steps


@given(st.text(alphabet="ab1v/.:*={ -|<>=^~x,", max_size=40))
def test_any_text_is_taken(text: str) -> None:
    found = fleet.prefixes(text)
    assert all(inner.startswith(outer) for outer, inner in pairwise(found))
    for one in fleet.majors(text) or ():
        assert one.first >= 0


def test_a_location_of_endless_depth() -> None:
    assert len(fleet.prefixes("s3://lake" + "/a" * 10_000)) == 32
