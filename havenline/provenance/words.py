"""The words of the pages about provenance: kinds, bases, refusals."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havenline.wall import errors
from havenline.wall.explain import Reason, Step

KINDS: Mapping[str, str | Promise] = {
    "own_statement": _("A statement of a person"),
    "own_testimony": _("A testimony of a person"),
    "third_party_statement": _("What somebody else said"),
    "physical": _("A thing"),
    "document": _("A document"),
    "device_data": _("Data of a device"),
    "metadata": _("Data about data"),
    "video": _("Video or picture"),
    "warrant": _("Found on a warrant"),
    "undercover_record": _("Undercover record"),
    "observation": _("What an officer saw"),
    "dna_reference": _("DNA sample"),
    "dna_match": _("DNA match"),
    "other": _("Something else"),
}
BASES: Mapping[str, str | Promise] = {
    "held_before": _("The office held it before the person told anything."),
    "other_agency": _("Another agency found it without the office."),
    "other_person": _("Another person said it, unasked."),
    "public": _("It stood open to everybody."),
    "entered_by_mistake": _("What it was found through was entered by mistake."),
}
_REFUSALS: Mapping[type[errors.EntryRefused], str | Promise] = {
    errors.ItemUnknown: _("The wall has no item %(entry)s."),
    errors.OfAnotherMatter: _("%(entry)s is an item of another case. It cannot free this one."),
    errors.GoesInCircles: _("%(entry)s rests on this item. Name what %(entry)s was found through instead."),
    errors.DayImpossible: _("The source cannot have been found on this day: look at %(entry)s."),
    errors.AfterExposure: _(
        "Whoever found or attests it knew what was told by that day. Somebody who did not has to find and "
        "attest it."
    ),
    errors.ApproverExposed: _(
        "You are exposed to the person %(entry)s came from: you opened what they told, or wrote it down. "
        "Nobody can lift this. Somebody else approves."
    ),
    errors.ApprovesOwn: _("Who attested or found a source does not approve it. Ask a second person."),
    errors.NothingToFree: _(
        "%(entry)s was not found through anything. What a person gave stays barred; the rest needs no source."
    ),
    errors.BasisUnknown: _("Choose on what the source rests."),
    errors.RouteSettled: _("This was decided meanwhile. Look at the list again."),
    errors.GiverUnknown: _("Nobody is named as the giver of %(entry)s."),
}


def kind(word: str) -> str:
    """A kind of item as the page says it."""
    return str(KINDS.get(word, word))


def kinds() -> dict[str, str]:
    """All kinds, in the language of the page."""
    return {word: str(said) for word, said in KINDS.items()}


def refusal(refused: errors.EntryRefused) -> str:
    """What the page says of an entry that cannot stand."""
    return str(_REFUSALS[type(refused)]) % {"entry": refused.entry}


def sentences(reason: Reason) -> list[str]:
    """A reason in words, from the item to what was given."""
    refs = {number: step.ref for number, step in reason.steps.items()}
    return [_sentence(step, refs) for step in reason.inward()]


def _sentence(step: Step, refs: Mapping[int, str]) -> str:
    """One step of a reason in words."""
    told = {
        "item": step.ref,
        "kind": kind(step.kind),
        "parents": ", ".join(refs[one] for one in step.through),
    }
    if step.is_given:
        return gettext("%(item)s (%(kind)s) came from a protected person.") % told
    if len(step.through) == 1:
        return gettext("%(item)s (%(kind)s) was found through %(parents)s.") % told
    return (
        gettext(
            "%(item)s (%(kind)s) came by more than one way, and each rests on something barred: %(parents)s."
        )
        % told
    )
