"""A part of a backup opens with the office's own key, as it was made, or not at all."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenline.backup import records
from havenline.backup.errors import BackupWrong
from havenline.backup.key import OpeningKey, SealingKey
from havenline.backup.part import CONTENT, END, WRAPS, PartWriter, label_of, records_of

VALUES = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.binary() | st.uuids()
    | st.dates() | st.datetimes(timezones=st.just(UTC))
)  # fmt: skip
KEY = OpeningKey.new()


@given(st.lists(VALUES))
def test_every_row_comes_back_the_same(values: list[records.Value]) -> None:
    found = records.read(records.write(values))
    assert found == values
    assert [type(one) for one in found] == [type(one) for one in values]


def test_values_no_row_holds_are_refused() -> None:
    for value in (1.5, [], datetime(2026, 1, 1)):  # noqa: DTZ001 - a moment without its zone is the case
        with pytest.raises(records.RecordWrong):
            records.write([value])


@given(st.binary(max_size=200))
def test_bytes_that_are_no_record_say_so(content: bytes) -> None:
    try:
        found = records.read(content)
    except records.RecordWrong:
        return
    assert records.write(found) == content


ROWS = [["table", "t", "a", "b"], ["rows", UUID(int=1), b"\0" * 100_000, None, date(2026, 1, 1)]]


def made(folder: Path, *, part: str = CONTENT, key: SealingKey = KEY.sealing) -> Path:
    writer = PartWriter(folder / f"one.{part}", key, part=part, backup=uuid4())
    for row in ROWS:
        writer.write(*row)
    writer.end(2)
    writer.keep()
    return writer.path


def read(path: Path, *, key: OpeningKey = KEY, part: str = CONTENT) -> list[list[records.Value]]:
    return list(records_of(path, key, part=part))


def test_a_part_opens_as_it_was_made(tmp_path: Path) -> None:
    assert read(made(tmp_path)) == [*ROWS, [END, 2]]


def test_a_part_is_its_owners_alone(tmp_path: Path) -> None:
    assert made(tmp_path).stat().st_mode & 0o777 == 0o600


def test_an_unfinished_part_is_no_part(tmp_path: Path) -> None:
    writer = PartWriter(tmp_path / "one.content", KEY.sealing, part=CONTENT, backup=uuid4())
    writer.write(*ROWS[0])
    assert list(tmp_path.glob("*.content")) == []
    writer.drop()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", range(0, 360, 7))
def test_no_letter_of_the_label_can_change(place: int, tmp_path: Path) -> None:
    path = made(tmp_path)
    changed = bytearray(path.read_bytes())
    changed[place] ^= 1
    path.write_bytes(changed)
    with pytest.raises(BackupWrong):
        read(path)


def test_a_cut_off_part_is_told_as_damaged(tmp_path: Path) -> None:
    path = made(tmp_path)
    whole = path.read_bytes()
    for length in (0, 10, 500, 65536, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupWrong):
            read(path)


def test_parts_are_not_taken_for_one_another(tmp_path: Path) -> None:
    with pytest.raises(BackupWrong, match="holds the wraps"):
        read(made(tmp_path, part=WRAPS))


def test_another_offices_key_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(BackupWrong, match="another backup key"):
        read(made(tmp_path), key=OpeningKey.new())


def test_who_has_the_public_key_alone_makes_no_part(tmp_path: Path) -> None:
    """A thief who swaps a backup for one of their own lacks the office's second secret."""
    forged = SealingKey(public=KEY.sealing.public, second=os.urandom(32))
    path = made(tmp_path, key=forged)
    line = path.read_bytes().split(b"\n", 1)
    path.write_bytes(line[0].replace(forged.id.hex.encode(), KEY.sealing.id.hex.encode()) + b"\n" + line[1])
    assert label_of(path).key_id == KEY.sealing.id
    with pytest.raises(BackupWrong, match="damaged or was changed"):
        read(path)


def test_the_private_half_survives_being_typed(tmp_path: Path) -> None:
    path = tmp_path / "typed"
    path.write_text(KEY.to_text().upper().replace("HAVENLINE BACKUP KEY", "havenline backup key"))
    assert OpeningKey.at(path).sealing == KEY.sealing


@pytest.mark.parametrize("place", range(22, 100, 9))
def test_a_mistyped_private_half_says_so(place: int) -> None:
    text = KEY.to_text()
    letter = "0" if text[place] != "0" else "1"
    with pytest.raises(BackupWrong):
        OpeningKey.from_text(text[:place] + letter + text[place + 1 :])


def test_keys_show_themselves_to_nobody() -> None:
    for hidden in (repr(KEY), repr(KEY.sealing)):
        assert KEY.sealing.second.hex() not in hidden
        assert "hidden" in hidden
