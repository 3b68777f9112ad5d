"""Which functions the modules of a pack call, read from the syntax tree that regorus gives.

Runs in the worker and stands alone: standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

Tree = dict[str, Any]
Path = tuple[str, ...]

_PATTERN_FIRST: Final = frozenset(
    ("regex.match", "regex.find_n", "regex.find_all_string_submatch_n")
)
# Classes that are ASCII in Go and Unicode in Rust, and syntax that only one of the two knows.
_ATOMS: Final = re.compile(r"\\.|&&|--|~~|\*\*|[+*?}][+*]|\(\?[a-zA-Z]*[xuR]", re.DOTALL)
_UNLIKE: Final = frozenset(rf"\{letter}" for letter in "bBdDsSuUwW")
_VERBS: Final = re.compile(r"%([^A-Za-z%]*.?)", re.DOTALL)
_SAME_VERBS: Final = frozenset("sdv%")


class Call(NamedTuple):
    """One call that a pack must not make, or statement that it must not hold.

    Attributes:
        module: index of the module in the pack.
        line: from 1.
        column: as regorus counts: bytes from 1, a tab for four.
        kind: ``forbidden | unsupported | undefined | pattern | format | bodies``.
        name: what is called, or the part of a pattern or format that engines read differently.
    """

    module: int
    line: int
    column: int
    kind: str
    name: str


class Limits(NamedTuple):
    """What may be called.

    Attributes:
        allowed: the only built-ins that may be; None: every one that is not forbidden.
        forbidden: those that may not on any engine.
        prefixes: beginnings of names that may not either.
    """

    allowed: frozenset[str] | None
    forbidden: frozenset[str]
    prefixes: tuple[str, ...]

    def forbids(self, name: str) -> bool:
        """Whether no engine may run ``name``."""
        return name in self.forbidden or name.startswith(self.prefixes)


def refused(trees: list[Tree], examined: dict[str, int], limits: Limits) -> list[Call]:
    """Calls outside ``limits``, in the order of the modules and of their text.

    Args:
        trees: all modules of the pack, as ``get_ast_as_json`` gives them.
        examined: name of each module to look into, and its index.
        limits: what may be called.
    """
    functions = {path for tree in trees for path in _functions(tree["ast"])}
    found = [
        call
        for tree in trees
        if tree["source"]["file"] in examined
        for call in _Module(tree, examined[tree["source"]["file"]], functions, limits).refused()
    ]
    return sorted(set(found))


class _Module:
    """One module, with the names that it can see."""

    def __init__(self, tree: Tree, index: int, functions: set[Path], limits: Limits) -> None:
        self._ast = tree["ast"]
        self._index = index
        self._functions = functions
        self._limits = limits
        self._package = _path(self._ast["package"]["refr"]) or ()
        self._imports = dict(_imports(self._ast, tree["source"]["contents"].encode()))

    def refused(self) -> Iterator[Call]:
        if self._limits.allowed is not None:
            yield from self._chained()
        for node in _nodes(self._ast["rules"]):
            if "Call" in node:
                yield from self._called(node["Call"])
            for change in node.get("with_mods") or ():
                yield from self._stand_in(change["as"])

    def _chained(self) -> Iterator[Call]:
        """Rules with a second body behind one head: regorus takes its value for true."""
        for rule in (one["Spec"] for one in self._ast["rules"] if "Spec" in one):
            head = next(iter(rule["head"].values()))
            if head.get("assign") and not all(body["is_else"] for body in rule["bodies"][1:]):
                yield self._at(head["refr"], "bodies", ".".join(_path(head["refr"]) or ("?",)))

    def _called(self, call: Tree) -> Iterator[Call]:
        path = _path(call["fcn"])
        if path is None:
            yield self._at(call["fcn"], "undefined", "a computed name")
            return
        name = ".".join(path)
        if self._is_own(path):
            if self._limits.allowed is not None and self._resolved(path) not in self._functions:
                yield self._at(call["fcn"], "undefined", name)
        elif self._limits.forbids(name):
            yield self._at(call["fcn"], "forbidden", name)
        elif self._limits.allowed is not None:
            yield from self._unlike(call, name, self._limits.allowed)

    def _unlike(self, call: Tree, name: str, allowed: frozenset[str]) -> Iterator[Call]:
        """What the embedded engine would not do as OPA does."""
        if name not in allowed:
            yield self._at(call["fcn"], "unsupported", name)
            return
        text = _text(call["params"][0]) if call["params"] else None
        if text is None:
            return
        if name in _PATTERN_FIRST:
            yield from (self._at(call["fcn"], "pattern", part) for part in _unlike_pattern(text))
        elif name == "sprintf":
            yield from (
                self._at(call["fcn"], "format", verb[0])
                for verb in _VERBS.finditer(text)
                if verb[1] not in _SAME_VERBS
            )

    def _stand_in(self, node: Tree) -> Iterator[Call]:
        """``with f as http.send`` calls what it names."""
        path = _path(node)
        if path and not self._is_own(path) and self._limits.forbids(".".join(path)):
            yield self._at(node, "forbidden", ".".join(path))

    def _is_own(self, path: Path) -> bool:
        return path[0] == "data" or path[0] in self._imports or self._defined(path)

    def _defined(self, path: Path) -> bool:
        return self._package + path in self._functions

    def _resolved(self, path: Path) -> Path:
        if path[0] in self._imports:
            path = self._imports[path[0]] + path[1:]
        elif path[0] != "data":
            return self._package + path
        return path[1:] if path[0] == "data" else path

    def _at(self, node: Tree, kind: str, name: str) -> Call:
        line, column = _start(node)
        return Call(self._index, line, column, kind, name)


def _unlike_pattern(pattern: str) -> list[str]:
    return [
        atom for atom in _ATOMS.findall(pattern) if atom in _UNLIKE or not atom.startswith("\\")
    ]


def _functions(ast: Tree) -> Iterator[Path]:
    """Full paths, without ``data``, of the functions that a module defines."""
    package = _path(ast["package"]["refr"]) or ()
    for rule in ast["rules"]:
        head = rule["Spec"]["head"].get("Func") if "Spec" in rule else rule["Default"]
        path = _path(head["refr"]) if head and head["args"] else None
        if path is not None:
            yield package + path


def _imports(ast: Tree, text: bytes) -> Iterator[tuple[str, Path]]:
    """The name that each import brings, and the path that it stands for."""
    for statement in ast["imports"]:
        path = _path(statement["refr"])
        if path and path[0] in ("data", "input"):
            alias = statement.get("as")
            yield text[alias["start"] : alias["end"]].decode() if alias else path[-1], path


def _nodes(root: Any) -> Iterator[Tree]:
    """Every mapping below ``root``."""
    stack = [root]
    while stack:
        node = stack.pop()
        if type(node) is dict:
            yield node
            stack.extend(node.values())
        elif type(node) is list:
            stack.extend(node)


def _path(node: Tree) -> Path | None:
    """The names of a reference; None when one of its steps is computed."""
    steps: list[str] = []
    while True:
        if "Var" in node:
            return (node["Var"]["value"], *reversed(steps))
        if "RefDot" in node:
            step: str | None = node["RefDot"]["field"][1]
            node = node["RefDot"]["refr"]
        elif "RefBrack" in node:
            step = _text(node["RefBrack"]["index"])
            node = node["RefBrack"]["refr"]
        else:
            return None
        if step is None:
            return None
        steps.append(step)


def _text(node: Tree) -> str | None:
    """The value of a text written out."""
    for kind in ("String", "RawString"):
        if kind in node:
            value: str = node[kind]["value"]
            return value
    return None


def _start(node: Tree) -> tuple[int, int]:
    """Line and column where a reference begins; the spans of its steps point at dots."""
    while True:
        body = next(iter(node.values()))
        if "refr" not in body:
            return body["span"]["line"], body["span"]["col"]
        node = body["refr"]
