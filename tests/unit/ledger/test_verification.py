"""Whatever is changed in the log's tables is found."""

import random
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from havenline import ledger
from havenline.ledger import tree, triggers, verification
from havenline.ledger.models import Entry, Head, Node, Salt

from .acting import fill, receive

SIZE = 21

pytestmark = pytest.mark.django_db


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _one_bit_less(octets: bytes, at: int = 0) -> bytes:
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]


def _change_body() -> None:
    changed = _body(5).replace(b"report.received", b"report.answered")
    _sql('UPDATE ledger_entry SET body = %s WHERE "index" = 6', changed)


def _body(number: int) -> bytes:
    return bytes(Entry.objects.get(index=number).body)


def _change_body_and_leaf() -> None:
    changed = _body(6).replace(b'"messages":1', b'"messages":2')
    assert changed != _body(6)
    _sql('UPDATE ledger_entry SET body = %s, leaf = %s WHERE "index" = 6', changed, tree.leaf_hash(changed))


def _space_in_body() -> None:
    changed = _body(6).replace(b":", b": ")
    _sql('UPDATE ledger_entry SET body = %s, leaf = %s WHERE "index" = 6', changed, tree.leaf_hash(changed))


def _empty_body() -> None:
    _sql('UPDATE ledger_entry SET body = %s WHERE "index" = 6', b"")


def _change_leaf() -> None:
    _sql('UPDATE ledger_entry SET leaf = %s WHERE "index" = 6', bytes(32))


def _delete(number: int) -> Callable[[], None]:
    def change() -> None:
        Salt.objects.filter(entry_id=number).delete()
        _sql('DELETE FROM ledger_entry WHERE "index" = %s', number)

    return change


def _truncate() -> None:
    Salt.objects.filter(entry_id__gte=16).delete()
    _sql('DELETE FROM ledger_entry WHERE "index" >= 16')


def _delete_all_entries() -> None:
    Salt.objects.all().delete()
    _sql("DELETE FROM ledger_entry")


def _swap() -> None:
    Salt.objects.all().delete()
    for old, new in ((6, 1000), (7, 6), (1000, 7)):
        _sql('UPDATE ledger_entry SET "index" = %s WHERE "index" = %s', new, old)


def _swap_contents() -> None:
    Salt.objects.all().delete()
    rows = {number: Entry.objects.get(index=number) for number in (6, 7)}
    for number, other in ((6, rows[7]), (7, rows[6])):
        _sql(
            'UPDATE ledger_entry SET body = %s, leaf = %s WHERE "index" = %s', other.body, other.leaf, number
        )


def _add_without_head() -> None:
    added = _body(20).replace(b'"n":20', b'"n":21')
    _sql('INSERT INTO ledger_entry ("index", body, leaf) VALUES (21, %s, %s)', added, tree.leaf_hash(added))


def _add_before_the_first() -> None:
    _sql('INSERT INTO ledger_entry ("index", body, leaf) VALUES (-1, %s, %s)', _body(0), bytes(32))


def _head(**columns: object) -> Callable[[], None]:
    def change() -> None:
        Head.objects.update(**columns)

    return change


def _delete_head() -> None:
    Head.objects.all().delete()


def _change_node() -> None:
    _sql("UPDATE ledger_node SET hash = %s WHERE place = 7", bytes(32))


def _move_node() -> None:
    _sql("UPDATE ledger_node SET place = 2 WHERE place = 7")


def _delete_node() -> None:
    _sql("DELETE FROM ledger_node WHERE place = 7")


def _surplus_node(place: int) -> Callable[[], None]:
    def change() -> None:
        _sql("INSERT INTO ledger_node (place, hash) VALUES (%s, %s)", place, bytes(32))

    return change


def _salt(**columns: object) -> Callable[[], None]:
    def change() -> None:
        Salt.objects.filter(entry_id=6).update(**columns)

    return change


def _move_salt() -> None:
    _sql("UPDATE ledger_salt SET entry_id = 8 WHERE entry_id = 6")


def _point_salt_nowhere() -> None:
    with connection.constraint_checks_disabled():
        _sql("UPDATE ledger_salt SET entry_id = 5000 WHERE entry_id = 6")


CHANGES: dict[str, Callable[[], None]] = {
    "another body": _change_body,
    "another body with its leaf": _change_body_and_leaf,
    "a body that is not canonical": _space_in_body,
    "an empty body": _empty_body,
    "another leaf": _change_leaf,
    "the first entry deleted": _delete(0),
    "a middle entry deleted": _delete(6),
    "the last entry deleted": _delete(20),
    "the end cut off": _truncate,
    "everything deleted": _delete_all_entries,
    "two entries swapped": _swap,
    "two contents swapped": _swap_contents,
    "an entry added": _add_without_head,
    "an entry before the first": _add_before_the_first,
    "a smaller head": _head(size=20),
    "a larger head": _head(size=22),
    "another root": _head(root=bytes(32)),
    "another frontier": _head(frontier=bytes(96)),
    "no head": _delete_head,
    "another node": _change_node,
    "a moved node": _move_node,
    "no node": _delete_node,
    "a node too many": _surplus_node(2),
    "a node past the end": _surplus_node(2 * 4096 - 1),
    "a node far past the end": _surplus_node(10**9),
    "a node before the first": _surplus_node(-1),
    "another salt": _salt(salt=bytes(32)),
    "another object": _salt(about="6f2c1d64-0000-4000-8000-000000000000"),
    "another kind of object": _salt(name="team"),
    "a moved salt": _move_salt,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_found(change: Callable[[], None]) -> None:
    fill(SIZE)
    assert ledger.verify().is_whole
    with triggers.lifted(connection):
        change()
    assert not ledger.verify().is_whole


def test_a_salt_of_a_missing_entry_is_found() -> None:
    fill(SIZE)
    _point_salt_nowhere()
    assert not ledger.verify().is_whole
    _sql("UPDATE ledger_salt SET entry_id = 6 WHERE entry_id = 5000")


def test_one_changed_bit_is_found_wherever_it_is() -> None:
    fill(SIZE)
    chance = random.Random(7)  # noqa: S311 - picks test rows
    for table, key, column in (("ledger_entry", "index", "body"), ("ledger_node", "place", "hash")):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{key}", {column} FROM {table}')
            rows = [(place, bytes(octets)) for place, octets in cursor.fetchall()]
        for place, octets in rows:
            changed = _one_bit_less(octets, chance.randrange(len(octets)))
            with triggers.lifted(connection):
                _sql(f'UPDATE {table} SET {column} = %s WHERE "{key}" = %s', changed, place)
            assert not ledger.verify().is_whole, (table, place)
            with triggers.lifted(connection):
                _sql(f'UPDATE {table} SET {column} = %s WHERE "{key}" = %s', octets, place)
    assert ledger.verify().is_whole


def test_an_empty_log_is_whole() -> None:
    found = ledger.verify()
    assert found.is_whole
    assert (found.entries, found.root) == (0, tree.EMPTY_ROOT)


def test_a_whole_log_is_counted() -> None:
    fill(6)
    found = ledger.verify()
    assert (found.entries, found.commitments, found.salts) == (6, 4, 4)
    assert found.root == ledger.head()[1]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_batches_of_any_size_find_the_same(level: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # A small batch shows with few rows what happens at its borders.
    monkeypatch.setattr(verification, "_LEVEL", level)
    monkeypatch.setattr(verification, "_BATCH", 1 << level)
    for size in range(SIZE):
        assert ledger.verify().is_whole, size
        receive()
    for place in Node.objects.values_list("place", flat=True):
        octets = bytes(Node.objects.get(place=place).hash)
        for changed in ("DELETE FROM ledger_node WHERE place = %s", None):
            with triggers.lifted(connection):
                if changed:
                    _sql(changed, place)
                else:
                    _sql("INSERT INTO ledger_node (place, hash) VALUES (%s, %s)", place, octets)
            assert ledger.verify().is_whole is (changed is None), place


def test_many_faults_are_told_as_a_hundred() -> None:
    fill(60)
    with triggers.lifted(connection):
        _sql("UPDATE ledger_entry SET leaf = %s", bytes(32))
        _sql("UPDATE ledger_node SET hash = %s", bytes(32))
    assert len(ledger.verify().faults) == 100


def test_a_fault_names_numbers_and_nothing_else() -> None:
    fill(SIZE)
    objects = list(Salt.objects.values_list("about", flat=True))
    with triggers.lifted(connection):
        Salt.objects.update(salt=bytes(32))
    told = " ".join(ledger.verify().faults)
    assert not [about for about in objects if about in told]


def test_the_refusal_can_be_taken_back_and_set_again() -> None:
    fill(2)
    migration = import_module("havenline.ledger.migrations.0002_refuse_changes")
    editor = SimpleNamespace(connection=connection)
    migration.allow(None, editor)
    Node.objects.all().delete()
    migration.refuse(None, editor)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Entry.objects.all()._raw_delete("default")
