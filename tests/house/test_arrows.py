"""The arrows hold where the import linter is blind: names in strings, templates and raw SQL."""

from __future__ import annotations

import ast
import graphlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "havenline"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
# Room -> how far up the house it stands; rooms of one storey are strangers.
STOREY = {
    room.strip(): height
    for height, layer in enumerate(reversed(CONTRACTS[0]["layers"]))
    for room in re.split(r"[|:]", layer)
}
APPS = sorted(path.parent.name for path in ROOMS.glob("*/apps.py"))


def strings_in(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def named_rooms(text: str) -> Iterator[str]:
    """Rooms that a string reaches: `vault.Subject`, `vault_subject` as a table, or a template's path."""
    for room in APPS:
        if re.fullmatch(rf"{room}\.[A-Z]\w+", text) or re.search(
            rf"\b(?:from|join|into|update)\s+\"?{room}_", text, re.I
        ):
            yield room


@pytest.mark.parametrize("room", APPS)
def test_strings_obey_the_arrows_too(room: str) -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{line} reaches {other}"
        for path in (ROOMS / room).rglob("*.py")
        for line, text in strings_in(path)
        for other in named_rooms(text)
        if other != room and STOREY[other] >= STOREY[room]
    ]
    assert broken == []


@pytest.mark.parametrize("room", APPS)
def test_templates_obey_the_arrows_too(room: str) -> None:
    used = re.compile(r"{%\s*(?:include|extends)\s+[\"'](\w+)/")
    broken = [
        f"{path.relative_to(ROOT)} uses {other}"
        for path in (ROOMS / room / "templates").rglob("*.html")
        for other in used.findall(path.read_text(encoding="utf-8"))
        if other != room and STOREY[other] >= STOREY[room]
    ]
    assert broken == []


def test_the_walk_finds_what_it_looks_for() -> None:
    assert list(named_rooms("vault.Subject")) == ["vault"]
    assert list(named_rooms("DELETE FROM ledger_entry")) == ["ledger"]
    assert (
        STOREY["charging"] == STOREY["reporting"] > STOREY["protection"] > STOREY["vault"] > STOREY["ledger"]
    )


def test_no_two_files_need_each_other() -> None:
    graph = grimp.build_graph("havenline")
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(needs) > 100
    try:
        list(graphlib.TopologicalSorter(needs).static_order())
    except graphlib.CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))
