"""The keeper's file tells nobody without its secret which name is common, or which rows are one person's."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from uuid import UUID, uuid4

from havenline.protection import tokens
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.messages import ENROL, Message
from havenline.protection.traits import of_said

KEYS = KeeperKeys.from_secret(bytes(range(32)))
# As skewed as names are: one name is a third of all. All invented, all born on one of three days.
NAMES = ["Linh Invented Nguyen"] * 40 + ["Rosa Invented Garcia"] * 20 + ["Wei Invented"] * 10
NAMES += [f"Rare{number} Invented" for number in range(50)]
KNOWN = [
    Identifiers(
        names=(name,), born=f"1990-01-0{1 + number % 3}", numbers=(("phone", f"41555501{number:02}"),)
    )
    for number, name in enumerate(NAMES)
]


def filled(folder: Path, *, keys: KeeperKeys = KEYS) -> KeeperStore:
    store = KeeperStore.at(folder, keys)
    messages = [Message(ENROL, uuid4().hex, "2026-10-05", "", Facts(), known) for known in KNOWN]
    store.take([(uuid4(), message) for message in messages])
    return store


def rows(folder: Path) -> list[tuple[bytes, bytes]]:
    with sqlite3.connect(folder / "keeper.sqlite3") as file:
        return file.execute("SELECT label, masked FROM token").fetchall()


def test_what_is_common_in_names_is_not_common_in_the_file(tmp_path: Path) -> None:
    filled(tmp_path).close()
    # The attacker's knowledge: how often each text comes up. It is very uneven.
    known = Counter(text for one in KNOWN for text in tokens.stored(of_said([one])))
    assert known.most_common(1)[0][1] >= 13
    found = rows(tmp_path)
    assert len(found) == sum(known.values())
    for column in zip(*found, strict=True):
        assert len(set(column)) == len(found), "a value stands twice"
        starts = Counter(value[:1] for value in column)
        assert max(starts.values()) < 12 * len(found) / 256 + 8, "one first byte is far too common"


def test_the_rows_of_one_person_are_not_alike(tmp_path: Path) -> None:
    """No bytes of four are shared by two rows more often than chance has them."""
    filled(tmp_path).close()
    pieces = Counter(
        (at, value[at : at + 4]) for row in rows(tmp_path) for value in row for at in range(0, len(value), 4)
    )
    assert max(pieces.values()) <= 2


def test_with_the_secret_everybody_is_found(tmp_path: Path) -> None:
    store = filled(tmp_path)
    for one in KNOWN:
        traits = of_said([one])
        mates = sum(other.names == one.names and other.born == one.born for other in KNOWN)
        assert len(store.found(tokens.asked(traits))) == mates
    store.close()


def test_another_secret_finds_nobody(tmp_path: Path) -> None:
    store = filled(tmp_path)
    other = KeeperKeys.from_secret(bytes(32))
    labels = {label for label, _ in rows(tmp_path)}
    assert KEYS.place("whole", "x") != other.place("whole", "x")
    guessed = KeeperStore.at(tmp_path / "other", other)
    assert guessed.found(tokens.asked(of_said([KNOWN[0]]))) == set()
    theirs = filled(tmp_path / "again", keys=other)
    assert not labels & {label for label, _ in rows(tmp_path / "again")}
    for each in (store, guessed, theirs):
        each.close()


def test_two_files_of_the_same_people_share_no_order(tmp_path: Path) -> None:
    """Rows lie in the order of their labels, not in that of the enrolments."""
    filled(tmp_path).close()
    labels = [label for label, _ in rows(tmp_path)]
    assert labels == sorted(labels)


def test_an_outgoing_row_has_the_same_id_again_and_tells_nothing() -> None:
    row = uuid4().bytes
    one = KEYS.outgoing("reopening", row, b"held")
    assert one == KEYS.outgoing("reopening", row, b"held")
    others = {
        KEYS.outgoing("reopening", row, b"barred"),
        KEYS.outgoing("match", row, b"held"),
        UUID(bytes=row),
    }
    assert one not in others
    assert KEYS.outgoing("match", b"ab", b"c") != KEYS.outgoing("match", b"a", b"bc")
