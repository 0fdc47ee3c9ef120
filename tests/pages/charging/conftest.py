"""The cast at the gate's desk, and a gate whose answers a test can set."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from havenline import config
from havenline.protection import plain, wire
from havenline.protection.gate import (
    BARRED,
    CLEAR,
    HOLD,
    ChargeAnswer,
    ClauseCited,
    GateAnswer,
    ItemAnswer,
    Query,
    ReadingCited,
    StandingAnswer,
    StandingAsked,
)
from havenline.staff import conduct
from havenline.staff.models import Member
from havenline.vault import directory, grants, sessions
from havenline.vault.keys import Keyring, Unlocked
from tests.people import COOKIE, Office, dana, office, outsider, sign_in, sol, unlocked, vera  # noqa: F401

SENTENCE = "Only items marked usable may be used."
QUOTE = "The District Attorney's Office will not prosecute persons for involvement in sex work."

# All invented.
SOUND = {
    "case_number": "24-018832",
    "name": "Marisol Quintanilla-Vane",
    "born": "05/14/1994",
    "phone": "415 555 0134",
    "role": "none",
    "sex_trade": "unknown",
    "trafficked": "false",
    "charge-1-raw": "PC 647(b)(1)",
    "charge-1-level": "misdemeanor",
    "charge-1-offense_date": "10/02/2024",
    "charge-1-charged": "false",
    "item-1-label": "E-1",
    "item-1-source": "own",
    "number": "0123456789abcdef0123456789abcdef",
}


@dataclass
class Gate:
    """Stands where the keeper listens, on the real socket, and answers what a test tells it to."""

    says: Callable[[Query], GateAnswer]
    stands: Callable[[StandingAsked], StandingAnswer] = lambda asked: StandingAnswer(known=True)
    asked: list[Query] = field(default_factory=list)
    standing: list[StandingAsked] = field(default_factory=list)


def answer_of(query: Query, *charges: ChargeAnswer) -> GateAnswer:
    """These answers for the charges of the query; every item of a source of its own is usable."""
    return GateAnswer(
        charges=charges,
        items=tuple(ItemAnswer(item.label, item.source == "own") for item in query.items),
        sentence=SENTENCE,
        pack="us-ca-sfda-2018",
        version="1.0.0",
        approval="draft",
    )


def barred(raw: str) -> ChargeAnswer:
    """A charge barred by C1."""
    return ChargeAnswer(
        raw=raw,
        understood="PC 647(b)(1)",
        answer=BARRED,
        ground="policy",
        disposition="do_not_charge",
        clauses=(ClauseCited("C1", "barred", QUOTE),),
        readings=(ReadingCited("I-16", "Which conduct is covered?", "All conduct up to the report."),),
        confirm_by="supervisor",
    )


def clear(raw: str) -> ChargeAnswer:
    """A charge the promise does not reach."""
    return ChargeAnswer(raw, raw, CLEAR, disposition="may_charge_clean_only", check=("PC 236.23",))


def hold(raw: str, *missing: str) -> ChargeAnswer:
    """A held charge."""
    return ChargeAnswer(raw=raw, understood=raw, answer=HOLD, missing=missing)


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A gate that bars every charge until told otherwise."""
    found = Gate(says=lambda query: answer_of(query, *(barred(charge.raw) for charge in query.charges)))
    folder = config.load().keeper
    folder.mkdir(mode=0o700, exist_ok=True)
    door = wire.listening(folder)

    def answered(said: dict[str, object]) -> GateAnswer | StandingAnswer:
        if "members" in said:
            found.standing.append(plain.read(StandingAsked, said))
            return found.stands(found.standing[-1])
        found.asked.append(plain.read(Query, said))
        return found.says(found.asked[-1])

    def reply(caller: socket.socket) -> None:
        with caller:
            deadline = time.monotonic() + 60
            said = wire.receive(caller, limit=wire.QUESTION_LIMIT, deadline=deadline)
            wire.send(caller, plain.written(answered(said)), limit=wire.ANSWER_LIMIT, deadline=deadline)

    def serve() -> None:
        with ThreadPoolExecutor(8) as threads:
            while True:
                try:
                    caller, _ = door.accept()
                except OSError:
                    return
                threads.submit(reply, caller)

    thread = threading.Thread(target=serve)
    thread.start()
    yield found
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join()


@pytest.fixture
def at_desk(dana: Member) -> Client:  # noqa: F811
    """Dana's browser."""
    return sign_in(Client(), dana)


@pytest.fixture
def as_sol(sol: Member) -> Client:  # noqa: F811
    """Sol's browser."""
    return sign_in(Client(), sol)


@pytest.fixture
def as_other(office: Office) -> Client:  # noqa: F811
    """The browser of Remy (invented), a second deputy who holds the team's key as Dana does."""
    keyring = Keyring.new()
    signers = [unlocked(office.sol), unlocked(office.vera)]
    key = directory.publish(keyring, kind="member", label="Remy Aster", signers=signers)
    remy = Member.objects.create(
        name="Remy Aster",
        sign_in_name="remy",
        role="charging_deputy",
        key=key,
        salt=b"",
        verifier=b"",
        sealed_seed=b"",
        conduct=conduct.VERSION,
    )
    grants.give(unlocked(office.sol), grants.TEAM, office.charging.id, key)
    client = Client()
    client.cookies[COOKIE] = sessions.begin_staff(Unlocked(remy.id, key.id, keyring), now=timezone.now())
    return client


def ask(client: Client, **changes: str) -> HttpResponse:
    """Send the sound form with these fields changed; "charge_1_raw" stands for "charge-1-raw".

    Where what was understood is shown first, it is found right and sent.
    """
    named = {
        name.replace("_", "-", 2) if name.startswith(("charge_", "item_")) else name: value
        for name, value in changes.items()
    }
    return send(client, {**SOUND, **named})


def send(client: Client, form: dict[str, str]) -> HttpResponse:
    """Send a form, and once more where it came back with what was understood."""
    first = client.post("/desk/gate/ask/", form)
    seen = re.search(r'name="seen" value="([0-9a-f]{32})"', first.content.decode())
    return client.post("/desk/gate/ask/", {**form, "seen": seen[1]}) if seen else first
