"""How a person calls each fact of a case file: on the form of counsel and in the rules in plain words."""

from __future__ import annotations

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

# Sections in the order of the form.
SECTIONS: dict[str, str | Promise] = {
    "": _("The day"),
    "person": _("The person"),
    "report": _("The report and the crime"),
    "report.finding": _("A formal finding of falsity"),
    "offense": _("The offense in question"),
    "also": _("Facts this law asks for"),
    "evidence": _("Items of evidence"),
    "request": _("A request for disclosure or certification"),
    "action": _("An act by staff about immigration status"),
    "training": _("Training"),
}

FACTS: dict[str, str | Promise] = {
    "screening": _("Day of the decision"),
    "person.role": _("Part in the crime"),
    "person.suspect_of_reported_crime": _("Suspected of the very crime reported"),
    "person.sex_trade": _("Link to the sex trade"),
    "person.trafficked": _("Was trafficked"),
    "person.age": _("Age in years"),
    "person.will_testify": _("Will be called as a witness"),
    "person.cooperating": _("Cooperates now"),
    "person.status_held": _("The office holds something on the immigration status"),
    "person.certification": _("Certification for immigration relief"),
    "person.drug_priors": _("Earlier drug convictions"),
    "person.supervision_for": _("Offense the person is under supervision for"),
    "report.made": _("Somebody reported the crime"),
    "report.accepted": _("The report was taken"),
    "report.by": _("Who reported"),
    "report.consent": _("The person agreed to the report"),
    "report.to": _("First told to"),
    "report.mode": _("How the reporter is known"),
    "report.date": _("Day of the report"),
    "report.crime": _("Kind of crime"),
    "report.crime_note": _("Note on the crime, decides nothing"),
    "report.crime_grade": _("Grade of the crime"),
    "report.crime_date": _("Day of the crime"),
    "report.crime_occurred": _("The crime happened"),
    "report.truthful": _("Truth of the report"),
    "report.finding.by": _("Who made the finding"),
    "report.finding.written": _("The finding is in writing"),
    "report.finding.standard": _("Standard of proof"),
    "report.finding.knowing": _("The person knew it was false"),
    "report.finding.material": _("The false statement mattered"),
    "report.finding.heard": _("The person was heard before"),
    "report.withdrawn_date": _("Day the report was withdrawn"),
    "report.case_status": _("State of the case on the crime"),
    "offense.code": _("Offense as written"),
    "offense.level": _("Grade as filed or proposed"),
    "offense.date": _("Day of the conduct"),
    "offense.charged": _("A pleading was filed"),
    "offense.charged_date": _("Day of filing"),
    "offense.office": _("Prosecuting office"),
    "offense.proceeding": _("What would be done with it"),
    "offense.same_incident": _("Belongs to the incident reported"),
    "offense.sex_trade_involvement": _("The person's own part in the sex trade"),
    "offense.personal_drug_use": _("No more than personal drug use"),
    "offense.grade": _("Grade of the offense"),
    "offense.standing": _("Whether the section is law"),
    "item.id": _("Name of the item"),
    "item.kind": _("What it is"),
    "item.obtained": _("Day it was obtained"),
    "item.gathered_by": _("Who obtained it"),
    "item.from_person": _("Gathered from the person"),
    "item.because_of_report": _("Not in hand without the report"),
    "item.derived_from": _("Found through"),
    "item.sealed_before_report": _("Sealed before the report"),
    "item.exception_claimed": _("Exception relied on"),
    "item.use": _("Offered for"),
    "item.false_statement": _("The very statement found false"),
    "item.routes": _("Routes, as a case file writes them"),
    "request.from": _("Who asks"),
    "request.instrument": _("Legal form of the request"),
    "request.purpose": _("What it is for"),
    "request.wants": _("What is asked for"),
    "request.form": _("Certification form"),
    "request.received": _("Day it arrived"),
    "request.in_removal": _("The person is in removal proceedings"),
    "request.ages_out_within_60_days": _("Somebody ages out within 60 days"),
    "request.consent": _("The person asked for it or agreed in writing"),
    "request.written_undertaking": _("The terms were accepted in writing"),
    "request.refusal_reasons": _("Reasons proposed for refusing"),
    "action.by": _("Who acts"),
    "action.kind": _("The act"),
    "action.consent": _("The person agreed to the act in writing"),
    "training.agencies": _("Agencies taking part"),
    "training.developed_with": _("Organizations that helped develop it"),
    "training.delivered_with": _("Organizations that help deliver it"),
    "training.cbo_serves_sex_workers": _("Each organization serves sex workers"),
}


def label(path: str) -> str | Promise:
    """The name of a fact or section in the reader's language; a fact a pack adds goes by its own words."""
    return FACTS.get(path) or SECTIONS.get(path) or path.removeprefix("also.").replace("_", " ")


@cache
def plain(path: str) -> str:
    """The name as the rules use it, which like the policy are in English."""
    with override("en"):
        return str(label(path))
