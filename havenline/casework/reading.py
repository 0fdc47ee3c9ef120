"""The reading page: the one place where a report is shown, after its opening stands in the ledger."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havenline.casework import (
    actions,
    asking,
    facts,
    linking,
    moving,
    notes,
    passed,
    purposes,
    queries,
    tasking,
)
from havenline.casework.actions import Withdrawn
from havenline.casework.consent_forms import FIELDS, GRADES, HOWS, TIMES, WAYS, WORDING, SaidConsent
from havenline.casework.forms import KINDS_IN_WORDS, NOTE_KINDS, Answer, Completion, Found, WrittenNote
from havenline.casework.handing_forms import KINDS as HANDED_AS
from havenline.casework.handing_forms import OUTCOMES_IN_WORDS
from havenline.casework.purposes import PurposeMissing
from havenline.casework.task_forms import CHOICES, SetTask
from havenline.reporting import allowing, contact, own, planning, states
from havenline.reporting.contact import NoOtherWay, NotNow, Plan
from havenline.reporting.models import Report
from havenline.staff import DeskRequest
from havenline.staff.models import Member
from havenline.vault.errors import NoGrant
from havenline.vault.keys import DataKey
from havenline.web.written import written

REASONS = {
    "done": _("What could be done is done"),
    "wished": _("The person wishes it"),
    "no_answer": _("The person did not answer for a long time"),
    "elsewhere": _("Another office or organization has it"),
    "no_report": _("It is no report"),
}
assert tuple(REASONS) == states.REASONS
# To a group parts are referred, or the whole care for it goes.
_HAND_KINDS = [(kind, HANDED_AS[kind]) for kind in ("referral", "transfer")]


def find_row(reference: str) -> Report:
    """The report of an address; the page of what is not there for any other."""
    row = queries.find(reference)
    if row is None:
        raise Http404
    return row


def said_purpose(purpose: str) -> str:
    """The purpose a form carried, or nothing."""
    try:
        return purposes.read(purpose)
    except PurposeMissing:
        return ""


def done(row: Report, purpose: str, *, act: str, item: str = "") -> HttpResponse:
    """On to the page that asks for a purpose, which says what was done."""
    # Closed words and the item's reference alone: the address tells nothing that was said.
    said = urlencode({"done": act, "purpose": purpose, **({"item": item} if item else {})})
    return HttpResponseRedirect(f"{reverse('casework:report', args=[row.reference])}?{said}", status=303)


def unkept(request: DeskRequest, row: Report, fault: Withdrawn | NoGrant) -> HttpResponse:
    """What somebody wrote and may not send any more: nothing was kept, and every word is there to copy.

    Who holds no key and never opened the report sees the page of what is not there.
    """
    is_withdrawn = isinstance(fault, Withdrawn)
    if not is_withdrawn and not moving.has_read(row, request.member):
        raise Http404
    shown = {"row": row, "is_withdrawn": is_withdrawn, "written": written(request)}
    return render(request, "casework/unkept.html", shown, status=409)


def ask_purpose(
    request: DeskRequest, row: Report, *, chosen: str = "", is_mistaken: bool = False
) -> HttpResponse:
    """The page that asks what the report is opened for: nothing of it is shown there."""
    item = request.GET.get("item", "")
    context = {
        "row": row,
        "written_in": queries.language_in_words(row.language),
        "size": queries.size_in_words(row.size_bucket),
        "purposes": purposes.PURPOSES.items(),
        "chosen": chosen,
        "is_mistaken": is_mistaken,
        "done": request.GET.get("done", ""),
        "item": item if queries.is_held(row, item) else "",
    }
    return render(request, "casework/purpose.html", context, status=422 if is_mistaken else 200)


def open_page(
    request: DeskRequest,
    row: Report,
    purpose: str,
    *,
    answer: Answer | None = None,
    note: WrittenNote | None = None,
    completion: Completion | None = None,
    found: Found | None = None,
    said: SaidConsent | None = None,
    task: SetTask | None = None,
) -> HttpResponse:
    """The reading page. Every time it is shown is an opening, a page with a mistake too."""
    if not purpose:
        return ask_purpose(request, row, is_mistaken=True)
    try:
        key = actions.open_report(
            row, holder=request.unlocked, by=request.member, purpose=purpose, at=timezone.now()
        )
    except Withdrawn:
        return done(row, "", act="withdrawn")
    except NoGrant:
        raise Http404 from None
    reading = queries.reading(row, key)
    mistaken = [form for form in (answer, completion, found, note, said, task) if form is not None]
    context = {
        "row": row,
        "reading": reading,
        "purpose": purpose,
        "purpose_in_words": purposes.in_words(purpose),
        "written_in": queries.language_in_words(row.language),
        "naming": naming_in_words(reading.report.naming),
        "known": [
            (question, facts.in_words(name, reading.report.facts[name]))
            for name, question in facts.QUESTIONS.items()
            if name not in facts.still_open(reading.report.facts)
        ],
        "answer": answer or Answer(),
        "notes": notes.of(row, holder=request.unlocked, key=key),
        "note": note or WrittenNote(),
        "note_kinds": NOTE_KINDS.items(),
        "note_once": _once(note),
        "questions": _questions(completion, reading.report.facts),
        "completion": completion,
        "found": found or Found(refs=[]),
        "kinds": KINDS_IN_WORDS.items(),
        "once": _once(found),
        "through": found["through"].value() if found else [reading.report.item],
        "mistakes": [said for form in mistaken for said in _mistakes(form)],
        "today": timezone.localdate(),
        **_moves(row, request.member),
        **_allowed(row, key, said),
        "links": linking.of(row, holder=request.unlocked, by=request.member),
        "link_kinds": linking.KINDS.items(),
        "tasks": tasking.of(row, holder=request.unlocked),
        "task": task or SetTask(members=[]),
        "task_kinds": CHOICES,
        "task_once": _once(task),
        "all_may_have": queries.may_have(),
        "passed": passed.of(row, own=key),
        "case_members": queries.on_the_case(),
        "hand_kinds": _HAND_KINDS,
        "outcomes": OUTCOMES_IN_WORDS.items(),
        **_reaching(row, planning.plan_of(row.id, key)),
    }
    return render(request, "casework/report.html", context, status=422 if mistaken else 200)


def _reaching(row: Report, plan: Plan) -> dict[str, object]:
    """How the person may be reached, without the number: that is shown when it is used."""
    try:
        contact.check_reach(plan, timezone.now())
        may_reach = row.is_open
    except (NoOtherWay, NotNow):
        may_reach = False
    return {
        "channel": queries.channel_in_words(plan.channel),
        "hours": [str(own.WINDOWS[name]) for name in plan.windows],
        "is_elsewhere": plan.channel in contact.ELSEWHERE,
        "may_reach": may_reach,
        "may_write": plan.channel != contact.NOTHING,
    }


def _allowed(row: Report, key: DataKey, said: SaidConsent | None) -> dict[str, object]:
    """What the person allows, and the form to write down what they say of it."""
    form = said or SaidConsent()
    asked = {
        "grade": (gettext("What did the person say?"), [("", gettext("Choose")), *GRADES.items()]),
        "way": (gettext("Who may get it?"), [("", gettext("Nobody")), *WAYS.items()]),
        "time": (gettext("How long?"), [("", gettext("Choose")), *TIMES.items()]),
        "how": (gettext("How did the person say it?"), [("", gettext("Choose")), *HOWS.items()]),
    }
    return {
        "allowed": allowing.allowed(row.id, key, wording=WORDING),
        "said": form,
        "said_parts": FIELDS.items(),
        "said_fields": [
            {"name": name, "asked": words, "choices": choices, "value": form[name].value() or ""}
            for name, (words, choices) in asked.items()
        ],
    }


def _once(form: Found | WrittenNote | SetTask | None) -> object:
    """What tells one form from another: that of the form that came back, or a fresh one."""
    return (form["once"].value() if form and not form.errors.get("once") else None) or uuid4()


def _moves(row: Report, member: Member) -> dict[str, object]:
    """Where the report stands and what this member can make of it now."""
    held = queries.who_has(row)
    is_mine = held is not None and held.member == member.id
    can = {name for name in moving.PLAIN if row.state in states.MOVES[name].start}
    has_it = Member.objects.filter(id=held.member).values_list("name", flat=True).first() if held else ""
    return {
        "stands": queries.stands_in_words(row, has_it=has_it or ""),
        "is_late": queries.is_late(row),
        "can": can if is_mine else can - {"begin", "give_back"},
        "may_have": [one for one in queries.may_have() if not held or one.id != held.member],
        "can_assign": row.state in states.MOVES["assign"].start,
        "reasons": REASONS.items(),
        "asked": asking.of(row, member=member),
        "refusals": asking.REFUSALS_IN_WORDS.items(),
    }


def _mistakes(form: forms.Form) -> list[str]:
    return [str(said) for errors in form.errors.values() for said in errors]


def _questions(completion: Completion | None, known: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "words": facts.QUESTIONS[name],
            "choices": facts.OFFERED.get(name, {}).items(),
            "value": (completion.data.get(name, "") if completion else ""),
            "mistakes": completion.errors.get(name, []) if completion else [],
        }
        for name in facts.still_open(known)
    ]


def naming_in_words(naming: str) -> str:
    """How the person is named, as the desk reads it."""
    return {
        "named": gettext("By name"),
        "pseudonymous": gettext("By a working name"),
        "anonymous": gettext("By no name"),
    }.get(naming, gettext("Not said"))
