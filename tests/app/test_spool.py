"""The spool gives back what it was given, from memory and from its file, as often as asked."""

import pytest

from meshgov.app.spool import Spool
from meshgov.model.verdict import ContractVerdict


def verdict(number: int) -> ContractVerdict:
    return ContractVerdict(
        path=f"{number}.yaml", name=str(number), version=None, domain=None, digest="sha256:0",
        verdict="pass", rules=(), findings=(),
    )  # fmt: skip


@pytest.mark.parametrize("in_memory", [0, 3, 10])
def test_order_is_kept_over_the_edge_of_memory(in_memory: int) -> None:
    spool = Spool(in_memory)
    wanted = [verdict(number) for number in range(7)]
    for one in wanted:
        spool.append(one)
    assert len(spool) == 7
    assert list(spool) == wanted
    assert list(spool) == wanted


def test_reading_while_it_grows() -> None:
    spool = Spool(1)
    spool.append(verdict(0))
    spool.append(verdict(1))
    reader = iter(spool)
    first = next(reader)
    spool.append(verdict(2))
    assert [first, *reader][:2] == [verdict(0), verdict(1)]
    assert [one.name for one in spool] == ["0", "1", "2"]
