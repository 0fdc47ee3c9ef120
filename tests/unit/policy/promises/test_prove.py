"""What a pack promises is proved for every case; a broken promise is told as a person's story."""

# ruff: noqa: E501 - lines of the pack are quoted whole

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from havenline.cli import main
from havenline.policy import Pack, PackRefused, decide, known_packs, load, read_case
from havenline.policy.loading import DEFAULT_PACK, built
from havenline.policy.promises import promised, promises_of
from havenline.policy.proving import Proof, proved
from havenline.policy.replaying import Check, ProofUnsound, replayed
from havenline.policy.story import story
from tests.unit.policy.packs.test_refusals import MAIN, sources

TEXT = promises_of(DEFAULT_PACK)


def spoiled(file: str, was: str, becomes: str) -> Pack:
    texts = sources(DEFAULT_PACK, MAIN)
    assert was in texts[file]
    return built({**texts, file: texts[file].replace(was, becomes, 1)})


def broken(proof: Proof) -> set[str]:
    return {each.promise for each in proof.failures}


def test_every_promise_holds_in_every_case() -> None:
    proof = proved(load(), TEXT)
    assert proof.failures == ()
    assert len(proof.held) > 40


@pytest.mark.parametrize("pack_id", [name for name in known_packs() if name != DEFAULT_PACK])
def test_promises_of_a_sister_pack_hold(pack_id: str) -> None:
    proof = proved(load(pack_id), promises_of(pack_id))
    assert proof.failures == ()


# What is spoiled, and a promise that must break.
SPOILED = [
    (
        "offenses.yaml",
        "{statute: PC 647(a), classes: [listed, ",
        "{statute: PC 647(a), classes: [",
        "not-charged",
    ),
    (
        "crimes.yaml",
        "{value: blackmail, classes: [crimes_listed, ",
        "{value: blackmail, classes: [",
        "not-charged",
    ),
    (
        "policy.md",
        "person.role == witness and (person.will_testify or",
        "person.role == witness and (person.will_testify and",
        "not-charged",
    ),
    (
        "policy.md",
        '{answer: not_applicable, when: not victim_or_witness, because: "The person is not among the “victims or witnesses”"}\n',
        '{answer: not_applicable, when: not victim_or_witness or not person.cooperating, because: "The person is not among the “victims or witnesses”"}\n',
        "no-cooperation",
    ),
    (
        "policy.md",
        '- {answer: not_applicable, when: not violent, because: "The crime is no “violent crime”"}',
        '- {answer: not_applicable, when: not (violent and report.made), because: "The crime is no “violent crime”"}',
        "report-not-in-C3-C5",
    ),
    (
        "policy.md",
        "asked_by_the_person: request.consent or",
        "asked_by_the_person: possible(request.consent) or",
        "exception-is-her-own",
    ),
    (
        "policy.md",
        "lifted_by_process: defense_order or",
        "lifted_by_process: given(request) or",
        "status-goes-to-nobody",
    ),
    (
        "policy.md",
        "when: kept_from_charging and not certain(offense.charged), because",
        "when: kept_from_charging and offense.charged, because",
        "not-charged",
    ),
    (
        "policy.md",
        "and engaged and (identified or not report.made)",
        "and engaged and report.made and (identified or not report.made)",
        "report-not-in-C3-C5",
    ),
    (
        "policy.md",
        "invented: found_false and certain(not report.crime_occurred)",
        "invented: found_false and possible(not report.crime_occurred)",
        "truthful-in-C4-only",
    ),
    (
        "policy.md",
        "suspected: certain(person.suspect_of_reported_crime)",
        "suspected: possible(person.suspect_of_reported_crime)",
        "not-charged",
    ),
    (
        "policy.md",
        "own_words: item.kind in [own_statement, own_testimony]",
        "own_words: item.kind in [own_statement, own_testimony]\nidle: person.age < 18",
        "idle",
    ),
]


@pytest.mark.parametrize(("file", "was", "becomes", "promise"), SPOILED)
def test_spoiled_pack_breaks_a_promise(file: str, was: str, becomes: str, promise: str) -> None:
    pack = spoiled(file, was, becomes)
    proof = proved(pack, TEXT)
    assert promise in broken(proof)
    for each in proof.failures:
        if each.case:
            decide(pack, read_case(json.dumps(each.case)), readings=each.readings)
            assert story(each.case)[0].startswith("A person ")
        else:
            assert each.sentence


def test_story_names_the_person_the_crime_and_the_charge() -> None:
    pack = spoiled(*SPOILED[0][:3])
    found = next(each for each in proved(pack, TEXT).failures if each.promise == "not-charged")
    assert "PC 647(a)" in found.says
    told = " ".join(story(found.case))
    assert "is not charged yet with PC 647(a" in told
    verdict = decide(pack, read_case(json.dumps(found.case)), readings=found.readings)
    assert verdict.disposition not in ("do_not_charge", "no_such_offense")


def test_answer_given_to_nobody_is_told() -> None:
    before = '- {answer: not_applicable, when: not ours, because: "Another office acts; the promise is that of this office"}\n'
    idle = '- {answer: not_applicable, when: \'offense.date < "2000-01-01" and offense.date > "2001-01-01"\', because: x}\n'
    proof = proved(spoiled("policy.md", before, before + idle), TEXT)
    assert [each.sentence for each in proof.failures if each.promise == "C2"] == [
        "Nobody is ever answered `not_applicable` by C2 where "
        '`offense.date < "2000-01-01" and offense.date > "2001-01-01"`.'
    ]


def test_formula_the_interpreter_contradicts_stops_the_proof() -> None:
    check = Check(load(), {}, of="C1")
    with pytest.raises(ProofUnsound, match="decides otherwise"):
        replayed("x", "x", check, {"screening": "2024-05-20"}, {"screening": "2024-05-20"})


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (
            "fact: person.role",
            "fact: person.part",
            r"promises.yaml:\d+: `person.part` of `role` is not a fact",
        ),
        ("of: [C1, C2, C3, C4, C5, C6]", "of: [C9]", r"promises.yaml:\d+: `C9` is no clause or question"),
        ("then: C3 == use_barred", "then: C3 == barred", r"promises.yaml:\d+: `barred` is not a legal value"),
        ("readings: every", "readings: some", r"promises.yaml:\d+: readings are `default` or `every`"),
        ("always:\n", "often: []\nalways:\n", r"promises.yaml:1: `often` is not a key here"),
        ("- id: narrowest", "- id: not-charged", r"promises.yaml:\d+: `not-charged` stands twice"),
        ("  source: policy, sentences C1 and C2\n", "", r"promises.yaml:\d+: `not-charged` has no `source`"),
    ],
)
def test_promise_about_nothing_is_refused(was: str, becomes: str, said: str) -> None:
    assert was in TEXT
    with pytest.raises(PackRefused, match=said):
        promised(load(), TEXT.replace(was, becomes, 1))


def test_promise_about_nobody_is_no_promise() -> None:
    text = TEXT.replace(
        'screening >= "2018-01-11" and not report.made and', "report.made and not report.made and", 1
    )
    assert "sex-trade-without-a-report" in broken(proved(load(), text))


def test_command_proves_and_says_so() -> None:
    told = CliRunner().invoke(main, ["prove"])
    assert told.exit_code == 0, told.output
    assert " 0 broken" in told.output
    as_json = json.loads(CliRunner().invoke(main, ["prove", DEFAULT_PACK, "--json"]).output)
    assert as_json["broken"] == []
    assert as_json["pack_hash"] == load().hash


def test_command_tells_a_broken_promise_as_a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace(
        "then: disposition in [do_not_charge, no_such_offense]", "then: disposition == no_such_offense", 1
    )
    monkeypatch.setattr("havenline.cli.prove.promises_of", lambda _: text)
    told = CliRunner().invoke(main, ["prove"])
    assert told.exit_code == 1
    assert "BROKEN" in told.output
    assert "    A person is a " in told.output
    assert "The case file, as `havenline decide` reads it:" in told.output
    assert CliRunner().invoke(main, ["prove", "--json"]).exit_code == 1


def test_command_refuses_a_pack_there_is_not() -> None:
    told = CliRunner().invoke(main, ["prove", "us-xx"])
    assert told.exit_code == 2
    assert "`us-xx` is not a pack" in told.stderr


def test_decide_starts_without_the_prover() -> None:
    code = "import sys; import havenline.cli.decide, havenline.policy; print('z3' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
