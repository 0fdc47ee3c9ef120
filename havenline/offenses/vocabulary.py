"""The words a charge text is made of besides its numbers: markers, grades, modifiers and noise."""

from __future__ import annotations

MARKERS = frozenset(
    ("SUB", "SUBD", "SUBDS", "SUBDIV", "SUBDIVISION", "SUBDIVISIONS", "SUBSEC", "SUBSECTION", "SUBSECTIONS")
    + ("SUBPARAGRAPH", "PARA", "PAR", "PARAGRAPH")
)
NOISE = frozenset(
    ("OF", "THE", "SECTION", "SECTIONS", "SEC", "SECS", "SECT", "S", "SS", "CODE", "CA", "CAL", "CALIF")
    + ("CALIFORNIA", "VIOLATION", "VIOL", "VIO", "CHARGE", "CHG", "RED", "REDUCED", "PER", "PURSUANT", "TO")
)
COUNTS = frozenset(("COUNT", "COUNTS", "CT", "CTS", "CNT", "CNTS"))
ORDINALS = frozenset(("ST", "ND", "RD", "TH"))
LEVELS = {
    "M": "M",
    "MIS": "M",
    "MISD": "M",
    "MISDEMEANOR": "M",
    "MISDEMEANORS": "M",
    "F": "F",
    "FEL": "F",
    "FELONY": "F",
    "I": "I",
    "INF": "I",
    "INFR": "I",
    "INFRACTION": "I",
    "W": "W",
    "WOB": "W",
    "WOBBLER": "W",
}
MODIFIERS = {
    **dict.fromkeys(("ATT", "ATTM", "ATTMPT", "ATMPT", "ATTEMPT", "ATTEMPTED", "ATTEMPTING"), "ATTEMPT"),
    **dict.fromkeys(("CONSP", "CONSPIRACY", "CONSPIRE", "CONSPIRING"), "CONSPIRACY"),
    **dict.fromkeys(("ACCESSORY", "ACCESSRY"), "ACCESSORY"),
}
CONJUNCTIONS = frozenset(("AND", "OR", "WITH", "W"))
BEFORE_LETTER = frozenset("./-,|:;")
REPEATS = frozenset(("/", ",", "&", "+", "AND", "OR"))
LONGEST_CODE = 8  # letter groups in a code's name
