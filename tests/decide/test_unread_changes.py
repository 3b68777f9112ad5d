"""Changes that have a milder level because no registered consumer reads what changed."""

from typing import Any

import pytest

from meshgov.errors import EngineError
from meshgov.model.change import Change
from meshgov.model.pack import ChangeAnswer

ONE = "family/one"
EMAIL = ("schema", "fields", "email")


def answer(*lowered: str | None) -> ChangeAnswer:
    return ChangeAnswer(
        ("dangerous", "dangerous"),
        ("minor", "minor"),
        mode="backward",
        breaking=False,
        required_bump="minor",
        suggested_version="1.5.0",
        lowered=lowered,
    )


@pytest.fixture
def judged(make: Any) -> Any:
    removed = Change("field-removed", EMAIL)
    read = Change("field-removed", EMAIL, consumers=("churn", "report"))

    def run(*lowered: str | None) -> list[tuple[str, tuple[str, ...]]]:
        verdict = make.judge(
            {ONE: (True, [])}, changes=answer(*lowered), diff=make.facts(removed, read)
        )
        return [(change.message, change.consumers) for change in verdict.diff.changes]

    return run


def test_consumers_are_taken_over(judged: Any) -> None:
    said = "Field `email` was removed: every query that names the field fails."
    assert judged() == [(said, ()), (said, ("churn", "report"))]


def test_a_milder_level_says_why(judged: Any) -> None:
    said = "Field `email` was removed: every query that names the field fails."
    why = "No registered consumer reads it, so it counts as dangerous instead of breaking."
    assert judged("breaking", None) == [(f"{said} {why}", ()), (said, ("churn", "report"))]


def test_an_answer_for_some_changes_only_is_refused(judged: Any) -> None:
    with pytest.raises(EngineError, match="the engine lowered 1 of 2 changes"):
        judged(None)
