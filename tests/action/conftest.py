"""Runs ``action.yml`` without GitHub: its own steps, in bash, on repositories that tests make.

The runner knows as much of GitHub's expressions as ``action.yml`` needs, and refuses the rest.
Nothing goes to the network: pip may not look at an index, and gets two tiny locked wheels; what
meshgov depends on is borrowed from the environment of the tests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from repositories import git

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("action.yml", "action", "src", "policies", "schemas", "scripts", "examples/workflows",
           "examples/gitlab", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml",
           ".pre-commit-hooks.yaml")  # fmt: skip
BASELINE: dict[str, Any] = yaml.safe_load((ROOT / "policies/baseline.yaml").read_text())
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


@dataclass
class Outcome:
    """What GitHub would show of a run."""

    conclusion: str = "success"
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    steps: dict[str, dict[str, str]] = field(default_factory=dict)

    def commands(self, kind: str) -> list[str]:
        """Workflow commands of one kind in the log."""
        return [one for one in self.log.splitlines() if one.startswith(f"::{kind} ")]

    def report(self, name: str) -> str:
        return (Path(self.outputs["report-dir"]) / name).read_text(encoding="utf-8")


class Runner:
    """Runs the steps of a composite action one after the other."""

    def __init__(self, action: Path, temp: Path, environment: Mapping[str, str]) -> None:
        self._action = action
        self._temp = temp
        self._environment = environment
        self.definition = yaml.safe_load((action / "action.yml").read_text(encoding="utf-8"))

    def run(
        self,
        workspace: Path,
        given: Mapping[str, str],
        environment: Mapping[str, str],
        done: Mapping[str, Mapping[str, str]],
    ) -> Outcome:
        """Run the action; steps in ``done`` are not run again, they have these outputs."""
        assert not set(given) - set(self.inputs)
        context: dict[str, dict[str, str]] = {"github": {"token": "t0ken"}}
        outcome = Outcome(steps={name: dict(one) for name, one in done.items()})
        context["inputs"] = {
            name: given.get(name, text(str(one.get("default", "")), context, outcome))
            for name, one in self.inputs.items()
        }
        for number, step in enumerate(self.definition["runs"]["steps"]):
            identity = step.get("id", str(number))
            if identity in done or "uses" in step:
                continue
            if self._wanted(step, context, outcome):
                self._step(identity, step, workspace, environment, context, outcome)
        outcome.outputs = {
            name: text(one["value"], context, outcome)
            for name, one in self.definition["outputs"].items()
        }
        return outcome

    @property
    def inputs(self) -> dict[str, Any]:
        found: dict[str, Any] = self.definition["inputs"]
        return found

    @staticmethod
    def _wanted(step: Mapping[str, Any], context: Any, outcome: Outcome) -> bool:
        condition = step.get("if")
        if condition is None:
            return outcome.conclusion == "success"
        assert "cancelled()" in condition  # else GitHub would put success() before it
        return bool(evaluate(EXPRESSION.fullmatch(condition.strip())[1], context, outcome))  # type: ignore[index]  # a None would fail here too

    def _step(  # noqa: PLR0913, PLR0917  # all that a step sees
        self,
        identity: str,
        step: Mapping[str, Any],
        workspace: Path,
        environment: Mapping[str, str],
        context: Any,
        outcome: Outcome,
    ) -> None:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        files = {name: self._temp / f"{name}-{identity}" for name in ("OUTPUT", "STEP_SUMMARY")}
        files |= {name: self._temp / f"{name}-{identity}" for name in ("ENV", "PATH")}
        for file in files.values():
            file.write_text("")
        script = self._temp / "step.sh"
        script.write_text(step["run"])
        variables = {name: text(one, context, outcome) for name, one in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=workspace,
            env={
                **self._environment,
                **environment,
                "GITHUB_ACTION_PATH": str(self._action),
                "GITHUB_WORKSPACE": str(workspace),
                **{f"GITHUB_{name}": str(file) for name, file in files.items()},
                **variables,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        outcome.log += done.stdout.decode()
        outcome.summary += files["STEP_SUMMARY"].read_text(encoding="utf-8")
        outcome.steps[identity] = settings(files["OUTPUT"].read_text(encoding="utf-8"))
        assert files["ENV"].read_text() == files["PATH"].read_text() == ""
        if done.returncode:
            outcome.conclusion = "failure"


def settings(written: str) -> dict[str, str]:
    """What GitHub reads from ``$GITHUB_OUTPUT``."""
    found: dict[str, str] = {}
    lines = iter(written.splitlines())
    for line in lines:
        name, heredoc, end = line.partition("<<")
        if heredoc and "=" not in name:
            value = []
            for one in lines:
                if one == end:
                    break
                value.append(one)
            found[name] = "\n".join(value)
        else:
            name, _, value_ = line.partition("=")
            found[name] = value_
    return found


def text(template: str, context: Any, outcome: Outcome) -> str:
    """A value with its expressions evaluated."""
    return EXPRESSION.sub(lambda one: str(evaluate(one[1], context, outcome)), template)


def evaluate(expression: str, context: Any, outcome: Outcome) -> Any:  # noqa: PLR0911  # one each
    """The part of GitHub's expressions that ``action.yml`` uses; ``||`` binds weakest."""
    for operator, stop in (("||", True), ("&&", False)):
        left, found, right = expression.partition(operator)
        if found:
            value = evaluate(left, context, outcome)
            return value if bool(value) is stop else evaluate(right, context, outcome)
    left, found, right = expression.partition("!=")
    if found:
        return evaluate(left, context, outcome) != evaluate(right, context, outcome)
    one = expression.strip()
    if one.startswith("!"):
        return not evaluate(one[1:], context, outcome)
    if one == "cancelled()":
        return False
    if one.startswith("'") and one.endswith("'"):
        return one[1:-1]
    match one.split("."):
        case ["steps", identity, "outputs", name]:
            return outcome.steps.get(identity, {}).get(name, "")
        case [("inputs" | "github") as where, name]:
            return context[where][name]
    raise AssertionError(f"the runner knows no {one!r}")


def wheel(folder: Path, name: str) -> str:
    """Build a wheel of nothing; returns its line in a lock."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    held = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()).rstrip(b'=').decode()},{len(body)}\n"
        for path, body in held.items()
    )
    with zipfile.ZipFile(file, "w") as archive:
        for path, body in {**held, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(path, body)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@dataclass
class Kit:
    """An action that can be installed without a network."""

    action: Path
    temp: Path
    environment: dict[str, str]

    def runner(self) -> Runner:
        return Runner(self.action, self.temp, self.environment)


def make_kit(folder: Path) -> Kit:
    action, temp, wheels = folder / "an action", folder / "runner temp", folder / "wheels"
    for one in (action, temp, wheels):
        one.mkdir()
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, action / name, ignore=skip)
        else:
            shutil.copy(ROOT / name, action / name)
    (action / "requirements").mkdir()
    for lock in ("audit", "build"):
        (action / "requirements" / f"{lock}.txt").write_text(wheel(wheels, f"mg_{lock}"))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHON": sys.executable,  # of the version that the borrowed packages are for
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": wheels.as_uri(),
        "RUNNER_TEMP": str(temp),
        "RUNNER_OS": "Linux",
        "RUNNER_ARCH": "X64",
        "GITHUB_ACTIONS": "true",
        "CI": "true",
    }
    return Kit(action, temp, environment)


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    """An action of one's own, not installed yet."""
    return make_kit(tmp_path)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kit, Outcome]:
    """An action whose real steps have installed it once, in a folder that is no repository."""
    folder = tmp_path_factory.mktemp("installed")
    made = make_kit(folder)
    nothing = folder / "nothing"
    nothing.mkdir()
    return made, made.runner().run(nothing, {}, {}, {})


class Repository:
    """A repository of git with a ``main`` that is pushed, and a branch that is checked out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str) -> str:
        return git(*arguments, folder=self.folder)

    def write(self, files: Mapping[str, Any]) -> None:
        """A mapping is a patch on the baseline contract, text is text, None deletes."""
        for name, given in files.items():
            file = self.folder / name
            if given is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            body = yaml.safe_dump(patched(BASELINE, given)) if isinstance(given, dict) else given
            file.write_text(body, encoding="utf-8")

    def commit(self, files: Mapping[str, Any]) -> str:
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a step")
        return self.git("rev-parse", "HEAD")

    def pull_request(self, base: Mapping[str, Any], head: Mapping[str, Any]) -> None:
        self.commit(base)
        self.git("update-ref", "refs/remotes/origin/main", "main")
        self.git("checkout", "--quiet", "-b", "branch")
        self.commit(head)


def patched(value: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(value) if isinstance(value, dict) else {}
    for key, one in patch.items():
        if one is None:
            merged.pop(key, None)
        else:
            merged[key] = patched(merged.get(key), one)
    return merged


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "checkout")


PULL_REQUEST = {"pull_request": {"number": 7}}
Act = Callable[..., Outcome]


@pytest.fixture
def act(installed: tuple[Kit, Outcome], repository: Repository, tmp_path: Path) -> Act:
    """Run the installed action on the repository, as for a pull request unless told otherwise."""
    kit, outcome = installed
    ready = {name: outcome.steps[name] for name in ("key", "install")}

    def run(
        event: Mapping[str, Any] = PULL_REQUEST,
        environment: Mapping[str, str] | None = None,
        **inputs: str,
    ) -> Outcome:
        told = tmp_path / "event.json"
        told.write_text(json.dumps(event))
        temp = tmp_path / "temp"
        temp.mkdir(exist_ok=True)
        around = {
            "GITHUB_BASE_REF": "main",
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(told),
            "GITHUB_REPOSITORY": "acme/mesh",
            "RUNNER_TEMP": str(temp),
            **(environment or {}),
        }
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        given.setdefault("evaluation-time", "2026-11-23")
        return Runner(kit.action, temp, kit.environment).run(
            repository.folder, given, around, ready
        )

    return run


BOT = {"user": {"type": "Bot"}, "author_association": "NONE"}
Answer = tuple[int, dict[str, str], Any]


@dataclass
class Hub:
    """One pull request's comments, and what goes wrong before all goes well.

    Attributes:
        faults: answers that are given, one per call, before calls are obeyed.
        done_all_the_same: the first fault is answered after the call was obeyed.
    """

    comments: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Answer] = field(default_factory=list)
    done_all_the_same: bool = False
    calls: list[str] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)
    url: str = ""

    def answer(self, method: str, target: str, token: str | None, body: Any) -> Answer:
        url = urlsplit(target)
        self.calls.append(f"{method} {url.path}{'?' + url.query if url.query else ''}")
        self.tokens.add(token)
        if self.faults and not (self.done_all_the_same and method == "GET"):
            fault = self.faults.pop(0)
            if self.done_all_the_same:
                self.obey(method, url, body)
            return fault
        return self.obey(method, url, body)

    def obey(self, method: str, url: Any, body: Any) -> Answer:
        match method, url.path.split("/")[1:]:
            case "GET", ["repos", "acme", "mesh", "issues", "7", "comments"]:
                asked = parse_qs(url.query)
                size, page = int(asked["per_page"][0]), int(asked["page"][0])
                return 200, {}, self.comments[size * (page - 1) : size * page]
            case "POST", ["repos", "acme", "mesh", "issues", "7", "comments"]:
                self.comments.append({"id": 1000 + len(self.comments), **BOT, **body})
                return 201, {}, self.comments[-1]
            case "PATCH", ["repos", "acme", "mesh", "issues", "comments", identity]:
                found = next(one for one in self.comments if one["id"] == int(identity))
                found |= body
                return 200, {}, found
        return 404, {}, {"message": "Not Found"}


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, headers, said = made.answer(
                self.command, self.path, self.headers.get("Authorization"), body
            )
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815  # names of http.server

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
