"""A running office: web and keeper as processes of their own, watched, and ended together."""

from __future__ import annotations

import fcntl
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import click

from havenline import config
from havenline.cli.entering import Refused

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

    keeper.main()


PROCESSES: dict[str, Callable[[], None]] = {"web": serve_web, "keeper": serve_keeper}


def address(listen: str) -> tuple[str, int]:
    """Host and port of a `listen` option; raises Refused."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise Refused(f"`listen` is `{listen}`: legal values: HOST:PORT, for example 127.0.0.1:8000")
    return host.strip("[]"), int(port)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_address(office: config.Config) -> tuple[str, int]:
    """Refuse a demo beyond loopback, and a port somebody else holds."""
    host, port = address(office.listen)
    if office.demo and not _is_loopback(host):
        raise Refused(f"a demo office serves this machine only, not `{office.listen}`: use 127.0.0.1:8000")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise Refused(
                f"`{office.listen}` cannot be used ({fault.strerror}): set HAVENLINE_LISTEN to another port"
            ) from fault
    return host, port


def prepare(office: config.Config) -> None:
    """Bring the database and the style sheets up to this version; refuse weak secrets or settings."""
    from django.core.management import call_command
    from django.db import connection

    for name in config.SECRET_LENGTHS:
        try:
            config.read_secret(name)
        except config.ConfigWrong as fault:
            raise Refused(str(fault)) from fault
    if not config.founders_path().exists():
        raise Refused(f"the file `{config.founders_path()}` is missing: no key can be trusted without it")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            ]
        if found != ["wal", 2]:
            raise Refused(
                f"the database is not durable (`{found}`): it needs journal_mode=wal, synchronous=FULL"
            )
    connection.close()


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


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


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


def run(data: Path) -> None:
    """Start the processes, start a fallen one again, and end all when asked (SIGINT, SIGTERM)."""
    office = config.load()
    lock = os.open(data / "running", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise Refused(f"the office in `{data}` is already running") from fault
    host, port = check_address(office)
    prepare(office)

    ended = False

    def end(signum: int, frame: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    running = {name: _start(name, data) for name in PROCESSES}
    begun = dict.fromkeys(PROCESSES, time.monotonic())
    waits = dict.fromkeys(PROCESSES, FIRST_WAIT)
    due: dict[str, float] = {}
    said = False
    try:
        while not ended:
            if not said and _answers(host, port):
                announce(office)
                sys.stdout.flush()
                said = True
            for name, child in running.items():
                if child.poll() is None:
                    continue
                if name not in due:
                    click.echo(f"havenline: {name} ended ({child.returncode}), starting it again", err=True)
                    stood = time.monotonic() - begun[name] > STOOD
                    waits[name] = FIRST_WAIT if stood else min(2 * waits[name], LONGEST_WAIT)
                    due[name] = time.monotonic() + waits[name]
                elif time.monotonic() >= due[name]:
                    running[name] = _start(name, data)
                    begun[name] = time.monotonic()
                    del due[name]
            time.sleep(0.1)
    finally:
        for child in running.values():
            child.terminate()
        for child in running.values():
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        os.close(lock)
