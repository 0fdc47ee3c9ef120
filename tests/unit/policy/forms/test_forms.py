"""What a form does not answer it refuses, and what decides a single case loads none of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import sqlglot

from havenline.policy import ReadingUnknown, load
from havenline.policy.forms.formulas import formulas
from havenline.policy.forms.many import decide_many
from havenline.policy.forms.masks import masks
from havenline.policy.forms.python import compile as compiled
from havenline.policy.forms.reduction import EvidenceOutside
from havenline.policy.forms.sql import DIALECTS, sql

PACK = load()
WITH_ITEMS = {
    "screening": "2024-06-01",
    "offense": {"code": "PC 647(b)(1)"},
    "evidence": [{"id": "E1", "kind": "own_statement"}],
}
HEAVY = ("numpy", "duckdb", "z3", "sqlglot", "pyarrow", "django")


@pytest.mark.parametrize(
    "answer",
    [compiled(PACK), masks(PACK).records.row, sql(PACK).row],
    ids=["python", "masks", "sql"],
)
def test_a_case_with_items_is_refused(answer: Callable[[Mapping[str, Any]], object]) -> None:
    with pytest.raises(EvidenceOutside, match="`evidence`"):
        answer(WITH_ITEMS)


def test_many_cases_are_answered_with_and_without_items() -> None:
    plain = {key: value for key, value in WITH_ITEMS.items() if key != "evidence"}
    with_items, without = decide_many(PACK, [WITH_ITEMS, plain])
    assert len(with_items) == len(without) == len(masks(PACK).questions)
    assert without == compiled(PACK)(plain)[0]


@pytest.mark.parametrize("form", [compiled, masks, sql, formulas])
def test_an_unknown_reading_is_refused(form: Callable[..., object]) -> None:
    with pytest.raises(ReadingUnknown, match="I-03"):
        form(PACK, {"I-03": "as-you-like"})


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_select_is_sql_of_each_dialect(dialect: str) -> None:
    text = sql(PACK).text(dialect, table="cases", keep=("id",))
    statement = sqlglot.parse_one(text, dialect=dialect)
    assert [each.alias_or_name for each in statement.selects] == ["id", *sql(PACK).questions]


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(KeyError):
        masks(PACK)({})


def test_deciding_one_case_loads_no_form() -> None:
    code = (
        "import sys; import havenline.cli, havenline.policy; havenline.policy.load();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
