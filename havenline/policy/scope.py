"""One case under chosen readings: what a condition may look at, with every unknown kept unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from havenline.offenses import Charge
from havenline.policy.judgement import FALSE, TRUE, Judgement, union
from havenline.policy.pack import Pack
from havenline.policy.tables import read_charge
from havenline.policy.taint import Route, taint
from havenline.policy.vocabulary import vocabulary

REPORT = "report"


class CaseScope:
    """A case file as the conditions of a pack see it.

    case: a mapping as `read_case` returns. readings: every interpretation with the reading in force.
    answer: asks another question of the pack. A fact is looked up once.
    """

    def __init__(
        self,
        pack: Pack,
        case: Mapping[str, Any],
        readings: Mapping[str, str],
        answer: Callable[[str], str],
        item_answer: Callable[[ItemScope, str], str],
    ) -> None:
        self.pack, self.case, self.readings = pack, case, readings
        self.answer, self.item_answer = answer, item_answer
        self._words: dict[str, Judgement] = {}
        self._facts: dict[str, object] = {}
        self._charges: dict[str, Charge | None] = {}
        self._kinds: dict[str, frozenset[str] | None] = {}

    def fact(self, path: str) -> object:
        if path not in self._facts:
            self._facts[path] = self._looked_up(path)
        return self._facts[path]

    def _looked_up(self, path: str) -> object:
        if path == "offense.grade":
            return self._grade()
        if path == "offense.standing":
            return self._standing()
        value: object = self.case
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is None:
            return (vocabulary().get(path) or self.pack.also[path]).absent
        return None if value == "unknown" else value

    def named(self, path: str) -> str:
        if path == "offense.grade":
            return "offense.level"
        if path == "offense.standing":
            charge = self.charge("offense.code")
            settled = charge is not None and self.pack.offenses.kinds(charge, self._day()) is not None
            return "offense.date" if settled else "offense.code"
        return path

    def word(self, name: str) -> Judgement:
        if name not in self._words:
            self._words[name] = self.pack.words[name].judge(self)
        return self._words[name]

    def reading(self, interpretation: str) -> str:
        return self.readings[interpretation]

    def given(self, section: str) -> bool:
        value: object = self.case
        for key in section.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value not in (None, [])

    def charge(self, path: str) -> Charge | None:
        """The statute a fact holds, as the charge-string parser reads it; None when the fact is absent."""
        if path not in self._charges:
            raw = self.fact(path)
            day = self.fact("offense.date") if path == "offense.code" else None
            self._charges[path] = (
                read_charge(raw, day if isinstance(day, str) else None) if isinstance(raw, str) else None
            )
        return self._charges[path]

    def listed(self, path: str, table: str) -> bool | None:
        if table in self.pack.enum_tables:
            value = self.fact(path)
            return None if value is None else value in self.pack.enum_tables[table][1]
        charge = self.charge(path)
        if charge is None:
            # A case without an offense, or a person under no supervision: no statute stands in any table.
            return False
        if path not in self._kinds:
            self._kinds[path] = self.pack.offenses.kinds(charge, self._day())
        kinds = self._kinds[path]
        return None if kinds is None else table in kinds

    def _day(self) -> str | None:
        day = self.fact("offense.date")
        return day if isinstance(day, str) else None

    def _grade(self) -> str | None:
        stated = self.fact("offense.level")
        charge = self.charge("offense.code")
        if isinstance(stated, str) or charge is None:
            return stated if isinstance(stated, str) else None
        return self.pack.offenses.grade(charge, self._day())

    def _standing(self) -> str | None:
        charge = self.charge("offense.code")
        if charge is None:
            return None
        return self.pack.offenses.standing(charge, self._day(), str(self.fact("screening")))

    def items(self) -> tuple[ItemScope, ...]:
        return self._items

    @cached_property
    def _items(self) -> tuple[ItemScope, ...]:
        return tuple(ItemScope(self, item) for item in self.case.get("evidence", ()))

    def tainted(self) -> Judgement:
        return FALSE

    @cached_property
    def taints(self) -> Mapping[str, Judgement]:
        """Per item whether it is tainted: `taint` at the best and at the worst of what is not known."""
        rule = self.pack.taint
        if rule is None:
            return {}
        told = {
            item.id: (rule.given.judge(item), rule.because.judge(item), rule.lifted.judge(item))
            for item in self._items
        }
        best = self._barred(told, doubt=False)
        worst = self._barred(told, doubt=True)
        judged = {}
        for item in self._items:
            readings = union(part.readings for part in told[item.id])
            if item.id in best:
                ground = self._ground(item, told[item.id][1])
                judged[item.id] = Judgement(value=True, facts=ground, readings=readings)
            elif item.id in worst:
                judged[item.id] = Judgement(None, (), readings, self._open_ends(item.id, told))
            else:
                facts = union(part.facts for part in told[item.id])
                judged[item.id] = Judgement(value=False, facts=facts, readings=readings)
        return judged

    def _barred(self, told: Mapping[str, tuple[Judgement, Judgement, Judgement]], *, doubt: bool) -> set[str]:
        """Ids barred when every unknown is answered against (doubt) or for the item's use."""
        given = [REPORT]
        routes = []
        for item in self._items:
            own, because, lifted = told[item.id]
            if _settled(lifted, doubt=not doubt):
                continue
            if _settled(own, doubt=doubt):
                given.append(item.id)
            routes += item.routes(because_of_report=_settled(because, doubt=doubt))
        return {str(each) for each in taint([REPORT, *told], routes, given).barred}

    def _ground(self, item: ItemScope, because: Judgement) -> tuple[str, ...]:
        if because.value:
            return because.facts
        return (item.named("item.routes" if item.content.get("routes") else "item.derived_from"),)

    def _open_ends(
        self, item_id: str, told: Mapping[str, tuple[Judgement, Judgement, Judgement]]
    ) -> tuple[str, ...]:
        """The unknown facts of the item and of everything it was found through."""
        by_id = {item.id: item for item in self._items}
        waiting, seen, missing = [item_id], set(), []
        while waiting:
            each = waiting.pop()
            if each in seen or each not in by_id:
                continue
            seen.add(each)
            missing += [part.missing for part in told[each]]
            waiting += by_id[each].parents()
        return union(missing)


def _settled(part: Judgement, *, doubt: bool) -> bool:
    return doubt if part.value is None else part.value


class ItemScope:
    """One item of evidence in its case."""

    def __init__(self, case: CaseScope, content: Mapping[str, Any]) -> None:
        self.case, self.content = case, content
        self.id: str = content["id"]
        self._words: dict[str, Judgement] = {}

    def fact(self, path: str) -> object:
        if not path.startswith("item."):
            return self.case.fact(path)
        value = self.content.get(path[5:])
        if value is None:
            return vocabulary()[path].absent
        return None if value == "unknown" else value

    def named(self, path: str) -> str:
        return f"evidence.{self.id}.{path[5:]}" if path.startswith("item.") else self.case.named(path)

    def word(self, name: str) -> Judgement:
        if name not in self.case.pack.item_words:
            return self.case.word(name)
        if name not in self._words:
            self._words[name] = self.case.pack.words[name].judge(self)
        return self._words[name]

    def reading(self, interpretation: str) -> str:
        return self.case.reading(interpretation)

    def answer(self, question: str) -> str:
        return self.case.item_answer(self, question)

    def given(self, section: str) -> bool:
        if section.startswith("item."):
            return self.content.get(section[5:]) not in (None, [])
        return self.case.given(section)

    def listed(self, path: str, table: str) -> bool | None:
        return self.case.listed(path, table)

    def items(self) -> tuple[ItemScope, ...]:
        return self.case.items()

    def tainted(self) -> Judgement:
        return self.case.taints.get(self.id, TRUE)

    def routes(self, *, because_of_report: bool) -> list[Route]:
        """The ways the item came to be. What would not be in hand without the report has it among its
        parents."""
        through = [REPORT] if because_of_report else []
        if self.content.get("routes"):
            return [
                Route(
                    self.id,
                    [*way["parents"], *(through if way["kind"] == "derived" else [])],
                    independent=way["kind"] == "independent",
                    approved=way.get("approved") is True,
                )
                for way in self.content["routes"]
            ]
        parents = [*self.content.get("derived_from", ()), *through]
        return [Route(self.id, parents)] if parents else []

    def parents(self) -> list[str]:
        """Ids of every item it was found through, by any way."""
        return [str(parent) for way in self.routes(because_of_report=False) for parent in way.parents]
