"""A pack that could mislead is refused at load, with file and line and every competitor."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from havenline.policy import PackRefused, PackUnknown, ReadingUnknown, load
from havenline.policy.loading import built

NAMES = ("policy.md", "policy.txt", "offenses.yaml", "crimes.yaml", "holidays.yaml", "readings.yaml")


def sources() -> dict[str, str]:
    folder = files("havenline.packs").joinpath("us-ca-sfda-2018")
    return {name: folder.joinpath(name).read_text("utf-8") for name in NAMES}


def test_quotes_are_the_policy_word_for_word() -> None:
    pack = load()
    quotes = [pack.quote(name) for name in pack.clauses]
    text = " ".join(sources()["policy.txt"].split())
    assert " ".join(quotes) == text
    assert pack.quote("C6x") in pack.quote("C6")
    assert pack.quote("C7a") + " " + pack.quote("C7b") == pack.quote("C7")
    assert pack.quote("C5").startswith("Immigration status will not be used by the District Attorney against")
    assert pack.quote("N1").startswith("Note: This agreement does not apply to a prosecutor's discovery")


def test_pack_says_what_it_is() -> None:
    pack = load()
    assert (pack.id, pack.approval, pack.verified) == ("us-ca-sfda-2018", {"state": "draft"}, "partial")
    assert pack.in_force == ("2018-01-11", "")
    assert list(pack.clauses) == ["P0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "N1"]
    assert [f"I-{number:02}" for number in range(1, 32)] == list(pack.readings)
    assert pack.reading("I-03").default == "c1-stands-alone"


def test_every_clause_reads_the_interpretations_that_name_it() -> None:
    pack = load()
    for which, reading in pack.readings.items():
        for clause in reading.clauses:
            assert which in pack.clauses[clause].interpretations or (which, clause) in {
                ("I-19", "C6"),
                ("I-06", "C5"),
            }, (which, clause)


def test_hash_follows_every_word_and_reading() -> None:
    pack = load()
    other = built({**sources(), "offenses.yaml": sources()["offenses.yaml"] + "\n# a remark\n"})
    assert built(sources()).hash == pack.hash
    assert other.hash != pack.hash
    assert pack.hash_under({"I-03": "c2-defines-c1"}) != pack.hash
    assert pack.hash_under({"I-03": "c1-stands-alone"}) == pack.hash


def test_unknown_reading_is_refused_with_those_offered() -> None:
    with pytest.raises(ReadingUnknown, match="one of c1-stands-alone, c2-defines-c1"):
        load().in_effect({"I-03": "other"})
    with pytest.raises(PackUnknown, match="us-ca-sfda-2018"):
        load("us-xx")


SPOILED = [
    (
        "policy.md",
        "> Note: This",
        "Note: This",
        r"policy.md:\d+: the policy goes on, from `Note: This agreement",
    ),
    (
        "policy.md",
        "not be prosecuted for",
        "not be punished for",
        r"policy.md:\d+: the words quoted are not the policy's next",
    ),
    (
        "policy.md",
        "person.role == victim\n",
        "person.rank == victim\n",
        r"policy.md:\d+: `person.rank` is not a fact",
    ),
    (
        "policy.md",
        "person.role == victim\n",
        "person.role == suspect\n",
        "`suspect` is not a legal value; one of none",
    ),
    ("policy.md", "person.role == victim\n", "person.age == victim\n", "`victim` is not a number"),
    ("policy.md", "person.role == victim\n", "person.role <= victim\n", "does not fit a enum"),
    ("policy.md", 'screening >= "2018-01-11"', 'screening >= "2018-02-30"', "is not a date"),
    (
        "policy.md",
        "invented: found_false and",
        "invented: found_untrue and",
        "`found_untrue` is not a word of the pack",
    ),
    ("policy.md", "invented: found_false and", "invented: invented and", "`invented` define one another"),
    (
        "policy.md",
        'before_report and reading("I-03")',
        'before_report and reading("I-33")',
        "is not an interpretation of the pack",
    ),
    ("policy.md", '"c2-defines-c1"', '"c2-limits-c1"', "is not a legal value; one of c1-stands-alone"),
    ("policy.md", "in table.drug\n", "in table.medicine\n", "`table.medicine` is not a table of the pack"),
    (
        "policy.md",
        "report.crime in table.crimes_listed",
        "report.crime in table.drug",
        "does not sort `report.crime`",
    ),
    (
        "policy.md",
        "invented: found_false and",
        "invented: __import__('os') and",
        "has no meaning in a condition",
    ),
    (
        "policy.md",
        "invented: found_false and",
        "invented: found_false if true else",
        "is not a condition|no meaning",
    ),
    ("policy.md", "invented: found_false and", "invented: (ours, ours) and", "has no meaning in a condition"),
    (
        "policy.md",
        "invented: found_false",
        "ours: found_false",
        r"policy.md:\d+: `ours` is defined twice, also at policy.md:\d+",
    ),
    ("policy.md", "  C6x: with the", "  C6x: without the", "the words of `C6x` are not in the clause above"),
    (
        "policy.md",
        '- {answer: not_applicable, when: not ours, because: "Not an action',
        "- {answer: not_barred, when: not making_report}\n"
        '- {answer: not_applicable, when: not ours, because: "Not an action',
        r"policy.md:\d+: `C4` answers `not_applicable` and `not_barred` to the same case",
    ),
    (
        "policy.md",
        "- {answer: may_charge, because:",
        "- {answer: may_charge, when: ours, because:",
        "`disposition` has no last answer",
    ),
    (
        "policy.md",
        "doubt: undetermined\nanswers:",
        "doubt: undetermined\nleans: {I-77: ours}\nanswers:",
        "stands twice|I-77",
    ),
    (
        "offenses.yaml",
        "- {statute: PC 372,",
        "- {statute: PC 647(a),",
        "`PC 647(a)` stands twice, as .* and as",
    ),
    (
        "offenses.yaml",
        "source: PC 372, mark: unverified",
        "mark: unverified",
        "`PC 372` has no source or no mark",
    ),
    (
        "offenses.yaml",
        "source: PC 372, mark: unverified",
        "source: PC 372, mark: sure",
        "no mark; one of verified text",
    ),
    (
        "offenses.yaml",
        '{from: "2014-11-05", grade: misdemeanor}',
        '{from: "1890-01-01", grade: misdemeanor}',
        "overlap",
    ),
    (
        "offenses.yaml",
        "classes: [drug, sale]",
        "classes: [crimes_listed, sale]",
        "is a table of offenses.yaml too",
    ),
    ("crimes.yaml", "value: burglary", "value: robbery", "are not the values of `report.crime`, each once"),
    (
        "readings.yaml",
        "default: c1-stands-alone",
        "default: c1-alone",
        "`I-03` stands twice or has no such default",
    ),
    ("readings.yaml", "- id: I-04", "- id: I-03", "`I-03` stands twice"),
]


@pytest.mark.parametrize(("name", "was", "becomes", "said"), SPOILED)
def test_spoiled_pack_is_refused(name: str, was: str, becomes: str, said: Any) -> None:
    texts = sources()
    assert was in texts[name]
    with pytest.raises(PackRefused, match=said.replace("(a)", r"\(a\)")):
        built({**texts, name: texts[name].replace(was, becomes, 1)})
