"""What a promise means: packs loaded, cases decided, taint traced. Plain Python, without clock, settings
or database."""

from havenline.policy.casefile import read_case
from havenline.policy.decision import decide
from havenline.policy.errors import CaseRefused, PackRefused, PackUnknown, PolicyRefused, ReadingUnknown
from havenline.policy.loading import load
from havenline.policy.pack import Pack
from havenline.policy.taint import Route, Taint, taint
from havenline.policy.verdict import Verdict

__all__ = [
    "CaseRefused",
    "Pack",
    "PackRefused",
    "PackUnknown",
    "PolicyRefused",
    "ReadingUnknown",
    "Route",
    "Taint",
    "Verdict",
    "decide",
    "load",
    "read_case",
    "taint",
]
