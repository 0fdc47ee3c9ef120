"""Names every act the ledger may record and the few closed words each may say: never content.

A room that adds an act adds one line here. `kept` says how exactly its time is kept: acts of the portal keep
the day alone and no actor, so the ledger does not tell when somebody sat at a screen; acts of staff keep the
moment and who.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

# What a detail may hold. A word has no digits, so that no code, slip, date or telephone number fits in one.
WORD = "word"
COUNT = "count"
FINGERPRINT = "fingerprint"

_WORD = re.compile(r"[a-z][a-z_.\-]{0,39}\Z")
_ACTOR = re.compile(r"[a-z]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}\Z")
_COUNT_LIMIT = 2**53  # RFC 8785: larger numbers have no single form


class ActWrong(Exception):  # noqa: N818 - named for what the reader met
    """An act, or something it says, is not declared in this file."""

    def __init__(self, message: str, *, hint: str = "declare it in ledger/acts.py") -> None:
        super().__init__(f"{message}: {hint}")


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of entry: what happened, how exactly its time is kept, and its details by name and form."""

    sentence: str
    kept: Literal["day", "moment", "either"]
    detail: Mapping[str, str] = field(default_factory=dict)


ACTS: Mapping[str, Act] = {
    # The office and its keys
    "office.founded": Act("The office began.", "moment", {"pack": FINGERPRINT, "pepper": FINGERPRINT}),
    "key.published": Act(
        "A public key entered the directory.", "moment", {"kind": WORD, "fingerprint": FINGERPRINT}
    ),
    "backup.key_set": Act("Backups are sealed to this key from now on.", "moment", {"key": FINGERPRINT}),
    "backup.made": Act(
        "A backup was made.", "moment", {"parts": COUNT, "entries": COUNT, "secrets": FINGERPRINT}
    ),
    "office.restored": Act("The office was restored from a backup.", "moment", {"entries": COUNT}),
    # The ledger, and who watches it from outside
    "ledger.key_named": Act("The ledger is signed with this key.", "moment", {"key": FINGERPRINT}),
    "witness.named": Act(
        "An organization outside the office watches the ledger.", "moment", {"key": FINGERPRINT}
    ),
    "witness.ended": Act("An organization no longer watches the ledger.", "moment"),
    "checkpoint.witnessed": Act(
        "An organization outside signed that the ledger only grew.", "moment", {"entries": COUNT}
    ),
    # Who can open what, and who did
    "grant.given": Act("Someone who can open gave another key the same.", "moment", {"kind": WORD}),
    "grant.withdrawn": Act("A key can no longer open an object.", "moment", {"kind": WORD}),
    "object.opened": Act(
        "A member of staff opened an object.", "moment", {"kind": WORD, "role": WORD, "purpose": WORD}
    ),
    # Staff
    "staff.passphrase_given": Act("A right passphrase was given; a second proof was asked for.", "moment"),
    "staff.signed_in": Act("A member of staff signed in.", "moment", {"role": WORD, "factor": WORD}),
    "staff.signed_out": Act("A member of staff signed out.", "moment", {"reason": WORD}),
    "staff.sign_in_failed": Act(
        "A sign-in failed, or with names nobody has several.", "moment", {"reason": WORD, "tries": COUNT}
    ),
    "staff.proven_again": Act("A member gave a second proof again.", "moment", {"factor": WORD}),
    "staff.factor_added": Act(
        "A member got a second proof, or new recovery codes.", "moment", {"kind": WORD}
    ),
    "staff.factor_removed": Act("A member took a second proof away.", "moment", {"kind": WORD}),
    "conduct.accepted": Act("A member accepted the code of conduct.", "moment", {"version": COUNT}),
    # The policy
    "reading.signed": Act("Counsel signed a reading of a policy.", "moment", {"pack": FINGERPRINT}),
    # Outside systems of the office
    "system.token_made": Act("A system of the office got tokens.", "moment", {"scopes": WORD}),
    "system.token_revoked": Act("Tokens of a system were taken back.", "moment", {"tokens": COUNT}),
    # Requests from outside
    "request.received": Act(
        "Somebody outside asked for what the office may hold.",
        "moment",
        {"asks": WORD, "instrument": WORD, "disposition": WORD},
    ),
    "request.decided_anew": Act("The policy decided a request again.", "moment", {"disposition": WORD}),
    "request.agreed": Act("A second person agreed that something may go out.", "moment"),
    "request.answered": Act(
        "A request was answered by a letter.", "moment", {"disposition": WORD, "letter": FINGERPRINT}
    ),
    # Reports
    "report.received": Act("A report came in.", "day", {"messages": COUNT, "items": COUNT}),
    "report.written_again": Act("A reporter wrote again.", "day", {"items": COUNT}),
    "report.facts_added": Act("A reporter answered what a report left open.", "day", {"facts": COUNT}),
    "report.answered": Act("The office answered a reporter.", "moment", {"items": COUNT}),
    "report.facts_completed": Act(
        "Facts left open in a report were completed after reading.", "moment", {"facts": COUNT}
    ),
    "report.moved": Act(
        "A report went to its next state.", "moment", {"state": WORD, "move": WORD, "reason": WORD}
    ),
    "report.noted": Act(
        "A member kept a note about a report, or wrote down what its person said.", "moment", {"kind": WORD}
    ),
    "report.assigned": Act("A member got a report, with a wrap of their own.", "moment", {"state": WORD}),
    "report.withdrawn": Act("A reporter withdrew a report.", "day"),
    "code.burned": Act("A reporter took a code out of use.", "day"),
    "contact.planned": Act("A reporter said how to be reached.", "day"),
    "contact.narrowed": Act("The office noted that a reporter wants letters alone.", "moment"),
    "person.contacted": Act("A member reached a reporter as they had said.", "moment", {"channel": WORD}),
    "report.linked": Act("Two reports were said to belong together, or no longer.", "moment", {"kind": WORD}),
    "report.left": Act(
        "A duplicate was left to another report, or taken up again.", "moment", {"move": WORD}
    ),
    "task.set": Act("Something is to be done for a report by a day.", "moment", {"kind": WORD}),
    "task.done": Act("What was to be done for a report was done.", "moment", {"kind": WORD}),
    "transition.asked": Act(
        "Somebody was asked to take on a report, or parts of it.", "moment", {"kind": WORD, "parts": COUNT}
    ),
    "transition.moved": Act(
        "What goes to somebody was refused, is done, or was taken back.",
        "moment",
        {"kind": WORD, "move": WORD, "state": WORD, "reason": WORD},
    ),
    "handover.undertaken": Act(
        "Somebody undertook to use parts of a report only as its person allowed, and took them on.",
        "moment",
        {"kind": WORD, "undertaking": FINGERPRINT, "benefits": COUNT},
    ),
    "handover.exported": Act(
        "Parts of a report left the office, as its person allowed.",
        "moment",
        {"kind": WORD, "file": FINGERPRINT},
    ),
    "handover.told": Act("The person was told what became of a hand-over.", "moment", {"outcome": WORD}),
    "consent.given": Act(
        "It was said what may be shared of a report, or that nothing may.",
        "either",
        {"grade": WORD, "way": WORD, "parts": COUNT, "how": WORD},
    ),
    "consent.ended": Act("A consent was taken back.", "either", {"why": WORD}),
    # Protection and the wall
    "protection.enrolled": Act("A protection was sealed to the keeper.", "either", {"source": WORD}),
    "protection.imported": Act(
        "Rows of a case system were taken in.",
        "moment",
        {"entered": COUNT, "completed": COUNT, "rejected": COUNT},
    ),
    "slip.made": Act("A slip was made.", "either"),
    "slip.revoked": Act("The slips of a protection were revoked.", "either"),
    "item.added": Act(
        "Something the office knows entered the wall.", "either", {"kind": WORD, "routes": COUNT}
    ),
    "matter.opened": Act("A case got its place in the wall.", "moment"),
    "matter.item_put": Act(
        "Something the office relies on was put into a matter.", "moment", {"kind": WORD, "routes": COUNT}
    ),
    "item.learned": Act(
        "More was learned about where an item came from.", "moment", {"parents": COUNT, "givers": COUNT}
    ),
    "source.attested": Act(
        "A source of its own was attested for an item.", "moment", {"basis": WORD, "parents": COUNT}
    ),
    "source.approved": Act("A second person approved a source of its own.", "moment"),
    "source.retracted": Act("A source of its own was taken back.", "moment"),
    "wall.differs": Act(
        "The stored rows of the wall are not what the routes say.", "moment", {"found": WORD, "rows": COUNT}
    ),
    "wall.read": Act(
        "Somebody was shown why an item is barred, or what else is.", "moment", {"what": WORD, "role": WORD}
    ),
    "wall.rebuilt": Act(
        "All stored rows of the wall were made anew.",
        "moment",
        {"missing": COUNT, "extra": COUNT, "alarms": COUNT},
    ),
    "holdings.frozen": Act(
        "What the office holds was frozen: items of the wall, or files by their hashes.",
        "moment",
        {"holdings": COUNT, "added": COUNT, "root": FINGERPRINT},
    ),
    "matter.staffing_asked": Act(
        "The keeper was asked who may work on a matter.", "moment", {"members": COUNT, "screenings": COUNT}
    ),
    "matter.assigned": Act("A member works on a matter.", "moment", {"screenings": COUNT}),
    "matter.released": Act("A member works on a matter no longer.", "moment"),
    "matter.referred": Act(
        "A letter was printed that refers a matter to another office.",
        "moment",
        {"to": WORD, "letter": FINGERPRINT},
    ),
    "matter.proved": Act(
        "A report for a court was made on where a matter's items came from.",
        "moment",
        {"ledger": COUNT, "items": COUNT, "pdf": FINGERPRINT, "json": FINGERPRINT},
    ),
    "match.found": Act("The keeper found a possible match.", "moment"),
    "match.answered": Act("A filter attorney said whether a possible match is one.", "moment"),
    # The gate: never the person, the charges or the answer, which would tell for ever what a deputy learned
    "screening.answered": Act("The gate answered.", "moment", {"charges": COUNT, "items": COUNT}),
    "screening.reopened": Act("The keeper answered a screening anew.", "moment"),
    "reopening.seen": Act("The charging desk took note of a new answer.", "moment"),
    "hold.moved": Act("A hold went to its next state.", "moment", {"state": WORD}),
    "hold.called": Act("The clock of a hold called somebody.", "moment", {"role": WORD, "called": COUNT}),
    # How the gate is asked: who was asked about is in none of these
    "gate.refused": Act("A question was refused: too many in a day.", "moment", {"reason": WORD}),
    "gate.alarmed": Act("How somebody asks raised an alarm.", "moment", {"kind": WORD}),
    "gate.alarm_seen": Act("Somebody looked at an alarm.", "moment", {"finding": WORD}),
    "gate.drawn": Act("A question was drawn for review.", "moment"),
    "gate.reviewed": Act("Somebody else looked at a question.", "moment", {"finding": WORD}),
    "canary.entered": Act("An invented person was laid out.", "moment"),
    "hold.on_call": Act("A filter attorney is called first from now on.", "moment"),
}


def check(
    name: str, *, by: str, at_moment: bool, about: Iterable[str], detail: Mapping[str, str | int]
) -> None:
    """Raise ActWrong unless the act is declared, its time kept as declared, and all it says of its form.

    `about` are the kinds of what the act is about: words.
    """
    act = ACTS.get(name)
    if act is None:
        raise ActWrong(f"the act `{name}` is not declared")
    if act.kept == ("day" if at_moment else "moment"):
        raise ActWrong(
            f"the act `{name}` keeps its {act.kept}", hint="pass `on` for a day, `at` for a moment"
        )
    if by and (not _ACTOR.match(by) or not at_moment):
        raise ActWrong(f"the act `{name}` cannot name this actor", hint="`member:<uuid>`, with a moment")
    for kind in about:
        if not has_form(kind, form=WORD):
            raise ActWrong(f"the act `{name}` is about no kind of thing", hint="name a kind in one word")
    for key, value in detail.items():
        form = act.detail.get(key)
        if form is None:
            raise ActWrong(f"the act `{name}` says nothing of `{key}`")
        if not has_form(value, form=form):
            raise ActWrong(f"`{key}` of the act `{name}` is no {form}", hint="details hold closed words only")


def has_form(value: object, *, form: str) -> bool:
    """Whether `value` is a word, a count or a fingerprint, as `form` asks."""
    if form == COUNT:
        return type(value) is int and 0 <= value < _COUNT_LIMIT
    pattern = _WORD if form == WORD else _FINGERPRINT
    return isinstance(value, str) and bool(pattern.match(value))
