"""Every option of an office in one place: its name, type, default and one sentence.

Options come from `office.toml` in the data directory; a variable `HAVENLINE_<NAME>` wins over it.
A wrong value stops the start. Safe is the default, and an option that weakens a promise does not exist.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
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
    """One option: `kind` is str, int, bool, list (comma separated) or url."""

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
    Option("hosts", "list", "127.0.0.1,localhost,[::1]", "Host names this office answers to."),
    Option("database", "url", "sqlite", "`sqlite` for a file in the data directory, or `postgresql://...`."),
    Option("threads", "int", "3", "Threads of the one web process."),
    Option(
        "exit_site", "url", "https://www.weather.gov/", "Where the quick exit leads: neutral, not personal."
    ),
    Option(
        "danger_line", "str", "", "A hotline of the office's choice, shown beside 911; empty shows 911 alone."
    ),
    Option(
        "gate_quota", "int", "60", "Screenings one deputy may ask in a day before the gate holds all further."
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
    gate_quota: int

    @property
    def secrets(self) -> Path:
        """The folder of secret files, mode 0700."""
        return self.data / "secrets"

    @property
    def keeper(self) -> Path:
        """The keeper's own folder, mode 0700: its file and its socket."""
        return self.data / "keeper"


def _read_option(option: Option, raw: object) -> Any:
    text = str(raw).lower() if isinstance(raw, bool) else raw
    if option.kind == "bool":
        if text not in ("true", "false"):
            raise ConfigWrong(f"`{option.name}` is `{raw}`", hint="legal values: true, false")
        return text == "true"
    if option.kind == "int":
        if not str(text).isdigit() or int(str(text)) < 1:
            raise ConfigWrong(f"`{option.name}` is `{raw}`", hint="legal values: a whole number from 1")
        return int(str(text))
    if option.kind == "list":
        parts = text if isinstance(text, list) else str(text).split(",")
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if not isinstance(text, str):
        raise ConfigWrong(f"`{option.name}` is `{raw}`", hint="legal values: a text in quotation marks")
    if option.kind == "url" and text != "sqlite" and not urlsplit(text).scheme:
        raise ConfigWrong(f"`{option.name}` is `{raw}`", hint="legal values: an address with its scheme")
    return text


def _office_file(data: Path) -> dict[str, Any]:
    path = data / "office.toml"
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
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
            hint="restore it from the office's backup of secrets; `havenline office init` makes a new office",
        ) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise SecretWrong(
            f"the secret file `{path}` cannot be read", hint="it holds hexadecimal digits"
        ) from fault
    if stat.S_IMODE(mode) & 0o077:
        raise SecretWrong(f"the secret file `{path}` is open to others", hint=f"run: chmod 600 {path}")
    try:
        secret = bytes.fromhex(text)
    except ValueError as fault:
        raise SecretWrong(
            f"the secret file `{path}` is damaged", hint="it holds hexadecimal digits"
        ) from fault
    if len(secret) != SECRET_LENGTHS[name]:
        raise SecretWrong(f"the secret file `{path}` has the wrong length", hint="it holds 32 bytes in hex")
    return secret


def founders_path() -> Path:
    """Where the founders' public keys stand: the anchor of the key directory, kept outside the database."""
    return load().secrets / "founders"
