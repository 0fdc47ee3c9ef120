"""The repository speaks of itself alone, and what it needs it names without a host."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split("\n")
FILES = [ROOT / name for name in TRACKED if name and (ROOT / name).is_file()]
# A migration's name is its sentence, and Django writes its form.
SOURCES = [
    path
    for path in FILES
    if path.suffix == ".py" and ROOT / "havenline" in path.parents and "migrations" not in path.parts
]

VAGUE = re.compile(r"^(utils?|helpers?|managers?|common|misc|info|base_?utils)\.py$")


def test_locks_name_no_host() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert [lock.stem for lock in locks] == ["bench", "run", "test"]
    for lock in locks:
        text = lock.read_text()
        assert not re.search(r"https?://|--index-url|--find-links", text), lock.name
        assert all(
            "--hash=sha256:" in part for part in re.split(r"\n(?=\S)", text) if "==" in part.split("\n")[0]
        )


def test_no_page_asks_a_third_party() -> None:
    outside = re.compile(r"""(?:src|href|url|action)\s*[=(]\s*["']?(?:https?:)?//""")
    pages = [p for p in FILES if p.suffix in (".html", ".css", ".js") and ROOT / "havenline" in p.parents]
    assert len(pages) > 5
    assert [str(p.relative_to(ROOT)) for p in pages if outside.search(p.read_text(encoding="utf-8"))] == []


def test_file_names_say_what_is_inside() -> None:
    assert [str(path) for path in FILES if VAGUE.match(path.name)] == []


def test_nothing_is_left_open_in_code() -> None:
    left = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error")) + r")\b")
    assert [str(p.relative_to(ROOT)) for p in FILES if p.suffix == ".py" and left.search(p.read_text())] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_begins_with_its_promise(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_public_functions_are_typed_and_told(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    untold = [node.name for node in public if not ast.get_docstring(node)]
    untyped = [node.name for node in public if isinstance(node, ast.FunctionDef) and node.returns is None]
    assert (untold, untyped) == ([], [])
