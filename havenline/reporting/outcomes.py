"""Says what became of what a person let the office hand over, in the person's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.reporting.handed import OUTCOMES
from havenline.reporting.models import Outcome, Transition

_BECAME: Mapping[str, str | Promise] = {
    "pending": _("About what you let us hand over: people are working on it."),
    "filed": _("About what you let us hand over: charges were filed."),
    "declined": _("About what you let us hand over: no charges will be filed. You can ask us about it here."),
}
assert tuple(_BECAME) == OUTCOMES


def of_transition(asked: Transition) -> list[tuple[date, str]]:
    """What became of one hand-over, oldest first."""
    return _in_words(Outcome.objects.filter(transition=asked))


def of_report(report_id: UUID) -> list[tuple[date, str]]:
    """What became of all that was handed over of a report, oldest first."""
    return _in_words(Outcome.objects.filter(transition__report=report_id))


def _in_words(rows: QuerySet[Outcome]) -> list[tuple[date, str]]:
    return [(timezone.localdate(one.at), str(_BECAME[one.word])) for one in rows.order_by("number")]
