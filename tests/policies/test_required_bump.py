"""What a list of changes demands together, and what each part of it demands."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshgov.diff.versions import facts
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.request import build
from meshgov.model.change import LEVELS, Change, Diff
from meshgov.model.pack import ChangeAnswer

BUMPS = ("none", "patch", "minor", "major")
MODES = ("backward", "forward", "full")


class Judge:
    """Asks one engine what lists of changes demand."""

    def __init__(self, bench: Any, engine: EmbeddedEngine) -> None:
        self._bench, self._engine = bench, engine
        self.ids = sorted(bench.pack.changes)
        self._old = bench.contract({})
        self._new = replace(self._old, version="1.4.1")

    def __call__(
        self, lists: Sequence[Sequence[Change]], parameters: dict[str, Any], *, known: bool
    ) -> list[ChangeAnswer]:
        whole = {**self._bench.parameters}
        whole["breaking_changes"] = {**whole["breaking_changes"], **parameters}
        who = {"consumers": "known"} if known else {}
        requests = [
            build(
                self._new,
                subject=str(index),
                diff=Diff(tuple(changes), facts(self._old, self._new)),
                base=self._old,
                version=facts(self._old, self._new),
                parameters_text=json.dumps(whole),
                evaluation={"now": "2026-11-23T00:00:00Z", "command": "diff", **who},
            )
            for index, changes in enumerate(lists)
        ]
        found = [answer.changes for answer in self._engine.evaluate(requests)]
        assert None not in found
        return [one for one in found if one]


@pytest.fixture(scope="module")
def judge(bench: Any) -> Iterator[Judge]:
    with EmbeddedEngine(bench.pack) as engine:
        yield Judge(bench, engine)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_together_they_demand_what_the_most_demanding_demands(
    judge: Judge, data: st.DataObject
) -> None:
    change = st.builds(
        lambda id_, read: Change(id_, ("name",), consumers=("report",) if read else ()),
        st.sampled_from(judge.ids),
        st.booleans(),
    )
    parts = data.draw(st.lists(st.lists(change, max_size=6), min_size=1, max_size=4))
    parameters = {
        "compatibility": data.draw(st.sampled_from(MODES)),
        "levels": data.draw(
            st.dictionaries(st.sampled_from(judge.ids), st.sampled_from(LEVELS), max_size=3)
        ),
        "lower_unread_breaking": data.draw(st.booleans()),
    }
    known = data.draw(st.booleans())

    whole, *each = judge([[one for part in parts for one in part], *parts], parameters, known=known)

    assert whole.levels == tuple(level for part in each for level in part.levels)
    assert whole.bumps == tuple(bump for part in each for bump in part.bumps)
    needed = [BUMPS.index(part.required_bump) for part in each]
    assert BUMPS.index(whole.required_bump) == max(needed)
    assert whole.breaking == any(part.breaking for part in each)
    for part in (whole, *each):
        bumps = [BUMPS.index(bump) for bump in part.bumps]
        assert BUMPS.index(part.required_bump) == max(bumps, default=0)
