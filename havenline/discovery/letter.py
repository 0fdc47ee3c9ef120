"""The letter that answers a request: what is refused and why, in the policy's own words, and nothing held.

INVARIANT: nothing in it depends on anything but the request. It is the same letter whether the office holds a
thousand pages or none. It is in English: it goes to agencies, lawyers and courts of this State.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from havenline import paper
from havenline.discovery.judging import ASSIST, MINIMUM, REFUSE, Judged

_SILENCE = (
    "We neither say nor deny that this office holds anything of what you ask for. We would answer in the "
    "same words if it held nothing."
)
_NO_COURT = (
    "An administrative warrant or a detainer is signed by an officer of the agency. It is not the order of a "
    "court, and it compels nothing here."
)
_LAW = {
    "GC 7284.6": "Government Code section 7284.6 (what a law enforcement agency of this State may not do for "
    "immigration enforcement) [unverified].",
    "8 USC 1373": "8 U.S.C. section 1373 (exchange of status information), whose reach is disputed "
    "[unverified]. This office records no immigration status.",
    "SFAC 12H": "San Francisco Administrative Code chapter 12H [unverified].",
    "SFAC 12I": "San Francisco Administrative Code chapter 12I [unverified].",
    "PC 1054.2": "Penal Code section 1054.2: addresses and telephone numbers of victims and witnesses go to "
    "counsel alone and no further without an order of the court [secondary source].",
    "PC 1054.7": "Penal Code section 1054.7: disclosure may be denied, restricted or deferred for good "
    "cause, shown in chambers [unverified].",
    "EC 1040": "Evidence Code section 1040: official information [verified text].",
    "PC 11166": "Penal Code section 11166: reports of child abuse are made apart from this letter "
    "[unverified].",
}


def letter(
    *, reference: str, received: date, instrument: str, judged: Judged, office: str, at: datetime
) -> bytes:
    """The letter as PDF. Raises paper.GlyphMissing."""
    document = paper.Document(
        title=f"Your request, our reference {reference}",
        office=office,
        to="To whom it concerns",
        day=f"{timezone.localdate(at):%B %-d, %Y}",
        blocks=[
            paper.Paragraph(f"We received your request on {received:%B %-d, %Y}."),
            *_answer(judged, instrument),
            *_law(judged.checks),
            paper.Signature(("For this office", "Date")),
        ],
        foot=f"{reference}. This letter was written from the request alone.",
    )
    return paper.pdf("letter", document, at=at)


def _answer(judged: Judged, instrument: str) -> list[paper.Block]:
    if judged.disposition == REFUSE:
        return _refusal(judged, instrument)
    if judged.disposition == MINIMUM:
        return _minimum(judged)
    if judged.disposition == ASSIST:
        return [
            paper.Paragraph(
                "What is the person's own is given to the person, or to whom they name in writing."
            ),
            paper.Paragraph(
                "Please come in person or through a lawyer, with the code or a paper that shows the person's "
                "agreement. No identity document of a government is demanded."
            ),
        ]
    return [
        paper.Paragraph("Counsel of this office will answer you. Until then nothing is given."),
        paper.Paragraph(_SILENCE),
        *_quotes(judged),
    ]


def _refusal(judged: Judged, instrument: str) -> list[paper.Block]:
    told: list[paper.Block] = [
        paper.Paragraph("We do not give what you ask for."),
        paper.Paragraph(_SILENCE),
    ]
    if instrument in ("administrative_warrant", "detainer"):
        told.append(paper.Paragraph(_NO_COURT))
    if not judged.quoted:
        return told
    return [
        *told,
        paper.Paragraph("This office has published a policy and keeps it toward everybody:"),
        *_quotes(judged),
    ]


def _minimum(judged: Judged) -> list[paper.Block]:
    given = [str(one).replace("_", " ") for one in judged.verdict.answers.get("disclose", [])]
    withheld = [str(one).replace("_", " ") for one in judged.verdict.answers.get("redact", [])]
    blocks: list[paper.Block] = [
        paper.Paragraph("You receive what the law compels in a criminal case, and no more:"),
        paper.Quote(judged.pack.quote("N1"), "Clause N1"),
    ]
    if given:
        blocks.append(paper.Paragraph(f"As far as it exists: {', '.join(given)}."))
    if withheld:
        blocks.append(paper.Paragraph(f"Withheld: {', '.join(withheld)}."))
    blocks.append(
        paper.Paragraph(
            "That this office publishes a policy under which witnesses of violent crime are not prosecuted "
            "for certain offenses may be a benefit to a witness. You find it attached to this letter."
        )
    )
    return blocks


def _quotes(judged: Judged) -> list[paper.Block]:
    return [paper.Quote(judged.pack.quote(name), f"Clause {name}") for name in judged.quoted]


def _law(checks: Sequence[str]) -> list[paper.Block]:
    told = [_LAW[check] for check in checks if check in _LAW]
    if not told:
        return []
    return [
        paper.Heading("Law apart from the policy"),
        paper.Points(told),
        paper.Paragraph(
            "[unverified] marks law whose own text was not read for this form. Counsel reads it before the "
            "letter is sent."
        ),
    ]
