"""C3, I-15: what everybody undertakes who gets parts of a report, before a word of it is shown."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

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
