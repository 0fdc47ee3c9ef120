"""Writes one act into the log, in the transaction of the act itself: both happen or neither does."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection

from havenline.ledger import acts, body, rows, tree


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
    if not connection.in_atomic_block:
        raise NotInTransaction(f"the act `{act}` stands outside a transaction: open `transaction.atomic`")
    when = _when(on, at)
    acts.check(act, by=by, at_moment=isinstance(when, datetime), about=about or {}, detail=detail or {})
    salts = [(name, text, secrets.token_bytes(body.SALT_BYTES)) for name, text in (about or {}).items()]
    number, packed = rows.locked_head()
    written = body.write(
        number,
        act=act,
        by=by,
        when=when,
        commitments={name: body.commitment(name, text, salt=salt) for name, text, salt in salts},
        detail=detail or {},
    )
    frontier, leaf = tree.Frontier.from_bytes(number, packed), tree.leaf_hash(written)
    completed = [(subtree.place, found) for subtree, found in frontier.append(leaf)]
    rows.write(number, written, leaf, nodes=completed, salts=salts)
    rows.move_head(frontier.size, frontier.to_bytes(), frontier.root())
    return number


def _when(on: date | None, at: datetime | None) -> date | datetime:
    if (on is None) == (at is None):
        raise TimeUnclear("an act keeps either its day or its moment: pass `on` or `at`")
    if at is not None and at.tzinfo is None:
        raise TimeUnclear("the moment has no zone: pass an aware datetime")
    if isinstance(on, datetime):
        raise TimeUnclear("a day was given as a moment: pass `.date()`")
    return at or on  # type: ignore[return-value]  # one of them is there
