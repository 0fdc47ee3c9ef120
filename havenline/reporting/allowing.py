"""Says a person's consents in the person's words, and lists them, those that are over too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havenline.reporting import consent, consents, openings, words
from havenline.reporting.consent import NAMED, RECORD, Terms
from havenline.reporting.models import Consent
from havenline.vault.keys import DataKey

GRADES: Mapping[str, str | Promise] = {
    "record": _("Just keep it. Share nothing, and do not ask me."),
    "talk": _("Talk with me first. Share nothing yet."),
    "unnamed": _("Share parts of it, without my name."),
    "named": _("Share it with my name."),
    "certification": _("Help me get a certificate for a U or T visa."),
}
WAYS: Mapping[str, str | Promise] = {
    "case": _("People in this office, to act against who did it"),
    "agency": _("Police or another agency, to act against who did it"),
    "help": _("A group that helps, so that it can help me"),
    "warn": _("A group that helps, to warn others"),
    "relief": _("Who helps with certificates in this office"),
}
FIELDS: Mapping[str, str | Promise] = {
    "facts": _("What kind of crime it was, and its day"),
    "words": _("My words about what happened"),
    "who": _("Who did it"),
    "where": _("Where it was"),
    "when": _("When it was"),
    "letters": _("My letters here"),
    "name": _("My name and birth date"),
}
TIMES: Mapping[str, str | Promise] = {
    "month": _("30 days"),
    "quarter": _("3 months"),
    "year": _("One year"),
    "open": _("Until I take it back"),
}
HOWS: Mapping[str, str | Promise] = {
    "letter": _("in a letter"),
    "call": _("in a call or message"),
    "meeting": _("when we met"),
    "through": _("through somebody you trust"),
}
_ENDS: Mapping[str, str | Promise] = {
    "taken_back": _("Taken back"),
    "changed": _("Changed"),
    "withdrawn": _("You withdrew the report"),
}
assert (tuple(GRADES), tuple(FIELDS), tuple(HOWS)) == (consent.GRADES, consent.FIELDS, consent.HOWS)
assert (tuple(WAYS), tuple(TIMES), tuple(_ENDS)) == (
    tuple(consent.WAYS),
    tuple(consent.TIMES),
    consent.ENDS,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a page says the closed words: to the person here, to staff in casework."""

    grades: Mapping[str, str | Promise]
    ways: Mapping[str, str | Promise]
    fields: Mapping[str, str | Promise]
    hows: Mapping[str, str | Promise]


_TO_THE_PERSON = Wording(GRADES, WAYS, FIELDS, HOWS)


@dataclass(frozen=True, slots=True)
class ConsentSeen:
    """One consent as a page shows it. `said` is how it was said where staff wrote it down, by `role`."""

    id: UUID
    recipient: str
    way: str
    to: str
    is_named: bool
    fields: Sequence[str]
    day: date
    until: date | None
    role: str
    said: str
    over: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """What stands and what stood. `word` is what was said where nothing is shared; `is_refused` whether the
    person said with the code that nothing is to be, and nobody is to ask."""

    word: str
    is_refused: bool
    standing: Sequence[ConsentSeen]
    over: Sequence[ConsentSeen]


def allowed(report_id: UUID, key: DataKey, *, wording: Wording = _TO_THE_PERSON) -> Allowed:
    """Every consent of a report, for the person and for staff who opened it; `key` is the report's."""
    day = timezone.localdate()
    rows = list(Consent.objects.filter(report_id=report_id).order_by("number"))
    live = {row.id for row in consents.standing(report_id, on=day)}
    word = next((row for row in rows if row.id in live and not row.recipient), None)
    sharing = [(row, _seen(row, consents.terms_of(row, key), wording)) for row in rows if row.recipient]
    return Allowed(
        word=str(wording.grades[word.grade]) if word else "",
        is_refused=bool(word and word.grade == RECORD and word.by is None),
        standing=[seen for row, seen in sharing if row.id in live],
        over=[seen for row, seen in sharing if row.id not in live],
    )


def _seen(row: Consent, terms: Terms, wording: Wording) -> ConsentSeen:
    return ConsentSeen(
        id=row.id,
        recipient=row.recipient,
        way=str(wording.ways[terms.way]),
        to=words.visible(terms.to),
        is_named=row.grade == NAMED or consent.NAME in terms.fields,
        fields=[str(wording.fields[name]) for name in terms.fields],
        day=row.day,
        until=row.until,
        role=openings.role_in_words(row.role) if row.by else "",
        said=str(wording.hows[row.how]) if row.how else "",
        over=str(_ENDS[row.ended_why]) if row.ended_why else gettext("Its time was over"),
    )
