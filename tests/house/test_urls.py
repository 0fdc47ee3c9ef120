"""Every address of the house is declared here, public or with the act it needs, and every door is tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from havenline.staff.roles import may
from tests.people import Office, sign_in

PUBLIC = "public"

# Address name -> `public`, or the act of staff/roles.py it needs. A new address without a line here fails.
DECLARED = {
    "leave": PUBLIC,
    "witness:page": PUBLIC,
    "witness:checkpoint": PUBLIC,
    "witness:since": PUBLIC,
    "witness:tile": PUBLIC,
    "witness:verifier": PUBLIC,
    # The API has a door of its own, tokens: tests/house/test_api.py tries it.
    "api:openapi-json": PUBLIC,
    "api:api-root": PUBLIC,
    "api:token": PUBLIC,
    "api:protect": PUBLIC,
    "api_top": PUBLIC,
    "api_not_there": PUBLIC,
    "reporting:start": PUBLIC,
    "reporting:promise": PUBLIC,
    "reporting:check": PUBLIC,
    "reporting:step": PUBLIC,
    "reporting:come_back": PUBLIC,
    "reporting:thread": PUBLIC,
    "reporting:own": PUBLIC,
    "staff:sign_in": PUBLIC,
    "staff:home": "desk.enter",
    "staff:lock": "desk.enter",
    "staff:second": PUBLIC,
    "staff:first": PUBLIC,
    "staff:again": "desk.enter",
    "staff:conduct": "desk.enter",
    "staff:own": "desk.enter",
    "staff:end_session": "desk.enter",
    "staff:add": "desk.secure",
    "staff:remove": "desk.secure",
    "staff:recovery": "desk.secure",
    "casework:queue": "report.queue",
    "casework:report": "report.open",
    "casework:answer": "report.answer",
    "casework:complete": "report.complete",
    "casework:found": "item.add",
    "casework:move": "report.move",
    "casework:reach": "report.contact",
    "casework:narrow": "report.contact",
    "casework:consent": "report.consent",
    "casework:take_back": "report.consent",
    "casework:hand": "transition.ask",
    "casework:hand_move": "transition.ask",
    "casework:hand_paper": "transition.ask",
    "casework:hand_file": "handover.export",
    "casework:handed_queue": "handover.read",
    "casework:handed": "handover.read",
    "casework:handed_answer": "transition.answer",
    "casework:handed_tell": "handover.tell",
    "casework:handed_found": "handover.found",
    "casework:benefits": "benefit.read",
    "casework:to_do": "report.task",
    "casework:task": "report.task",
    "casework:task_done": "report.task",
    "casework:link": "report.link",
    "casework:link_change": "report.link",
    "casework:note": "report.note",
    "casework:assign": "report.assign",
    "casework:take_on": "transition.answer",
    "casework:call_back": "transition.ask",
    "charging:screenings": "gate.ask",
    "charging:ask": "gate.ask",
    "charging:answer": "gate.ask",
    "charging:memo": "gate.ask",
    "deciding:queue": "hold.look",
    "deciding:look": "hold.look",
    "deciding:take": "hold.look",
    "deciding:to_decide": "hold.decide",
    "deciding:decide": "hold.decide",
    "oversight:review": "gate.review",
    "oversight:canaries": "canary.enter",
    "matters:find": "matter.open",
    "matters:matter": "matter.open",
    "provenance:wall": "wall.look",
    "provenance:item": "wall.explain",
    "provenance:attest": "wall.attest",
    "provenance:approve": "wall.approve",
    "provenance:retract": "wall.attest",
    "provenance:later": "wall.derive",
    "provenance:person": "wall.person",
    "provenance:export": "wall.export",
    "matters:exposures": "exposure.read",
    "matters:freezes": "freeze.make",
    "matters:staff": "matter.staff",
    "matters:assign": "matter.staff",
    "matters:release": "matter.staff",
    "matters:letter": "matter.staff",
    "matters:kastigar": "matter.prove",
    "counsel:packs": "policy.read",
    "counsel:pack": "policy.read",
    "counsel:readings": "policy.read",
    "counsel:change": "policy.read",
    "counsel:beside": "policy.read",
    "counsel:record": "policy.read",
    "counsel:try": "policy.try",
    "counsel:sign": "policy.sign",
    "discovery:queue": "request.look",
    "discovery:enter": "request.enter",
    "discovery:request": "request.look",
    "discovery:agree": "request.agree",
    "discovery:letter": "request.answer",
    "discovery:answer": "request.answer",
    "discovery:anew": "request.answer",
    "protection:enter": "protection.enter",
    "protection:entered": "protection.enter",
    "protection:matches": "match.queue",
    "protection:match": "match.look",
    "protection:match_answer": "match.answer",
}
# Arguments of addresses, for objects that are not there.
NOBODYS = {
    "counsel:pack": {"pack": "nobodys"},
    "counsel:readings": {"pack": "nobodys"},
    "counsel:change": {"pack": "nobodys", "which": "I-00", "reading": "none"},
    "counsel:sign": {"pack": "nobodys", "which": "I-00", "reading": "none"},
    "counsel:beside": {"pack": "nobodys", "other": "nobodys"},
    "counsel:record": {"pack": "nobodys", "signature": "00000000-0000-0000-0000-000000000000"},
    "counsel:try": {"pack": "nobodys"},
    "casework:report": {"reference": "R-000000"},
    "casework:answer": {"reference": "R-000000"},
    "casework:complete": {"reference": "R-000000"},
    "casework:found": {"reference": "R-000000"},
    "casework:consent": {"reference": "R-000000"},
    "casework:take_back": {"reference": "R-000000"},
    "casework:hand": {"reference": "R-000000"},
    "casework:hand_move": {"reference": "R-000000"},
    "casework:hand_paper": {"reference": "R-000000"},
    "casework:hand_file": {"reference": "R-000000"},
    "casework:handed": {"reference": "T-000000"},
    "casework:handed_answer": {"reference": "T-000000"},
    "casework:handed_tell": {"reference": "T-000000"},
    "casework:handed_found": {"reference": "T-000000"},
    "casework:task": {"reference": "R-000000"},
    "casework:link": {"reference": "R-000000"},
    "casework:link_change": {"reference": "R-000000"},
    "casework:note": {"reference": "R-000000"},
    "casework:reach": {"reference": "R-000000"},
    "casework:narrow": {"reference": "R-000000"},
    "casework:move": {"reference": "R-000000"},
    "casework:take_on": {"reference": "R-000000"},
    "casework:call_back": {"reference": "R-000000"},
    "casework:assign": {"reference": "R-000000"},
    "charging:answer": {"reference": "S-000000"},
    "charging:memo": {"reference": "S-000000"},
    "deciding:look": {"reference": "S-000000"},
    "deciding:take": {"reference": "S-000000"},
    "deciding:decide": {"reference": "S-000000"},
    "provenance:item": {"reference": "W-00000"},
    "provenance:attest": {"reference": "W-00000"},
    "provenance:approve": {"reference": "W-00000", "number": 1},
    "provenance:retract": {"reference": "W-00000", "number": 1},
    "provenance:person": {"reference": "W-00000"},
    "provenance:export": {"reference": "W-00000"},
    "discovery:request": {"reference": "D-000000"},
    "discovery:agree": {"reference": "D-000000"},
    "discovery:letter": {"reference": "D-000000"},
    "discovery:answer": {"reference": "D-000000"},
    "discovery:anew": {"reference": "D-000000"},
    "protection:match": {"reference": "L-000000"},
    "protection:match_answer": {"reference": "L-000000"},
    "matters:matter": {"reference": "M-00000"},
    "matters:staff": {"reference": "M-00000"},
    "matters:assign": {"reference": "M-00000"},
    "matters:release": {"reference": "M-00000"},
    "matters:letter": {"reference": "M-00000"},
    "matters:kastigar": {"reference": "M-00000"},
}
# Acts without a page of their own.
POSTED = {"casework:task_done", "staff:lock", "staff:end_session", "staff:remove", "staff:recovery"}
PEOPLE = ("vera", "vito", "dana", "sol", "fern", "cho", "cora", "cass", "ines")


def walk(patterns: list[URLPattern | URLResolver], room: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, pattern.namespace or room)
        else:
            yield f"{room}:{pattern.name}" if room else str(pattern.name), pattern


ADDRESSES = dict(walk(get_resolver().url_patterns))
STAFF = sorted(name for name, act in DECLARED.items() if act != PUBLIC and name in ADDRESSES)


def test_every_address_is_declared() -> None:
    assert sorted(ADDRESSES) == sorted(DECLARED)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_page_asks_for_what_is_declared(name: str) -> None:
    asked = getattr(ADDRESSES[name].callback, "act", PUBLIC)
    assert asked == DECLARED.get(name)


def address(name: str, language: str) -> str:
    with override(language):
        return reverse(name, kwargs=NOBODYS.get(name, {}))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
def test_an_outsider_is_led_to_the_sign_in(outsider: Client, method: str, language: str) -> None:
    with override(language):
        door = reverse("staff:sign_in")
    for name in STAFF:
        answer = getattr(outsider, method)(address(name, language))
        assert (answer.status_code, answer.headers.get("Location")) == (303, door), name


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_sees_what_is_not_there(office: Office, who: str, method: str, language: str) -> None:
    """The same bytes and the same headers as an address nobody made."""
    member = getattr(office, who)
    client = sign_in(Client(), member)
    missing = getattr(client, method)(address("staff:sign_in", language) + "nothing/here/")
    assert missing.status_code == 404
    tried = [name for name in STAFF if not may(member, DECLARED[name])]
    assert tried
    for name in tried:
        answer = getattr(client, method)(address(name, language))
        assert (answer.status_code, answer.content, answer.headers) == (
            404,
            missing.content,
            missing.headers,
        ), name
        assert not answer.cookies, name


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_gets_in(office: Office, who: str) -> None:
    """Pages without an object open; those of objects that are not there answer like any missing page."""
    member = getattr(office, who)
    client = sign_in(Client(), member)
    missing = client.get("/desk/nothing/here/").content
    for name in (one for one in STAFF if may(member, DECLARED[one])):
        answer = client.get(address(name, "en"))
        if name in POSTED:
            assert answer.status_code == 405, name
        elif name not in NOBODYS:
            assert answer.status_code in (200, 303), name
        else:
            assert answer.status_code == 405 or (answer.status_code, answer.content) == (404, missing), name


@pytest.mark.parametrize("who", PEOPLE)
def test_every_place_in_the_navigation_opens(office: Office, who: str) -> None:
    member = getattr(office, who)
    client = sign_in(Client(), member)
    assert member.places
    for place in member.places:
        assert client.get(place.url).status_code == 200
