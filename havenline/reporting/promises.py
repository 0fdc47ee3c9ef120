"""The promise as it is said to a person: plain sentences, the policy's own words, and who is not bound.

The words in `quote` are the policy's, letter by letter; a test compares them with the pack. They are
translated too, so that a reader of another language has a translation beside the original.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Promise:
    """One "we will not" sentence with its clause, the policy's words, and where it ends."""

    clause: str
    says: str | Lazy
    quote: str
    edge: str | Lazy


PROMISES = (
    Promise(
        clause="C1",
        says=_("We will not charge victims or witnesses of violence for sex work."),
        quote=gettext_noop(
            "The District Attorney's Office will not prosecute persons for involvement in sex work or other"
            " forms of sex trade when they are victims or witnesses of sexual assault, human trafficking, "
            "stalking, robbery, assault, kidnapping, threats, blackmail, extortion, burglary or other "
            "violent crime."
        ),
        edge=_("Police can still arrest. Other prosecutors can still charge."),
    ),
    Promise(
        clause="C2",
        says=_("We will not charge you with small offenses when you report."),
        quote=gettext_noop(
            "For purposes of this policy, persons will not be prosecuted for uncharged offenses including "
            "Penal code §§ 647(a), 647(b), 653.22, 372, and misdemeanor drug offenses, when reporting "
            "sexual assault, human trafficking, stalking, robbery, assault, kidnapping, threats, blackmail,"
            " extortion, burglary or other violent crime."
        ),
        edge=_(
            "This is for sex work laws, public nuisance and misdemeanor drugs. "
            "It is for what nobody has charged yet. Felonies are not in it."
        ),
    ),
    Promise(
        clause="C3",
        says=_("We will not use what you tell us to investigate or charge you."),
        quote=gettext_noop(
            "Information gathered from a victim or witness of a violent crime who is engaged in sex work or"
            " other forms of sex trade including trafficked persons will not be used in any manner to "
            "investigate and prosecute that person, during the course of the investigation or in the "
            "future."
        ),
        edge=_("This has no time limit. Police and other prosecutors are not bound."),
    ),
    Promise(
        clause="C4",
        says=_("We will not use your true words against you in a sex work case."),
        quote=gettext_noop(
            "So long as the person making the report does so truthfully, any statements they make shall not"
            " be used against them in the current investigation or in any future criminal action against "
            "them concerning this incident brought by this office for violation of Penal code §§ 647(a), "
            "647(b), 653.22, 372."
        ),
        edge=_("This is for cases about the same event. Drug offenses are not in it."),
    ),
    Promise(
        clause="C5",
        says=_("We will not use immigration status against victims or witnesses."),
        quote=gettext_noop(
            "Immigration status will not be used by the District Attorney against victims and witnesses of "
            "violent crime in any way."
        ),
        edge=_("We never ask about it. Please leave it out. Federal agencies are not bound."),
    ),
    Promise(
        clause="C6",
        says=_("We will not tell anyone your immigration status."),
        quote=gettext_noop(
            "The Office of the District Attorney shall not report to any person or government agency the "
            "immigration status of any person making a report under this policy, with the exception of "
            "assisting with the application for immigration relief that would benefit the victim or "
            "witness."
        ),
        edge=_("The one exception is help with papers that you ask for."),
    ),
)

# Said in full before the first question: nobody finds out afterwards.
LIMITS = (
    (
        _("Who is bound"),
        (
            _("Only this office is bound. Police, federal agencies and other counties are not."),
            _("A promise of ours cannot keep evidence out of court."),
            _("If a court orders something, our lawyers answer it. We may have to obey."),
            _("The defense may learn of this promise. The law can call it a benefit to a witness."),
        ),
    ),
    (
        _("Children"),
        (
            _("There are duties by law to report child abuse."),
            _("If you tell of harm to someone under 18, others may have to know."),
            _("If you are under 18, that means harm to you too."),
        ),
    ),
    (
        _("Who can read it"),
        (
            _("Named staff of this office can open your report."),
            _("You can see which kind of staff did, when and what for."),
            _("A court can order them to open it."),
            _("We keep no internet address and no time, only the day."),
            _("The order of our log may still show the hour."),
            _("An attacker who controls our server sees what passes through it."),
        ),
    ),
    (
        _("If a charge against you comes up"),
        (
            _("Before charging, a deputy asks our system about a person."),
            _("If we promised, the answer is no. So the deputy learns that the promise covers you."),
            _("The deputy does not learn of a report, a crime, a day or a source."),
            _("If you give no name, the system cannot find you by itself."),
            _("A slip can. You make one with your code, and give it to the deputy or your lawyer."),
            _("Whoever holds our secret key could test whether a name is protected."),
        ),
    ),
)
