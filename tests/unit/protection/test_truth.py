"""Whatever is left unknown and whatever the deputy's file says, what the full truth bars is never cleared."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from havenline.policy import decide, load
from havenline.protection import decision
from havenline.protection.case import Known, case_file, completed
from havenline.protection.facts import LEGAL, Facts
from havenline.protection.gate import CLEAR, ChargeAsked, Query

PACK = load()
TODAY = date(2026, 10, 5)
BARS = ("do_not_charge", "dismiss_review", "no_such_offense")
STATUTES = (
    "PC 647(a)", "PC 647(b)", "PC 647(b)(1)", "PC 647(b)(2)", "PC 647(b)(3)", "PC 653.22", "PC 372",
    "HS 11377(a)", "HS 11350(a)", "HS 11379(a)", "HS 11364", "PC 602", "PC 484", "PC 211", "PC 266h",
    "PC 653.23", "PC 415",
)  # fmt: skip

days = st.integers(0, 60).map(lambda ago: (TODAY - timedelta(days=ago)).isoformat())


def known_words(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word for word in LEGAL[name] if word != "unknown"])


truths = st.builds(
    Facts,
    **{name: known_words(name) for name in LEGAL},
    crime_date=days,
    report_date=days,
    withdrawn_date=st.just(""),
)
charges = st.builds(
    ChargeAsked,
    st.sampled_from(STATUTES),
    st.just("unknown"),
    days,
    st.sampled_from(["true", "false"]),
    days,
    st.sampled_from(["true", "false"]),
)


def forgotten(truth: Facts, dropped: frozenset[str]) -> Facts:
    return Facts(**{f.name: getattr(truth, f.name) for f in fields(Facts) if f.name not in dropped})


@settings(max_examples=200, deadline=None)
@given(
    truth=truths,
    charge=charges,
    role=st.sampled_from(LEGAL["role"]),
    sex_trade=st.sampled_from(LEGAL["sex_trade"]),
    trafficked=st.sampled_from(LEGAL["trafficked"]),
    dropped=st.frozensets(st.sampled_from([field.name for field in fields(Facts)])),
    told=st.integers(1, 3),
)
def test_what_the_truth_bars_is_never_clear(
    truth: Facts,
    charge: ChargeAsked,
    role: str,
    sex_trade: str,
    trafficked: str,
    dropped: frozenset[str],
    told: int,
) -> None:
    silent = Query("S-TRUTH", TODAY.isoformat(), charges=(charge,))
    (whole,) = completed(silent, Known((truth,)))
    verdict = decide(PACK, case_file(silent, charge, whole))
    query = replace(silent, role=role, sex_trade=sex_trade, trafficked=trafficked)
    known = Known((forgotten(truth, dropped),) * told)
    found = decision.answer(query, pack=PACK, known=(known,), walled=frozenset()).charges[0]
    event(f"truth {verdict.disposition}, gate {found.answer}")
    if verdict.disposition in BARS:
        assert found.answer != CLEAR
