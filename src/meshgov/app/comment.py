"""The one comment on a pull request: found by its marker, updated in place, never a verdict.

Whatever goes wrong here is a notice: who may not comment, as from a fork, has the same verdict.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from meshgov.render.comment import MARKER

if TYPE_CHECKING:
    import requests

LONGEST: Final = 65_536
"""Characters of a comment."""

_PAGE: Final = 100
_PAGES: Final = 50
_TRIES: Final = 4
_PATIENCE: Final = 60.0
"""Seconds that all waiting may take together."""
_TIMEOUT: Final = 20.0
_SERVER: Final = 500
_LIMITED: Final = (403, 429)
_OURS: Final = {"OWNER", "MEMBER", "COLLABORATOR"}
"""Who else than a program may have written the comment: somebody whose token it was."""


class NotSaid(Exception):  # noqa: N818  # no fault of the run; the text says why
    """The comment was not written; the text is the reason, for a notice."""


class _Later(Exception):  # noqa: N818  # not the end: the call is made again
    """The service asks for patience.

    Attributes:
        seconds: how long; None: it didn't say.
    """

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Place:
    """Where the comment belongs.

    Attributes:
        api: address of the REST API.
        repository: ``owner/name``.
        number: of the pull request.
    """

    api: str
    repository: str
    number: int

    @classmethod
    def find(cls, environment: Mapping[str, str]) -> Place:
        """The pull request of the event that started this run.

        Raises:
            NotSaid: there is none.
        """
        try:
            with open(environment.get("GITHUB_EVENT_PATH", ""), encoding="utf-8") as file:
                event = json.load(file)
            number = event["pull_request"]["number"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            number = None
        if type(number) is not int:
            raise NotSaid("this run is about no pull request")
        repository = environment.get("GITHUB_REPOSITORY", "")
        if repository.count("/") != 1:
            raise NotSaid("GITHUB_REPOSITORY names no repository")
        api = environment.get("GITHUB_API_URL", "").rstrip("/") or "https://api.github.com"
        return cls(api, repository, number)

    @property
    def comments(self) -> str:
        """Address of all comments on it."""
        return f"{self.api}/repos/{self.repository}/issues/{self.number}/comments"

    def comment(self, identity: int) -> str:
        """Address of one comment."""
        return f"{self.api}/repos/{self.repository}/issues/comments/{identity}"


@dataclass
class Comments:
    """The comments on one pull request.

    Args:
        place: where.
        token: sent to ``place.api`` and nowhere else, and never printed.
        sleep: waits for so many seconds.
        clock: seconds since 1970.
    """

    place: Place
    token: str = field(repr=False)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    _waited: float = 0.0

    def put(self, body: str, *, only_update: bool = False) -> str:
        """Write the comment, or change the one that is there.

        Args:
            body: it begins with the marker.
            only_update: write none where there is none yet.

        Returns:
            What was done: ``created``, ``updated``, ``unchanged`` or ``left out``.

        Raises:
            NotSaid: it could not be done.
        """
        for attempt in range(_TRIES):
            try:
                # All of it again: what was answered with an error may have been done all the same.
                return self._put(body[:LONGEST], only_update=only_update)
            except _Later as later:
                self._wait(later, attempt)
        raise NotSaid(f"GitHub did not take it in {_TRIES} tries")

    def _put(self, body: str, *, only_update: bool) -> str:
        found = self._find()
        if found is None:
            if only_update:
                return "left out"
            self._call("POST", self.place.comments, {"body": body})
            return "created"
        if found["body"].replace("\r\n", "\n") == body:
            return "unchanged"
        self._call("PATCH", self.place.comment(found["id"]), {"body": body})
        return "updated"

    def _find(self) -> dict[str, Any] | None:
        return next((one for one in self._each() if _is_ours(one)), None)

    def _each(self) -> Iterator[dict[str, Any]]:
        for page in range(1, _PAGES + 1):
            listed = self._call("GET", f"{self.place.comments}?per_page={_PAGE}&page={page}")
            if not isinstance(listed, list):
                raise NotSaid("GitHub's list of comments is none")
            yield from (one for one in listed if isinstance(one, dict))
            if len(listed) < _PAGE:
                return
        raise NotSaid(f"there are more than {_PAGES * _PAGE:,} comments")

    def _wait(self, later: _Later, attempt: int) -> None:
        seconds = 2.0**attempt if later.seconds is None else max(later.seconds, 1.0)
        if attempt == _TRIES - 1 or self._waited + seconds > _PATIENCE:
            raise NotSaid(str(later)) from None
        self._waited += seconds
        self.sleep(seconds)

    def _call(self, method: str, url: str, body: Mapping[str, str] | None = None) -> Any:
        import requests  # noqa: PLC0415  # start-up budget: only this step talks to anybody

        try:
            answer = requests.request(
                method,
                url,
                json=body,
                auth=self._signed,  # lest a .netrc takes the place of the token
                timeout=_TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise _Later(f"GitHub can't be reached ({type(error).__name__})") from None
        self._check(answer)
        try:
            return answer.json()
        except ValueError:
            raise NotSaid("GitHub's answer is no JSON") from None

    def _signed(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        request.headers["Accept"] = "application/vnd.github+json"
        request.headers["X-GitHub-Api-Version"] = "2022-11-28"
        return request

    def _check(self, answer: requests.Response) -> None:
        status = answer.status_code
        if answer.ok and not answer.is_redirect:
            return
        if status >= _SERVER:
            raise _Later(f"GitHub answers with {status}")
        if status in _LIMITED:
            seconds = self._limit(answer.headers, status)
            if seconds is not None:
                raise _Later("GitHub limits how often it may be asked", seconds)
        if status in {401, 403, 404}:
            raise NotSaid(
                f"this run may not comment (GitHub answers with {status}): no run from a fork may, "
                "others need `permissions: pull-requests: write`"
            )
        raise NotSaid(f"GitHub answers with {status}")

    def _limit(self, headers: Mapping[str, str], status: int) -> float | None:
        """Seconds to wait; None when the answer is about no limit."""
        after = _number(headers.get("retry-after"))
        if after is not None:
            return after
        if headers.get("x-ratelimit-remaining") == "0":
            reset = _number(headers.get("x-ratelimit-reset"))
            return None if reset is None else reset - self.clock()
        return 1.0 if status == _LIMITED[1] else None


def _number(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() else None


def _is_ours(comment: Mapping[str, Any]) -> bool:
    """Whether we wrote it: a stranger who copies the marker must not get our words."""
    body, user = comment.get("body"), comment.get("user")
    if not isinstance(body, str) or not body.startswith(MARKER.strip()):
        return False
    program = isinstance(user, dict) and user.get("type") == "Bot"
    named = type(comment.get("id")) is int
    return named and (program or comment.get("author_association") in _OURS)


def token(environment: Mapping[str, str]) -> str:
    """The token of the run.

    Raises:
        NotSaid: there is none.
    """
    found = environment.get("GITHUB_TOKEN", "").strip()
    if not found.isascii() or not found.isprintable() or not found:
        raise NotSaid("there is no token")
    return found


def update(environment: Mapping[str, str] | None = None) -> str:
    """Bring the comment up to date, as the inputs of the action want it.

    Returns:
        What was done, in a word.

    Raises:
        NotSaid: it could not be done.
    """
    given = os.environ if environment is None else environment
    try:
        with open(given.get("MESHGOV_COMMENT", ""), encoding="utf-8") as file:
            body = file.read()
    except (OSError, ValueError):
        raise NotSaid("there is no report to comment with") from None
    if not body.startswith(MARKER.strip()):
        raise NotSaid("the report is no comment")
    passed = given.get("MESHGOV_VERDICT") == "pass"
    wanted = given.get("INPUT_COMMENT") == "always" or not passed
    comments = Comments(Place.find(given), token(given))
    return comments.put(body, only_update=not wanted)
