"""C3, I-15: what everybody undertakes who gets parts of a report, before a word of it is shown."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from havenline import paper

UNDERTAKING = (
    _("I use what I get only for what the person allowed it for."),
    _("I use nothing of it, and nothing found through it, against the person who told it, in any case."),
    _("I do not ask about, write down or tell anybody's immigration status."),
    _("I have entered in the wall of this office whatever is found through it."),
    _("I give it to nobody else. Who asks me for it is sent to this office."),
)


def fingerprint() -> str:
    """The hash of the English sentences: the ledger says which were undertaken."""
    with override("en"):
        text = "\n".join(str(sentence) for sentence in UNDERTAKING)
    return hashlib.sha256(text.encode()).hexdigest()


def paper_to_sign(ref: str, *, office: str, at: datetime) -> bytes:
    """What somebody outside signs before they get anything, as PDF: the sentences, and nothing of the report.

    The names are filled in by hand, so that no paper on a desk says who told what to whom.
    """
    document = paper.Document(
        title=gettext("Undertaking"),
        office=office,
        lang=get_language() or "en",
        under=ref,
        blocks=[
            paper.Paragraph(
                gettext(
                    "A person allowed this office to give you parts of what they told it. Before you get "
                    "them, you undertake:"
                )
            ),
            paper.Points([str(sentence) for sentence in UNDERTAKING], numbered=True),
            paper.Paragraph(
                gettext(
                    "The person can take it back. Then you destroy what you hold; what you undertook here "
                    "holds on."
                )
            ),
            paper.Blank(gettext("Name and position")),
            paper.Blank(gettext("Agency or group")),
            paper.Signature((gettext("Signature"), gettext("Date"))),
            paper.Fingerprint(gettext("Sentences 1 to 5 in English, SHA-256"), fingerprint()),
        ],
        foot=gettext("%(ref)s. It holds nothing of what was told.") % {"ref": ref},
    )
    return paper.pdf("letter", document, at=at)
