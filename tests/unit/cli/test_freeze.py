"""`havenline freeze`: the office's files enter the ledger by their hashes, all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.test_office import havenline, made, office

__all__ = ["made", "office"]
GOOD = f"{'9f' * 32}  a file.mp4\n{'0a' * 32} *b.pdf\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "SHA256SUMS"
    path.write_text(GOOD)
    return path


def test_files_are_frozen_from_a_file_and_from_input(office: Path, listed: Path) -> None:  # noqa: F811
    status, said = havenline("freeze", str(listed), "--data", str(office))
    assert (status, said.startswith("2 files frozen in ledger entry ")) == (0, True), said
    status, said = havenline("freeze", "-", "--data", str(office), typed=f"{'0b' * 32}  c.pdf\n")
    assert status == 0, said
    assert "holdings, root " in said
    assert havenline("ledger", "verify", "--data", str(office))[0] == 0


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        (GOOD + "what is this\n", (), "line 3:"),
        (GOOD, ("--case", "24-none"), "no matter was begun for the case `24-none`"),
        ("", (), "line 0: no file is named"),
    ],
)
def test_what_cannot_be_frozen_says_why(
    office: Path,
    listed: Path,
    text: str,
    more: tuple[str, ...],
    told: str,  # noqa: F811
) -> None:
    listed.write_text(text)
    status, said = havenline("freeze", str(listed), "--data", str(office), *more)
    assert status == 2
    assert told in said
    assert len(said.strip().splitlines()) == 1
