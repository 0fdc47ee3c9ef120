"""`havenline offenses parse` answers each record once, in order, whatever it holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from havenline.cli import main


def run(given: bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["offenses", "parse", *options], input=given)


def answers(result: Result) -> list[dict[str, str]]:
    return [json.loads(line) for line in result.stdout_bytes.decode("utf-8").split("\n") if line]


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_records_are_answered_in_order() -> None:
    result = run(lines({"raw": "647(B) PC"}, {"raw": "211 PC"}, {}), "--format", "jsonl")
    assert [answer["normalized"] for answer in answers(result)] == ["PC 647(b)", "PC 211", ""]
    assert (result.exit_code, result.stderr) == (0, "")


def test_all_keys_reach_the_reader() -> None:
    record = {
        "raw": "SEE COMMENT FOR CHARGE",
        "description_column": "11350(A) HS",
        "offense_date": "2016-05-01",
        "jurisdiction": "CA",
        "level_column": "",
    }
    [answer] = answers(run(lines(record)))
    assert (answer["normalized"], answer["level"]) == ("HS 11350(a)", "M")
    [answer] = answers(run(lines({"raw": "ORS 167.007(1)", "jurisdiction": "OR"})))
    assert answer["normalized"] == "ORS 167.007(1)"


def test_only_a_line_feed_ends_a_record() -> None:
    signs = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    raw = json.dumps({"raw": f"647(B){signs}PC"}, ensure_ascii=False).replace("\\r", "\\r").encode()
    # JSON forbids control characters inside a string, so only those it allows stand there unescaped.
    result = run(raw + b"\n" + raw + b"\r\n")
    assert [answer["normalized"] for answer in answers(result)] == ["PC 647(b)", "PC 647(b)"]
    assert result.exit_code == 0


def test_the_last_record_needs_no_line_end() -> None:
    assert len(answers(run(b'{"raw": "647(B) PC"}\n{"raw": "372 PC"}'))) == 2


def test_a_byte_order_mark_and_blank_lines_are_no_records() -> None:
    result = run(b'\xef\xbb\xbf{"raw": "647(B) PC"}\n\n  \n')
    assert (len(answers(result)), result.exit_code) == (1, 0)


def test_no_input_gives_no_output() -> None:
    result = run(b"")
    assert (result.stdout_bytes, result.exit_code) == (b"", 0)


def test_unreadable_text_is_an_answer() -> None:
    records = [{"raw": text} for text in ("", "???", "\ud800", "\x00", "(" * 5000, "6" * 5000, "Jun-47")]
    result = run(lines(*records))
    assert {(answer["code"], answer["charge_bar_listed"]) for answer in answers(result)} == {("", "REVIEW")}
    assert (len(answers(result)), result.exit_code) == (len(records), 0)


def test_a_value_that_is_no_string_is_an_answer() -> None:
    records = [{"raw": 647}, {"raw": ["647(B) PC"]}, {"raw": "647(B) PC", "level_column": 1}, {"raw": True}]
    result = run(lines(*records))
    assert {(answer["code"], answer["charge_bar_listed"]) for answer in answers(result)} == {("", "REVIEW")}
    assert result.exit_code == 0


def test_null_is_an_empty_value() -> None:
    [answer] = answers(run(lines({"raw": "647(B) PC", "level_column": None})))
    assert answer["normalized"] == "PC 647(b)"


def test_a_line_that_is_no_object_is_named_and_the_rest_answered() -> None:
    bad = [b"647(B) PC", b"[1]", b"null", b'{"raw": "x"', b"[" * 100_000, b"9" * 10_000]
    result = run(b"\n".join([*bad, b'{"raw": "647(B) PC"}\n']))
    assert [answer["normalized"] for answer in answers(result)] == ["PC 647(b)"]
    assert result.exit_code == 2
    told = result.stderr.splitlines()
    assert told == [
        f"error: line `{number}` is not a JSON object, it was not answered"
        for number in range(1, len(bad) + 1)
    ]


def test_bytes_that_are_not_utf_8_are_answered() -> None:
    result = run(b'{"raw": "PC \xa7 647(b)"}\n')
    assert [answer["normalized"] for answer in answers(result)] == ["PC 647(b)"]
    assert result.exit_code == 0


def test_a_megabyte_in_one_record_is_answered() -> None:
    result = run(lines({"raw": "647(B) PC " * 100_000}, {"raw": "647(B) PC"}))
    assert [answer["charge_bar_listed"] for answer in answers(result)] == ["REVIEW", "Y"]


def test_an_office_may_name_its_state() -> None:
    [answer] = answers(run(lines({"raw": "PL 230.00"}), "--jurisdiction", "NY"))
    assert answer["normalized"] == "NY PL 230.00"


def test_a_person_is_told_what_was_understood() -> None:
    result = run(b"647(B) PC\n647B PC\n", "--format", "text")
    assert "PC 647(b): named by the policy" in result.stdout
    assert "PC 647(b)|PC 647b" in result.stdout


def test_an_office_table_is_used_or_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("code,section,level,from,to\nHS,11377(A),M,,\n")
    [answer] = answers(run(lines({"raw": "11377(A) HS"}), "--table", str(table)))
    assert (answer["level"], answer["charge_bar_listed"]) == ("M", "Y")
    table.write_text("code,section\n")
    result = run(lines({"raw": "11377(A) HS"}), "--table", str(table))
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr == "error: the column `level` is missing, needed are code, section, level, from, to\n"
    )


def test_an_answer_comes_before_the_next_question() -> None:
    command = [sys.executable, "-m", "havenline", "offenses", "parse"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for raw in ("647(B) PC", "372 PC"):
            process.stdin.write(lines({"raw": raw}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["charge_bar_listed"] == "Y"
        process.stdin.close()
        assert process.wait() == 0


def test_the_command_loads_no_web_framework() -> None:
    script = (
        "import sys; from havenline.offenses import parse; import havenline.cli.offenses;"
        "parse('647(B) PC'); assert 'django' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
