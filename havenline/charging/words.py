"""The gate's answer in the words of the desk: short, calm, and the same for every hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from havenline.charging.forms import ROLES, SEX_TRADE, TRAFFICKED
from havenline.charging.models import BARRED, CLEAR, HOLD
from havenline.charging.rows import KINDS, LEVELS, SOURCES, TRI
from havenline.protection.gate import NO_SUCH_OFFENSE, ChargeAnswer, ClauseCited

ANSWERS = {BARRED: _("Barred"), HOLD: _("Hold"), CLEAR: _("Clear")}
NUMBERS = {
    "state_id": _("State ID number"),
    "phone": _("Telephone"),
    "local_id": _("Local number of the person"),
}
CONFIRMERS = {
    "supervisor": _("A supervisor confirms this before it takes effect."),
    "chief": _("The chief confirms this before it takes effect."),
    "counsel": _("Counsel confirms this before it takes effect."),
}
# Facts about the offense alone, and of these the ones the form has a field for: a fact about the person or a
# report is never asked back, and one that nobody can type would send the deputy in a circle.
MISSING = {
    "offense.code": _("Which section the charge names, with its paragraph."),
    "offense.level": _("Whether the charge is an infraction, a misdemeanor or a felony."),
    "offense.date": _("The day of the conduct."),
    "offense.charged": _("Whether the charge is already filed."),
    "offense.charged_date": _("The day on which the charge was filed."),
}
_NO_SUCH_OFFENSE = _(
    "Not an offense for anybody on that day, or not for this person, whatever the promise says. "
    "Do not file it."
)
_DO = {
    BARRED: _("The office promised not to prosecute this. Do not file it."),
    HOLD: _("Do not file this charge until the hold is answered."),
    CLEAR: _("The promise does not stand in the way of this charge."),
}
_DISMISS = _(
    "The office promised not to prosecute this, and it is filed. Take it to a supervisor for dismissal."
)


def to_do(answer: ChargeAnswer) -> Any:
    """The one sentence that says what to do with the charge."""
    if answer.ground == NO_SUCH_OFFENSE:
        return _NO_SUCH_OFFENSE
    if answer.answer == BARRED and answer.disposition == "dismiss_review":
        return _DISMISS
    return _DO[answer.answer]


def missing(answer: ChargeAnswer) -> list[Any]:
    """What would decide, in words. A path not declared here is left out: it may be no fact of the offense."""
    return [MISSING[path] for path in answer.missing if path in MISSING]


def clause_word(clause: ClauseCited) -> Any:
    """The result of a clause in one word; a result nobody declared here is shown as it came."""
    return _RESULTS.get(clause.result, clause.result.replace("_", " "))


_RESULTS = {"barred": _("bars this"), "undetermined": _("is open")}
LEVEL_WORDS = dict(LEVELS)
KIND_WORDS = dict(KINDS)
SOURCE_WORDS = dict(SOURCES)
FILED_WORDS = {
    **dict(TRI),
    "unknown": _("Not known whether filed"),
    "false": _("Not filed"),
    "true": _("Filed"),
}
ROLE_WORDS = dict(ROLES)
SEX_TRADE_WORDS = dict(SEX_TRADE)
TRAFFICKED_WORDS = dict(TRAFFICKED)
