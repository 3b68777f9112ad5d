"""Which of OPA's built-ins a policy may call: on the embedded engine, and at all.

``policies/capabilities.json`` is generated from this list (scripts/opa_capabilities.py), so that
``opa check --capabilities`` holds the shipped rules to it. Every name is tested against OPA with
generated arguments; docs/decisions/0003-engines.md says within which limits they agree.
"""

from __future__ import annotations

from typing import Final

OPERATORS: Final = frozenset(
    (
        "assign",
        "eq",
        "equal",
        "neq",
        "lt",
        "lte",
        "gt",
        "gte",
        "plus",
        "minus",
        "mul",
        "div",
        "rem",
        "and",
        "or",
        "internal.member_2",
        "internal.member_3",
    )
)
"""Built-ins with a sign of their own; nobody calls them by name."""

ALLOWED: Final = frozenset(
    (
        # Sizes and order
        "count",
        "max",
        "min",
        "sort",
        "sum",
        # Types
        "is_array",
        "is_boolean",
        "is_null",
        "is_number",
        "is_object",
        "is_set",
        "is_string",
        "type_name",
        # Arrays, sets, objects
        "array.concat",
        "array.reverse",
        "array.slice",
        "intersection",
        "union",
        "walk",
        "graph.reachable",
        "object.filter",
        "object.get",
        "object.keys",
        "object.remove",
        "object.union",
        "object.union_n",
        # Text
        "concat",
        "contains",
        "endswith",
        "format_int",
        "lower",
        "replace",
        "split",
        "sprintf",
        "startswith",
        "strings.any_prefix_match",
        "strings.any_suffix_match",
        "strings.reverse",
        "substring",
        "trim",
        "trim_left",
        "trim_prefix",
        "trim_right",
        "trim_space",
        "trim_suffix",
        "upper",
        # Patterns
        "regex.find_all_string_submatch_n",
        "regex.find_n",
        "regex.match",
        # Numbers
        "abs",
        "numbers.range",
        "round",
        "to_number",
    )
)
"""What policies may call on the embedded engine, where it is known to agree with OPA."""

FORBIDDEN: Final = frozenset(
    (
        "crypto.x509.parse_and_verify_certificates",
        "crypto.x509.parse_and_verify_certificates_with_options",
        "http.send",
        "internal.print",
        "io.jwt.decode_verify",
        "io.jwt.encode_sign",
        "io.jwt.encode_sign_raw",
        "json.match_schema",
        "json.verify_schema",
        "opa.runtime",
        "print",
        "providers.aws.sign_req",
        "rand.intn",
        "time.now_ns",
        "trace",
        "uuid.rfc4122",
    )
)
"""What no policy may call on any engine: the network, the clock, chance, the process, output."""

FORBIDDEN_PREFIXES: Final = ("net.", "rego.metadata.")
"""Whole families of the same. ``rego.metadata`` is joined in Python, which every engine has."""


def is_forbidden(name: str) -> bool:
    """Whether no policy may call the built-in ``name``, whatever the engine."""
    return name in FORBIDDEN or name.startswith(FORBIDDEN_PREFIXES)
