"""The coverage check asks what matters and nothing else, on every way through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from havenline.policy import decide, load
from havenline.reporting.coverage import (
    ABOUT,
    CHARGES,
    COVERED,
    OUTSIDE,
    QUESTIONS,
    UNKNOWN,
    case_of,
    coverage,
    next_field,
)
from havenline.reporting.questions import UNSAID

DAY = date(2026, 3, 2)
PACK = load()
# Crimes the clauses name in one list are told apart by the clauses alone: one of each kind, and all, below.
KINDS = ("assault", "burglary", "unsure", UNSAID)

Answers = tuple[tuple[str, str], ...]


def offered(field: str) -> tuple[str, ...]:
    return KINDS if field == "kind" else tuple(choice.value for choice in QUESTIONS[field].choices)


@cache
def asked_next(answers: Answers) -> str | None:
    return next_field(PACK, dict(answers), day=DAY)


@cache
def said(answers: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    verdict = decide(PACK, case_of(dict(answers), day=DAY))
    return tuple(verdict.clauses[name].result for name in ABOUT)


def paths(answers: Answers = ()) -> Iterator[Answers]:
    """Every way through the check, as the answers given in order."""
    field = asked_next(answers)
    if field is None:
        yield answers
        return
    for value in offered(field):
        yield from paths((*answers, (field, value)))


def completions(answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Every way the questions not asked yet could be answered."""
    missing = [field for field in QUESTIONS if field not in answers]
    if not missing:
        yield dict(answers)
        return
    for value in offered(missing[0]):
        yield from completions({**answers, missing[0]: value})


def outcomes(answers: Mapping[str, str]) -> set[tuple[str, ...]]:
    return {said(frozenset(each.items())) for each in completions(answers)}


EVERY_PATH = list(paths())


def test_no_way_is_longer_than_five_questions() -> None:
    assert max(len(path) for path in EVERY_PATH) <= 5
    assert min(len(path) for path in EVERY_PATH) < 3
    assert all(len(dict(path)) == len(path) for path in EVERY_PATH)


def test_nothing_left_unasked_could_matter() -> None:
    for path in EVERY_PATH:
        assert outcomes(dict(path)) == {said(frozenset(path))}, path


def test_every_question_asked_can_still_matter() -> None:
    """Put the other way: with the field fixed at any one answer, some other answer gives another result."""
    for path in EVERY_PATH:
        for place, (field, _) in enumerate(path):
            before = dict(path[:place])
            told = [outcomes_by_rest(before, field, value) for value in offered(field)]
            assert any(one != told[0] for one in told), (path[:place], field)


@cache
def _by_rest(
    before: Answers, field: str, value: str
) -> tuple[tuple[frozenset[tuple[str, str]], tuple[str, ...]], ...]:
    rest = [
        (
            frozenset((name, chosen) for name, chosen in each.items() if name != field),
            said(frozenset(each.items())),
        )
        for each in completions({**dict(before), field: value})
    ]
    return tuple(sorted(rest, key=lambda pair: sorted(pair[0])))


def outcomes_by_rest(before: Mapping[str, str], field: str, value: str) -> object:
    return _by_rest(tuple(before.items()), field, value)


def test_answer_is_what_the_engine_decides() -> None:
    for path in EVERY_PATH:
        found = coverage(PACK, dict(path), day=DAY)
        results = dict(zip(ABOUT, said(frozenset(path)), strict=True))
        charges = [results[name] for name in CHARGES]
        expected = COVERED if "barred" in charges else UNKNOWN if "undetermined" in charges else OUTSIDE
        assert found.state == expected, path
        assert found.kept == tuple(
            name for name in ABOUT if results[name].endswith("barred") and results[name] != "not_barred"
        )


def test_unknown_never_becomes_not_covered() -> None:
    """Whoever is told `outside` said so by answers alone: nothing she left open could have covered her."""
    for path in EVERY_PATH:
        if coverage(PACK, dict(path), day=DAY).state == OUTSIDE:
            spoken = {field: value for field, value in path if value not in (UNSAID, "unsure", "no")}
            for each in completions(spoken):
                assert "barred" not in said(frozenset(each.items()))[:2], path


def test_open_answer_names_what_would_decide() -> None:
    for path in EVERY_PATH:
        found = coverage(PACK, dict(path), day=DAY)
        if found.state == UNKNOWN:
            closed = {field for field, value in path if QUESTIONS[field].choice(value).facts}
            assert found.open, path
            assert not set(found.open) & closed, path


def test_every_crime_is_decided_alike_or_said() -> None:
    """Each crime offered is one the clauses name, so its place in the list costs nobody the promise."""
    rest = {"part": "me", "trade": "mine", "charged": "no", "suspect": "no"}
    for choice in QUESTIONS["kind"].choices:
        state = coverage(PACK, {"kind": choice.value, **rest}, day=DAY).state
        assert state == (COVERED if choice.facts else UNKNOWN), choice.value


def test_all_three_answers_are_reached() -> None:
    states = {coverage(PACK, dict(path), day=DAY).state for path in EVERY_PATH}
    assert states == {COVERED, UNKNOWN, OUTSIDE}


def test_every_question_offers_to_say_nothing() -> None:
    for question in QUESTIONS.values():
        assert question.choices[-1].value == UNSAID
        assert not question.choices[-1].facts
