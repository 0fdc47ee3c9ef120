"""A pack made ready to be read: under each sentence its rule in plain words, its cases and its readings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from havenline.counsel.labels import plain
from havenline.policy import load
from havenline.policy.decision import decide
from havenline.policy.document import document
from havenline.policy.pack import Clause, Pack, Question, Reading
from havenline.policy.wording import Worded, in_words, spaced
from havenline.policy.worked import worked

ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """One answer of a rule. when: None for the last one, given where no other holds. condition: the same as
    the pack writes it."""

    result: str
    because: str
    when: Worded | None
    condition: str


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule: its answers in the order they are tried, and what is answered while it is not known which."""

    answers: tuple[AnswerTold, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A worked case as the clause answers it."""

    id: str
    title: str
    answer: str
    leaned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseTold:
    """A clause: the policy's sentences and all that reads them. rule: None where it decides nothing."""

    clause: Clause
    rule: RuleTold | None
    of_items: RuleTold | None
    cases: tuple[CaseTold, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class WordTold:
    """A word the rules use and what it means. condition: the same as the pack writes it."""

    name: str
    title: str
    means: Worded
    condition: str


@dataclass(frozen=True, slots=True)
class PackTold:
    """The whole pack. questions: what follows from the clauses, each with its rule."""

    pack: Pack
    clauses: tuple[ClauseTold, ...]
    questions: tuple[tuple[str, str, RuleTold], ...]
    words: tuple[WordTold, ...]
    readings: tuple[Reading, ...]


@cache
def told(pack_id: str) -> PackTold:
    """The pack in words; made once, since packs never change while the office runs. Raises PackUnknown."""
    pack = load(pack_id)
    return PackTold(
        pack=pack,
        clauses=tuple(_clause(pack, clause) for clause in pack.clauses.values()),
        questions=tuple((name, spaced(name), _rule(each)) for name, each in pack.questions.items()),
        words=tuple(_words(pack)),
        readings=tuple(pack.readings.values()),
    )


def _clause(pack: Pack, clause: Clause) -> ClauseTold:
    return ClauseTold(
        clause=clause,
        rule=_rule(clause.question) if clause.question else None,
        of_items=_rule(clause.items.question) if clause.items else None,
        cases=_cases(pack, clause) if clause.question else (),
        readings=tuple(pack.readings[which] for which in clause.interpretations),
    )


def _rule(question: Question) -> RuleTold:
    return RuleTold(
        tuple(
            AnswerTold(
                _result(answer.result),
                answer.because,
                None if (when := in_words(answer.when, label=plain)).text == ALWAYS else when,
                answer.condition,
            )
            for answer in question.answers
        ),
        _result(question.doubt),
    )


def _result(result: object) -> str:
    return "nothing to say" if result is None else spaced(result)


def _cases(pack: Pack, clause: Clause) -> tuple[CaseTold, ...]:
    shown = []
    for case in worked(pack.id):
        if clause.id in case.expected.get("clauses", {}):
            found = decide(pack, case.case, readings=case.readings).clauses[clause.id]
            shown.append(CaseTold(case.id, case.told, spaced(found.result), found.interpretations))
    return tuple(shown)


def _words(pack: Pack) -> list[WordTold]:
    written: dict[str, str] = {}
    for block in document(pack.sources["policy.md"], file="policy.md").blocks:
        if block.kind == "words":
            written |= {name: " ".join(str(text).split()) for name, text in block.says.items()}
    return [
        WordTold(name, spaced(name), in_words(node, label=plain), written.get(name, ""))
        for name, node in pack.words.items()
    ]
