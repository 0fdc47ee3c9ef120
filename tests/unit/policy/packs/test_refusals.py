"""A pack that cannot mean what it says is refused at load: file, line, and what stands against it."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from havenline.policy import CaseRefused, PackRefused, load, read_case
from havenline.policy.loading import built

AK = ("policy.md", "policy.txt", "crimes.yaml")
MAIN = ("policy.md", "policy.txt", "offenses.yaml", "crimes.yaml", "holidays.yaml", "readings.yaml")


def sources(pack_id: str, names: tuple[str, ...]) -> dict[str, str]:
    folder = files("havenline.packs").joinpath(pack_id)
    return {name: folder.joinpath(name).read_text("utf-8") for name in names}


# File, what is written, what is written instead, what is said. The pack is Alaska's.
SPOILED = [
    (
        "policy.md",
        "not also.good_faith",
        "not also.goodwill",
        r"policy.md:\d+: `also.goodwill` is not a fact",
    ),
    ("policy.md", "not also.good_faith", "also.good_faith == true", r"policy.md:\d+: .* does not fit a bool"),
    ("policy.md", "== another_offense", "== other", r"`other` is not a legal value; one of another_offense"),
    ("policy.md", "source: AS 11.66.100(c), release 82 (2023)\n", "", r"policy.md:\d+: `A` has no source"),
    (
        "policy.md",
        "(2023)\nverified: full",
        "(2023)\nverified: yes",
        r"policy.md:\d+: `A` does not say whether it was read",
    ),
    (
        "policy.md",
        "(2023)\nverified: full",
        "(2023)\nverified: partial",
        r"`A` was not read in full, but the pack says so",
    ),
    (
        "policy.md",
        "{type: yes_no, question: Did the person report",
        "{question: Did the person report",
        r"`good_faith` has no type; one of yes_no",
    ),
    (
        "policy.md",
        "type: yes_no, question: Did the person report the crime in good faith?, ",
        "type: yes_no, ",
        r"`good_faith` has no question",
    ),
    (
        "policy.md",
        "good faith?, source: AS 11.66.100(c), ",
        "good faith?, ",
        r"policy.md:\d+: `good_faith` has no source",
    ),
    (
        "policy.md",
        "values: [prostitution_as_seller, another_offense]",
        "values: []",
        r"`charge` has no list of values",
    ),
    ("policy.md", "good_faith: {type", "Good-Faith: {type", r"`Good-Faith` is not a fact"),
    (
        "policy.md",
        "> A person may not be",
        "> A person must not be",
        r"policy.md:\d+: the words quoted are not the policy's next",
    ),
    (
        "policy.md",
        "- {answer: not_barred, when: not also.good_faith",
        "- {answer: not_barred, when: not also.good_faith and also.charge == another_offense, because: x}\n"
        "- {answer: not_barred, when: not also.good_faith",
        r"policy.md:\d+: `A` never answers `not_barred` here: `not_barred` at policy.md:\d+ is given first",
    ),
    (
        "policy.md",
        "when: not also.good_faith,",
        "when: not also.good_faith and also.good_faith,",
        r"policy.md:\d+: `A` never answers `not_barred`: `not also.good_faith and .*` contradicts itself",
    ),
    (
        "policy.md",
        "when: not also.good_faith,",
        "when: 'person.role == victim and person.role == witness',",
        r"`A` never answers `not_barred`: .* contradicts itself",
    ),
    (
        "policy.md",
        "when: not also.good_faith,",
        "when: 'person.role == none',",
        r"`A` never answers `not_barred` here",
    ),
    (
        "policy.md",
        'in_force: {from: "2016-01-01"}',
        'in_force: {from: "2016-01-01", until: "2015-01-01"}',
        r"policy.md:1: ends on 2015-01-01, before",
    ),
    (
        "policy.md",
        'in_force: {from: "2016-01-01"}',
        'in_force: {from: "mid-July"}',
        r"policy.md:1: `mid-July` is not a day",
    ),
    (
        "policy.md",
        "protects: victims of,",
        'since: "2020-01-01"\nuntil: "2019-01-01"\nprotects: victims of,',
        r"policy.md:\d+: ends on 2019-01-01, before it begins",
    ),
    (
        "policy.md",
        "title: No prosecution of",
        "title: &a No prosecution of",
        r"policy.md:\d+: holds an alias or anchor",
    ),
    (
        "policy.md",
        "title: No prosecution of",
        "title: !!str No prosecution of",
        r"policy.md:\d+: holds a tag",
    ),
    (
        "policy.md",
        "binds: the state",
        "binds: the state\nbinds: the city",
        r"policy.md:\d+: the key `binds` stands twice",
    ),
    (
        "policy.md",
        "binds: the state",
        "binds: " + "[" * 40 + "]" * 40,
        r"policy.md:\d+: is nested more than 12 deep",
    ),
    (
        "crimes.yaml",
        "sorts: report.crime",
        "sorts: report.date",
        r"`report.date` is not a fact with a list of values",
    ),
    ("crimes.yaml", 'source: "AS 11.66.100(c): extortion", ', "", r"crimes.yaml: `extortion` has no source"),
    (
        "crimes.yaml",
        "sorts: report.crime",
        "sorts: report.crime\n---\nmore: true",
        r"crimes.yaml:\d+: holds more than one document",
    ),
]


@pytest.mark.parametrize(("name", "was", "becomes", "said"), SPOILED)
def test_spoiled_sister_pack_is_refused(name: str, was: str, becomes: str, said: Any) -> None:
    texts = sources("us-ak", AK)
    assert was in texts[name]
    with pytest.raises(PackRefused, match=said):
        built({**texts, name: texts[name].replace(was, becomes, 1)})


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (
            '{from: "2014-11-05", grade: misdemeanor}',
            '{from: "1900-01-01", grade: misdemeanor}',
            "the grades of `HS 11350` overlap",
        ),
        (
            'repealed: "2023-01-01"',
            'repealed: "2023-01-01", enacted: "2024-01-01"',
            "is repealed on 2023-01-01, before it was law",
        ),
    ],
)
def test_overlapping_days_of_an_offense_are_refused(was: str, becomes: str, said: str) -> None:
    texts = sources("us-ca-sfda-2018", MAIN)
    assert was in texts["offenses.yaml"]
    with pytest.raises(PackRefused, match=said):
        built({**texts, "offenses.yaml": texts["offenses.yaml"].replace(was, becomes, 1)})


def test_word_behind_which_a_condition_hides_is_looked_into() -> None:
    texts = sources("us-ak", AK)
    was = "- {answer: not_barred, when: not also.cooperated"
    hidden = (
        "- {answer: not_barred, when: reports and report.by == third_party and not report.made, because: x}\n"
    )
    with pytest.raises(PackRefused, match="contradicts itself"):
        built({**texts, "policy.md": texts["policy.md"].replace(was, hidden + was, 1)})


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ("{goodwill: true}", "`also.goodwill` is not declared by the pack; one of charge, crime_of_list"),
        ("{good_faith: perhaps}", "`also.good_faith` may not be `perhaps`; one of true, false, unknown"),
        ("{charge: driving}", "`also.charge` may not be `driving`; one of prostitution_as_seller"),
    ],
)
def test_case_gives_only_what_the_pack_declares(also: str, said: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        read_case(f"screening: 2024-05-20\nalso: {also}\n", also=load("us-ak").also)
    assert said in str(refused.value)


def test_pack_without_further_facts_takes_none() -> None:
    with pytest.raises(CaseRefused, match="`also.good_faith` is not declared by the pack; leave `also` out"):
        read_case("screening: 2024-05-20\nalso: {good_faith: true}\n", also=load().also)
