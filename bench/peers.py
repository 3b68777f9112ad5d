"""Peers of meshgov, set up to do the same work: the same rules, on the same inputs.

conftest and ``opa exec`` get what meshgov's engine gets: the pack's Rego and data, and one JSON
file per contract that holds the finished policy input. They are spared the reading of YAML and the
normalising, which meshgov does in the measured time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import generate

from meshgov.app import contracts as loading
from meshgov.app.governed import Governed
from meshgov.app.judge import Case, Judge
from meshgov.model.pack import Pack

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".tools" / "peers"
CONFTEST = "v0.71.1"
BUF = "1.75.0"
DATACONTRACT = "1.2.8"


class Unavailable(Exception):  # noqa: N818  # a peer that can't be had is left out, with a word
    """A peer can't be installed here."""


def _install(words: list[str], **environment: str) -> None:
    done = subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(f"{' '.join(words[:3])} failed: {done.stderr.strip()[-300:]}")


def conftest() -> Path:
    """The conftest binary: the one on PATH, else built with Go into ``.tools/bin``."""
    found = shutil.which("conftest")
    if found:
        return Path(found)
    if not shutil.which("go"):
        raise Unavailable("conftest: neither conftest nor go is on PATH")
    target = ROOT / ".tools" / "bin"
    module = f"github.com/open-policy-agent/conftest@{CONFTEST}"
    _install(["go", "install", module], GOBIN=str(target), GOFLAGS="-trimpath")
    return target / "conftest"


def opa() -> Path:
    """The OPA that the tests use."""
    found = shutil.which("opa")
    if not found:
        raise Unavailable("opa is not on PATH: run `make opa`")
    return Path(found)


def datacontract() -> Path:
    """datacontract-cli in an environment of its own."""
    home = PEERS / "datacontract"
    script = home / "bin" / "datacontract"
    if not script.exists():
        _install([sys.executable, "-m", "venv", str(home)])
        package = f"datacontract-cli=={DATACONTRACT}"
        _install([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", package])
    return script


def buf() -> Path:
    """The buf binary out of its npm package."""
    home = PEERS / "buf"
    script = home / "node_modules" / ".bin" / "buf"
    if not script.exists():
        if not shutil.which("npm"):
            raise Unavailable("buf: npm is not on PATH")
        home.mkdir(parents=True, exist_ok=True)
        _install(["npm", "install", "--silent", "--prefix", str(home), f"@bufbuild/buf@{BUF}"])
    return script


def export_pack(pack: Pack, folder: Path) -> Path:
    """Write the pack for peers: Rego and data, and one ``deny`` package per rule for conftest."""
    shutil.rmtree(folder, ignore_errors=True)
    for number, module in enumerate(pack.modules):
        target = folder / "pack" / f"{number:03d}.rego"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(module.text)
    (folder / "pack" / "data.json").write_text(json.dumps(pack.data))
    shutil.copytree(folder / "pack", folder / "conftest")
    for rule in pack.rules:
        name = rule.id.replace("/", "_")
        (folder / "conftest" / f"deny_{name}.rego").write_text(
            f"package deny.{name}\n\n"
            f'deny contains {{"msg": "{rule.id}", "path": finding.path}} if {{\n'
            f"\tsome finding in data.{rule.package}.findings\n}}\n"
        )
    return folder


def export_inputs(contracts: Path, folder: Path, *, governed: Governed) -> Path:
    """Write the policy input of every contract under ``contracts`` as JSON, unless it is there."""
    complete = folder / ".complete"
    made_of = governed.pack.digest + governed.parameters_text(None)
    made_of += (contracts / ".complete").read_text()
    if complete.exists() and complete.read_text() == made_of:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    judge = Judge(governed, "check")
    for file in sorted(contracts.rglob("*.yaml")):
        target = folder / file.relative_to(contracts).with_suffix(".json")
        target.parent.mkdir(parents=True, exist_ok=True)
        asked = next(judge.ask(Case(loading.read(str(file)))))
        target.write_text(asked.request.text)
    complete.write_text(made_of)
    return folder


PROTO_TYPES = {
    "string": "string",
    "bigint": "int64",
    "decimal(12,2)": "double",
    "timestamp": "fixed64",
    "date": "fixed32",
}


def proto(folder: Path, columns: list[generate.Column], numbers: dict[str, int]) -> Path:
    """The columns as one protobuf message in a folder that buf accepts as a module."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (
        f"  // {one.description}\n  {PROTO_TYPES[one.type]} {one.name} = {numbers[one.name]};\n"
        for one in columns
    )
    header = 'syntax = "proto3";\npackage bench.v1;\nmessage Product {\n'
    (folder / "product.proto").write_text(header + "".join(lines) + "}\n")
    (folder / "buf.yaml").write_text("version: v2\n")
    return folder


def odcs(file: Path, columns: list[generate.Column]) -> Path:
    """The columns as a contract that datacontract-cli reads natively."""
    logical = {"bigint": "integer", "decimal(12,2)": "number", "timestamp": "timestamp"}
    head = (
        "apiVersion: v3.0.2\nkind: DataContract\nid: product\nname: product\nversion: 1.0.0\n"
        "status: active\nschema:\n  - name: product\n    logicalType: object\n    properties:\n"
    )
    body = "".join(
        f"      - name: {one.name}\n        logicalType: {logical.get(one.type, one.type)}\n"
        f"        description: {one.description}\n"
        for one in columns
    )
    file.write_text(head + body)
    return file
