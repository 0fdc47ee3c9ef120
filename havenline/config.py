"""Every option of an office in one place: its name, type, default and one sentence.

Options come from `office.toml` in the data directory; a variable `HAVENLINE_<NAME>` wins over it.
A wrong value stops the start. Safe is the default, and an option that weakens a promise does not exist.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class ConfigWrong(Exception):  # noqa: N818 - named for what the reader met
    """An option or a secret file is missing or wrong; the message says which, the hint what to do."""

    def __init__(self, message: str, *, hint: str = "see docs/options.md") -> None:
        super().__init__(f"{message}: {hint}")


class SecretMissing(ConfigWrong):
    """A secret file is not there."""


class SecretWrong(ConfigWrong):
    """A secret file is there but cannot be trusted: too open, empty or of the wrong length."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `kind` is one of `_KINDS`."""

    name: str
    kind: str
    default: str
    sentence: str


OPTIONS: tuple[Option, ...] = (
    Option("office_name", "str", "District Attorney's Office", "The office's name as people know it."),
    Option("demo", "bool", "false", "A demo office: invented data, a banner on every page, loopback only."),
    Option("pack", "str", "us-ca-sfda-2018", "The policy pack this office decides by."),
    Option(
        "listen",
        "str",
        "127.0.0.1:8000",
        "Address and port to serve on; a demo office refuses all but loopback.",
    ),
    Option("hosts", "hosts", "127.0.0.1,localhost,[::1]", "Host names this office answers to."),
    Option(
        "database", "database", "sqlite", "`sqlite` for a file in the data directory, or `postgresql://...`."
    ),
    Option("threads", "int", "3", "Threads of the one web process."),
    Option(
        "exit_site", "site", "https://www.weather.gov/", "Where the quick exit leads: neutral, not personal."
    ),
    Option(
        "danger_line", "str", "", "A hotline of the office's choice, shown beside 911; empty shows 911 alone."
    ),
    Option(
        "acknowledge_days",
        "days",
        "2",
        "Working days in which a person is told that the report was read; they see the day.",
    ),
    Option("gate_quota", "int", "60", "Screenings one deputy may ask in a day; further ones are refused."),
    Option(
        "signed_readings",
        "str",
        "",
        "File of readings this office signed, in the data directory; only the letter that refers a matter "
        "prints them, the gate decides by the pack's own.",
    ),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The options of this office, checked. `data` is the one directory that holds everything kept."""

    data: Path
    office_name: str
    demo: bool
    pack: str
    listen: str
    hosts: tuple[str, ...]
    database: str
    threads: int
    exit_site: str
    danger_line: str
    acknowledge_days: int
    gate_quota: int
    signed_readings: str

    @property
    def secrets(self) -> Path:
        """The folder of secret files, mode 0700."""
        return self.data / "secrets"

    @property
    def keeper(self) -> Path:
        """The keeper's own folder, mode 0700: its file and its socket."""
        return self.data / "keeper"


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError
    return raw


def _switch(raw: object) -> bool:
    return {"true": True, "false": False}[str(raw).lower() if isinstance(raw, bool) else _text(raw)]


def _number(raw: object) -> int:
    if not _NUMBER.fullmatch(str(raw)):
        raise ValueError
    return int(str(raw))


def _days(raw: object) -> int:
    if not 1 <= _number(raw) <= _DAYS_LIMIT:
        raise ValueError
    return _number(raw)


def _hosts(raw: object) -> tuple[str, ...]:
    parts = raw if isinstance(raw, list) else _text(raw).split(",")
    hosts = tuple(str(part).strip() for part in parts if str(part).strip())
    if not hosts or not all(_HOST.fullmatch(host) for host in hosts):
        raise ValueError
    return hosts


def _site(raw: object) -> str:
    parts = urlsplit(_text(raw))
    if parts.scheme not in ("http", "https") or not parts.hostname or not _VISIBLE.fullmatch(_text(raw)):
        raise ValueError
    return _text(raw)


def _database(raw: object) -> str:
    parts = urlsplit(_text(raw))
    # Asked for its port, an address says whether it has a lawful one.
    if raw != "sqlite" and (parts.scheme != "postgresql" or not parts.path.strip("/") or parts.port == 0):
        raise ValueError
    return _text(raw)


_DAYS_LIMIT = 10  # longer than two weeks nobody is left without a word
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_HOST = re.compile(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]")
_VISIBLE = re.compile(r"[!-~]+")

# Kind -> how it is read, and what is legal.
_KINDS: Mapping[str, tuple[Callable[[object], Any], str]] = {
    "str": (_text, "a text in quotation marks"),
    "bool": (_switch, "true, false"),
    "int": (_number, "a whole number from 1"),
    "days": (_days, "a whole number from 1 to 10"),
    "hosts": (_hosts, "one host name or more, comma between, without port"),
    "site": (_site, "an address that begins with https:// or http://"),
    "database": (_database, "sqlite, or postgresql://USER:PASSWORD@HOST:PORT/NAME"),
}


def _read_option(option: Option, raw: object) -> Any:
    read_raw, legal = _KINDS[option.kind]
    try:
        return read_raw(raw)
    except (ValueError, KeyError):
        raise ConfigWrong(f"`{option.name}` is `{raw}`", hint=f"legal values: {legal}") from None


def _office_file(data: Path) -> dict[str, Any]:
    path = data / "office.toml"
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise ConfigWrong(f"`{path}` cannot be read", hint=str(fault)) from fault
    names = {option.name for option in OPTIONS}
    for name in found:
        if name not in names:
            raise ConfigWrong(
                f"`{name}` in `{path}` is no option", hint=f"options: {', '.join(sorted(names))}"
            )
    return found


def read(data: Path, environment: Mapping[str, str]) -> Config:
    """Read the options of the office in `data`; raises ConfigWrong with the option and its legal values."""
    file = _office_file(data)
    values = {
        option.name: _read_option(
            option,
            environment.get(f"HAVENLINE_{option.name.upper()}", file.get(option.name, option.default)),
        )
        for option in OPTIONS
    }
    return Config(data=data, **values)


@cache
def load() -> Config:
    """The options of the office in `HAVENLINE_DATA` (default `var/office`), read once per process."""
    return read(Path(os.environ.get("HAVENLINE_DATA", "var/office")).resolve(), os.environ)


SECRET_LENGTHS = {"django-key": 32, "pepper": 32, "keeper-key": 32}
# Made by the office itself when it is first needed: an office from before has none.
LATER_SECRETS = {"ledger-key": 32}


def read_secret(name: str) -> bytes:
    """The bytes of the secret file `name` (hexadecimal, one line).

    Raises SecretMissing, or SecretWrong when others could read it or its length is wrong.
    """
    path = load().secrets / name
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError as fault:
        raise SecretMissing(
            f"the secret file `{path}` is missing",
            hint="restore it from the office's backup of secrets",
        ) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise SecretWrong(
            f"the secret file `{path}` cannot be read", hint="it holds hexadecimal digits"
        ) from fault
    for place, opened, right in ((path, mode, "600"), (path.parent, path.parent.stat().st_mode, "700")):
        if stat.S_IMODE(opened) & 0o077:
            raise SecretWrong(
                f"`{place}` is secret and is open to others", hint=f"run: chmod {right} {place}"
            )
    try:
        secret = bytes.fromhex(text)
    except ValueError as fault:
        raise SecretWrong(
            f"the secret file `{path}` is damaged", hint="it holds hexadecimal digits"
        ) from fault
    if len(secret) != (SECRET_LENGTHS | LATER_SECRETS)[name]:
        raise SecretWrong(f"the secret file `{path}` has the wrong length", hint="it holds 32 bytes in hex")
    return secret


def make_secret(name: str) -> None:
    """Make the later secret `name`, on the disk before anything is done with it; one that is there stays."""
    try:
        path = load().secrets / name
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(LATER_SECRETS[name]))
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def founders_path() -> Path:
    """Where the founders' public keys stand: the anchor of the key directory, kept outside the database."""
    return load().secrets / "founders"
