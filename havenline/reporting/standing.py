"""Tells the person in plain words where their report stands, and by when they hear."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havenline.reporting import clocks
from havenline.reporting.models import Moved, Report
from havenline.reporting.states import ACKNOWLEDGED, ASSIGNED, CLOSED, REASONS, RECEIVED, WITHDRAWN, WORKING

REASONS_IN_WORDS: Mapping[str, str | Promise] = {
    "done": _("What we could do is done."),
    "wished": _("You wished it."),
    "no_answer": _("We did not hear from you for a long time."),
    "elsewhere": _("Another office or group has it now."),
    "no_report": _("We found nothing in it that we can act on."),
}
assert tuple(REASONS_IN_WORDS) == REASONS


def in_words(report: Report) -> list[str]:
    """Where the report stands, one or two short sentences."""
    return {
        RECEIVED: _received,
        ACKNOWLEDGED: _read,
        ASSIGNED: _read,
        WORKING: _read,
        CLOSED: _closed,
        WITHDRAWN: _withdrawn,
    }[report.state](report)


def _received(report: Report) -> list[str]:
    day = date_format(clocks.acknowledge_by(report.day), "DATE_FORMAT")
    return [gettext("It is in."), gettext("By %(day)s we tell you that somebody read it.") % {"day": day}]


def _read(report: Report) -> list[str]:
    said = [gettext("Somebody read it.")]
    if report.state == ASSIGNED:
        said.append(gettext("One person now looks after it."))
    if report.state == WORKING:
        said.append(gettext("One person works on it now."))
    return said


def _closed(report: Report) -> list[str]:
    last = Moved.objects.filter(report=report, state=CLOSED).order_by("-number").first()
    why = [str(REASONS_IN_WORDS[last.reason])] if last and last.reason in REASONS_IN_WORDS else []
    return [
        gettext("It is closed."),
        *why,
        gettext("The promise stays."),
        gettext("Write again, and we open it again."),
    ]


def _withdrawn(report: Report) -> list[str]:
    return [
        gettext("You withdrew it. We do nothing with it."),
        gettext("The promise stays."),
        gettext("Write again, and we open it again."),
    ]
