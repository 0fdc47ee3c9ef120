"""The worked cases of a pack: a rule is shown by the people it decides about, all invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from havenline.policy.document import strict_yaml
from havenline.policy.errors import PackRefused


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


@cache
def worked(pack_id: str) -> tuple[WorkedCase, ...]:
    """Every case of the pack, in its order; none where it has no cases.yaml. Raises PackRefused."""
    file = files("havenline.packs").joinpath(pack_id, "cases.yaml")
    if not file.is_file():
        return ()
    return tuple(_worked(row) for row in strict_yaml(file.read_text("utf-8"), where=f"{pack_id}/cases.yaml"))


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
    return WorkedCase(row["id"], row["title"], row["case"], row["expected"], alternative=alternative)
