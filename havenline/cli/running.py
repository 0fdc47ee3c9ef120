"""A running office: web, keeper and worker as processes of their own, watched, and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from havenline import config
from havenline.cli.checking import check_address, prepare
from havenline.cli.entering import Refused, hold
from havenline.cli.founding import MARK, RESTORING
from havenline.cli.watching import PULSE, FilePulse, HasPulse, Pulse

# A process that falls again at once will not stand by being pushed: wait, then longer, up to this. One that
# stood for a while is started again at once: reports are waiting.
FIRST_WAIT, LONGEST_WAIT, STOOD = 0.2, 30.0, 1.5
BODY_LIMIT = 4 * 1024 * 1024
LARGEST_PAGE = 256 * 1024  # a larger answer is sent in parts, as it is written


def serve_web() -> None:
    """The web process: waitress, the server that stays quick under half-sent requests."""
    import logging

    from waitress.server import create_server

    from havenline.wsgi import application

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    office = config.load()
    # INVARIANT: the overflow sizes stay above the body limit, or waitress would spill a person's words,
    # not yet sealed, into a temporary file.
    server = create_server(
        application,
        listen=office.listen,
        threads=office.threads,
        connection_limit=1000,
        asyncore_use_poll=True,
        channel_timeout=30,
        max_request_body_size=BODY_LIMIT,
        inbuf_overflow=2 * BODY_LIMIT,
        outbuf_overflow=2 * BODY_LIMIT,
        ident=None,
    )
    # A page leaves whole, from the loop that watches the connections. A worker that sends lets go of the
    # interpreter and waits for it, while the loop sees a connection that can be written to and never rests.
    server.adj.send_bytes = LARGEST_PAGE
    server.run()


def serve_keeper() -> None:
    """The keeper process: it alone holds the matching key and the protection facts."""
    from havenline.protection import keeper
    from havenline.protection.keeper_file import FileOfAnother
    from havenline.vault.errors import KeyNotTrusted

    try:
        keeper.main()
    except (
        config.ConfigWrong,
        KeyNotTrusted,
        FileOfAnother,
        keeper.KeeperKeyWrong,
        keeper.KeeperRuns,
    ) as fault:
        raise Refused(str(fault)) from fault


def serve_worker() -> None:
    """The worker process: it does what nobody waits for, and holds no key."""
    from havenline.work import worker

    try:
        worker.main()
    except worker.WorkerRuns as fault:
        raise Refused(str(fault)) from fault


PROCESSES: dict[str, Callable[[], None]] = {
    "web": serve_web,
    "keeper": serve_keeper,
    "worker": serve_worker,
}


def _start(name: str, data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "havenline", "office", "process", "--data", str(data), name]
    # A session of its own: Ctrl-C reaches the parent alone, which then ends its children in order.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own interpreter and words


def end_with_parent() -> None:
    """End this process when the one that started it is gone, so that no half office keeps serving."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def announce(office: config.Config) -> None:
    """Print where the office is and how each role signs in."""
    from havenline.cli import demo
    from havenline.staff.models import Member

    where = f"http://{office.listen}"
    click.echo(f"\n{office.office_name}\n\n  A person reports      {where}/    (Spanish: {where}/es/)")
    click.echo(f"  The office signs in   {where}/desk/\n")
    if office.demo:
        for row in demo.sign_in_rows():
            click.echo(f"    {row}")
        click.echo("\n  This is a demo: everything in it is invented. It serves this machine only.")
    else:
        for member in Member.objects.filter(active=True).order_by("name"):
            click.echo(f"    {member.name}, {member.role_title}")
    click.echo("  Ctrl-C ends it.\n")


class _Processes:
    """The children of a running office: started, started again when they fall, ended together."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._running = {name: _start(name, data) for name in PROCESSES}
        self._begun = dict.fromkeys(PROCESSES, time.monotonic())
        self._waits = dict.fromkeys(PROCESSES, FIRST_WAIT)
        self._due: dict[str, float] = {}

    def look(self, pulses: Mapping[str, HasPulse]) -> None:
        """Start again what fell; a process that stands still is made to fall."""
        for name, child in self._running.items():
            pulse = pulses.get(name)
            if child.poll() is None:
                if pulse and pulse.is_lost:
                    click.echo(f"havenline: {name} does not answer, ending it", err=True)
                    child.kill()
                    child.wait()
                continue
            if name not in self._due:
                self._plan(name, child.returncode)
            elif time.monotonic() >= self._due[name]:
                self._running[name] = _start(name, self._data)
                self._begun[name] = time.monotonic()
                del self._due[name]
                if pulse:
                    pulse.begin()

    def _plan(self, name: str, status: int) -> None:
        click.echo(f"havenline: {name} ended ({status}), starting it again", err=True)
        stood = time.monotonic() - self._begun[name] > STOOD
        self._waits[name] = FIRST_WAIT if stood else min(2 * self._waits[name], LONGEST_WAIT)
        self._due[name] = time.monotonic() + self._waits[name]

    def end(self) -> None:
        """Ask all to end, and end who does not."""
        for child in self._running.values():
            child.terminate()
        for child in self._running.values():
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def run(data: Path) -> None:
    """Start the processes, start a fallen one again, and end all when asked (SIGINT, SIGTERM)."""
    office = config.load()
    lock = hold(data)
    # An office with its options is whole: what marked its making may never again let `init` clear it away.
    for mark in (MARK, RESTORING):
        (data / mark).unlink(missing_ok=True)
    host, port = check_address(office)
    prepare(office)

    ended = False

    def end(signum: int, frame: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    processes = _Processes(data)
    pulse = Pulse(host, port, named=office.hosts[0].removeprefix("."))
    pulses: dict[str, HasPulse] = {"web": pulse, "worker": FilePulse(data / PULSE)}
    said = False
    try:
        while not ended:
            if not said and pulse.stands:
                announce(office)
                sys.stdout.flush()
                said = True
            processes.look(pulses)
            time.sleep(0.1)
    finally:
        processes.end()
        os.close(lock)
