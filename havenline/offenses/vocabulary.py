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
QUANTITIES = frozenset(("PRIOR", "PRIORS", "YR", "YRS", "YEAR", "YEARS", "DAYS", "GRAM", "GRAMS", "OZ"))
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
    **dict.fromkeys(("AIDING", "ABETTING", "ABET"), "PRINCIPAL"),
}
CONJUNCTIONS = frozenset(("AND", "OR", "WITH", "W"))
BEFORE_LETTER = frozenset("./-,|:;")
REPEATS = frozenset(("/", ",", "&", "+", "AND", "OR"))
THROUGH = frozenset(("-", "THROUGH", "THRU", "TO"))  # between the ends of a span: `370-373a`
OPEN_ENDED = frozenset(("SEQ", "ETSEQ", "FF"))  # `370 et seq.`: and the sections that follow
# What a scanner makes of a figure.
FIGURES_MISREAD = {"I": "1", "L": "1", "O": "0"}
LONGEST_CODE = 8  # letter groups in a code's name
