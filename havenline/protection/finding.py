"""Reads one verdict of the policy as the gate does: certain bars bar, doubt holds, the rest is clear."""

from collections.abc import Mapping
from dataclasses import dataclass

from havenline.policy.pack import Pack
from havenline.policy.verdict import Verdict
from havenline.protection.case import item_id
from havenline.protection.gate import BARRED, CLEAR, HOLD, NO_SUCH_OFFENSE, POLICY, ClauseCited

CHARGING = ("C1", "C2")
_BARS = {"do_not_charge": POLICY, "dismiss_review": POLICY, "no_such_offense": NO_SUCH_OFFENSE}
_CLEARS = ("exclude_evidence", "may_charge_clean_only", "may_charge")
# What the walls may answer for an item to be relied on. Anything else, and any doubt, keeps it out.
_FREE = ("not_barred", "not_applicable", "use_allowed_independent")
_PROTECTION = {CLEAR: 0, HOLD: 1, BARRED: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One charge under one reading of the facts. `leaned`: the readings its bars leaned on."""

    answer: str
    disposition: str
    ground: str = ""
    clauses: tuple[ClauseCited, ...] = ()
    leaned: frozenset[str] = frozenset()
    confirm_by: str = ""

    @property
    def protects(self) -> tuple[int, bool, int, bool]:
        """How far this goes: a bar before a hold before a clearance; among bars the one that needs nobody's
        confirmation and rests on more clauses."""
        return (
            _PROTECTION[self.answer],
            self.ground == NO_SUCH_OFFENSE,
            len(self.clauses),
            not self.confirm_by,
        )


HELD = Finding(HOLD, "hold_and_refer")


def finding(verdict: Verdict, *, pack: Pack) -> Finding:
    """What the verdict on one charge means at the gate."""
    disposition = verdict.disposition or ""
    if disposition in _BARS:
        ground = _BARS[disposition]
        barring = (
            [name for name in CHARGING if verdict.clauses[name].result == "barred"]
            if ground == POLICY
            else []
        )
        return Finding(
            BARRED,
            disposition,
            ground,
            tuple(ClauseCited(name, "barred", pack.quote(name)) for name in barring),
            frozenset(which for name in barring for which in verdict.clauses[name].interpretations),
            str(verdict.answers.get("confirm_by", "")),
        )
    if (
        disposition in _CLEARS
        and not is_unsure(verdict)
        and verdict.answers.get("offense_status") != "unknown"
    ):
        return Finding(CLEAR, disposition)
    return HELD


def is_unsure(verdict: Verdict) -> bool:
    """Whether C1 or C2 is open."""
    return any(verdict.clauses[name].result == "undetermined" for name in CHARGING)


def free_items(count: int, verdict: Verdict) -> frozenset[int]:
    """The numbers of the `count` items that no wall keeps out, for certain (C3, C4)."""
    told: Mapping[str, Mapping[str, str]] = verdict.evidence or {}
    return frozenset(
        number
        for number in range(count)
        if all(told.get(item_id(number), {}).get(name) in _FREE for name in ("C3", "C4"))
    )
