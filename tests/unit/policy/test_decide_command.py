"""`havenline decide` answers from a file, refuses in one line, and starts without the web."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from havenline.cli import main
from tests.unit.policy.schemas import VERDICT

CASE = """
screening: 2024-05-20
person: {role: victim, sex_trade: current, age: 29}
report: {made: true, by: self, to: police, date: 2024-05-11, crime: robbery, crime_date: 2024-05-10}
offense: {code: "PC 647(b)(1)", date: 2024-05-10, charged: false, same_incident: true}
evidence:
  - {id: E1, kind: own_statement, from_person: true, because_of_report: true}
"""


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["decide", *arguments], input=given)


def test_json_is_one_object_that_fits_the_schema(case_file: Path) -> None:
    result = run(str(case_file), "--format", "json", "--trace")
    assert result.exit_code == 0
    verdict = json.loads(result.stdout)
    VERDICT.validate(verdict)
    assert verdict["disposition"] == "do_not_charge"
    assert verdict["approval"] == {"state": "draft"}
    assert verdict["verified"] == "partial"
    assert verdict["trace"]["C1"][-1]["holds"] == "yes"


def test_text_leads_with_the_answer(case_file: Path) -> None:
    lines = run(str(case_file)).stdout.splitlines()
    assert lines[0] == "Do not charge  [do_not_charge]"
    text = " ".join(" ".join(lines).split())
    assert "“The District Attorney's Office will not prosecute persons for involvement in sex work" in text
    assert "draft: not approved by counsel" in lines
    assert "us-ca-sfda-2018 version" in lines[-1]


def test_case_comes_from_standard_input_too() -> None:
    assert run("-", "--format", "json", given=CASE).exit_code == 0


def test_reading_is_chosen_and_named(case_file: Path) -> None:
    result = run(str(case_file), "--interpretation", "I-16=lasting", "--interpretation", "I-08=any-report")
    assert "any-report (the default is good-faith-report)" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--interpretation", "I-99=x"], "`I-99` is not an interpretation of us-ca-sfda-2018; one of I-01"),
        (
            ["--interpretation", "I-03=x"],
            "`x` is not a reading of I-03; one of c1-stands-alone, c2-defines-c1",
        ),
        (["--interpretation", "I-03"], "write it as I-03=READING"),
        (
            ["--interpretation", "I-03=c2-defines-c1", "--interpretation", "I-03=c1-stands-alone"],
            "two readings",
        ),
        (["--pack", "us-xx"], "`us-xx` is not a pack; one of ca-286.5, us-ak"),
        (["--pack", "../packs/us-ca-sfda-2018"], "is not a pack"),
    ],
)
def test_wrong_options_are_refused_in_one_line(case_file: Path, arguments: list[str], said: str) -> None:
    result = run(str(case_file), *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.parametrize("given", ["", "a: [", "screening: 2024-02-30", b"\xff\xfe", "{", "- " * 5000])
def test_wrong_input_is_refused_without_traceback(given: str | bytes) -> None:
    result = run("-", given=given)
    assert result.exit_code == 2
    assert result.stderr.startswith("standard input: ")
    assert result.stderr.count("\n") == 1
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)


def test_deciding_loads_no_web_framework(case_file: Path) -> None:
    script = (
        "import sys; sys.argv = ['havenline', 'decide', sys.argv[1]];"
        "from havenline.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'django', 'jsonschema', 'cryptography', 'asyncio', 'sqlite3'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(case_file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
