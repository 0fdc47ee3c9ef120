"""What the rooms tell the keeper, sealed so that between the writing and the keeper nobody reads it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from havenline import config
from havenline.database.inserting import insert
from havenline.protection import plain
from havenline.protection.facts import Facts, Identifiers, check_day
from havenline.protection.gate import GateAnswer, Query
from havenline.protection.models import Enrolment
from havenline.vault import directory, padding
from havenline.vault.errors import BlobWrong, KeyNotTrusted
from havenline.vault.keys import Keyring
from havenline.vault.models import PublicKey

ENROL, COMPLETE, SLIP, REVOKE, ASKED, LOOK, DRAW = (
    "enrol", "complete", "slip", "revoke", "asked", "look", "draw"
)  # fmt: skip
# What somebody who looked at a possible match can say of the two.
SAME, OTHER, UNSURE = LOOKS = ("same", "other", "unsure")
_PURPOSE = "protection.message"
# An enrolment and a slip look alike from outside, and a nameless report like one with a name of 200 letters.
_BLOCK = 768


@dataclass(frozen=True, slots=True)
class Message:
    """One thing the keeper is told; what the act does not need is empty.

    handle: the protection it is about. subject: the person as the wall knows them. slip: a `slip_digest`.
    day: when it was written. question, told: a screening, without its slip, and what the gate answered.
    identifiers: also of somebody drawn, who is held from then on as if they might be protected.
    match, look: a possible match (`matches.Match`), and what was said of it.
    """

    act: str
    handle: str
    day: str
    subject: str = ""
    facts: Facts | None = None
    identifiers: Identifiers | None = None
    slip: str = ""
    question: Query | None = None
    told: GateAnswer | None = None
    match: str = ""
    look: str = ""

    def __post_init__(self) -> None:
        plain.check_word(self, "act", (ENROL, COMPLETE, SLIP, REVOKE, ASKED, LOOK, DRAW))
        plain.check_word(self, "look", (*LOOKS, ""))
        check_day(self, "day")

    def __repr__(self) -> str:
        return "<Message, hidden>"


def send(message: Message, *, day: date) -> Enrolment:
    """Write the message for the keeper, in the caller's transaction. Raises KeyNotTrusted."""
    row = Enrolment(id=uuid4(), day=day)
    text = json.dumps(plain.written(message), ensure_ascii=False, separators=(",", ":"))
    content = padding.pad(text.encode(errors="surrogatepass"), block=_BLOCK)
    row.sealed = directory.seal_to(keeper_key(), content, purpose=_PURPOSE, about=str(row.id))
    insert(row)
    return row


def opened(row_id: UUID, sealed: bytes, *, keyring: Keyring) -> Message:
    """The message of a row; raises BlobWrong when it was changed, moved or is no message."""
    content = keyring.open(sealed, purpose=_PURPOSE, about=str(row_id))
    try:
        return plain.read(Message, json.loads(padding.unpad(content, block=_BLOCK)))
    except (ValueError, plain.ShapeWrong):
        raise BlobWrong from None


def keeper_key() -> PublicKey:
    """The keeper's newest public key that two members signed; raises KeyNotTrusted when there is none.

    A row slipped in beside it is passed over: it must not cost a person their report.
    """
    for row in directory.newest_first(PublicKey.KEEPER):
        try:
            directory.trusted(row)
        except KeyNotTrusted:
            continue
        return row
    raise KeyNotTrusted(
        "the keeper has no public key that can be trusted", hint=f"see `{config.founders_path()}`"
    )


def slip_digest(symbols: str) -> str:
    """What travels of a slip's twelve symbols (as `codes.read_slip` gives them): their SHA-256, hexadecimal.

    Sixty bits can be searched, so this is never stored in clear: it is sealed on the way and keyed at rest.
    """
    return hashlib.sha256(b"havenline slip 1 " + symbols.encode()).hexdigest()
