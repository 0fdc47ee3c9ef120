"""Style sheets and scripts are sent small: nothing but comments and layout is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

import havenline
from havenline.web.static_files import smaller_script, smaller_sheet

WEB = Path(havenline.__file__).parent / "web/static/web"
SHEETS = sorted(path.name for path in WEB.glob("*.css"))


def bare(sheet: str) -> str:
    """A style sheet without comments, white space and the last semicolon of a block."""
    return re.sub(r"\s+", "", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)).replace(";}", "}")


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_loses_only_comments_and_space(name: str) -> None:
    sheet = (WEB / name).read_text(encoding="utf-8")
    small = smaller_sheet(sheet)
    assert bare(small) == bare(sheet)
    assert "/*" not in small
    assert "\n" not in small
    assert len(small) < len(sheet)
    assert smaller_sheet(small) == small


CASES = {
    "quoted text stays": ('a { content: "; {  x: y }"; }', 'a{content:"; {  x: y }"}'),
    "sums keep their spaces": ("a { width: calc(1px + 2px); }", "a{width:calc(1px + 2px)}"),
    "parts of an element stay apart": ("a :first-child { margin: 0 1px }", "a :first-child{margin:0 1px}"),
    "children and lists close up": ("a > b, c { margin: 0 }", "a>b,c{margin:0}"),
    "conditions keep `and`": ("@media a and (b: c) { a { top: 0 } }", "@media a and (b:c){a{top:0}}"),
}


@pytest.mark.parametrize("case", CASES)
def test_meaning_of_a_sheet_stays(case: str) -> None:
    sheet, small = CASES[case]
    assert smaller_sheet(sheet) == small


def test_script_keeps_every_statement() -> None:
    script = (WEB / "leave.js").read_text(encoding="utf-8")
    lines = [
        line.strip() for line in script.splitlines() if line.strip() and not line.strip().startswith("//")
    ]
    assert smaller_script(script).split("\n") == lines
    assert 'let address = "http://x";' in smaller_script('  let address = "http://x"; \n\n// said\n')


def test_pages_link_the_small_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    name = staticfiles_storage.stored_name("web/look.css")
    assert re.fullmatch(r"web/look\.[0-9a-f]{8}\.css", name)
    sent = (Path(settings.STATIC_ROOT) / name).read_text(encoding="utf-8")
    assert sent == smaller_sheet((WEB / "look.css").read_text(encoding="utf-8"))
