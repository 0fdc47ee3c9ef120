"""Says in one table which role may do which act, and answers by it everywhere: pages, counts, exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotAllowed(Exception):  # noqa: N818 - named for what the reader met
    """This member may not do this act. The page for it is that of something that is not there."""


class ActUnknown(Exception):  # noqa: N818 - named for what the reader met
    """An act that the table does not name: a fault in the code, found by its first test."""


class HasRole(Protocol):
    """Whoever may or may not: a member of staff."""

    @property
    def role(self) -> str:
        """One of ROLES."""

    @property
    def active(self) -> bool:
        """Whether they still work here."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its title at the desk, and what whoever has it is there for."""

    title: str | Promise
    purpose: str


ROLES: Mapping[str, Role] = {
    "victim_services": Role(
        _("Victim services"), "Reads what people report, answers them, completes what protects them."
    ),
    "charging_deputy": Role(_("Charging deputy"), "Asks the gate before a charge is filed. Reads no report."),
    "supervisor": Role(_("Supervisor"), "Sees every screening, enters protections. Reads no report."),
    "filter_attorney": Role(
        _("Filter attorney"),
        "Looks behind the wall whether a match is the person meant, and never charges anybody.",
    ),
    "chief": Role(_("Chief"), "Decides what a hold becomes when its time runs out. Reads no report."),
    "case_deputy": Role(
        _("Case deputy"),
        "Works on the case against who did it, with what the person handed over. Never asks the gate.",
    ),
    "investigator": Role(
        _("Investigator"),
        "Investigates who did it, with what the person handed over. Never asks the gate.",
    ),
    "counsel": Role(_("Counsel"), "Reads the policy as the software runs it, and signs its readings."),
}

# Act -> what it lets a person do. Named room.verb.
ACTS: Mapping[str, str] = {
    "desk.enter": "Sign in and see the own desk.",
    "desk.secure": "Keep the own second proofs: phones, security keys, recovery codes.",
    "report.queue": "See the list of reports: reference, day, status, never content.",
    "report.open": "Open one report and read it, for a named purpose.",
    "report.answer": "Write to the person who reported.",
    "report.move": "Say what becomes of a report: acknowledge it, take it up, give it back, close it.",
    "report.note": "Keep internal notes about a report, apart from what the person said.",
    "report.contact": "Reach a person as they said, in the hours they said, or take that way away.",
    "report.consent": "Write down what a person allows as they said it, and take it back for them.",
    "report.assign": "Give a report to a member, with a wrap of their own.",
    "transition.ask": "Ask somebody to take on a report or parts of it, and take that back.",
    "transition.answer": "Take on what one was asked to, refuse it with a reason, or end it.",
    "handover.read": "Read the parts of a report that its person allowed one to read, after an undertaking.",
    "handover.export": "Make the file of what a person allowed, for somebody outside the office.",
    "handover.tell": "Say what became of what was handed over; the person reads it.",
    "handover.found": "Enter into the wall what was found through what was handed over.",
    "benefit.read": "See for which hand-overs the promise is a benefit to a witness: reference and day.",
    "report.task": "Keep what is to be done for a report by which day, and say that it is done.",
    "report.link": "Say that two reports belong together, and leave a duplicate to the other.",
    "report.complete": "Complete closed facts left open, toward protection only.",
    "item.add": "Enter into the wall what was found through a report.",
    "protection.enter": "Enter a protected person known from elsewhere.",
    "match.queue": "See which possible matches wait: reference and day, never who.",
    "match.look": "Look at who was asked about beside the protected person it may be.",
    "match.answer": "Say whether the two are one person.",
    "matter.open": "Open a matter: its case number and what is relied on in it.",
    "wall.look": "See what waits in the wall and whether its rows are right.",
    "wall.explain": "See why an item is barred: references, kinds and days, never content or a name.",
    "wall.person": "See everything barred against the person an item came from, who is not named.",
    "wall.export": "Take out an item's provenance for an expert.",
    "wall.attest": "Attest a source of its own for an item, and take one back.",
    "wall.approve": "Approve such a source as the second person.",
    "wall.derive": "Enter what was learned later about where an item came from: it bars, and shows nothing.",
    "freeze.make": "Freeze files of the office by their hashes, and see what was frozen.",
    "matter.staff": "Say who works on a matter, and refer it where everybody is exposed.",
    "matter.prove": "Make the report for a court on where a matter's items came from.",
    "exposure.read": "See which members are exposed, since when and through what, never to whom.",
    "gate.ask": "Ask the gate about a charge, and read the answers to the own questions.",
    "gate.read_all": "Read the answers to everybody's questions.",
    "gate.review": "Look at questions drawn for review, and at alarms.",
    "canary.enter": "Lay out invented persons that nobody has a reason to ask about.",
    "hold.look": "Look behind the wall at what is held, and recommend what becomes of it.",
    "hold.decide": "Decide what becomes of a hold, and say why.",
    "request.enter": "Enter a request from outside, as closed facts and without a name.",
    "request.look": "See requests from outside, and what the policy says of each.",
    "request.agree": "Agree, as the second person, that what the policy lets out may go out.",
    "request.answer": "Answer a request from outside by the letter that the policy gives.",
    "policy.read": "Read the policies as they run, their readings, and what another reading would change.",
    "policy.try": "Try an invented case under two readings side by side. Nothing of it is stored.",
    "policy.sign": "Sign a reading for the office: who, when, why, and for which text.",
}

# Two people free an item; who attests and who approves may be of either role.
_SOURCES = frozenset({"wall.look", "wall.explain", "wall.attest", "wall.approve", "wall.derive"})

# Everybody reads the policy they work by. No fact of anybody's case stands in it.
_EVERYBODY = frozenset({"desk.enter", "desk.secure", "policy.read"})

# Acts that take much out of the house at once, or change who may get in: a second proof of the last minutes.
STEP_UP = frozenset({"desk.secure", "wall.export", "matter.prove", "handover.export"})

# Walled from charging: who reads what was handed over is exposed to its person.
_ON_THE_CASE = frozenset(
    {"transition.answer", "handover.read", "handover.tell", "handover.found", "wall.derive"}
)

# The one table. Whoever may open reports may not ask the gate, and the other way round.
TABLE: Mapping[str, frozenset[str]] = {
    "victim_services": frozenset(
        {
            *_EVERYBODY,
            "report.queue",
            "report.open",
            "report.answer",
            "report.move",
            "report.contact",
            "report.consent",
            "report.note",
            "report.assign",
            "report.task",
            "report.link",
            "transition.ask",
            "transition.answer",
            "handover.export",
            "handover.tell",
            "report.complete",
            "item.add",
            "wall.derive",
            "protection.enter",
        }
    ),
    "charging_deputy": frozenset({*_EVERYBODY, "matter.open", "freeze.make", "gate.ask"}),
    "supervisor": frozenset(
        {
            *_EVERYBODY,
            "protection.enter",
            "matter.open",
            "freeze.make",
            "matter.staff",
            "exposure.read",
            "gate.ask",
            "gate.read_all",
            "request.enter",
            "request.look",
            "request.agree",
            "gate.review",
            *_SOURCES,
        }
    ),
    "filter_attorney": frozenset(
        {
            *_EVERYBODY,
            "protection.enter",
            "matter.open",
            "hold.look",
            "match.queue",
            "match.look",
            "match.answer",
            "wall.person",
            "wall.export",
            "matter.prove",
            *_SOURCES,
        }
    ),
    "chief": frozenset(
        {
            *_EVERYBODY,
            "matter.open",
            "freeze.make",
            "matter.staff",
            "exposure.read",
            "gate.ask",
            "gate.read_all",
            "gate.review",
            "canary.enter",
            "hold.decide",
            "request.look",
            "request.agree",
        }
    ),
    "counsel": frozenset(
        {
            *_EVERYBODY,
            "policy.try",
            "policy.sign",
            "benefit.read",
            "request.enter",
            "request.look",
            "request.answer",
        }
    ),
    "case_deputy": frozenset({*_EVERYBODY, *_ON_THE_CASE}),
    "investigator": frozenset({*_EVERYBODY, *_ON_THE_CASE}),
}

# Team -> the roles whose members hold its key.
TEAMS: Mapping[str, frozenset[str]] = {
    "intake": frozenset({"victim_services"}),
    "charging": frozenset({"charging_deputy", "supervisor", "chief"}),
    "filter": frozenset({"filter_attorney"}),
}


def may(member: HasRole | None, act: str) -> bool:
    """Whether this member may do this act; nobody may nothing. Raises ActUnknown for an act nobody named."""
    if act not in ACTS:
        raise ActUnknown(f"the act `{act}` is not in the table: name it in staff/roles.py")
    return member is not None and member.active and act in TABLE.get(member.role, frozenset())


def check_may(member: HasRole | None, act: str) -> None:
    """Raise NotAllowed unless `may`."""
    if not may(member, act):
        raise NotAllowed(f"the act `{act}` is not this role's")


def table() -> str:
    """docs/roles.md: every act and the roles that may do it, as Markdown."""
    names = list(ROLES)
    lines = [
        "# Roles and acts",
        "",
        "Printed from `havenline/staff/roles.py`, the one table that pages, counts and exports ask. What a",
        "role may not do answers like a page that is not there. What it may not read it holds no key to:",
        "the table is the first lock, the keys are the second.",
        "",
        *(f"- `{name}`: {ROLES[name].purpose}" for name in names),
        "",
        "| act | what it is | " + " | ".join(f"`{name}`" for name in names) + " |",
        "| --- | --- |" + " --- |" * len(names),
    ]
    for act, sentence in ACTS.items():
        cells = " | ".join("yes" if act in TABLE[name] else "" for name in names)
        lines.append(f"| `{act}` | {sentence} | {cells} |")
    fresh = ", ".join(f"`{act}`" for act in ACTS if act in STEP_UP)
    lines += ["", f"These acts ask for a second proof anew when the last is older than ten minutes: {fresh}."]
    lines += ["", "| team | whose members hold its key |", "| --- | --- |"]
    lines += [f"| `{team}` | {', '.join(f'`{role}`' for role in sorted(TEAMS[team]))} |" for team in TEAMS]
    return "\n".join(lines) + "\n"
