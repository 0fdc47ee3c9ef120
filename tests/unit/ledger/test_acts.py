"""Only declared acts and closed words enter the ledger."""

import pytest

from havenline.ledger import acts

STAFF = "member:00000000-0000-4000-8000-000000000001"

CLEAN = [
    ("report.received", "", False, {"messages": 1, "items": 0}),
    ("object.opened", STAFF, True, {"kind": "report", "role": "victim_services", "purpose": "first_reading"}),
    ("key.published", "", True, {"kind": "team", "fingerprint": "0f" * 32}),
    ("protection.enrolled", "", False, {"source": "portal"}),
    ("protection.enrolled", STAFF, True, {"source": "police.report"}),
]

REFUSED = [
    ("an act nobody declared", "report.read_secretly", "", False, {}),
    ("a detail nobody declared", "report.received", "", False, {"story": "x"}),
    ("words with spaces", "object.opened", STAFF, True, {"purpose": "he hit me"}),
    ("a name", "object.opened", STAFF, True, {"purpose": "Maria"}),
    ("a number in words", "object.opened", STAFF, True, {"purpose": "room101"}),
    ("a word that is long", "object.opened", STAFF, True, {"purpose": "a" * 41}),
    ("an empty word", "object.opened", STAFF, True, {"purpose": ""}),
    ("a word with a line end", "object.opened", STAFF, True, {"purpose": "reading\n"}),
    ("a count below nothing", "report.received", "", False, {"messages": -1}),
    ("a count beyond exact numbers", "report.received", "", False, {"messages": 2**53}),
    ("a truth as a count", "report.received", "", False, {"messages": True}),
    ("a text as a count", "report.received", "", False, {"messages": "1"}),
    ("half a fingerprint", "key.published", "", True, {"fingerprint": "0f" * 31}),
    ("a loud fingerprint", "key.published", "", True, {"fingerprint": "0F" * 32}),
    ("the moment of a portal act", "report.received", "", True, {}),
    ("the day alone of a staff act", "staff.signed_in", STAFF, False, {}),
    ("an actor in a portal act", "report.received", STAFF, False, {}),
    ("an actor with only a day", "item.added", STAFF, False, {}),
    ("an actor by name", "staff.signed_in", "maria", True, {}),
]


@pytest.mark.parametrize(("act", "by", "at_moment", "detail"), CLEAN)
def test_declared_acts_pass(act: str, by: str, at_moment: bool, detail: dict[str, str | int]) -> None:
    acts.check(act, by=by, at_moment=at_moment, about=["report"], detail=detail)


@pytest.mark.parametrize(
    ("act", "by", "at_moment", "detail"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_anything_else_is_refused(act: str, by: str, at_moment: bool, detail: dict[str, str | int]) -> None:
    with pytest.raises(acts.ActWrong):
        acts.check(act, by=by, at_moment=at_moment, about=[], detail=detail)


@pytest.mark.parametrize("kind", ["", "Maria Lopez", "report 7", "7", "a" * 41])
def test_what_an_act_is_about_has_a_plain_kind(kind: str) -> None:
    with pytest.raises(acts.ActWrong):
        acts.check("report.received", by="", at_moment=False, about=[kind], detail={})


def test_every_act_is_a_sentence_with_known_forms() -> None:
    for name, act in acts.ACTS.items():
        assert acts.has_form(name, form=acts.WORD), name
        assert act.sentence.endswith("."), name
        assert set(act.detail.values()) <= {acts.WORD, acts.COUNT, acts.FINGERPRINT}, name
        assert act.kept in {"day", "moment", "either"}, name
