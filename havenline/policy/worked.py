"""The worked cases of a pack, one by one and in tables: a rule is shown by the people it decides about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from havenline.policy.document import strict_yaml
from havenline.policy.errors import PackRefused
from havenline.policy.tabled import rows


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One case of a pack's cases.yaml.

    case: a case file. expected: part of the verdict, under `readings` where they are not the default.
    alternative: the same case under other readings, if the pack gives one.
    """

    id: str
    title: str
    case: Mapping[str, Any]
    expected: Mapping[str, Any]
    readings: Mapping[str, str] = field(default_factory=dict)
    alternative: WorkedCase | None = None

    @property
    def told(self) -> str:
        """Its title, with the readings it is decided under where they are not the default."""
        under = ", ".join(f"{which} {reading}" for which, reading in self.readings.items())
        return f"{self.title} ({under})" if under else self.title


@cache
def worked(pack_id: str) -> tuple[WorkedCase, ...]:
    """Every case of cases.yaml and every row of tables.yaml; none where the pack has no such file.

    Raises PackRefused.
    """
    tables = rows(_read(pack_id, "tables.yaml"), where=f"{pack_id}/tables.yaml")
    return tuple(_worked(row) for row in [*_read(pack_id, "cases.yaml"), *tables])


def _read(pack_id: str, name: str) -> list[Any]:
    file = files("havenline.packs").joinpath(pack_id, name)
    if not file.is_file():
        return []
    found: list[Any] = strict_yaml(file.read_text("utf-8"), where=f"{pack_id}/{name}")
    return found


def _worked(row: Mapping[str, Any]) -> WorkedCase:
    for key in ("id", "title", "case", "expected"):
        if key not in row:
            raise PackRefused(f"cases.yaml: `{row.get('id', '?')}` has no `{key}`")
    other = row.get("alternative")
    alternative = None
    if other:
        alternative = WorkedCase(
            row["id"], row["title"], row["case"], other["expected"], other["interpretations"]
        )
    readings = row.get("readings", {})
    return WorkedCase(row["id"], row["title"], row["case"], row["expected"], readings, alternative)
