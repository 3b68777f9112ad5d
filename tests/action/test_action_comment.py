"""The comment on a pull request, against a server that answers as GitHub does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from meshgov.app.comment import Comments, NotSaid, Place, update
from meshgov.cli.main import run
from meshgov.render.comment import MARKER

BODY = f"{MARKER}FAIL, said today\n"
BOT = {"user": {"type": "Bot", "login": "github-actions[bot]"}, "author_association": "NONE"}
STRANGER = {"user": {"type": "User", "login": "mallory"}, "author_association": "CONTRIBUTOR"}
Hub = Any
"""A stand-in for GitHub, in conftest.py."""
Answer = tuple[int, dict[str, str], Any]
SECRET = "ghs_s3cret"  # noqa: S105  # of the server below


@dataclass
class Desk:
    """Comments on the hub, and how long was waited."""

    comments: Comments
    waited: list[float]


@pytest.fixture
def desk(hub: Hub) -> Desk:
    waited: list[float] = []
    place = Place(hub.url, "acme/mesh", 7)
    return Desk(Comments(place, SECRET, sleep=waited.append, clock=lambda: 1000.0), waited)


def other(number: int) -> dict[str, Any]:
    return {"id": number, "body": f"nice {number}", **STRANGER}


def test_first_comment(hub: Hub, desk: Desk) -> None:
    assert desk.comments.put(BODY) == "created"
    assert [one["body"] for one in hub.comments] == [BODY]
    assert hub.tokens == {f"Bearer {SECRET}"}


def test_none_is_there_and_none_is_wanted(hub: Hub, desk: Desk) -> None:
    assert desk.comments.put(BODY, only_update=True) == "left out"
    assert hub.comments == []


@pytest.mark.parametrize("only_update", [True, False])
def test_it_is_updated_in_place(hub: Hub, desk: Desk, only_update: bool) -> None:  # noqa: FBT001  # pytest's way
    hub.comments = [other(1), {"id": 2, "body": f"{MARKER}old", **BOT}, other(3)]
    assert desk.comments.put(BODY, only_update=only_update) == "updated"
    assert [one["body"] for one in hub.comments] == ["nice 1", BODY, "nice 3"]
    assert desk.comments.put(BODY) == "unchanged"
    assert [one.split(" ")[0] for one in hub.calls] == ["GET", "PATCH", "GET"]


@pytest.mark.parametrize("before", [99, 100, 101, 250])
def test_it_is_found_on_any_page(hub: Hub, desk: Desk, before: int) -> None:
    hub.comments = [*map(other, range(before)), {"id": 999, "body": f"{MARKER}old", **BOT}]
    assert desk.comments.put(BODY) == "updated"
    assert len(hub.comments) == before + 1
    pages = [re.findall("&page=(.*)", one) for one in hub.calls[:-1]]
    assert pages == [[str(number)] for number in range(1, before // 100 + 2)]


def test_a_full_last_page_is_the_last(hub: Hub, desk: Desk) -> None:
    hub.comments = [*map(other, range(200))]
    assert desk.comments.put(BODY) == "created"


def test_too_many_comments_to_look_through(hub: Hub, desk: Desk) -> None:
    hub.comments = [*map(other, range(5001))]
    with pytest.raises(NotSaid, match="more than 5,000"):
        desk.comments.put(BODY)


def test_a_stranger_with_the_marker_gets_none_of_our_words(hub: Hub, desk: Desk) -> None:
    hub.comments = [
        {"id": 1, "body": f"{MARKER}PASS", **STRANGER},
        {"id": 2, "body": None, **BOT},
        {"id": "3", "body": MARKER, **BOT},
        {"id": 4, "body": f"quoting {MARKER}", **BOT},
    ]
    assert desk.comments.put(BODY) == "created"
    assert hub.comments[0]["body"] == f"{MARKER}PASS"


def test_a_member_whose_token_it_was(hub: Hub, desk: Desk) -> None:
    hub.comments = [{"id": 1, "body": MARKER, **STRANGER, "author_association": "MEMBER"}]
    assert desk.comments.put(BODY) == "updated"


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        ((429, {"Retry-After": "7"}, {}), [7.0]),
        ((403, {"Retry-After": "0"}, {}), [1.0]),
        ((429, {}, {}), [1.0]),
        ((403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1012"}, {}), [12.0]),
        ((403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "900"}, {}), [1.0]),
        ((502, {}, {}), [1.0]),
        ((500, {}, b"<html>"), [1.0]),
    ],
)
def test_patience(hub: Hub, desk: Desk, fault: Answer, waits: list[float]) -> None:
    hub.faults = [fault]
    assert desk.comments.put(BODY) == "created"
    assert desk.waited == waits


@pytest.mark.parametrize(
    ("fault", "tries", "why"),
    [
        ((500, {}, {}), 4, "GitHub answers with 500"),
        ((429, {"Retry-After": "3600"}, {}), 1, "limits how often"),
        ((403, {"Retry-After": "25"}, {}), 3, "limits how often"),
        ((403, {}, {"message": "Resource not accessible by integration"}), 1, "may not comment"),
        ((403, {"X-RateLimit-Remaining": "0"}, {}), 1, "may not comment"),
        ((401, {}, {}), 1, "may not comment"),
        ((404, {}, {}), 1, "may not comment"),
        ((422, {}, {}), 1, "answers with 422"),
        ((301, {"Location": "http://127.0.0.1:1/"}, {}), 1, "answers with 301"),
        ((200, {}, b"<html>"), 1, "no JSON"),
        ((200, {}, {"message": "?"}), 1, "list of comments is none"),
    ],
)
def test_what_it_gives_up_on(hub: Hub, desk: Desk, fault: Answer, tries: int, why: str) -> None:
    hub.faults = [fault] * 9
    with pytest.raises(NotSaid, match=why) as raised:
        desk.comments.put(BODY)
    assert len(hub.calls) == tries
    assert SECRET not in str(raised.value)
    assert SECRET not in repr(desk.comments)


def test_what_failed_and_was_done_all_the_same_is_not_done_twice(hub: Hub, desk: Desk) -> None:
    hub.faults, hub.done_all_the_same = [(502, {}, {})], True
    assert desk.comments.put(BODY) == "unchanged"
    assert len(hub.comments) == 1


def test_nobody_there() -> None:
    waited: list[float] = []
    comments = Comments(Place("http://127.0.0.1:9", "acme/mesh", 7), SECRET, sleep=waited.append)
    with pytest.raises(NotSaid, match=r"can't be reached \(ConnectionError\)"):
        comments.put(BODY)
    assert waited == [1.0, 2.0, 4.0]


def test_a_netrc_takes_no_place(
    hub: Hub, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login mallory password x\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    desk.comments.put(BODY)
    assert hub.tokens == {f"Bearer {SECRET}"}


@pytest.fixture
def around(hub: Hub, tmp_path: Path) -> dict[str, str]:
    """The environment of the step."""
    (tmp_path / "event.json").write_text('{"pull_request": {"number": 7}}')
    (tmp_path / "comment.md").write_text(BODY)
    return {
        "GITHUB_API_URL": f"{hub.url}/",
        "GITHUB_REPOSITORY": "acme/mesh",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_TOKEN": SECRET,
        "MESHGOV_COMMENT": str(tmp_path / "comment.md"),
        "MESHGOV_VERDICT": "fail",
        "INPUT_COMMENT": "on-failure",
    }


@pytest.mark.parametrize(
    ("wanted", "verdict", "first", "second"),
    [
        ("always", "pass", "created", "unchanged"),
        ("always", "error", "created", "unchanged"),
        ("on-failure", "fail", "created", "unchanged"),
        ("on-failure", "error", "created", "unchanged"),
        ("on-failure", "pass", "left out", "left out"),
    ],
)
def test_when_it_is_wanted(
    around: dict[str, str], wanted: str, verdict: str, first: str, second: str
) -> None:
    around |= {"INPUT_COMMENT": wanted, "MESHGOV_VERDICT": verdict}
    assert [update(around), update(around)] == [first, second]


def test_a_failure_that_was_mended_does_not_stay(hub: Hub, around: dict[str, str]) -> None:
    hub.comments = [{"id": 1, "body": f"{MARKER}FAIL, said yesterday", **BOT}]
    assert update({**around, "MESHGOV_VERDICT": "pass"}) == "updated"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"GITHUB_TOKEN": ""}, "no token"),
        ({"GITHUB_TOKEN": "a\nb"}, "no token"),
        ({"GITHUB_EVENT_PATH": "/nowhere"}, "no pull request"),
        ({"GITHUB_REPOSITORY": "mesh"}, "names no repository"),
        ({"MESHGOV_COMMENT": "/comment.md"}, "no report"),
    ],
)
def test_what_is_missing(around: dict[str, str], changed: dict[str, str], why: str) -> None:
    with pytest.raises(NotSaid, match=why):
        update({**around, **changed})


@pytest.mark.parametrize("event", ["", "[", "{}", '{"pull_request": {"number": "7/x"}}', "[1]"])
def test_an_event_without_a_pull_request(around: dict[str, str], event: str) -> None:
    Path(around["GITHUB_EVENT_PATH"]).write_text(event)
    with pytest.raises(NotSaid, match="no pull request"):
        update(around)


def test_a_file_that_is_no_comment(around: dict[str, str]) -> None:
    Path(around["MESHGOV_COMMENT"]).write_text("PASS")
    with pytest.raises(NotSaid, match="no comment"):
        update(around)


def test_github_itself_is_asked_by_default(around: dict[str, str]) -> None:
    del around["GITHUB_API_URL"]
    assert Place.find(around).api == "https://api.github.com"


def test_the_step_says_what_it_did(
    hub: Hub,
    around: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    assert run(["action", "comment"]) == 0
    hub.faults = [(403, {}, {"message": "Resource not accessible by integration"})]
    assert run(["action", "comment"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "comment on the pull request: created"
    assert said.out.splitlines()[1].startswith("::notice title=meshgov::no comment on the pull")
    assert SECRET not in said.out + said.err
