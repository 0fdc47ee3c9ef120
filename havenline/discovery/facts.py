"""The closed facts of a request, as the policy's case file names them, in words for the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.policy.vocabulary import vocabulary

Words = Mapping[str, str | Promise]

ASKS: Words = {
    "ice": _("Immigration agency (ICE, CBP)"),
    "uscis": _("USCIS"),
    "federal_agency": _("Another federal agency"),
    "police": _("Police or sheriff"),
    "other_prosecutor": _("Another prosecutor"),
    "city_attorney": _("City attorney"),
    "defense": _("Defense of an accused"),
    "court": _("A court"),
    "victim": _("The person themselves"),
    "victims_attorney": _("The person's lawyer"),
    "victims_family": _("The person's family"),
    "cbo": _("Community organization"),
    "child_welfare": _("Child welfare"),
    "public": _("The public or the press"),
    "other": _("Somebody else"),
    "unknown": _("Not known"),
}
# A request for certification is no request for data: it has a desk and clocks of its own.
INSTRUMENTS: Words = {
    "informal": _("Nothing in writing"),
    "letter": _("Letter or e-mail"),
    "administrative_warrant": _("Administrative warrant (such as I-200, I-205)"),
    "detainer": _("Detainer (such as I-247A)"),
    "civil_subpoena": _("Civil subpoena"),
    "judicial_subpoena": _("Subpoena in a criminal case, or signed by a judge"),
    "judicial_warrant": _("Warrant signed by a judge"),
    "court_order": _("Order of a court"),
    "criminal_discovery": _("Discovery in a criminal case (PC 1054.1)"),
    "brady": _("Brady or Giglio"),
    "cpra": _("Public records request"),
    "unknown": _("Not known"),
}
PURPOSES: Words = {
    "defense_of_accused": _("To defend somebody accused"),
    "enforcement": _("To investigate or enforce"),
    "prosecute_the_person": _("To prosecute the person"),
    "civil_abatement": _("A civil or abatement case"),
    "immigration_enforcement": _("To enforce immigration law"),
    "immigration_relief": _("To help the person with relief"),
    "news": _("News or research"),
    "other": _("Something else"),
    "unknown": _("Not known"),
}
WANTS: Words = {
    "own_statement": _("What the person told"),
    "report": _("A report"),
    "case_file": _("A case file"),
    "name": _("A name"),
    "address": _("An address"),
    "telephone": _("A telephone number"),
    "reporter_names": _("Who reported"),
    "immigration_status": _("Immigration status"),
    "impeachment": _("What shakes a witness's word, promises made to them included"),
    "other": _("Something else"),
}
ANSWERS: Words = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
_TRI = {"yes": True, "no": False}

_LEFT_OUT = {"certification_request"}
for _name, _offered in (
    ("request.from", ASKS),
    ("request.instrument", INSTRUMENTS),
    ("request.purpose", PURPOSES),
    ("request.wants", WANTS),
):
    assert set(_offered) - {"unknown"} == set(vocabulary()[_name].values) - _LEFT_OUT - {"unknown"}, _name


def case_of(
    *,
    asks: str,
    instrument: str,
    purpose: str,
    wants: list[str],
    consent: str,
    undertaking: str,
    received: str,
) -> dict[str, object]:
    """The `request` of a case file. What is not known is left out: absent is unknown."""
    chosen = {"from": asks, "instrument": instrument, "purpose": purpose}
    request: dict[str, object] = {name: value for name, value in chosen.items() if value != "unknown"}
    if wants:
        request["wants"] = sorted(wants)
    for name, value in (("consent", consent), ("written_undertaking", undertaking)):
        if value in _TRI:
            request[name] = _TRI[value]
    return {**request, "received": received}
