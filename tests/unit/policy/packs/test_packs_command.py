"""Lawyers read, compare and sign packs: what a change does is told by cases before it is signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from havenline.cli import main
from havenline.policy import decide, known_packs, load, read_case
from havenline.policy.comparing import Side, changes, smallest
from havenline.policy.manual import manual
from havenline.policy.worked import worked

CASE = """
screening: 2024-06-01
person: {role: victim, sex_trade: current, age: 29}
report: {made: true, by: self, to: police, date: 2024-05-11, crime: robbery, crime_date: 2024-05-10}
offense: {code: "PC 647(b)(1)", date: 2024-04-20, charged: true, charged_date: 2024-05-01}
"""
OTHER = {"I-03": "c2-defines-c1"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["packs", *arguments])


def flat(text: str) -> str:
    return " ".join(text.split())


def test_list_says_what_each_pack_is() -> None:
    told = run("list")
    assert told.exit_code == 0
    for name in known_packs():
        assert f"{name}  {load(name).title}" in told.stdout
    lines = told.stdout.splitlines()
    assert lines[lines.index(next(line for line in lines if line.startswith("us-vt  "))) + 1].endswith(
        "in force from 2021-05-17; draft: not approved by counsel; law read: partial"
    )


def test_show_prints_words_rule_and_readings() -> None:
    told = run("show", "us-ca-sfda-2018", "--cases")
    assert told.exit_code == 0
    pack = load()
    for clause in pack.clauses.values():
        assert clause.quote in told.stdout
    for reading in pack.readings.values():
        assert all(text in told.stdout for text in reading.texts.values())
    assert "| barred | otherwise | The office “will not prosecute" in told.stdout
    assert "| S01 | Escort robbed by a client" in told.stdout
    assert f"pack hash {pack.hash}" in told.stdout


@pytest.mark.parametrize("name", known_packs())
def test_restated_law_is_shown_with_its_source(name: str) -> None:
    pack = load(name)
    lines = manual(pack)
    assert sum(line.startswith("Restated in short. Source: ") for line in lines) == (
        len(pack.clauses) if pack.restated else 0
    )
    assert all(any(f"| `{path}` |" in line for line in lines) for path in pack.also)


def test_changed_reading_tells_who_loses() -> None:
    told = run("diff", "us-ca-sfda-2018", "--reading", "I-03=c2-defines-c1")
    assert told.exit_code == 0
    text = flat(told.stdout)
    assert "loses:" in text
    assert "S14 Prostitution complaint already filed" in text
    assert "gains:" not in text
    assert "the smallest case that shows it:" in text


def test_changed_reading_tells_who_gains() -> None:
    assert "gains:" in run("diff", "us-ca-sfda-2018", "--reading", "I-01=any-offense").stdout


def test_reading_that_changes_no_clause_still_tells() -> None:
    """I-24 decides what of a certification goes to the defense; every clause answers as before."""
    told = run("diff", "us-ca-sfda-2018", "--reading", "I-24=whole-file").stdout
    assert "what to do" in told
    assert "disclose certification_fact" in flat(told)


def test_smallest_case_still_shows_the_change() -> None:
    pack = load()
    for change in changes(Side(pack, {}), Side(pack, OTHER), worked(pack.id)):
        least = smallest(Side(pack, {}), Side(pack, OTHER), change)
        case = read_case(json.dumps(least))
        if change.clause in pack.clauses:
            assert decide(pack, case).clauses[change.clause].result == change.before
            assert decide(pack, case, readings=OTHER).clauses[change.clause].result == change.after
        assert len(str(least)) < len(str(change.case.case))


def test_two_laws_are_compared_by_what_they_protect() -> None:
    told = run("diff", "us-ca-1162", "us-ca-647.3")
    assert told.exit_code == 0
    assert "us-ca-647.3 says: no arrest; no probable cause from condoms" in flat(told.stdout)
    assert "E02 No report was made: inadmissible -> not_applicable" in told.stdout


def test_pack_does_not_differ_from_itself() -> None:
    assert "No clause answers any of" in run("diff", "us-ak", "us-ak").stdout


def test_signed_reading_is_applied_and_printed(tmp_path: Path) -> None:
    record, case = tmp_path / "signed.yaml", tmp_path / "case.yaml"
    case.write_text(CASE)
    signed = run(
        "sign",
        "us-ca-sfda-2018",
        "I-03=c2-defines-c1",
        "--by",
        "A. Invented",
        "--why",
        "as advised",
        "--out",
        str(record),
    )
    assert signed.exit_code == 0
    content = yaml.safe_load(record.read_text())
    assert (content["pack"], content["readings"], content["signed_by"]) == (
        "us-ca-sfda-2018",
        OTHER,
        "A. Invented",
    )
    assert content["pack_hash"] == load().hash
    told = CliRunner().invoke(main, ["decide", str(case), "--readings", str(record)])
    assert told.exit_code == 0
    assert "readings signed by A. Invented on" in told.stdout
    assert "I-03=c2-defines-c1; as advised" in told.stdout
    verdict = json.loads(
        CliRunner().invoke(main, ["decide", str(case), "--readings", str(record), "--format", "json"]).stdout
    )
    assert verdict["interpretations"]["I-03"] == "c2-defines-c1"
    assert verdict["trace"]["signed_readings"]["why"] == "as advised"
    assert verdict["approval"] == {"state": "draft"}


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("pack_hash: ", "pack_hash: 00", "was signed for another text of us-ca-sfda-2018"),
        ("pack: us-ca-sfda-2018", "pack: us-ak", "was signed for the pack `us-ak`"),
        ("c2-defines-c1", "c3-defines-c1", "`c3-defines-c1` is not a reading of I-03"),
        ("signed_by: ", "signed_for: ", "is not a record of signed readings; its keys are"),
        ("why: as advised", "why: &a as advised", "holds an alias or anchor"),
        ("why: as advised", "why: [as, advised]", "a value is not text"),
    ],
)
def test_changed_record_is_refused(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    record, case = tmp_path / "signed.yaml", tmp_path / "case.yaml"
    case.write_text(CASE)
    run(
        "sign",
        "us-ca-sfda-2018",
        "I-03=c2-defines-c1",
        "--by",
        "A. Invented",
        "--why",
        "as advised",
        "--out",
        str(record),
    )
    text = record.read_text()
    assert was in text
    record.write_text(text.replace(was, becomes, 1))
    refused = CliRunner().invoke(main, ["decide", str(case), "--readings", str(record)])
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert said in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "us-xx"], "`us-xx` is not a pack"),
        (["diff", "us-ak"], "nothing to compare with"),
        (["diff", "us-ca-sfda-2018", "--reading", "I-03=other"], "`other` is not a reading of I-03"),
        (["diff", "us-ca-sfda-2018", "--reading", "I-03"], "`I-03` is not an interpretation"),
        (
            ["sign", "us-ca-sfda-2018", "I-03=c2-defines-c1", "--by", " ", "--why", "w", "--out", "x"],
            "with a name and a reason",
        ),
        (["sign", "us-ca-sfda-2018", "I-03=c2-defines-c1", "--by", "n", "--why", "w", "--out", "/"], "`/`"),
    ],
)
def test_wrong_command_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    refused = run(*arguments)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert said in refused.stderr


def test_record_is_never_written_over(tmp_path: Path) -> None:
    record = tmp_path / "signed.yaml"
    record.write_text("kept")
    refused = run(
        "sign", "us-ca-sfda-2018", "I-03=c2-defines-c1", "--by", "n", "--why", "w", "--out", str(record)
    )
    assert refused.exit_code == 2
    assert record.read_text() == "kept"
