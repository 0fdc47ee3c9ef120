"""Loads a pack and refuses one that could mislead: unknown words, wrong types, foreign quotes, two rules
in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from havenline.policy.conditions import Constant, Node, Tainted, Word, walk
from havenline.policy.declaring import declared, refuse_unsourced
from havenline.policy.document import Block, document, strict_yaml
from havenline.policy.errors import PackRefused, PackUnknown
from havenline.policy.language import Names, condition
from havenline.policy.pack import (
    Answer,
    Clause,
    Collected,
    ItemRule,
    Pack,
    Question,
    Reading,
    TaintRule,
    spoken,
)
from havenline.policy.soundness import check_span, refuse_dead
from havenline.policy.tables import MARKS, Holidays, offenses
from havenline.policy.vocabulary import Fact, vocabulary

# Facts the engine derives from a fact and a dated table; a pack uses them like any other.
DERIVED = {
    "offense.grade": Fact("offense.grade", "enum", ("infraction", "misdemeanor", "felony", "wobbler")),
    "offense.standing": Fact(
        "offense.standing", "enum", ("in_force", "not_yet", "repealed_since", "no_longer")
    ),
}
DEFAULT_PACK = "us-ca-sfda-2018"
_TABLES = ("offenses.yaml", "crimes.yaml", "holidays.yaml", "readings.yaml")


@cache
def load(pack_id: str = DEFAULT_PACK) -> Pack:
    """The pack of this id, read once per process.

    Raises PackUnknown when there is none, PackRefused (file, line, competitors) when it cannot be executed.
    """
    folder = files("havenline.packs").joinpath(pack_id)
    if "/" in pack_id or pack_id.startswith(".") or not folder.joinpath("policy.md").is_file():
        raise PackUnknown(f"`{pack_id}` is not a pack", hint="one of " + ", ".join(known_packs()))
    names = ("policy.md", "policy.txt", *(name for name in _TABLES if folder.joinpath(name).is_file()))
    return built({name: folder.joinpath(name).read_text("utf-8") for name in names})


def known_packs() -> list[str]:
    """The id of every pack that comes with the program."""
    return sorted(each.name for each in files("havenline.packs").iterdir() if _is_pack(each))


def _is_pack(folder: Traversable) -> bool:
    return folder.is_dir() and folder.joinpath("policy.md").is_file()


def built(sources: Mapping[str, str]) -> Pack:
    """The pack these texts make: policy.md, policy.txt and the tables by file name.

    A table left out is empty. Raises PackRefused.
    """
    return _Builder(sources).pack()


class _Builder:
    """Reads the blocks once for their names and once for their conditions."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self.document = document(sources["policy.md"], file="policy.md")
        tables = {name: strict_yaml(sources[name], where=name) for name in _TABLES if name in sources}
        empty: dict[str, Any] = {"rows": (), "interpretations": ()}
        self.restated = self.document.head.get("words") == "restated"
        self.also = {fact.path: fact for block in self.blocks("facts") for fact in declared(block)}
        self.offenses = offenses(tables.get("offenses.yaml", empty)["rows"], file="offenses.yaml")
        self.enum_tables = _crime_tables(tables["crimes.yaml"], self.also) if "crimes.yaml" in tables else {}
        self.holidays = Holidays(tuple(tables.get("holidays.yaml", empty)["rows"]))
        self.readings = _readings(tables.get("readings.yaml", empty))
        self.check_quotes()
        self.names = self.gathered_names()

    def blocks(self, *kinds: str) -> Iterator[Block]:
        return (block for block in self.document.blocks if block.kind in kinds)

    def check_quotes(self) -> None:
        """Every quotation line, in order, is the policy's text and leaves nothing of it out."""
        rest = " ".join(self.sources["policy.txt"].split())
        for quote in self.document.quotes:
            if not rest.startswith(quote):
                at = next(line for line, text in enumerate(self.lines(), 1) if quote[:40] in text)
                raise PackRefused(f"policy.md:{at}: the words quoted are not the policy's next words")
            rest = rest[len(quote) :].lstrip()
        if rest:
            raise PackRefused(f"policy.md:{len(self.lines())}: the policy goes on, from `{rest[:40]}` on")

    def lines(self) -> list[str]:
        return self.sources["policy.md"].splitlines()

    def gathered_names(self) -> Names:
        places: dict[str, str] = {}
        answers: dict[str, set[str]] = {}
        words: list[str] = []
        for block in self.blocks("words", "clause", "question", "list"):
            for name in block.says if block.kind == "words" else [block.says.get("id", "")]:
                place = block.where(f"{name}:" if block.kind == "words" else "")
                if name in places or name in vocabulary():
                    raise PackRefused(
                        f"{place}: `{name}` is defined twice, also at {places.get(name, 'the facts')}"
                    )
                places[name] = place
            if block.kind == "words":
                words += block.says
            else:
                answers[block.says["id"]] = {spoken(each) for each in _legal_answers(block.says)}
        tables = {name: path for name, (path, _) in self.enum_tables.items()}
        if twice := tables.keys() & self.offenses.classes:
            raise PackRefused(f"crimes.yaml: `{'`, `'.join(sorted(twice))}` is a table of offenses.yaml too")
        tables |= dict.fromkeys(self.offenses.classes, "statute")
        return Names(
            facts={**vocabulary(), **DERIVED, **self.also},
            words=words,
            readings={which: reading.texts for which, reading in self.readings.items()},
            answers=answers,
            tables=tables,
        )

    def pack(self) -> Pack:
        head = self.document.head
        words = {
            name: self.node(block, text)
            for block in self.blocks("words")
            for name, text in block.says.items()
        }
        _refuse_circles(words)
        clauses = {block.says["id"]: self.clause(block) for block in self.blocks("clause")}
        if self.restated:
            refuse_unsourced(self.document.head, [*self.blocks("clause")])
        questions = {block.says["id"]: self.question(block, block.says) for block in self.blocks("question")}
        collected = {block.says["id"]: self.collected(block) for block in self.blocks("list")}
        self.refuse_unsound(words, clauses, questions)
        taints = [self.taint(block) for block in self.blocks("taint")]
        if len(taints) > 1:
            places = ", ".join(block.where() for block in self.blocks("taint"))
            raise PackRefused(f"policy.md: taint is defined more than once, at {places}")
        return Pack(
            id=head["id"],
            version=str(head["version"]),
            title=head["title"],
            verified=head["verified"],
            approval=head["approval"],
            in_force=(str(head["in_force"]["from"]), str(head["in_force"].get("until") or "")),
            clauses=clauses,
            words=words,
            item_words=frozenset(name for name in words if _is_about_item(words[name], words)),
            questions=questions,
            collected=collected,
            taint=taints[0] if taints else None,
            readings=self.readings,
            offenses=self.offenses,
            enum_tables=self.enum_tables,
            holidays=self.holidays,
            sources=self.sources,
            also=self.also,
            restated=self.restated,
        )

    def refuse_unsound(
        self, words: Mapping[str, Node], clauses: Mapping[str, Clause], questions: Mapping[str, Question]
    ) -> None:
        """Answers that are never given, and days that end before they begin."""
        for block in self.blocks("clause", "question"):
            clause = clauses.get(block.says["id"])
            if clause is not None:
                check_span(clause.since, clause.until, where=block.where())
            of_items = clause.items.question if clause and clause.items else None
            for asked in (clause.question if clause else questions[block.says["id"]], of_items):
                if asked is not None:
                    refuse_dead(block, asked.answers, words)
        span = self.document.head["in_force"]
        check_span(str(span["from"]), str(span.get("until") or ""), where="policy.md:1")

    def node(self, block: Block, text: object) -> Node:
        if isinstance(text, bool):
            return Constant(text)
        return condition(str(text), self.names, where=block.where(str(text)))

    def clause(self, block: Block) -> Clause:
        says = block.says
        quote = " ".join(block.quotes)
        parts = {name: " ".join(str(part).split()) for name, part in says.get("parts", {}).items()}
        for name, part in parts.items():
            if part not in quote:
                raise PackRefused(f"{block.where()}: the words of `{name}` are not in the clause above")
        item_rule = None
        if "items" in says:
            item_rule = ItemRule(
                question=self.question(block, {**says, "answers": says["items"]}),
                counts=self.node(block, says.get("counts", "true")),
                rank=tuple(says["rank"]),
            )
        return Clause(
            id=says["id"],
            title=says["title"],
            binds=says.get("binds", ""),
            protects=says.get("protects", ""),
            effect=says.get("effect", ""),
            quote=quote,
            since=str(says.get("since", "")),
            until=str(says.get("until", "")),
            interpretations=tuple(says.get("interpretations", ())),
            question=self.question(block, says) if "answers" in says else None,
            items=item_rule,
            parts=parts,
            source=says.get("source", ""),
            verified=says.get("verified", ""),
        )

    def question(self, block: Block, says: Mapping[str, Any]) -> Question:
        answers = tuple(self.answer(block, each) for each in says["answers"])
        self.refuse_competitors(block, answers)
        if answers[-1].when != Constant(value=True):
            raise PackRefused(
                f"{block.where()}: `{says['id']}` has no last answer", hint="one without `when`"
            )
        leans = says.get("leans", {})
        for which in leans:
            if which not in self.readings:
                raise PackRefused(f"{block.where(which)}: `{which}` is not an interpretation of the pack")
        return Question(
            id=says["id"],
            answers=answers,
            doubt=says.get("doubt", "undetermined"),
            leans=tuple((which, self.node(block, text)) for which, text in leans.items()),
            lacks=tuple((path, self.node(block, text)) for path, text in says.get("lacks", {}).items()),
        )

    def answer(self, block: Block, says: Mapping[str, Any]) -> Answer:
        if set(says) - {"answer", "when", "because"} or "answer" not in says:
            raise PackRefused(
                f"{block.where()}: `{', '.join(says)}` is not an answer", hint="answer, when, because"
            )
        text = says.get("when", "true")
        because = " ".join(str(says.get("because", "")).split())
        return Answer(says["answer"], self.node(block, text), because, " ".join(str(text).split()))

    def refuse_competitors(self, block: Block, answers: tuple[Answer, ...]) -> None:
        """Two answers to one condition, or an answer after the last word, is a rule that says two things."""
        for number, one in enumerate(answers):
            for other in answers[number + 1 :]:
                if one.when == Constant(value=True) or one.when == other.when:
                    raise PackRefused(
                        f"{block.where(other.condition)}: `{block.says['id']}` answers `{one.result}` and "
                        f"`{other.result}` to the same case"
                    )

    def collected(self, block: Block) -> Collected:
        entries = tuple(
            (str(each["give"]), self.node(block, each.get("when", "true"))) for each in block.says["entries"]
        )
        return Collected(block.says["id"], entries)

    def taint(self, block: Block) -> TaintRule:
        given, because, lifted = (self.node(block, block.says[key]) for key in ("given", "because", "lifted"))
        return TaintRule(given, because, lifted, block.says["clause"], frozenset(block.says["keeps_out"]))


def _legal_answers(says: Mapping[str, Any]) -> list[object]:
    entries = [entry["give"] for entry in says.get("entries", ())]
    answers = [each.get("answer") for key in ("answers", "items") for each in says.get(key, ())]
    return [*entries, *answers, *says.get("rank", ()), says.get("doubt", "undetermined")]


def _refuse_circles(words: Mapping[str, Node]) -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise PackRefused(
                f"policy.md: the words {', '.join(f'`{each}`' for each in path)} define one another"
            )
        if name in done:
            return
        for node in walk(words[name]):
            if isinstance(node, Word):
                visit(node.name, (*path, name))
        done.add(name)

    for name in words:
        visit(name, ())


def _is_about_item(node: Node, words: Mapping[str, Node]) -> bool:
    for part in walk(node):
        path = getattr(part, "path", getattr(part, "left", ""))
        if path.startswith("item.") or isinstance(part, Tainted):
            return True
        if isinstance(part, Word) and _is_about_item(words[part.name], words):
            return True
    return False


def _crime_tables(
    table: Mapping[str, Any], also: Mapping[str, Fact]
) -> dict[str, tuple[str, frozenset[str]]]:
    """Per kind of crime: the fact it sorts and the values that belong to it. Every value must have its
    one row."""
    sorts = str(table["sorts"])
    fact = vocabulary().get(sorts) or also.get(sorts)
    if fact is None or fact.kind != "enum":
        raise PackRefused(f"crimes.yaml: `{sorts}` is not a fact with a list of values")
    legal = fact.values
    values = [row["value"] for row in table["rows"]]
    if sorted(values) != sorted(legal):
        raise PackRefused(
            f"crimes.yaml: the rows are not the values of `{sorts}`, each once", hint=", ".join(legal)
        )
    for row in table["rows"]:
        if not row.get("source") or row.get("mark") not in MARKS:
            raise PackRefused(f"crimes.yaml: `{row['value']}` has no source or no mark")
    kinds = {kind for row in table["rows"] for kind in row["classes"]}
    return {
        kind: (sorts, frozenset(row["value"] for row in table["rows"] if kind in row["classes"]))
        for kind in kinds
    }


def _readings(table: Mapping[str, Any]) -> dict[str, Reading]:
    readings: dict[str, Reading] = {}
    for each in table["interpretations"]:
        texts = {reading["id"]: reading["text"] for reading in each["readings"]}
        if each["id"] in readings or each["default"] not in texts or len(texts) != len(each["readings"]):
            raise PackRefused(f"readings.yaml: `{each['id']}` stands twice or has no such default")
        readings[each["id"]] = Reading(
            each["id"], each["question"], each["default"], texts, tuple(each["clauses"])
        )
    return readings
