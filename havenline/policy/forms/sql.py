"""A pack as one SELECT: a result column per clause and a disposition, in DuckDB, PostgreSQL and Spark.

    made = sql(load())
    made.text("duckdb", table="cases", keep=("id",))

SQL's own three values are the engine's: NULL is unknown, and AND, OR and NOT are Kleene's. The table holds
one column per key of `records` (`made.columns`); sets and the tables a statute stands in are whole numbers, a
bit per member.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlglot import exp

from havenline.policy.conditions import (
    Answered,
    Both,
    Constant,
    Contains,
    Either,
    Listing,
    Membership,
    Modality,
    Nearness,
    Negation,
    Node,
    Order,
    Presence,
    Unsettled,
    Word,
    walk,
)
from havenline.policy.forms.records import GIVEN, Records
from havenline.policy.forms.reduction import Asked, Reduced, fact, reduced
from havenline.policy.pack import Pack

DIALECTS = ("duckdb", "postgres", "spark")
_SIGNS = {"<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE, "==": exp.EQ}
_TYPES = {"bool": "BOOLEAN", "date": "DATE", "number": "INTEGER", "set": "INTEGER", "statute": "INTEGER"}


def sql(
    pack: Pack,
    readings: Mapping[str, str] = MappingProxyType({}),
    *,
    questions: Iterable[str] | None = None,
) -> Select:
    """The pack under readings as SQL. Raises ReadingUnknown; `questions` as for `reduced`."""
    return Select(reduced(pack, readings, questions=questions))


class Select:
    """A pack as one SELECT. Made by `sql`.

    records: how a case becomes a row. columns: name and SQL type of each column the table must have, in
    order. questions: the result columns.
    """

    def __init__(self, pack: Reduced) -> None:
        self.pack = pack
        self.records = Records(pack)
        self.questions = pack.wanted
        self.columns = {name(key): self._type(key) for key in self.records.keys}

    def row(self, case: Mapping[str, Any]) -> tuple[object, ...]:
        """A case's row for the table, in the order of `columns`; days are ISO text."""
        return self.values(self.records.row(case))

    def values(self, record: Mapping[str, object]) -> tuple[object, ...]:
        """A record as the table holds it."""
        return tuple(self._value(key, record[key]) for key in self.records.keys)

    def text(self, dialect: str, *, table: str, keep: Sequence[str] = ()) -> str:
        """The statement. dialect: one of `DIALECTS`. keep: columns of the table handed through."""
        kept = [_column(each) for each in keep]
        told = [_column(result_name(each)).as_(each, quoted=True) for each in self.questions]
        return self._over(table, [*kept, *told]).sql(dialect=dialect)

    def conditions(self, dialect: str, nodes: Sequence[Node], *, table: str, keep: Sequence[str] = ()) -> str:
        """A statement with one Boolean column per condition of the reduced pack, named by its place."""
        kept = [_column(each) for each in keep]
        told = [self.condition(node).as_(f"c{place}", quoted=True) for place, node in enumerate(nodes)]
        return self._over(table, [*kept, *told]).sql(dialect=dialect)

    def _over(self, table: str, wanted: Sequence[exp.Expr]) -> exp.Select:
        source = table
        statement = exp.select(*wanted)
        for number, layer in enumerate(self._layers(), 1):
            columns = [told.as_(column, quoted=True) for column, told in layer.items()]
            statement = statement.with_(f"layer_{number}", as_=exp.select("*", *columns).from_(source))
            source = f"layer_{number}"
        return statement.from_(source)

    def _layers(self) -> list[dict[str, exp.Expr]]:
        """Columns by how much stands below them: each leans only on columns of the layers before."""
        depth: dict[str, int] = {}
        layers: dict[int, dict[str, exp.Expr]] = {}

        def below(nodes: Iterable[Node]) -> int:
            deepest = 0
            for part in (part for node in nodes for part in walk(node)):
                if isinstance(part, Word):
                    deepest = max(deepest, of_word(part.name))
                if isinstance(part, Answered):
                    deepest = max(deepest, depth[result_name(part.question)])
            return deepest

        def of_word(word: str) -> int:
            told = word_name(word)
            if told not in depth:
                meaning = self.pack.words[word]
                depth[told] = below([meaning]) + 1
                layers.setdefault(depth[told], {})[told] = self.condition(meaning)
            return depth[told]

        for question, asked in self.pack.questions.items():
            start = below(when for _, when in asked.answers)
            for higher, columns in enumerate(self._steps(asked), start + 1):
                layers.setdefault(higher, {}).update(columns)
                depth[result_name(question)] = higher
        return [layers[number] for number in sorted(layers)]

    def _steps(self, asked: Asked) -> Iterator[dict[str, exp.Expr]]:
        """The truth of each answer; which is the first certain one; and the answer given, the doubt where an
        earlier open one says something else."""
        name = asked.id
        yield {f"{name} {place}": self.condition(when) for place, (_, when) in enumerate(asked.answers)}
        first, said = exp.Case(ifs=[]), exp.Case(ifs=[])
        for place, (result, _) in enumerate(asked.answers):
            first = first.when(_column(f"{name} {place}"), exp.Literal.number(place))
            said = said.when(_column(f"{name} {place}"), exp.Literal.string(result))
        yield {f"{name} first": first, f"{name} said": said}
        others: dict[str, list[exp.Expr]] = {}
        for place, (result, _) in enumerate(asked.answers):
            earlier = exp.LT(this=exp.Literal.number(place), expression=_column(f"{name} first"))
            unknown = _column(f"{name} {place}").is_(exp.null())
            others.setdefault(result, []).append(exp.and_(unknown, earlier))
        differs = [
            exp.and_(_column(f"{name} said").neq(result), exp.or_(*ways)) for result, ways in others.items()
        ]
        doubt = exp.Case(ifs=[]).when(exp.or_(*differs), exp.Literal.string(asked.doubt))
        yield {result_name(name): doubt.else_(_column(f"{name} said"))}

    def condition(self, node: Node) -> exp.Expr:
        """A condition: TRUE, FALSE or NULL."""
        match node:
            case Constant(value=value):
                return exp.Boolean(this=value)
            case Both(conditions=parts):
                return exp.and_(*map(self.condition, parts))
            case Either(conditions=parts):
                return exp.or_(*map(self.condition, parts))
            case Negation(condition=inner):
                return exp.not_(exp.paren(self.condition(inner)))
            case Modality(condition=inner, in_doubt=in_doubt):
                return exp.func("COALESCE", self.condition(inner), exp.Boolean(this=in_doubt))
            case Word(name=word):
                return _column(word_name(word))
            case Answered(question=question, answers=answers):
                return _column(result_name(question)).isin(*sorted(answers))
        return self._atom(node)

    def _atom(self, node: Node) -> exp.Expr:
        match node:
            case Membership(path=path, values=values):
                told = sorted(values, key=str)
                if all(isinstance(value, bool) for value in told):
                    return column(path) if told == [True] else exp.not_(column(path))
                return column(path).isin(*told)
            case Order(left=left, sign=sign, right=right, right_is_fact=is_fact):
                other = column(str(right)) if is_fact else _literal(right)
                return _SIGNS[sign](this=column(left), expression=other)
            case Nearness(left=left, right=right, days=days):
                apart = exp.DateDiff(this=column(left), expression=column(right), unit=exp.var("DAY"))
                return exp.LTE(this=exp.Abs(this=apart), expression=exp.Literal.number(days))
            case Contains(path=path, member=None):
                return column(path).eq(0)
            case Contains(path=path, member=member):
                return _has(path, 1 << fact(self.pack.pack, path).values.index(str(member)))
            case Listing(path=path, table=table):
                return _has(path, self.records.settling.bit[table])
            case Presence(path=path, known=True):
                return exp.not_(column(path).is_(exp.null()))
            case Presence(path=path):
                return column(GIVEN + path)
            case Unsettled():
                return exp.cast(exp.null(), "BOOLEAN")
        raise TypeError(type(node).__name__)

    def _type(self, key: str) -> str:
        return "BOOLEAN" if key.startswith(GIVEN) else _TYPES.get(fact(self.pack.pack, key).kind, "VARCHAR")

    def _value(self, key: str, value: object) -> object:
        if key in self.records.statutes:
            assert isinstance(value, tuple)
            inside, outside = value
            return inside if inside or outside else None
        if isinstance(value, (list, tuple)):
            members = fact(self.pack.pack, key).values
            return sum(1 << members.index(each) for each in value) if members else len(value)
        return value


def name(key: str) -> str:
    """The column of a fact: `report.crime_date` is `report_crime_date`."""
    return key.replace(".", "_").replace(" ", "_")


def word_name(word: str) -> str:
    """The column of a word."""
    return f"word {word}"


def result_name(question: str) -> str:
    """The column of a question's answer, until it is handed out."""
    return f"answer {question}"


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def column(key: str) -> exp.Column:
    """A column of the table."""
    return _column(name(key))


def _literal(right: str | int) -> exp.Expr:
    if isinstance(right, int):
        return exp.Literal.number(right)
    return exp.cast(exp.Literal.string(right), "DATE")


def _has(path: str, bit: int) -> exp.Expr:
    found = exp.BitwiseAnd(this=column(path), expression=exp.Literal.number(bit))
    return exp.NEQ(this=exp.paren(found), expression=exp.Literal.number(0))
