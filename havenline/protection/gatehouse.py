"""Where questions reach the keeper: each waits its turn, garbage is turned away, doubt is a hold."""

import logging
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from django.db import connections
from django.utils import timezone

from havenline.policy.pack import Pack
from havenline.protection import decision, intake, lookup, wire
from havenline.protection.gate import DRAWN, UNSOUGHT, GateAnswer, Query, StandingAnswer, StandingAsked
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.plain import ShapeWrong, read, written
from havenline.protection.rechecking import Rechecker, publish

_THREADS = 8
_ANSWER_TIME = 10.0
_BREATH = 0.1
_log = logging.getLogger(__name__)


class Keeper:
    """The keeper's file, keys and pack, one question or intake at a time."""

    def __init__(self, *, store: KeeperStore, keys: KeeperKeys, pack: Pack) -> None:
        self._store, self._keys, self._pack = store, keys, pack
        self._rechecker = Rechecker(store, keys, pack)
        self._turn = threading.Lock()
        self._is_whole = False

    def recover(self) -> None:
        """Take in whatever an older or lost file does not hold. Until this is done everything is held."""
        with self._turn:
            self._is_whole = intake.recover(self._store, self._keys)

    def settle(self) -> None:
        """Take in what is unread and mark it; decide again what became due, and tell of it."""
        with self._turn:
            is_whole = intake.take_in(self._store, self._keys) and self._is_whole
            intake.mark_read(self._store)
            # While a row does not open all is held, and nothing that was answered is answered anew by that.
            if is_whole:
                self._rechecker.recheck()
        # A question never waits for the office's write lock.
        publish(self._store, turn=self._turn)

    def answer(self, query: Query) -> GateAnswer:
        """The gate's answer; a hold for every doubt. Raises DatabaseError."""
        try:
            with self._turn:
                found = self._found(query)
        except lookup.LookupOpen:
            return decision.held(query, pack=self._pack)
        if found is None:
            return replace(decision.held(query, pack=self._pack), neutral=UNSOUGHT)
        if lookup.is_exposed(query, found.subjects):
            return replace(decision.held(query, pack=self._pack), exposed=True)
        walled = lookup.walled(query, found.subjects)
        answer = decision.answer(
            query, pack=self._pack, known=found.known, walled=walled, is_certain=found.is_certain
        )
        return replace(answer, neutral=DRAWN if found.drawn else "")

    def standing(self, asked: StandingAsked) -> StandingAnswer:
        """Which of these members are exposed to a person of the case. Raises DatabaseError."""
        with self._turn:
            if not intake.take_in(self._store, self._keys) or not self._is_whole:
                return StandingAnswer(known=False, perhaps=asked.members)
            return lookup.standing(asked, store=self._store)

    def _found(self, query: Query) -> lookup.Found | None:
        if not intake.take_in(self._store, self._keys) or not self._is_whole:
            return None
        return lookup.found(query, store=self._store, on=timezone.localdate())


class Door:
    """Where questions come in: one thread for each, a few at once, garbage turned away without a word."""

    def __init__(self, keeper: Keeper, door: socket.socket) -> None:
        self._keeper, self._door = keeper, door
        self._closed = threading.Event()

    def serve(self) -> None:
        """Answer until the door is closed."""
        with ThreadPoolExecutor(_THREADS) as threads:
            while not self._closed.is_set():
                try:
                    caller, _ = self._door.accept()
                except OSError:
                    # Closed, or no file descriptor is left: then others hold until one is.
                    self._closed.wait(_BREATH)
                    continue
                threads.submit(self._answer, caller)

    def close(self) -> None:
        """Take no more questions."""
        self._closed.set()
        # A socket closed under `accept` does not wake it; shut down, it does.
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _said(self, asked: Any) -> GateAnswer | StandingAnswer:
        if isinstance(asked, dict) and "members" in asked:
            return self._keeper.standing(read(StandingAsked, asked))
        return self._keeper.answer(read(Query, asked))

    def _answer(self, caller: socket.socket) -> None:
        deadline = time.monotonic() + _ANSWER_TIME
        try:
            with caller:
                asked: Any = wire.receive(caller, limit=wire.QUESTION_LIMIT, deadline=deadline)
                found = self._said(asked)
                wire.send(caller, written(found), limit=wire.ANSWER_LIMIT, deadline=deadline)
        except (wire.WireWrong, ShapeWrong):
            return  # whoever asks badly gets no answer, and holds
        except OSError:
            return  # the caller is gone
        except Exception as fault:  # noqa: BLE001 - one bad question must not end the keeper
            # Never the message: it could carry a person's words.
            _log.error("a question could not be answered: %s", type(fault).__name__)
        finally:
            connections.close_all()
