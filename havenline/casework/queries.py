"""Answers what the queue and the reading page show: without a report's key, nothing a person said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from havenline import reporting
from havenline.casework import purposes
from havenline.casework.forms import KINDS_IN_WORDS
from havenline.casework.models import Assignment, Finding, Note
from havenline.reporting import LetterRead, ReportRead, clocks
from havenline.reporting.models import Report, Transition
from havenline.reporting.states import CLOSED, RECEIVED, WITHDRAWN
from havenline.reporting.transitions import ASSIGNMENT, REQUESTED
from havenline.reporting.words import visible
from havenline.staff.models import Member
from havenline.staff.roles import ROLES, may
from havenline.vault.keys import DataKey
from havenline.vault.models import Opening

KIND = "report"
LABEL = "finding.label"
PAGE = 50
COUNTED = 100  # more than this is "many" in any navigation

NEWEST, OLDEST = "newest", "oldest"
NEW, WAITING, ANSWERED = "new", "waiting", "answered"
# What of the queue is shown.
OPEN, LATE, MINE, ASKED, DONE = "open", "late", "mine", "asked", "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One report in the queue: nothing of what was said."""

    reference: str
    day: date
    state: str
    state_in_words: str
    language: str
    size: str
    stands: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; `after` asks for the next one and is empty at the end."""

    rows: Sequence[Row]
    after: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The openings of one day by one member for one purpose: who, as what, for what, when last, how often."""

    name: str
    role: str
    purpose: str
    last: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Held:
    """One item of the wall that belongs to this report: what came with it, or was found through it."""

    ref: str
    kind: str
    label: str
    day: date
    is_given: bool


@dataclass(frozen=True, slots=True)
class LetterShown:
    """One letter as the page shows it; `writer` is the member's name, `item` the wall's reference."""

    day: date
    from_office: bool
    writer: str
    text: str
    item: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the reading page shows of an opened report; `lines` are the short answers that were given."""

    report: ReportRead
    words: str
    name: str
    lines: Sequence[tuple[str, str]]
    letters: Sequence[LetterShown]
    openings: Sequence[Opened]
    held: Sequence[Held]


def _opened() -> Exists:
    return Exists(Opening.objects.filter(object_kind=KIND, object_id=OuterRef("id")))


def count_new() -> int:
    """How many reports nobody has opened yet, counted up to a hundred."""
    return Report.objects.filter(~_opened(), status=Report.WAITING, is_open=True)[:COUNTED].count()


def count_late() -> int:
    """How many persons wait too long for a word that they were read, counted up to a hundred."""
    return _shown(LATE, member=None)[:COUNTED].count()


def page(order: str, *, after: str = "", show: str = OPEN, member: Member | None = None) -> Page:
    """Fifty reports, newest or oldest first, after the place a page named; an unknown place is the start.

    show: OPEN, LATE, MINE or ASKED (of `member`) or DONE.
    """
    rows: QuerySet[Report] = _shown(show, member=member).annotate(is_opened=_opened())
    if place := _place(after):
        day, reference = place
        further = (
            Q(day__gt=day) | Q(day=day, reference__gt=reference)
            if order == OLDEST
            else Q(day__lt=day) | Q(day=day, reference__lt=reference)
        )
        rows = rows.filter(further)
    # Within a day the order is that of the random references: the queue does not tell the hour of a report.
    rows = rows.order_by("day", "reference") if order == OLDEST else rows.order_by("-day", "-reference")
    found = list(rows.only(*_SHOWN)[: PAGE + 1])
    names = _who_has([row.id for row in found])
    shown = [_row(row, has_it=names.get(row.id, "")) for row in found[:PAGE]]
    last = shown[-1] if len(found) > PAGE else None
    return Page(shown, f"{last.day.isoformat()}.{last.reference}" if last else "")


_SHOWN = ("reference", "day", "status", "state", "language", "size_bucket")


def _shown(show: str, *, member: Member | None) -> QuerySet[Report]:
    if show == LATE:
        late = clocks.late_before(timezone.localdate())
        return Report.objects.filter(state=RECEIVED, day__lt=late)
    if show == MINE and member is not None:
        held = Assignment.objects.filter(member=member.id, until=None).values("report_id")
        return Report.objects.filter(id__in=held)
    if show == ASKED and member is not None:
        return Report.objects.filter(id__in=_asked_of(member).values("report_id"))
    if show == DONE:
        return Report.objects.filter(is_open=False)
    return Report.objects.filter(is_open=True, is_left=False)


def _asked_of(member: Member) -> QuerySet[Transition]:
    return Transition.objects.filter(member=member.id, kind=ASSIGNMENT, state=REQUESTED)


def count_asked(member: Member) -> int:
    """How many reports this member is asked to take, counted up to a hundred."""
    return _asked_of(member)[:COUNTED].count()


def _who_has(reports: Sequence[UUID]) -> dict[UUID, str]:
    """Report -> the name of the member who has it."""
    held = Assignment.objects.filter(report_id__in=reports, until=None).values_list("report_id", "member")
    names = _names({member for _, member in held})
    return {report: names.get(member, "") for report, member in held}


def who_has(report: Report) -> Assignment | None:
    """Who has this report now."""
    return Assignment.objects.filter(report=report, until=None).first()


def may_have() -> list[Member]:
    """The members a report can be given to."""
    members = Member.objects.filter(active=True).order_by("name")
    return [member for member in members if may(member, "report.open")]


def on_the_case() -> list[Member]:
    """The members to whom a person may let parts of a report be handed, for the case against who did it."""
    members = Member.objects.filter(active=True).order_by("name")
    return [member for member in members if may(member, "handover.read")]


def _place(after: str) -> tuple[date, str] | None:
    day, _, reference = after.partition(".")
    try:
        return date.fromisoformat(day), reference[:12]
    except ValueError:
        return None


def _row(row: Report, *, has_it: str) -> Row:
    is_opened: bool = row.is_opened  # type: ignore[attr-defined]  # annotated by `page`
    state = ANSWERED if row.status == Report.ANSWERED else WAITING if is_opened else NEW
    return Row(
        reference=row.reference,
        day=row.day,
        state=state,
        state_in_words=state_in_words(state),
        language=language_in_words(row.language),
        size=size_in_words(row.size_bucket),
        stands=stands_in_words(row, has_it=has_it),
        is_late=is_late(row),
    )


def is_late(report: Report) -> bool:
    """Whether its person waits too long for a word that it was read."""
    return report.state == RECEIVED and clocks.acknowledge_by(report.day) < timezone.localdate()


def stands_in_words(report: Report, *, has_it: str) -> str:
    """Where a report stands, as the desk reads it; `has_it` is the name of who has it."""
    due = date_format(clocks.acknowledge_by(report.day), "SHORT_DATE_FORMAT")
    return {
        "received": gettext("To be acknowledged by %(day)s") % {"day": due},
        "acknowledged": gettext("Nobody has it yet"),
        "assigned": gettext("%(name)s has it") % {"name": has_it},
        "working": gettext("%(name)s works on it") % {"name": has_it},
        CLOSED: pgettext("state of a report", "Closed"),
        WITHDRAWN: gettext("Withdrawn by the person"),
    }[report.state]


def state_in_words(state: str) -> str:
    """A report's state as the desk reads it."""
    return {
        NEW: pgettext("state of a report", "New"),
        WAITING: gettext("Read, to be answered"),
        ANSWERED: gettext("Answered"),
    }[state]


def language_in_words(language: str) -> str:
    """The language a person wrote in."""
    return {"en": gettext("English"), "es": gettext("Spanish")}.get(language, language)


def channel_in_words(channel: str) -> str:
    """How the person wants to be reached, as the desk reads it."""
    return {
        "letters": gettext("Letters in the thread, nothing else"),
        "call": gettext("By a call"),
        "text": gettext("By a text message"),
        "mail": gettext("By e-mail"),
        "through": gettext("Through somebody the person trusts"),
        "nothing": gettext("The person does not want to be written to at all"),
    }[channel]


def size_in_words(size: str) -> str:
    """How long a report is, roughly."""
    return {
        "short": pgettext("length of a report", "Short"),
        "medium": pgettext("length of a report", "Medium"),
        "long": pgettext("length of a report", "Long"),
        "longest": pgettext("length of a report", "Very long"),
    }.get(size, size)


def find(reference: str) -> Report | None:
    """The report with this reference, still sealed."""
    return Report.objects.select_related("item", "subject").filter(reference=reference).first()


def reading(report: Report, key: DataKey) -> Reading:
    """The opened report with its openings and its items. `key` comes from `actions.open_report`."""
    read = reporting.read(report, key)
    openings = list(Opening.objects.filter(object_kind=KIND, object_id=report.id).order_by("at", "entry"))
    findings = list(Finding.objects.filter(report=report).select_related("item").order_by("item__number"))
    names = _names({one.by for one in openings} | {one.author for one in read.letters if one.author})
    lines = ((gettext("Who did it"), read.who), (gettext("Where"), read.where), (gettext("When"), read.when))
    return Reading(
        report=read,
        words=visible(read.words),
        name=visible(read.name),
        lines=[(question, visible(said)) for question, said in lines if said],
        letters=[_letter(letter, names) for letter in read.letters],
        openings=_by_day(openings, names),
        held=[*_given(report), *_said(report), *(_held(finding, key) for finding in findings)],
    )


def _by_day(openings: Sequence[Opening], names: dict[UUID, str]) -> list[Opened]:
    """Newest first; what one member opened for one purpose on one day stands together."""
    days: dict[tuple[object, ...], list[Opening]] = {}
    for one in reversed(openings):
        days.setdefault((timezone.localdate(one.at), one.by, one.role, one.purpose), []).append(one)
    return [
        Opened(
            names.get(group[0].by, ""),
            _role(group[0].role),
            purposes.in_words(group[0].purpose),
            group[0].at,
            len(group),
        )
        for group in days.values()
    ]


def _letter(letter: LetterRead, names: dict[UUID, str]) -> LetterShown:
    writer = names.get(letter.author, "") if letter.author else ""
    return LetterShown(letter.day, letter.from_office, writer, visible(letter.text), letter.item)


def refs(report: Report) -> list[str]:
    """The references of all items of this report, given and found: what something may be found through."""
    found = Finding.objects.filter(report=report).order_by("item__number").values_list("item__ref", flat=True)
    return [*(one.ref for one in (*_given(report), *_said(report))), *found]


def is_held(report: Report, ref: str) -> bool:
    """Whether this item was found through this report."""
    return Finding.objects.filter(report=report, item__ref=ref).exists()


def _names(members: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Member.objects.filter(id__in=set(members)).values_list("id", "name"))


def _role(role: str) -> str:
    return str(ROLES[role].title) if role in ROLES else role


def _given(report: Report) -> list[Held]:
    words = {"report": gettext("The report itself"), "letter": gettext("A letter of the person")}
    return [
        Held(one.ref, words.get(one.what, one.what), "", one.day, is_given=True)
        for one in reporting.items_of(report)
    ]


def _said(report: Report) -> list[Held]:
    rows = (
        Note.objects.filter(report=report, item__isnull=False).select_related("item").order_by("item__number")
    )
    return [
        Held(row.item.ref, gettext("What the person told us"), "", timezone.localdate(row.at), is_given=True)
        for row in rows
        if row.item
    ]


def _held(finding: Finding, key: DataKey) -> Held:
    label = key.open_text(bytes(finding.sealed_label), purpose=LABEL, about=str(finding.id))
    kind = str(KINDS_IN_WORDS.get(finding.item.kind, finding.item.kind))
    return Held(finding.item.ref, kind, visible(label), finding.day, is_given=False)
