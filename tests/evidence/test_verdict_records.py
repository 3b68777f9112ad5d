"""Verdict records: what is in them, read by others, and refused when they lie."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from meshgov.errors import ConfigurationError, InputError
from meshgov.evidence import canonical, envelope, record
from meshgov.evidence.keys import keyid, trusted
from meshgov.evidence.record import RefusedError
from meshgov.evidence.statement import EXTENSION, raw_results, statements
from meshgov.model.evidence import RunFacts
from meshgov.model.verdict import Verdict

FACTS = RunFacts(
    "run-7-1",
    "jane",
    "1.2.3",
    commit="c0ffee",
    repository="https://jane:secret@git.example.com/mesh",
    url="https://ci.example.com/7",
)


@pytest.fixture
def sealed(verdict: Verdict, keys: Any) -> list[bytes]:
    return [envelope.seal(one, [keys.signer(1)]) for one in statements(verdict, FACTS)]


def test_the_whole_statement(verdict: Verdict) -> None:
    orders, customers = (json.loads(one) for one in statements(verdict, FACTS))
    finding = {
        "message": "Jane Doe <jane@example.com> may read everything",
        "path": ["access", "read", "user:jane@example.com"],
        "location": {"file": "sales/orders.yaml", "line": 3, "column": 5},
        "severity": "error",
    }
    assert orders == {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "sales/orders.yaml", "digest": {"sha256": "1" * 64}}],
        "predicateType": "https://slsa.dev/verification_summary/v1",
        "predicate": {
            "verifier": {"id": "urn:meshgov:verifier", "version": {"meshgov": "1.2.3"}},
            "timeVerified": "2026-11-23T10:00:00Z",
            "resourceUri": "urn:meshgov:product:orders@1.1.0",
            "policy": {
                "uri": "urn:meshgov:pack:sha256:" + "3" * 64,
                "digest": {"sha256": "3" * 64},
            },
            "verificationResult": "FAILED",
            "verifiedLevels": ["FAILED"],
            "slsaVersion": "1.0",
            EXTENSION: {
                "product": "orders",
                "version": "1.1.0",
                "domain": "sales",
                "path": "sales/orders.yaml",
                "contract": "sha256:" + "1" * 64,
                "base": {
                    "ref": "main",
                    "path": "sales/orders.yaml",
                    "version": "1.0.0",
                    "digest": "sha256:" + "0" * 64,
                },
                "pack": {"digest": "sha256:" + "3" * 64, "rules": 6, "sources": ["builtin"]},
                "engine": {"name": "regorus", "version": "0.13.0"},
                "run": {
                    "id": "run-7-1",
                    "actor": "jane",
                    "command": "gate",
                    "verdict": "fail",
                    "exit_code": 1,
                    "contracts": 2,
                    "failed": 1,
                    "evaluated_at": "2026-11-23T10:00:00Z",
                    "commit": "c0ffee",
                    "repository": "https://git.example.com/mesh",
                    "url": "https://ci.example.com/7",
                },
                "rules": [
                    {"id": "a/failed", "raw": "fail", "effective": "fail"},
                    {"id": "b/waived", "raw": "fail", "effective": "waived"},
                    {"id": "c/warned", "raw": "fail", "effective": "warn"},
                    {"id": "d/passed", "raw": "pass", "effective": "pass"},
                    {"id": "e/quiet", "raw": "not-applicable", "effective": "not-applicable"},
                    {"id": "f/later", "raw": "not-tested", "effective": "not-tested"},
                ],
                "findings": [
                    {
                        "rule": rule,
                        "mode": mode,
                        "blocking": blocking,
                        "fingerprint": f"{rule}-print",
                        "waiver": waiver,
                        **finding,
                    }
                    for rule, mode, blocking, waiver in (
                        ("a/failed", "enforce", True, None),
                        ("b/waived", "enforce", False, "WVR-0001"),
                        ("c/warned", "warn", False, None),
                    )
                ],
                "waivers": [
                    {
                        "id": "WVR-0001",
                        "rule": "b/waived",
                        "product": "orders",
                        "reason": "Jane Doe is away until spring, and nobody else may.",
                        "ticket": None,
                        "requested_by": "Bob Doe <bob@example.com>",
                        "approver": "@ann",
                        "effective_from": "2026-11-01",
                        "expires": "2026-12-01",
                    }
                ],
                "diff": {
                    "mode": "backward",
                    "breaking": True,
                    "declared_bump": "minor",
                    "required_bump": "major",
                    "suggested_version": "2.0.0",
                    "changes": [
                        {
                            "id": "field-removed",
                            "level": "breaking",
                            "bump": "major",
                            "path": ["schema", "fields", "a"],
                        }
                    ],
                },
            },
        },
    }
    own = customers["predicate"][EXTENSION]
    assert customers["predicate"]["resourceUri"] == "urn:meshgov:product:customers"
    assert customers["predicate"]["verificationResult"] == "PASSED"
    assert customers["predicate"]["verifiedLevels"] == ["MESHGOV_POLICIES_PASSED"]
    assert (own["base"], own["diff"], own["waivers"]) == (None, None, [])
    assert raw_results(tuple(verdict.contracts)[1]) == {"d/passed": "pass"}


def test_pre_authentication_encoding_of_the_specification() -> None:
    assert envelope.encoded("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_others_verify_what_we_sign(sealed: list[bytes], keys: Any) -> None:
    public = keys.signer(1).public.value
    key = SSlibKey(keyid(public), "ed25519", "ed25519", {"public": public.hex()})
    wrong = SSlibKey("0" * 64, "ed25519", "ed25519", {"public": keys.signer(2).public.value.hex()})
    for data in sealed:
        found = Envelope.from_dict(json.loads(data))
        assert set(found.verify([key], 1)) == {keyid(public)}
        assert json.loads(found.payload)["_type"] == "https://in-toto.io/Statement/v1"
        with pytest.raises(VerificationError):
            found.verify([wrong], 1)


def test_an_actor_is_a_login(verdict: Verdict, sealed: list[bytes], keys: Any) -> None:
    with pytest.raises(ConfigurationError, match="the actor 'Jane Doe' is no login"):
        list(record.write(verdict, replace(FACTS, actor="Jane Doe"), []))
    data = change(sealed[0], lambda one: own(one)["run"].update(actor="a@b.c"), keys.signer(1))
    with pytest.raises(RefusedError, match=r"r names its actor 'a@b\.c', which is no login"):
        record.read(data, "r", trusted([(keys.public(1), "")]))


def test_a_file_of_records_is_a_line_for_each(
    verdict: Verdict, sealed: list[bytes], keys: Any
) -> None:
    assert list(record.write(verdict, FACTS, [keys.signer(1)])) == [one + b"\n" for one in sealed]


def test_what_we_sign_is_read_back(sealed: list[bytes], keys: Any) -> None:
    known = trusted([(keys.public(1), "gate.pub")])
    orders, customers = (record.read(one, "r", known) for one in sealed)
    assert (orders.product, orders.result, orders.base) == ("orders", "fail", "sha256:" + "0" * 64)
    assert (customers.product, customers.result, customers.base) == ("customers", "pass", None)
    assert (customers.version, customers.domain) == (None, None)
    assert orders.signed_by == (keyid(keys.signer(1).public.value)[:16],)
    assert orders.envelope == sealed[0]
    assert orders.payload == canonical.digest(envelope.unseal(sealed[0], "r")[0])


def test_both_alphabets_of_base64_and_several_signatures(verdict: Verdict, keys: Any) -> None:
    payload = next(iter(statements(verdict, FACTS)))
    value = json.loads(envelope.seal(payload, [keys.signer(1), keys.signer(2)]))
    for one in value["signatures"]:
        one["sig"] = one["sig"].replace("+", "-").replace("/", "_")
        del one["keyid"]
    known = trusted([(keys.public(2), "")])
    assert len(record.read(json.dumps(value).encode(), "r", known).signed_by) == 1


def test_signatures_that_do_not_count(sealed: list[bytes], verdict: Verdict, keys: Any) -> None:
    short = keyid(keys.signer(1).public.value)[:16]
    other, pem = trusted([(keys.public(2), "b")])[0], trusted([(keys.public(1), "a")])[0]

    def refusal(data: bytes, *known: Any) -> str:
        with pytest.raises(RefusedError) as caught:
            record.read(data, "r.jsonl:1", known)
        return caught.value.message

    assert refusal(sealed[0]) == "r.jsonl:1 can't be authenticated without a public key"
    assert refusal(sealed[0], other) == (
        f"r.jsonl:1 is signed with {short}: no signature of a trusted key fits it (trusted: "
        f"{other})"
    )
    late = replace(pem, since="2026-12-01")
    assert refusal(sealed[0], late) == (
        f"r.jsonl:1 is of 2026-11-23T10:00:00Z, when {late} was not in use; it names {short}"
    )
    bare = envelope.seal(next(iter(statements(verdict, FACTS))), [])
    assert refusal(bare, pem) == "r.jsonl:1 is not signed"
    assert record.read(bare, "r", (), unsigned=True).signed_by == ()
    nameless = json.loads(sealed[0])
    del nameless["signatures"][0]["keyid"]
    assert "a key without id" in refusal(json.dumps(nameless).encode(), other)
    spoilt = json.loads(sealed[0])
    text = base64.b64decode(spoilt["payload"]).replace(b'"orders"', b'"others"')
    spoilt["payload"] = base64.b64encode(text).decode()
    assert "no signature of a trusted key fits it" in refusal(json.dumps(spoilt).encode(), pem)


def change(data: bytes, edit: Callable[[Any], object], signer: Any) -> bytes:
    """The record with something changed, signed again."""
    value = json.loads(envelope.unseal(data, "")[0])
    edit(value)
    return envelope.seal(canonical.encode(value), [signer])


def own(value: Any) -> Any:
    return value["predicate"][EXTENSION]


def predicate(value: Any) -> Any:
    return value["predicate"]


LIES: dict[str, tuple[Callable[[Any], object], str]] = {
    "a pass with blocking findings": (
        lambda value: predicate(value).update(
            verificationResult="PASSED", verifiedLevels=["MESHGOV_POLICIES_PASSED"]
        ),
        "it says that orders is a pass, and has 1 blocking findings",
    ),
    "a fail without": (
        lambda value: own(value).update(findings=[]),
        "it says that orders is a fail, and has 0 blocking findings",
    ),
    "a level that it didn't reach": (
        lambda value: predicate(value).update(verifiedLevels=["MESHGOV_POLICIES_PASSED"]),
        "its verifiedLevels is not that of orders",
    ),
    "a level more": (
        lambda value: predicate(value)["verifiedLevels"].append("SLSA_BUILD_LEVEL_3"),
        "its verifiedLevels is not that of orders",
    ),
    "a subject of another name": (
        lambda value: value["subject"][0].update(name="sales/other.yaml"),
        "its subject is not that of orders",
    ),
    "a subject with a digest of another kind": (
        lambda value: value["subject"][0]["digest"].update(sha512="0" * 128),
        "its subject is not that of orders",
    ),
    "another product in its URI": (
        lambda value: predicate(value).update(resourceUri="urn:meshgov:product:customers"),
        "its resourceUri is not that of orders",
    ),
    "another product beside its URI": (
        lambda value: own(value).update(product="customers"),
        "its resourceUri is not that of customers",
    ),
    "another version beside its URI": (
        lambda value: own(value).update(version="9.9.9"),
        "its resourceUri is not that of orders",
    ),
    "another pack in its URI": (
        lambda value: predicate(value)["policy"].update(uri="urn:meshgov:pack:other"),
        "its policy is not that of orders",
    ),
    "a rule that fails and is called a pass": (
        lambda value: own(value)["rules"][0].update(effective="pass"),
        "it says that a/failed is a pass, and its findings say otherwise",
    ),
    "a rule that passes and is called a failure": (
        lambda value: own(value)["rules"][3].update(effective="fail"),
        "it says that d/passed is a fail, and its findings say otherwise",
    ),
    "a rule that fired and came to nothing": (
        lambda value: own(value)["rules"][2].update(raw="pass"),
        "it says that c/warned came to pass, and its findings say otherwise",
    ),
    "a rule that came to more than it fired": (
        lambda value: own(value)["rules"][3].update(raw="fail"),
        "it says that d/passed came to fail, and its findings say otherwise",
    ),
    "a result that is none": (
        lambda value: own(value)["rules"][3].update(effective="fine"),
        "its result of d/passed is none",
    ),
    "a rule that stands twice": (
        lambda value: own(value)["rules"].append({**own(value)["rules"][3], "effective": "warn"}),
        "it names a rule twice",
    ),
    "a finding without its rule": (
        lambda value: own(value)["rules"].pop(2),
        "it has a finding of c/warned, which is not among its rules",
    ),
    "a waiver that is not listed": (
        lambda value: own(value).update(waivers=[]),
        "it waives a finding of b/waived by WVR-0001, and lists no such waiver",
    ),
    "a waiver of another rule": (
        lambda value: own(value)["waivers"][0].update(rule="a/failed"),
        "it waives a finding of b/waived by WVR-0001, which is for a/failed",
    ),
    "a waiver that had ended": (
        lambda value: own(value)["waivers"][0].update(expires="2026-11-22"),
        "it waives a finding of b/waived by WVR-0001, which was not in force on 2026-11-23",
    ),
    "a waiver that had not begun": (
        lambda value: own(value)["waivers"][0].update(effective_from="2026-11-24"),
        "it waives a finding of b/waived by WVR-0001, which was not in force on 2026-11-23",
    ),
    "a waived finding that blocks": (
        lambda value: [
            own(value)["findings"][1].update(blocking=True),
            own(value)["rules"][1].update(effective="fail"),
        ],
        "it waives a finding of b/waived by WVR-0001, and lets it block",
    ),
    "a run that passed": (
        lambda value: own(value)["run"].update(verdict="pass", exit_code=0),
        "its run has 1 of 2 contracts that failed, and came to something else",
    ),
    "a run of another exit code": (
        lambda value: own(value)["run"].update(exit_code=0),
        "its run has 1 of 2 contracts that failed, and came to something else",
    ),
    "a run of fewer than failed": (
        lambda value: own(value)["run"].update(contracts=0),
        "its run has 1 of 0 contracts that failed, and came to something else",
    ),
    "a run without the failure": (
        lambda value: own(value)["run"].update(verdict="pass", exit_code=0, failed=0),
        "orders is a fail, and 0 of 2 contracts of its run failed",
    ),
}

MALFORMED: dict[str, Callable[[Any], object]] = {
    "another statement": lambda value: value.update(_type="x"),
    "another predicate": lambda value: value.update(predicateType="x"),
    "two subjects": lambda value: value["subject"].append(value["subject"][0]),
    "no subject": lambda value: value.update(subject=[]),
    "another subject": lambda value: value["subject"][0]["digest"].update(sha256="0"),
    "another policy": lambda value: value["predicate"]["policy"]["digest"].update(sha256="0"),
    "another time": lambda value: value["predicate"].update(timeVerified="0"),
    "no time": lambda value: [
        value["predicate"].update(timeVerified="soon"),
        own(value)["run"].update(evaluated_at="soon"),
    ],
    "no extension": lambda value: value["predicate"].pop(EXTENSION),
    "another result": lambda value: value["predicate"].update(verificationResult="MAYBE"),
    "a name that is none": lambda value: own(value).update(product=1),
    "a run without actor": lambda value: own(value)["run"].pop("actor"),
    "a count that is none": lambda value: own(value)["run"].update(contracts="2"),
    "a rule without result": lambda value: own(value)["rules"][0].pop("effective"),
    "a base whose digest is none": lambda value: own(value)["base"].update(digest="main"),
    "a digest in capitals": lambda value: [
        own(value).update(contract="sha256:" + "A" * 64),
        value["subject"][0]["digest"].update(sha256="A" * 64),
    ],
    "inputs without a digest": lambda value: own(value)["run"].update(inputs="../x"),
    "a waiver that is no name": lambda value: own(value)["findings"][0].update(waiver={"a": 1}),
    "a finding that may block": lambda value: own(value)["findings"][0].update(blocking="no"),
    "a count beyond what readers keep": lambda value: own(value)["run"].update(contracts=-1),
    "a pack without a count": lambda value: own(value)["pack"].update(rules="6"),
    "a base that is none": lambda value: own(value).update(base="main"),
}


@pytest.mark.parametrize(("edit", "said"), LIES.values(), ids=LIES)
def test_records_that_contradict_themselves(
    sealed: list[bytes], keys: Any, edit: Callable[[Any], object], said: str
) -> None:
    known = trusted([(keys.public(1), "")])
    with pytest.raises(RefusedError) as caught:
        record.read(change(sealed[0], edit, keys.signer(1)), "r", known)
    assert caught.value.message == f"r contradicts itself: {said}"


def test_a_pass_among_failures_alone(sealed: list[bytes], keys: Any) -> None:
    known = trusted([(keys.public(1), "")])
    data = change(sealed[1], lambda value: own(value)["run"].update(failed=2), keys.signer(1))
    with pytest.raises(RefusedError, match="customers is a pass, and 2 of 2 contracts of its run"):
        record.read(data, "r", known)


@pytest.mark.parametrize("edit", MALFORMED.values(), ids=MALFORMED)
def test_signed_statements_that_are_no_records(
    sealed: list[bytes], keys: Any, edit: Callable[[Any], object]
) -> None:
    known = trusted([(keys.public(1), "")])
    with pytest.raises(InputError, match="is no verdict record: ") as caught:
        record.read(change(sealed[0], edit, keys.signer(1)), "r", known)
    assert not isinstance(caught.value, RefusedError)


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "{}", "[" * 100_000,
        '{"payloadType":"application/vnd.in-toto+json"}',
        '{"payloadType":"application/vnd.in-toto+json","signatures":[]}',
        '{"payloadType":"application/vnd.in-toto+json","signatures":[],"payload":"!"}',
        '{"payloadType":"application/vnd.in-toto+json","signatures":[1],"payload":"AAAA"}',
        '{"payloadType":"application/vnd.in-toto+json","signatures":[{"sig":1}],"payload":"AAAA"}',
        '{"payloadType":"application/vnd.in-toto+json","signatures":[],"payload":"AAAA"}',
        '{"a":1,"a":2}',
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_envelope(text: str) -> None:
    with pytest.raises(InputError, match=r"^r is no verdict record: "):
        record.read(text.encode(), "r", (), unsigned=True)


def test_files_of_records(sealed: list[bytes]) -> None:
    one, two = sealed
    assert list(record.envelopes(one, "f")) == [(one, "f")]
    assert list(record.envelopes(one + b"\n\n" + two + b"\n", "f")) == [(one, "f:1"), (two, "f:3")]
    pretty = json.dumps(json.loads(one), indent=2).encode()
    assert list(record.envelopes(pretty, "f")) == [(pretty, "f")]
    with pytest.raises(InputError, match="f is empty"):
        list(record.envelopes(b" \n", "f"))
