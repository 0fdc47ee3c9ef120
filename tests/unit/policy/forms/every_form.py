"""The same cases put to every form at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from havenline.policy import Pack
from havenline.policy.forms.columns import of_rows
from havenline.policy.forms.formulas import Formulas
from havenline.policy.forms.masks import Masks
from havenline.policy.forms.python import function
from havenline.policy.forms.records import Records
from havenline.policy.forms.reduction import Reduced, reduced
from havenline.policy.forms.sql import Select
from havenline.policy.forms.variables import Variables
from tests.unit.policy.forms import evaluated

Case = Mapping[str, Any]
Answers = list[str]
Row = Mapping[str, object]
_ARROW = {"BOOLEAN": pa.bool_(), "DATE": pa.string(), "INTEGER": pa.int32(), "VARCHAR": pa.string()}


@dataclass
class Told:
    """answers: per form and question one answer per case. missing: per question what the function says."""

    answers: dict[str, dict[str, Answers]]
    missing: dict[str, list[tuple[str, ...]]]


def told(
    pack: Pack,
    readings: Mapping[str, str],
    cases: Sequence[Case],
    *,
    questions: Sequence[str] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Told:
    """What every form answers to every case. SQL is left out without a connection."""
    form = reduced(pack, readings, questions=questions)
    decide = function(form)
    outcomes = [decide(case) for case in cases]
    records = Records(form)
    rows = [records.row(case) for case in cases]
    answers = {
        "python": {
            name: [results[place] for results, _ in outcomes] for place, name in enumerate(form.wanted)
        },
        "masks": _by_masks(form, rows),
        "formulas": _by_formulas(form, cases),
    }
    if connection is not None:
        answers["sql"] = _by_sql(form, rows, connection)
    missing = {name: [lacking.get(name, ()) for _, lacking in outcomes] for name in form.wanted}
    return Told(answers, missing)


def _by_masks(form: Reduced, rows: Sequence[Row]) -> dict[str, Answers]:
    masks = Masks(form)
    if not masks.records.keys:
        return {name: [form.questions[name].results[0]] * len(rows) for name in form.wanted}
    found = masks(of_rows(masks.records, rows), threads=1)
    return {name: [masks.results[name][place] for place in found[name]] for name in form.wanted}


def _by_formulas(form: Reduced, cases: Sequence[Case]) -> dict[str, Answers]:
    made = Formulas(form, Variables(form.pack))
    told = evaluated.columns(made, cases)
    found: dict[str, Answers] = {}
    for name in form.wanted:
        found[name] = ["none"] * len(cases)
        seen: dict[int, Any] = {}
        for answer, where in made.question(name).items():
            for row in evaluated.evaluate(where, told, len(cases), seen).nonzero()[0]:
                assert found[name][row] == "none", (name, answer, found[name][row])
                found[name][row] = answer
    return found


def _by_sql(
    form: Reduced, records: Sequence[Row], connection: duckdb.DuckDBPyConnection
) -> dict[str, Answers]:
    select = Select(form)
    rows = [select.values(record) for record in records]
    arrays = {
        name: pa.array([row[place] for row in rows], _ARROW[kind])
        for place, (name, kind) in enumerate(select.columns.items())
    }
    table = pa.table({"row": pa.array(range(len(records))), **arrays})
    connection.register("told_as_text", table)
    days = [name for name, kind in select.columns.items() if kind == "DATE"]
    replaced = ", ".join(f'CAST("{name}" AS DATE) AS "{name}"' for name in days)
    star = f"* REPLACE ({replaced})" if days else "*"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cases AS SELECT {star} FROM told_as_text")
    found = connection.execute(select.text("duckdb", table="cases", keep=("row",))).fetchall()
    found.sort()
    return {name: [row[place] for row in found] for place, name in enumerate(form.wanted, 1)}
