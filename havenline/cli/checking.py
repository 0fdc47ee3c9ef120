"""Says before the start what would fail later: wrong secrets, a lost database, keys nobody vouches for."""

from __future__ import annotations

import ipaddress
import re
import socket
import stat
from pathlib import Path

from havenline import config, policy
from havenline.cli.entering import Refused, check_database_stands, database_faults_said

_PORT = re.compile(r"[1-9][0-9]{0,4}")


def address(listen: str) -> tuple[str, int]:
    """Host and port of a `listen` option; raises Refused."""
    host, _, port = listen.rpartition(":")
    if not host or not _PORT.fullmatch(port) or not int(port) < 65536:
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
        except (OSError, UnicodeError) as fault:
            why = fault.strerror if isinstance(fault, OSError) else "no host name"
            raise Refused(
                f"`{office.listen}` cannot be used ({why}): set HAVENLINE_LISTEN to another port"
            ) from fault
    return host, port


def prepare(office: config.Config) -> None:
    """Bring the database and the style sheets up to this version, and refuse an office that is not whole."""
    from django.core.management import call_command
    from django.db import connection

    close_to_others(office.data)
    check_secrets()
    check_pack(office.pack)
    with database_faults_said():
        check_database_stands()
        check_founded()
        call_command("migrate", verbosity=0, interactive=False)
        check_pepper()
        check_keys()
        check_durable()
    connection.close()
    call_command("collectstatic", verbosity=0, interactive=False)


def check_secrets_fit() -> None:
    """Raise Refused unless secrets, founders' file and database belong together."""
    check_secrets()
    check_pepper()
    check_keys()


def close_to_others(data: Path) -> None:
    """Raise Refused unless the office's directory is its owner's alone; the database's files are made so."""
    if stat.S_IMODE(data.stat().st_mode) & 0o077:
        raise Refused(f"`{data}` is open to others: run: chmod 700 {data}")
    # An office made by an earlier version left these readable inside the closed directory.
    for path in data.glob("office.sqlite3*"):
        path.chmod(0o600)


def check_secrets() -> None:
    """Raise Refused unless every secret file can be used."""
    for name in config.SECRET_LENGTHS:
        try:
            config.read_secret(name)
        except config.ConfigWrong as fault:
            raise Refused(str(fault)) from fault
    if not config.founders_path().exists():
        raise Refused(f"the file `{config.founders_path()}` is missing: no key can be trusted without it")


def check_pack(pack: str) -> None:
    """Raise Refused unless the policy pack can be loaded."""
    try:
        policy.load(pack)
    except policy.PolicyRefused as fault:
        raise Refused(f"the option `pack` cannot be used: {fault}") from fault


def check_founded() -> None:
    """Raise Refused where the database has no tables of an office."""
    from django.db import connection

    from havenline.ledger.models import Entry

    if Entry._meta.db_table not in connection.introspection.table_names():
        raise Refused(
            f"the database `{connection.settings_dict['NAME']}` holds no office: restore it from the backup"
        )


def check_pepper() -> None:
    """Another pepper than at the founding would open no code and no account."""
    from havenline.vault.passphrase import pepper_mark

    kept = _founding_detail().get("pepper")
    if kept is not None and kept != pepper_mark(config.read_secret("pepper")):
        raise Refused(
            f"the secret file `{config.load().secrets / 'pepper'}` is not this office's: restore it from the "
            "backup of secrets"
        )


def _founding_detail() -> dict[str, str | int]:
    from havenline import ledger
    from havenline.ledger.body import BodyWrong
    from havenline.ledger.queries import EntryMissing

    size, _ = ledger.head()
    try:
        for number in range(size):
            entry = ledger.entry(number)
            if entry.act == "office.founded":
                return dict(entry.detail)
    except (BodyWrong, EntryMissing) as fault:
        raise Refused(
            "the ledger is damaged where it begins: restore the database from the backup"
        ) from fault
    raise Refused("the database holds no founded office: restore it from the backup")


def check_keys() -> None:
    """The directory leads to the founders' file, for the founders, the keeper and every team."""
    from havenline.protection.messages import keeper_key
    from havenline.staff import team_key
    from havenline.staff.queries import TeamMissing
    from havenline.staff.roles import TEAMS
    from havenline.vault import directory
    from havenline.vault.errors import KeyNotTrusted
    from havenline.vault.keys import Keyring, Seed
    from havenline.vault.models import PublicKey

    try:
        for founder in directory.newest_first(PublicKey.MEMBER)[-2:]:
            directory.trusted(founder)
        keeper = keeper_key()
        for team in TEAMS:
            team_key(team)
    except (KeyNotTrusted, TeamMissing) as fault:
        raise Refused(
            f"the office's keys do not lead to `{config.founders_path()}` ({fault}): restore the file and "
            "the database that belong together"
        ) from fault
    if bytes(keeper.kem) != Keyring.from_seed(Seed(config.read_secret("keeper-key"))).kem_public:
        raise Refused(
            f"the secret file `{config.load().secrets / 'keeper-key'}` is not this office's: restore it from "
            "the backup of secrets"
        )


def check_durable() -> None:
    """Raise Refused where an acknowledged report could be lost in a power cut."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    if found != ["wal", 2]:
        raise Refused(f"the database is not durable (`{found}`): it needs journal_mode=wal, synchronous=FULL")
