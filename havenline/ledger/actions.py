"""Writes one act into the log, in the transaction of the act itself: both happen or neither does."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db import DEFAULT_DB_ALIAS, transaction

from havenline.ledger import acts, body, tree
from havenline.ledger.models import Entry, Head, Node, Salt


class NotInTransaction(Exception):  # noqa: N818 - named for what the reader met
    """An act was to be written outside a transaction, where it could stand without what it speaks of."""


class TimeUnclear(Exception):  # noqa: N818 - named for what the reader met
    """An act gave neither a day nor a moment, or both, or a moment without a time zone."""


def append(
    act: str,
    *,
    by: str = "",
    on: date | None = None,
    at: datetime | None = None,
    about: Mapping[str, str] | None = None,
    detail: Mapping[str, str | int] | None = None,
) -> int:
    """Append one entry and answer its number, from 0.

    Call it as the last statement of the transaction: from here to the commit every other append waits.
    `by` is who acted ("member:<uuid>"; empty for the portal); `on` a day, or `at` a moment with its zone;
    `about` what it is about, kind -> id, kept as salted commitments; `detail` closed words, in clear.
    Raises NotInTransaction, TimeUnclear, or acts.ActWrong for what `ledger/acts.py` does not declare.
    """
    if not transaction.get_connection(DEFAULT_DB_ALIAS).in_atomic_block:
        raise NotInTransaction(f"the act `{act}` stands outside a transaction: open `transaction.atomic`")
    when = _when(on, at)
    acts.check(act, by=by, at_moment=isinstance(when, datetime), about=about or {}, detail=detail or {})
    salts = {name: secrets.token_bytes(body.SALT_BYTES) for name in about or {}}
    commitments = {
        name: body.commitment(name, text, salt=salts[name]) for name, text in (about or {}).items()
    }
    head = _locked_head()
    written = body.write(head.size, act=act, by=by, when=when, commitments=commitments, detail=detail or {})
    _store(head, written)
    Salt.objects.bulk_create(
        Salt(entry_id=head.size - 1, name=name, about=text, salt=salts[name])
        for name, text in (about or {}).items()
    )
    return head.size - 1


def _when(on: date | None, at: datetime | None) -> date | datetime:
    if (on is None) == (at is None):
        raise TimeUnclear("an act keeps either its day or its moment: pass `on` or `at`")
    if at is not None and at.tzinfo is None:
        raise TimeUnclear("the moment has no zone: pass an aware datetime")
    if isinstance(on, datetime):
        raise TimeUnclear("a day was given as a moment: pass `.date()`")
    return at or on  # type: ignore[return-value]  # one of them is there


def _locked_head() -> Head:
    # INVARIANT: nobody else reads the head until our commit. PostgreSQL locks the row here; on SQLite the
    # transaction took the one write lock when it began.
    head = Head.objects.select_for_update().first()
    if head is None:
        # The first entry of an office. Two first entries at once: the second waits for the first one's row.
        Head.objects.bulk_create([Head()], ignore_conflicts=True)
        head = Head.objects.select_for_update().get()
    return head


def _store(head: Head, written: bytes) -> None:
    frontier = tree.Frontier.from_bytes(head.size, bytes(head.frontier))
    leaf = tree.leaf_hash(written)
    completed = frontier.append(leaf)
    Entry.objects.bulk_create([Entry(index=head.size, body=written, leaf=leaf)])
    Node.objects.bulk_create(Node(place=subtree.place, hash=found) for subtree, found in completed)
    head.size, head.frontier, head.root = frontier.size, frontier.to_bytes(), frontier.root()
    Head.objects.update(size=head.size, frontier=head.frontier, root=head.root)
