"""The report as PDF for a court. In English, like all that goes to the courts of this State."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from havenline import paper
from havenline.ledger.acts import ACTS
from havenline.matters.kastigar.facts import (
    AFTER,
    BEFORE,
    NOT_FROZEN,
    NOT_OPENED,
    UNKNOWN,
    Facts,
    ItemTold,
    PersonTold,
    RouteTold,
)

READERS = (
    "For the court, and for the experts and counsel whom the court lets read it. Not for anybody who "
    "charges or tries the case, and not to be filed where the public reads: it says which items came from a"
    " protected person, and when what the person told was read."
)
BASES: Mapping[str, str] = {
    "held_before": "the office held it before the person told anything",
    "other_agency": "another agency found it without the office",
    "other_person": "another person said it, unasked",
    "public": "it stood open to everybody",
    "entered_by_mistake": "what it was found through was entered by mistake",
}
EVENTS = {"attested": "attested", "approved": "approved as the second person", "retracted": "taken back"}
THROUGH = {
    "report": "opened a report",
    "protection": "entered the person",
    "match": "looked at a possible match",
    "handover": "read what the person handed over",
}
STANDS = {
    BEFORE: "frozen before anybody opened what {person} told",
    AFTER: "not frozen before what {person} told was opened",
    NOT_FROZEN: "in no freeze; what {person} told was opened",
    NOT_OPENED: "nobody opened what {person} told",
    UNKNOWN: "it cannot be shown when what {person} told was opened",
}
_SHOWS = (
    "It shows, for each item relied on in this case and for each thing such an item rests on, by which ways"
    " it came to the office, who attested a source of its own and who approved it, who opened what a "
    "protected person told and when, and what the office already held by then. Each statement names entries"
    " of the office's ledger, an append-only log of hashes. The file beside this one has the entries and "
    "their proofs."
)
_LIMITS = (
    "It shows no content: no statement, no name of a protected person. Persons are numbered for this report"
    " alone.",
    "It covers persons whom one of these items came from. Whom the case is against it does not say.",
    "The ways by which items came are what members of the office entered. The proofs show that they were "
    "entered, by whom, when and in which order, and that nothing was changed since; not that they are true.",
    "A freeze shows that the office held a thing by then. That nobody learned what was told in another way,"
    " no log shows.",
    "A proof against the root below shows that an entry is in this log. That the office has no second log "
    "is shown by comparing the root with one that somebody outside the office kept.",
)


def printed(facts: Facts, *, json_sha256: str) -> bytes:
    """The report; the same facts give the same bytes. Raises paper.GlyphMissing."""
    document = paper.Document(
        title=f"Case {facts.case_number}: where the evidence came from",
        office=facts.office,
        under=f"Matter {facts.matter}. Made on {_moment(facts.at)} by {_name(facts, facts.made_by)}.",
        to=READERS,
        blocks=list(_blocks(facts, json_sha256)),
        foot=f"Case {facts.case_number}. For the court alone.",
    )
    return paper.pdf("report", document, at=facts.at)


def _blocks(facts: Facts, json_sha256: str) -> Iterator[paper.Block]:
    yield paper.Heading("What this report shows")
    yield paper.Paragraph(_SHOWS)
    yield from _in_short(facts)
    yield paper.Heading("Each item")
    for item in facts.items:
        yield from _item(facts, item)
    yield from _persons(facts)
    yield from _parts(facts)
    yield from _freezes(facts)
    yield paper.Heading("What it does not show")
    yield paper.Points(_LIMITS)
    yield from _checking(facts, json_sha256)


def _in_short(facts: Facts) -> Iterator[paper.Block]:
    relied_on = [item for item in facts.items if item.in_matter]
    yield paper.Heading("In short")
    if not relied_on:
        yield paper.Paragraph("Nothing has been put into this matter.")
        return
    rows = [(item.label, item.ref, _barred(item), _freeze_of(item)) for item in relied_on]
    head = ("Evidence", "Wall number", "May it be used", "First frozen in entry")
    yield paper.Table(head, rows, caption="Items relied on in this case", widths=(3, 2, 4, 2))


def _barred(item: ItemTold) -> str:
    if not item.barred:
        return "Barred against nobody"
    return f"Barred against {_and([_person(one) for one in item.barred])}"


def _freeze_of(item: ItemTold) -> str:
    return "none" if item.first_freeze is None else str(item.first_freeze)


def _item(facts: Facts, item: ItemTold) -> Iterator[paper.Block]:
    yield paper.Heading(f"{item.ref}: {item.label}" if item.label else item.ref, level=3)
    rows = [
        ("What it is", item.kind.replace("_", " ")),
        ("Relied on in this case", "yes" if item.in_matter else "no; something that is rests on it"),
        ("Obtained on", _day(item.obtained) if item.obtained else "not entered"),
        ("Given by", _and([_person(one) for one in item.given_by]) or "no protected person"),
        ("May it be used", _barred(item)),
        ("How it was frozen", "; ".join(_held(item)) or "in no freeze"),
        ("Entries of the ledger", ", ".join(map(str, item.entries)) or "none"),
    ]  # fmt: skip
    rows += [("SHA-256 of its file", item.sha256)] if item.sha256 else []
    yield paper.Facts(rows)
    if item.routes:
        yield paper.Points([_route(facts, route) for route in item.routes])
    order = [_stands(item, person) for person in facts.persons if person.number not in item.given_by]
    if order:
        yield paper.Points(order)


def _held(item: ItemTold) -> Iterator[str]:
    for what, held in (("the item", item.held), ("its file", item.file_held)):
        if held:
            yield f"{what} is holding {held.number} of the freeze in entry {held.freeze.entry}"


def _route(facts: Facts, route: RouteTold) -> str:
    parents = _and(route.parents)
    if not route.is_independent:
        return f"Found through {parents}." if len(route.parents) < 2 else f"Found through {parents} together."
    found_by = _name(facts, route.finder) if route.finder else "somebody outside the office"
    told = [f"A source of its own: {BASES[route.basis]}; found by {found_by}"]
    told += [f"on {_day(route.day)}"] if route.day else []
    told += [f"resting on {parents}"] if parents else []
    done = [f"{EVENTS[one.what]} by {_name(facts, one.by)} on {_moment(one.at)}" for one in route.events]
    counts = "It counts." if route.counts else "It does not count."
    return f"{' '.join(told)}. {_sentence('; '.join(done))} {counts}"


def _stands(item: ItemTold, person: PersonTold) -> str:
    words = STANDS[item.stands_to(person)].format(person=_person(person.number))
    entries = ""
    if person.first_opened is not None and item.first_freeze is not None:
        entries = f": frozen in entry {item.first_freeze}, first opened in entry {person.first_opened}"
    return f"{_person(person.number).capitalize()}: {words}{entries}."


def _persons(facts: Facts) -> Iterator[paper.Block]:
    yield paper.Heading("Who opened what was told")
    if not facts.persons:
        yield paper.Paragraph("None of these items, and nothing they rest on, came from a protected person.")
    for person in facts.persons:
        yield paper.Heading(_person(person.number).capitalize(), level=3)
        yield paper.Paragraph(f"Gave {_and(person.gave)}.")
        if not person.exposures:
            yield paper.Paragraph("Nobody has opened what this person told.")
        rows = [
            (_member(facts, one.member), THROUGH[one.through], _moment(one.at), _number(one.entry))
            for one in person.exposures
        ]
        head = ("Member", "How", "First time", "Entry")
        yield paper.Table(head, rows, widths=(4, 3, 3, 1))


def _parts(facts: Facts) -> Iterator[paper.Block]:
    yield paper.Heading("Who had a part in the case")
    rows = [
        (_member(facts, one.member), ACTS[one.what].sentence, _moment(one.at), _number(one.entry))
        for one in facts.parts
    ]
    yield paper.Table(("Member", "Part", "When", "Entry"), rows, widths=(4, 4, 3, 1))
    exposed = {one.member for person in facts.persons for one in person.exposures}
    both = [
        _member(facts, member) for member in sorted({one.member for one in facts.parts} & exposed, key=str)
    ]
    yield paper.Paragraph(
        f"Of them, these opened what a person above told: {_and(both)}."
        if both
        else "None of them opened what a person above told."
    )


def _freezes(facts: Facts) -> Iterator[paper.Block]:
    yield paper.Heading("What the office held, and when")
    rows = [
        (str(one.entry), _moment(one.at), str(one.size), _halves(bytes(one.root))) for one in facts.freezes()
    ]
    yield paper.Table(("Entry", "When", "Holdings", "Root"), rows, widths=(2, 6, 3, 9))
    yield paper.Paragraph(
        "Each root stands in the ledger's entry of that number, and stands for all holdings by then."
    )


def _checking(facts: Facts, json_sha256: str) -> Iterator[paper.Block]:
    yield paper.Heading("How to check it")
    yield paper.Points(
        [
            "Compare the SHA-256 of the file beside this one with the value below.",
            "Check each entry's proof against the ledger's root (RFC 6962, section 2.1.1), each holding's "
            "proof against the root in the entry of its freeze, and that the ledger only grew since earlier"
            " reports (section 2.1.2). Any program for RFC 6962 serves; docs/kastigar.md of the software "
            "has one.",
            "Compare the ledger's size and root with a checkpoint kept outside the office.",
        ],
        numbered=True,
    )
    yield paper.Fingerprint("SHA-256 of the file with the proofs", json_sha256)
    yield paper.Fingerprint(
        f"Root of the ledger over its first {facts.ledger_size} entries", facts.ledger_root.hex()
    )


def _halves(root: bytes) -> str:
    """A hash in two lines: whole, it is wider than its column."""
    digits = root.hex()
    return f"{digits[:32]}\n{digits[32:]}"


def _person(number: int) -> str:
    return f"person {number}"


def _member(facts: Facts, member: UUID) -> str:
    found = facts.member(member)
    return f"{found.name} ({found.role.replace('_', ' ')})" if found.name else f"member {member}"


def _name(facts: Facts, member: UUID) -> str:
    return facts.member(member).name or f"member {member}"


def _and(words: list[str] | tuple[str, ...]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _number(entry: int | None) -> str:
    return "not shown" if entry is None else str(entry)


def _day(day: date) -> str:
    return f"{day:%B %-d, %Y}"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%B %-d, %Y, %H:%M %Z}"
