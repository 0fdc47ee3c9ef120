"""The reasons of a decision: each ground has the truth the engine gave it; only what settled it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from havenline import policy
from havenline.policy.conditions import walk
from havenline.policy.drawing import deciding
from havenline.policy.justifying import Ground, why
from havenline.policy.wording import in_words, phrase
from havenline.policy.worked import worked

PACK = "us-ca-sfda-2018"


@pytest.mark.parametrize("pack_id", policy.known_packs())
def test_each_answer_has_the_truth_it_was_tried_with(pack_id: str) -> None:
    pack = policy.load(pack_id)
    for case in worked(pack_id):
        verdict = policy.decide(pack, case.case)
        for each in why(pack, case.case, verdict):
            tried = [truth.value for _, truth in verdict.tried[each.question].tried]
            assert [ground.holds for ground in each.tried] == sorted(tried, key=lambda holds: holds is False)


def grounds(ground: Ground) -> Iterator[Ground]:
    yield ground
    for each in ground.grounds:
        yield from grounds(each)


@pytest.mark.parametrize("pack_id", policy.known_packs())
def test_only_what_settled_a_truth_is_told(pack_id: str) -> None:
    """Of a false `all of these` no part is told that is not false alone, and the other way round."""
    pack = policy.load(pack_id)
    seen = 0
    for case in worked(pack_id):
        for each in why(pack, case.case, policy.decide(pack, case.case)):
            for ground in (one for top in each.tried for one in grounds(top)):
                parts = {part.holds for part in ground.grounds}
                seen += len(ground.grounds) > 1
                if ground.text == "all of these" and ground.grounds:
                    assert parts == {ground.holds}
                if ground.text == "at least one of these" and ground.grounds:
                    assert parts == {ground.holds}
    assert seen or pack_id != PACK


def test_every_clause_and_item_is_reasoned() -> None:
    pack = policy.load(PACK)
    case = {
        "screening": "2024-06-01",
        "offense": {"code": "PC 647(b)"},
        "evidence": [{"id": "E1"}],
        "report": {},
    }
    told = [each.question for each in why(pack, case, policy.decide(pack, case))]
    assert told[0] == "disposition"
    assert {"C1", "C2", "C4", "E1.C3", "E1.C4", "N1"} <= set(told)


@pytest.mark.parametrize("pack_id", policy.known_packs())
def test_every_condition_has_words(pack_id: str) -> None:
    for node in deciding(policy.load(pack_id)):
        assert in_words(node).text
        assert all(phrase(part) for part in walk(node))


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("own_report", ["report.by: self", "report.consent: yes"]),
        ("charged_before_report", ["offense.charged: yes", "offense.charged_date is before report.date"]),
        (
            "of_the_incident",
            ["offense.same_incident: yes", "offense.date and report.crime_date are at most 1 day apart"],
        ),
        ("victim_or_witness", ["said victim or witness", "not: invented"]),
    ],
)
def test_a_rule_reads_like_a_sentence(word: str, words: list[str]) -> None:
    assert [part.text for part in in_words(policy.load(PACK).words[word]).parts] == words
