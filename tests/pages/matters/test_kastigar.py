"""Kastigar: what the report for a court says is so, and its expert shows it with programs of others."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from havenline import ledger, wall
from havenline.casework import actions as casework
from havenline.ledger.models import Salt
from havenline.matters.kastigar import printed
from havenline.staff.models import Member
from havenline.wall import freezing, matters, routes
from havenline.wall.kinds import BASES, THROUGH
from havenline.wall.manifest import File
from havenline.wall.models import Exposure, Item, Matter, RouteEvent
from tests.pages.casework.conftest import WORDS, Sent, send
from tests.pages.charging.conftest import SOUND, Gate, ask
from tests.pages.matters.conftest import NUMBER
from tests.people import Office, sign_in, unlocked

pytestmark = pytest.mark.usefixtures("office")
SHA = "9f" * 32
PROGRAMS = re.findall(r"```python\n(.*?)```", Path("docs/kastigar.md").read_text(), re.S)

Json = dict[str, Any]


@dataclass(frozen=True)
class World:
    """A matter: a document held before, two leads found through a report, one of them with a source."""

    matter: Matter
    sent: Sent
    early: Item
    freed: Item
    barred: Item


@pytest.fixture
def world(matter: Matter, office: Office) -> World:
    dana, now = office.dana, timezone.now()

    def enter(label: str, *, through: tuple[str, ...] = (), sha256: str = "") -> Item:
        return matters.enter_in(
            matter, "document", through=through, label=label, sha256=sha256,
            holder=unlocked(dana), by=dana, at=now,
        )  # fmt: skip

    early = enter("E-1 ledger book", sha256=SHA)
    freezing.freeze_files([File(bytes.fromhex(SHA), "book.pdf")], matter=matter, by=dana.actor, at=now)
    sent = send()
    casework.open_report(
        sent.report, holder=unlocked(office.vera), by=office.vera, purpose="answer", at=timezone.now()
    )
    given = sent.report.item.ref
    freed, barred = enter("E-2 camera", through=(given,)), enter("E-3 notebook", through=(given,))
    day = timezone.localdate() - timedelta(days=9)
    route = routes.attest(
        freed.ref, basis="other_agency", day=day, finder=None, by=office.sol, at=timezone.now()
    )
    routes.approve(route.pk, by=office.fern, at=timezone.now())
    return World(matter, sent, early, freed, barred)


def made(client: Client, matter: Matter) -> tuple[bytes, bytes]:
    """The PDF and the JSON."""
    answer = client.post(f"/desk/matters/{matter.ref}/report/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"kastigar-{matter.ref}.{kind}" for kind in ("pdf", "json")]
        return archive.read(archive.namelist()[0]), archive.read(archive.namelist()[1])


def told(client: Client, matter: Matter) -> Json:
    found: Json = json.loads(made(client, matter)[1])
    return found


def checked(content: bytes, where: Path, *, program: int = 0) -> subprocess.CompletedProcess[str]:
    """What an expert's program of docs/kastigar.md says of the file: run apart, with nothing of ours."""
    (where / "check.py").write_text(PROGRAMS[program])
    (where / "report.json").write_bytes(content)
    words = [sys.executable, "-I", "check.py", "report.json"]
    return subprocess.run(words, cwd=where, capture_output=True, text=True, check=False)


def words(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def item_of(found: Json, item: Item) -> Json:
    return next(one for one in found["items"] if one["ref"] == item.ref)


def test_the_report_says_where_each_item_came_from(as_fern: Client, world: World, office: Office) -> None:
    found = told(as_fern, world.matter)
    assert (found["case"], found["matter"]) == (NUMBER, world.matter.ref)
    given = world.sent.report.item
    assert [one["ref"] for one in found["items"]] == [
        one.ref for one in (world.early, given, world.freed, world.barred)
    ]
    assert [one["in_matter"] for one in found["items"]] == [True, False, True, True]
    assert [one["given_by"] for one in found["items"]] == [[], [1], [], []]
    assert [one["barred_against"] for one in found["items"]] == [[], [1], [], [1]]
    derived = {"kind": "derived", "parents": [given.ref]}
    assert item_of(found, world.barred)["routes"] == [derived]
    assert item_of(found, world.freed)["routes"][0] == derived
    source = item_of(found, world.freed)["routes"][1]
    assert (source["basis"], source["counts"], source["found_by"]) == ("other_agency", True, "outside")
    assert [(one["what"], one["by"]) for one in source["events"]] == [
        (RouteEvent.ATTESTED, str(office.sol.id)),
        (RouteEvent.APPROVED, str(office.fern.id)),
    ]


def test_the_report_says_who_read_when_and_what_was_held(
    as_fern: Client, world: World, office: Office
) -> None:
    found = told(as_fern, world.matter)
    (person,) = found["persons"]
    (exposure,) = person["exposures"]
    assert (exposure["member"], exposure["through"]) == (str(office.vera.id), "report")
    entry = ledger.entry(exposure["entry"])
    assert (entry.act, entry.by) == ("object.opened", office.vera.actor)
    assert person["first_opened"] == exposure["entry"]
    assert [one["stands_to"]["1"] for one in found["items"]] == [
        "before",
        "before",
        "not_frozen",
        "not_frozen",
    ]
    early = item_of(found, world.early)
    assert early["file_held"]["freeze"] < exposure["entry"]
    assert found["members"][str(office.vera.id)] == {"name": "Vera Lindqvist", "role": "victim_services"}


def test_what_is_frozen_after_the_opening_came_after(as_fern: Client, world: World) -> None:
    wall.freeze(by="", at=timezone.now())
    found = told(as_fern, world.matter)
    assert [item_of(found, one)["stands_to"]["1"] for one in (world.early, world.freed)] == [
        "before",
        "after",
    ]


@pytest.mark.django_db(transaction=True)
def test_who_had_a_part_is_named(
    at_desk: Client, as_fern: Client, gate: Gate, world: World, office: Office
) -> None:
    assert ask(at_desk, **{**SOUND, "case_number": NUMBER}).status_code == 303
    found = told(as_fern, world.matter)
    parts = {(one["act"], one["member"]) for one in found["parts"]}
    assert parts >= {
        (act, str(office.dana.id)) for act in ("matter.opened", "matter.item_put", "screening.answered")
    }
    assert all(one["entry"] is not None for one in found["parts"])


@pytest.mark.parametrize("program", [0, 1], ids=["the RFC alone", "pymerkle"])
def test_an_expert_checks_it_with_programs_of_others(
    as_fern: Client, world: World, tmp_path: Path, program: int
) -> None:
    for _ in range(3):
        wall.freeze(by="", at=timezone.now())
        send()
        _, content = made(as_fern, world.matter)
        done = checked(content, tmp_path, program=program)
        assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(content)["ledger"]["earlier"]) == 2
    if program == 0:
        assert done.stdout.endswith("all of it holds\n")
        assert f"{world.early.ref} E-1 ledger book stands to person 1 as: before" in done.stdout
        assert f"{world.barred.ref} E-3 notebook stands to person 1 as: after" in done.stdout


def _changed(found: Json, *path: Any, by: Callable[[Any], Any]) -> None:
    for step in path[:-1]:
        found = found[step]
    found[path[-1]] = by(found[path[-1]])


def _other(digits: str) -> str:
    return ("0" if digits[0] != "0" else "1") + digits[1:]


TAMPERED: dict[str, Callable[[Json], None]] = {
    "the root": lambda found: _changed(found, "ledger", "root", by=_other),
    "the size": lambda found: _changed(found, "ledger", "size", by=lambda size: size + 1),
    "an entry": lambda found: _changed(
        found, "ledger", "entries", 0, "body", by=lambda body: body.replace("matter.opened", "matter.closed")
    ),
    "its number": lambda found: _changed(found, "ledger", "entries", 0, "number", by=lambda one: one + 1),
    "its proof": lambda found: _changed(found, "ledger", "entries", 0, "proof", 0, by=_other),
    "a proof cut": lambda found: found["ledger"]["entries"][0]["proof"].pop(),
    "a proof made longer": lambda found: found["ledger"]["entries"][0]["proof"].append(SHA),
    "a salt": lambda found: _changed(found, "ledger", "entries", 0, "about", 0, "salt", by=_other),
    "an item's entry": lambda found: _changed(
        found, "items", 0, "entries", by=lambda _: found["items"][1]["entries"]
    ),
    "the item held": lambda found: _changed(found, "items", 0, "id", by=_other),
    "its holding": lambda found: _changed(
        found, "items", 0, "held", "body", by=lambda body: body.replace("document", "physical")
    ),
    "the holding's place": lambda found: _changed(
        found, "items", 0, "held", "number", by=lambda one: one + 1
    ),
    "the file held": lambda found: _changed(found, "items", 0, "sha256", by=_other),
    "the order": lambda found: _changed(found, "items", 3, "stands_to", "1", by=lambda _: "before"),
    "the first opening": lambda found: _changed(
        found, "persons", 0, "exposures", 0, "entry", by=lambda _: found["ledger"]["entries"][-1]["number"]
    ),
    "who opened": lambda found: _changed(found, "persons", 0, "exposures", 0, "member", by=_other),
    "no opening": lambda found: _changed(found, "persons", 0, "exposures", by=lambda _: []),
    "a freeze": lambda found: _changed(found, "holdings", "last", "root", by=_other),
    "its growth": lambda found: _changed(found, "holdings", "freezes", 0, "consistency", 0, by=_other),
    "an earlier ledger": lambda found: _changed(found, "ledger", "earlier", 0, "root", by=_other),
    "its growth since": lambda found: _changed(found, "ledger", "earlier", 0, "consistency", 0, by=_other),
}


def test_whatever_is_changed_in_it_is_found(as_fern: Client, world: World, tmp_path: Path) -> None:
    made(as_fern, world.matter)
    wall.freeze(by="", at=timezone.now())
    _, content = made(as_fern, world.matter)
    assert checked(content, tmp_path).returncode == 0
    passed = []
    for name, tamper in TAMPERED.items():
        found = json.loads(content)
        tamper(found)
        assert found != json.loads(content), f"`{name}` changes nothing"
        if checked(json.dumps(found).encode(), tmp_path).returncode == 0:
            passed.append(name)
    assert not passed


def test_both_files_stand_in_the_ledger_by_their_hashes(
    as_fern: Client, world: World, office: Office
) -> None:
    pdf, content = made(as_fern, world.matter)
    entry = ledger.about("matter", str(world.matter.id))[-1]
    assert (entry.act, entry.by) == ("matter.proved", office.fern.actor)
    assert entry.detail == {
        "ledger": json.loads(content)["ledger"]["size"],
        "items": 4,
        "pdf": hashlib.sha256(pdf).hexdigest(),
        "json": hashlib.sha256(content).hexdigest(),
    }
    assert "Made before" in as_fern.get(f"/desk/matters/{world.matter.ref}/report/").content.decode()


def test_the_court_reads_it_in_words(as_fern: Client, world: World) -> None:
    pdf, content = made(as_fern, world.matter)
    said = words(pdf)
    given, freed = world.sent.report.item.ref, world.freed.ref
    for sentence in (
        f"Case {NUMBER}: where the evidence came from",
        "Not for anybody who charges or tries the case",
        f"{freed}: E-2 camera",
        f"Found through {given}.",
        "A source of its own: another agency found it without the office; found by somebody outside",
        "approved as the second person by Fern Achebe",
        "Vera Lindqvist (victim services) opened a report",
        "frozen before anybody opened what person 1 told",
        "None of them opened what a person above told.",
    ):
        assert sentence in said, sentence
    assert hashlib.sha256(content).hexdigest() in said.replace(" ", "")
    catalog: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]


def test_no_content_and_no_name_of_a_person(as_fern: Client, world: World) -> None:
    pdf, content = made(as_fern, world.matter)
    for said in (words(pdf), content.decode()):
        assert "E-3 notebook" in said, "the search finds what is there"
        for canary in ("Marigold", "Folsom", "tall man", "robbery", *WORDS.split("\n"), str(world.sent.code)):
            assert canary not in said
        assert str(world.sent.report.subject_id) not in said


def test_what_cannot_be_shown_is_not_said_to_be_before(as_fern: Client, world: World, tmp_path: Path) -> None:
    """The salt of the opening was destroyed: nobody can show any more what was opened then."""
    Salt.objects.filter(name="report", about=str(world.sent.report.id)).delete()
    _, content = made(as_fern, world.matter)
    found = json.loads(content)
    assert [one["entry"] for one in found["persons"][0]["exposures"]] == [None]
    assert {one["stands_to"]["1"] for one in found["items"]} == {"unknown"}
    assert checked(content, tmp_path).returncode == 0


def test_nobody_opened_is_said_so(as_fern: Client, world: World) -> None:
    Exposure.objects.all().delete()
    found = told(as_fern, world.matter)
    assert {one["stands_to"]["1"] for one in found["items"]} == {"not_opened"}


def test_a_matter_without_items_has_a_report(as_fern: Client, matter: Matter, tmp_path: Path) -> None:
    pdf, content = made(as_fern, matter)
    assert "Nothing has been put into this matter." in words(pdf)
    assert (json.loads(content)["items"], checked(content, tmp_path).returncode) == ([], 0)


def test_a_label_that_cannot_be_printed_makes_nothing(as_fern: Client, matter: Matter, dana: Member) -> None:
    matters.enter_in(matter, "document", label="背包", holder=unlocked(dana), by=dana, at=timezone.now())
    size = ledger.head()[0]
    answer = as_fern.post(f"/desk/matters/{matter.ref}/report/")
    assert answer.status_code == 422
    assert "cannot be printed" in answer.content.decode()
    assert ledger.head()[0] == size


def test_only_the_filter_attorney_makes_it(
    as_fern: Client, matter: Matter, office: Office, outsider: Client
) -> None:
    address = f"/desk/matters/{matter.ref}/report/"
    size = ledger.head()[0]
    for member in (office.dana, office.sol, office.cho, office.vera):
        client = sign_in(Client(), member)
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
        if member != office.vera:
            assert address not in client.get(f"/desk/matters/{matter.ref}/").content.decode()
    assert outsider.post(address).status_code in (303, 403)
    assert ledger.head()[0] == size
    assert address in as_fern.get(f"/desk/matters/{matter.ref}/").content.decode()
    assert as_fern.post("/desk/matters/M-00000/report/").status_code == 404


def test_the_page_says_who_may_read_it(as_fern: Client, matter: Matter) -> None:
    size = ledger.head()[0]
    page = as_fern.get(f"/desk/matters/{matter.ref}/report/").content.decode()
    assert "Nobody who charges or tries the case" in page
    assert ledger.head()[0] == size, "looking makes nothing"


def test_every_word_of_the_wall_has_one_for_the_court() -> None:
    assert set(printed.BASES) == set(BASES)
    assert set(printed.THROUGH) == set(THROUGH)
    assert set(printed.EVENTS) == {RouteEvent.ATTESTED, RouteEvent.APPROVED, RouteEvent.RETRACTED}


def test_the_same_facts_give_the_same_bytes(world: World, fern: Member) -> None:
    from havenline.matters.kastigar.gathering import gather
    from havenline.matters.kastigar.written import written

    at = timezone.now()
    facts = [gather(world.matter, holder=unlocked(fern), by=fern, at=at) for _ in range(2)]
    assert written(facts[0]) == written(facts[1])
    assert printed.printed(facts[0], json_sha256=SHA) == printed.printed(facts[1], json_sha256=SHA)


def test_a_salt_opens_its_commitment_and_no_other(world: World) -> None:
    entry = ledger.about("item", str(world.early.id))[0]
    with transaction.atomic():
        assert {(one.name, one.about) for one in ledger.opened(entry.number)} == {
            ("matter", str(world.matter.id)),
            ("item", str(world.early.id)),
        }
        Salt.objects.filter(entry_id=entry.number, name="item").update(about=str(world.freed.id))
        assert [one.name for one in ledger.opened(entry.number)] == ["matter"]
    with pytest.raises(ledger.queries.EntryMissing):
        ledger.opened(ledger.head()[0])
