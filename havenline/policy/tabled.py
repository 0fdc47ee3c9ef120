"""Tables of cases: one situation, and row by row what changes and what follows from the policy's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from havenline.policy.errors import PackRefused

TABLE = {
    "id": True,
    "title": True,
    "why": True,
    "case": True,
    "readings": False,
    "expected": False,
    "rows": True,
}
ROW = {"title": True, "with": False, "readings": False, "expected": False}


def rows(tables: Sequence[Mapping[str, Any]], *, where: str) -> Iterator[dict[str, Any]]:
    """Each row as a case of its own: `T07.2`, the second of table T07.

    `with` is laid over the table's case, key by key; null takes a key out. `expected` is laid over the
    table's, where null says that nothing is said. `readings` of the row hold, else the table's. where: the
    file, for the error. Raises PackRefused for a key no table has, and one that is missing.
    """
    for table in tables:
        _fits(table, TABLE, where)
        for place, row in enumerate(table["rows"], 1):
            _fits(row, ROW, f"{where}: `{table['id']}`, row {place}")
            yield {
                "id": f"{table['id']}.{place}",
                "title": f"{table['title']}: {row['title']}",
                "case": _without_nulls(laid_over(table["case"], row.get("with", {}))),
                "readings": row.get("readings", table.get("readings", {})),
                "expected": laid_over(table.get("expected", {}), row.get("expected", {})),
                "reason": table["why"],
            }


def laid_over(told: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """What is told with each key of the change in it, at every depth."""
    made = dict(told)
    for key, value in change.items():
        nested = isinstance(value, Mapping) and isinstance(made.get(key), Mapping)
        made[key] = laid_over(made[key], value) if nested else value
    return made


def _without_nulls(case: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _without_nulls(value) if isinstance(value, Mapping) else value
        for key, value in case.items()
        if value is not None
    }


def _fits(row: Mapping[str, Any], keys: Mapping[str, bool], where: str) -> None:
    for key in [key for key, needed in keys.items() if needed and key not in row]:
        raise PackRefused(f"{where}: `{row.get('id', row.get('title', '?'))}` has no `{key}`")
    for key in [key for key in row if key not in keys]:
        raise PackRefused(f"{where}: `{key}` is no key of a table", hint=", ".join(keys))
