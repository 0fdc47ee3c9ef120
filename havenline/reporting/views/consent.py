"""What may be shared, asked in two steps: how far, and then whom, what and how long."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from havenline.reporting import allowing, consent, consents, queries, words
from havenline.reporting.consent import CERTIFICATION, NAME, NAMED, RELIEF, SHARING, Terms, TermsWrong
from havenline.vault.keys import Keyring


def ask_grade(request: HttpRequest, report_id: UUID, keyring: Keyring, *, wrong: str = "") -> HttpResponse:
    """How far: the five grades as people ask for them."""
    _, key = queries.opened(report_id, keyring)
    context = {
        "page_path": "page/more/",
        "grades": allowing.GRADES.items(),
        "allowed": allowing.allowed(report_id, key),
        "wrong": wrong,
    }
    return render(request, "reporting/grade.html", context, status=422 if wrong else 200)


def choose_grade(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse | None:
    """Keep a word that shares nothing (then None), or ask what a consent shares."""
    grade = request.POST.get("grade", "")
    if grade in SHARING:
        queries.opened(report_id, keyring)
        return _form(request, Terms(grade, RELIEF if grade == CERTIFICATION else ""))
    if grade not in consent.GRADES:
        return ask_grade(request, report_id, keyring, wrong=gettext("Choose one answer."))
    consents.decide(report_id, keyring, Terms(grade), day=timezone.localdate())
    return None


def allow(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse | None:
    """Keep a consent (then None), or say what is missing with all that was chosen."""
    time = request.POST.get("time", "")
    terms = read(request.POST)
    try:
        if len(terms.to) > words.LINE_LIMIT:
            raise TermsWrong("to")
        until = consent.last_day(time, today=timezone.localdate())
        consents.decide(report_id, keyring, replace(terms, until=until), day=timezone.localdate())
    except TermsWrong as fault:
        if fault.field == "grade":
            return ask_grade(request, report_id, keyring, wrong=gettext("Choose one answer."))
        return _form(request, terms, time=time, wrong={fault.field: mistake(fault.field)})
    return None


def read(post: QueryDict) -> Terms:
    """What a form carried. The name goes with a consent that names, and only there."""
    grade, way = post.get("grade", ""), post.get("way", "")
    chosen = {NAME} if grade == NAMED else set()
    chosen |= set(post.getlist("part"))
    fields = tuple(name for name in consent.FIELDS if name in chosen)
    to = words.storable(post.get("to", "")) if way in consent.OUTSIDE else ""
    return Terms(grade, way, fields, to)


def take_back(request: HttpRequest, report_id: UUID, keyring: Keyring) -> None:
    """Take one consent back; what is over already stays over."""
    with suppress(ValueError):
        consents.take_back(
            report_id, keyring, UUID(request.POST.get("consent", "")), day=timezone.localdate()
        )


def mistake(field: str) -> str:
    """What has to be mended at this field."""
    return {
        "way": gettext("Choose who may get it."),
        "fields": gettext("Choose at least one part."),
        "to": gettext("Write which one. If you do not know yet, go back and choose to talk first."),
        "until": gettext("Choose how long."),
    }[field]


def _form(
    request: HttpRequest, terms: Terms, *, time: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    ways, fields = consent.ways_of(terms.grade), consent.fields_of(terms.grade)
    context = {
        "page_path": "page/more/",
        "terms": terms,
        "is_named": terms.grade == NAMED,
        "ways": [(way, allowing.WAYS[way]) for way in ways] if terms.grade != CERTIFICATION else [],
        "fields": [
            (name, allowing.FIELDS[name]) for name in fields if not (name == NAME and terms.grade == NAMED)
        ],
        "times": allowing.TIMES.items(),
        "time": time,
        "wrong": wrong or {},
    }
    return render(request, "reporting/share.html", context, status=422 if wrong else 200)
