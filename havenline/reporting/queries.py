"""Answers what a holder of a report's key may read; without the key there are only ids, days and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from havenline.protection.facts import Facts
from havenline.reporting import openings, outcomes, sealing, standing, words
from havenline.reporting.handed import HANDOVER
from havenline.reporting.models import Extract, Letter, Report
from havenline.reporting.openings import OpeningSeen as OpeningSeen
from havenline.vault import grants
from havenline.vault.errors import NoGrant
from havenline.vault.keys import DataKey, Keyring
from havenline.vault.models import Opening


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One report as the queue may show it: nothing a person wrote."""

    id: UUID
    reference: str
    day: date
    status: str
    language: str
    size_bucket: str


@dataclass(frozen=True, slots=True)
class LetterRead:
    """One opened letter, with the member who wrote it or the wall's reference of the reporter's item."""

    day: date
    from_office: bool
    author: UUID | None
    text: str
    item: str


@dataclass(frozen=True, slots=True)
class ReportRead:
    """An opened report. `naming` and `facts` (of `Facts`, by name) are closed words."""

    id: UUID
    reference: str
    day: date
    language: str
    words: str
    who: str
    where: str
    when: str
    naming: str
    name: str
    born: str
    item: str
    handle: str
    facts: dict[str, str]
    letters: tuple[LetterRead, ...]


@dataclass(frozen=True, slots=True)
class ItemOf:
    """One item of the wall that a report brought: its reference, what it is (report or letter), its day."""

    ref: str
    what: str
    day: date


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """One letter as the reporter's page shows it; `lines` are the labelled short answers of the report."""

    day: date
    from_office: bool
    text: str
    lines: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """What the reporter's page shows: where the report stands; letters and openings, newest last."""

    stands: Sequence[str]
    letters: Sequence[LetterSeen]
    openings: Sequence[OpeningSeen]


def find(locator: bytes) -> UUID | None:
    """The report that this locator finds, or nothing."""
    return Report.objects.filter(locator=locator).values_list("id", flat=True).first()


def queue() -> list[QueueRow]:
    """Every report, those that wait for the office first, each group oldest first."""
    rows = Report.objects.order_by("-status", "day", "reference").values_list(
        "id", "reference", "day", "status", "language", "size_bucket"
    )
    return [QueueRow(*row) for row in rows]


def read(report: Report | UUID, key: DataKey) -> ReportRead:
    """The whole report, opened with its key; raises Report.DoesNotExist, BlobWrong.

    Staff get the key from `grants.open_for`, which leaves the trace the reporter sees.
    """
    row = _row(report)
    told, covered = sealing.open_telling(row, key=key), sealing.open_covered(row, key=key)
    letters = tuple(
        LetterRead(
            day=letter.day,
            from_office=letter.from_office,
            author=letter.author,
            text=sealing.open_letter(letter, key=key),
            item=letter.item.ref if letter.item else "",
        )
        for letter in _letters(row)
    )
    return ReportRead(
        id=row.id,
        reference=row.reference,
        day=row.day,
        language=row.language,
        words=told.words,
        who=told.who,
        where=told.where,
        when=told.when,
        naming=told.naming,
        name=told.name,
        born=told.born,
        item=row.item.ref,
        handle=covered.handle,
        facts={**asdict(Facts()), **covered.facts},
        letters=letters,
    )


def _row(report: Report | UUID) -> Report:
    # Fetched anew even where a row was given: one read earlier may miss what was completed since.
    report_id = report.id if isinstance(report, Report) else report
    return Report.objects.select_related("item").get(id=report_id)


def _letters(report: Report) -> list[Letter]:
    return list(Letter.objects.filter(report=report).select_related("item").order_by("number"))


def items_of(report: Report | UUID) -> list[ItemOf]:
    """The wall's items that this report brought: itself and each letter of the reporter."""
    row = _row(report)
    written = [letter for letter in _letters(row) if letter.item]
    return [
        ItemOf(row.item.ref, "report", row.day),
        *(ItemOf(letter.item.ref, "letter", letter.day) for letter in written if letter.item),
    ]


def opened(report_id: UUID, keyring: Keyring) -> tuple[Report, DataKey]:
    """The reporter's own report and its key; raises NoGrant at the same cost where there is none."""
    key = grants.reporter_data_key(keyring, sealing.KIND, report_id)
    row = Report.objects.filter(id=report_id).first()
    if row is None:
        raise NoGrant("no key of this holder opens the object")
    return row, key


def thread(report_id: UUID, keyring: Keyring) -> Thread:
    """The letters of a report and who opened it, for the reporter; raises NoGrant."""
    row, key = opened(report_id, keyring)
    told = sealing.open_telling(row, key=key)
    named = ((gettext("Who did it"), told.who), (gettext("Where"), told.where), (gettext("When"), told.when))
    lines = [(label, words.visible(line)) for label, line in named if line]
    letters = [LetterSeen(row.day, from_office=False, text=words.visible(told.words), lines=lines)]
    letters += [
        LetterSeen(
            letter.day,
            from_office=letter.from_office,
            text=words.visible(sealing.open_letter(letter, key=key)),
        )
        for letter in Letter.objects.filter(report=row).order_by("number")
    ]
    for day, text in outcomes.of_report(row.id):
        # A letter keeps the day alone: of one day, what became of a hand-over stands last.
        place = next((at for at in range(len(letters), 0, -1) if letters[at - 1].day <= day), 0)
        letters.insert(place, LetterSeen(day, from_office=True, text=text))
    return Thread(standing.in_words(row), letters, openings_of(report_id))


def openings_of(report_id: UUID) -> list[OpeningSeen]:
    """Who opened the report, or parts of it that went to them, oldest first, as its person reads it."""
    handed = Extract.objects.filter(transition__report=report_id).values("transition__id")
    rows = Opening.objects.filter(
        Q(object_kind=sealing.KIND, object_id=report_id) | Q(object_kind=HANDOVER, object_id__in=handed)
    ).order_by("at")
    return [openings.seen(one) for one in rows]
