"""The form and the case file are one thing: whatever is read from a file goes back into one unchanged."""

from __future__ import annotations

from typing import Any

import pytest

from havenline import policy
from havenline.counsel import sheet
from havenline.policy.touched import told_apart, touched
from havenline.policy.worked import worked
from tests.pages.counsel.conftest import PACK


def back(pack: policy.Pack, case: Any) -> dict[str, Any]:
    """The case as a browser would send the form that shows it."""
    sent: dict[str, str] = {}
    many: dict[str, list[str]] = {}
    for group in [*sheet.groups(pack, case), *sheet.items(pack, case)]:
        if group.bare:
            sent[f"given:{group.name}"] = "1"
        for field in group.fields:
            chosen = [option.value for option in field.options if option.chosen]
            if field.kind == "many":
                many[field.name] = chosen
            else:
                sent[field.name] = chosen[0] if field.options else field.value
    return sheet.written_case(sent, many, pack)


def without_unknown(pack: policy.Pack, case: Any) -> Any:
    """The case without facts it calls unknown where leaving them out says the same."""
    apart = told_apart(pack)

    def less(value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {
                key: less(each, f"{path}.{key}" if path else key)
                for key, each in value.items()
                if each != "unknown" or f"{path}.{key}" in apart or f"{path}.{key}" == "offense.office"
            }
        return (
            [less(each, "item") if isinstance(each, dict) else each for each in value]
            if isinstance(value, list)
            else value
        )

    told = less(case, "")
    if not told.get("evidence", True):
        del told["evidence"]  # no item and an empty list say the same, and the form shows the one
    # What is asked for is a set: the form gives it in its own order.
    for section, name in (("request", "wants"), ("request", "refusal_reasons"), ("training", "agencies")):
        if name in told.get(section, {}):
            told[section][name] = sorted(told[section][name])
    return told


@pytest.mark.parametrize("pack_id", policy.known_packs())
def test_a_case_comes_back_as_it_was(pack_id: str) -> None:
    pack = policy.load(pack_id)
    tried = [case.case for case in worked(pack_id) if len(case.case.get("evidence", ())) < sheet.MOST_ITEMS]
    assert tried
    for case in tried:
        assert without_unknown(pack, back(pack, case)) == without_unknown(pack, dict(case))


def test_every_fact_the_rules_read_is_asked() -> None:
    pack = policy.load(PACK)
    shown = {field.name for group in sheet.groups(pack, {}) for field in group.fields}
    shown |= {
        field.name.replace("evidence.0.", "item.")
        for group in sheet.items(pack, {})
        for field in group.fields
    }
    sections = {group.name for group in sheet.groups(pack, {})} | {"evidence"}
    derived = {"offense.grade", "offense.standing"}
    assert touched(pack) - shown - sections - derived == set()


def test_a_file_silent_and_one_that_says_unknown_differ_where_a_rule_asks() -> None:
    pack = policy.load(PACK)
    (offense,) = [group for group in sheet.groups(pack, {}) if group.name == "offense"]
    (own,) = [field for field in offense.fields if field.name == "offense.sex_trade_involvement"]
    assert [option.value for option in own.options] == ["", "unknown", "true", "false"]
    (same,) = [field for field in offense.fields if field.name == "offense.same_incident"]
    assert [option.value for option in same.options] == ["", "true", "false"]


def test_items_without_a_name_get_free_ones() -> None:
    sent = {"evidence.0.kind": "document", "evidence.1.id": "E1", "evidence.2.kind": "video"}
    case = sheet.written_case(sent, {}, policy.load(PACK))
    assert [item["id"] for item in case["evidence"]] == ["E2", "E1", "E3"]
