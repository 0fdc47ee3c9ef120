"""The letter by which a matter goes to another office: that there is a conflict, on which terms, and no more.

INVARIANT: nothing in it comes from a report, and its words are the same whatever the conflict is. It is in
English: it goes to prosecutors and courts of this State.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from havenline import paper
from havenline.policy.pack import Pack
from havenline.policy.signing import SignedReadings

ATTORNEY_GENERAL, OTHER_OFFICE = "attorney_general", "other_office"
_TERMS = ("C1", "C2", "C3", "C4", "C5", "C6")
_WORK = {
    "gate.ask": "to decide whether and what to charge, and to appear in the case",
    "gate.read_all": "to supervise, confirm and decide what that work leaves open",
}
_LAW = (
    "A court may take a case from a district attorney for a conflict of interest that makes a fair trial "
    "unlikely: Penal Code section 1424 [unverified].",
    "If a district attorney is disqualified, the Attorney General may employ special counsel for the "
    "prosecution: Government Code section 12553 [unverified].",
    "The Attorney General has direct supervision over every district attorney: California Constitution, "
    "article V, section 13 [unverified]; Government Code section 12550 [unverified].",
)


def letter(
    *,
    number: str,
    to: str,
    addressee: str,
    lacking: list[str],
    office: str,
    pack: Pack,
    signed: SignedReadings | None,
    at: datetime,
) -> bytes:
    """The letter as PDF. to: ATTORNEY_GENERAL or OTHER_OFFICE, whose name `addressee` is.

    lacking: the acts of `staffing.NEEDED` for which nobody is left. signed: the readings this office signed
    for this pack. Raises paper.GlyphMissing.
    """
    document = paper.Document(
        title=f"Case {number}: referral because of a conflict",
        office=office,
        to="Attorney General of California" if to == ATTORNEY_GENERAL else addressee,
        day=f"{timezone.localdate(at):%B %-d, %Y}",
        blocks=[*_request(number, lacking), *_terms(pack, signed), *_law(), *_signed()],
        foot=f"Case {number}. This letter gives no reason and carries no evidence.",
    )
    return paper.pdf("letter", document, at=at)


def _request(number: str, lacking: list[str]) -> list[paper.Block]:
    return [
        paper.Paragraph(
            f"In case {number} nobody in this office who could do the following is free of a conflict:"
        ),
        paper.Points([_WORK[act] for act in lacking]),
        paper.Paragraph("We ask you to take over this work, or to name an office that will."),
        paper.Paragraph(
            "We state no reason here, and no paper that would state one comes with this letter. Whether and "
            "how the reason is told to a court is for that court to order; we would ask to tell it "
            "in chambers."
        ),
    ]


def _terms(pack: Pack, signed: SignedReadings | None) -> list[paper.Block]:
    return [
        paper.Heading("On which terms"),
        paper.Paragraph(
            "This office has published a policy and keeps it in every case. It reads its duty toward other "
            "offices so:"
        ),
        _reading(pack, signed),
        paper.Paragraph(
            "Nothing but this letter is handed over until your office has accepted the same terms in "
            "writing. They are:"
        ),
        *(paper.Quote(pack.quote(name), f"Clause {name}") for name in _TERMS),
    ]


def _reading(pack: Pack, signed: SignedReadings | None) -> paper.Quote:
    """I-15 as the office signed it, else as the pack reads it, in favor of the protected person."""
    reading = pack.reading("I-15")
    source = f"Reading I-15 of {pack.id}, version {pack.version}"
    if signed is None or "I-15" not in signed.readings:
        return paper.Quote(reading.texts[reading.default], source)
    day = date.fromisoformat(signed.signed)
    by = f"{source}, signed by {signed.signed_by} on {day:%B %-d, %Y}"
    return paper.Quote(reading.texts[signed.readings["I-15"]], by)


def _law() -> list[paper.Block]:
    return [
        paper.Heading("Law apart from the policy"),
        paper.Points(list(_LAW)),
        paper.Paragraph(
            "[unverified] marks law whose own text was not read for this form. Counsel reads it before the "
            "letter is sent."
        ),
    ]


def _signed() -> list[paper.Block]:
    return [
        paper.Signature(("For this office", "Date")),
        paper.NewPage(),
        paper.Heading("Acceptance"),
        paper.Paragraph(
            "Our office accepts for this case, and for all that is handed over in it, the terms quoted above "
            "as if they were published by us. We hand nothing of it on to another office or agency that has "
            "not accepted them in writing."
        ),
        paper.Blank("Office"),
        paper.Blank("Name and position"),
        paper.Signature(("Signature", "Date")),
    ]
