"""Z3 formulas evaluated over columns of cases, so that what a formula says can be compared state by state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import z3

from havenline.policy.forms.formulas import Formulas
from havenline.policy.forms.reduction import fact
from havenline.policy.forms.statutes import TEXT_GRADES
from havenline.policy.scope import CaseScope
from havenline.policy.tables import read_charge

Told = dict[str, bool | int]


def columns(formulas: Formulas, cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Per Z3 variable its value in each case."""
    rows = [_variables(formulas, case) for case in cases]
    names = {name for row in rows for name in row}
    return {name: np.array([row.get(name, False) for row in rows]) for name in names}


def _variables(formulas: Formulas, case: Mapping[str, Any]) -> Told:
    pack = formulas.pack.pack
    scope = CaseScope(pack, case, {}, lambda _: "", lambda *_: "")
    told: Told = {}
    for path in formulas.facts.looked_at:
        if path in ("offense.grade", "offense.standing"):
            continue
        told[f"given {path}"] = scope.given(path)
        kind = "section" if path == "also" else fact(pack, path).kind
        value = scope.fact(path) if kind not in ("section", "statute") else None
        told[f"known {path}"] = value is not None
        if kind == "statute":
            told |= _offense(formulas, scope, path)
        elif kind == "bool":
            told[f"is {path}"] = value is True
        elif kind == "enum" and value is not None:
            told[f"{path} = {value}"] = True
        elif kind == "set" and isinstance(value, (list, tuple)):
            for member in formulas.facts.members(path):
                told[f"{path} holds {member}"] = member in value or (member == "something" and bool(value))
        elif kind in ("date", "number"):
            told[path] = date.fromisoformat(value).toordinal() if isinstance(value, str) else value or 0  # type: ignore[assignment]
    return told


def _offense(formulas: Formulas, scope: CaseScope, path: str) -> Told:
    raw, day = scope.fact(path), scope.fact("offense.date")
    told_day = day if isinstance(day, str) else None
    if not isinstance(raw, str):
        return {}
    charge = read_charge(raw, told_day if path == "offense.code" else None)
    offenses = formulas.pack.pack.offenses
    level = {letter: grade for grade, letter in TEXT_GRADES.items()}.get(charge.level)
    told: Told = {f"{path} says {level}": True} if level else {}
    if offenses.kinds(charge, told_day) is None:
        return told | {f"{path} is unsettled": True}
    row = offenses.row(charge, told_day)
    for sort in formulas.facts.statute(path).sorts:
        if row in sort.rows:
            return told | {f"{path} is of sort {sort.number}": True}
    return told | {f"{path} is in no table": True}


def evaluate(formula: Any, told: Mapping[str, Any], rows: int, seen: dict[int, Any]) -> Any:
    """Where the formula holds: one value per case."""
    key = formula.get_id()
    if key not in seen:
        seen[key] = _evaluated(formula, told, rows, seen)
    return seen[key]


def _evaluated(formula: Any, told: Mapping[str, Any], rows: int, seen: dict[int, Any]) -> Any:
    if z3.is_int_value(formula):
        return formula.as_long()
    kind, parts = formula.decl().kind(), [evaluate(part, told, rows, seen) for part in formula.children()]
    if kind == z3.Z3_OP_UNINTERPRETED:
        return told.get(str(formula.decl().name()), np.zeros(rows, dtype=bool))
    match kind:
        case z3.Z3_OP_TRUE | z3.Z3_OP_FALSE:
            return np.full(rows, kind == z3.Z3_OP_TRUE)
        case z3.Z3_OP_AND:
            return np.logical_and.reduce(parts)
        case z3.Z3_OP_OR:
            return np.logical_or.reduce(parts)
        case z3.Z3_OP_NOT:
            return np.logical_not(parts[0])
        case z3.Z3_OP_SUB:
            return parts[0] - parts[1]
    compare = {
        z3.Z3_OP_LE: np.less_equal,
        z3.Z3_OP_LT: np.less,
        z3.Z3_OP_GE: np.greater_equal,
        z3.Z3_OP_GT: np.greater,
        z3.Z3_OP_EQ: np.equal,
    }
    return compare[kind](*parts)
