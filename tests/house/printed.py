"""Documents printed from code, so that they cannot drift: `make docs` writes them, `make check` compares."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def options() -> str:
    """docs/options.md: every option of an office."""
    from havenline.config import OPTIONS

    lines = [
        "# Options",
        "",
        "Printed from `havenline/config.py`. They stand in `office.toml` in the data directory; a variable",
        "`HAVENLINE_<NAME>` wins over the file. A wrong value stops the start.",
        "",
        "| option | kind | default | what it says |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{o.name}` | {o.kind} | {f'`{o.default}`' if o.default else ''} | {o.sentence} |" for o in OPTIONS
    ]
    return "\n".join(lines) + "\n"


def roles() -> str:
    """docs/roles.md: which role may do which act."""
    from havenline.staff.roles import table

    return table()


def acts() -> str:
    """docs/ledger-acts.md: every act the ledger records, and what it may tell."""
    from havenline.ledger.acts import ACTS

    lines = [
        "# Acts in the ledger",
        "",
        "Printed from `havenline/ledger/acts.py`. An act that is not declared cannot be recorded. Details",
        "are closed words; who or what an act is about enters as a salted commitment.",
        "",
        "| act | what happened | details in clear |",
        "| --- | --- | --- |",
    ]
    for name, act in sorted(ACTS.items()):
        details = ", ".join(f"`{key}`" for key in act.detail)
        lines.append(f"| `{name}` | {act.sentence} | {details} |")
    return "\n".join(lines) + "\n"


def states() -> str:
    """docs/states.md: what may become of a report, a consent, a transition, a hold and a request."""
    from havenline.discovery.states import table as of_a_request
    from havenline.holds.states import table as of_a_hold
    from havenline.reporting.consent import table as of_a_consent
    from havenline.reporting.states import table as of_a_report
    from havenline.reporting.transitions import table as of_a_transition

    tables = (of_a_report, of_a_consent, of_a_transition, of_a_hold, of_a_request)
    return "\n".join(table() for table in tables)


def clauses() -> str:
    """docs/clauses.md: every pack with its words, rules, readings and worked cases."""
    from havenline.policy import known_packs, load
    from havenline.policy.loading import DEFAULT_PACK
    from havenline.policy.manual import manual
    from havenline.policy.worked import worked

    names = [DEFAULT_PACK, *(name for name in known_packs() if name != DEFAULT_PACK)]
    lines = [
        "# Clauses",
        "",
        "Printed from the packs and their cases, each decided while it was printed. Persons invented.",
    ]
    for name in names:
        lines += ["", *manual(load(name), worked(name), depth=2)]
    return "\n".join(lines) + "\n"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/options.md": options,
    "docs/roles.md": roles,
    "docs/ledger-acts.md": acts,
    "docs/states.md": states,
    "docs/clauses.md": clauses,
}


def main(arguments: list[str]) -> int:
    """Write the documents, or with `--check` name those that differ; returns the exit status."""
    import_module("tests.office")  # makes an office, so that Django can start
    os.environ["DJANGO_SETTINGS_MODULE"] = "havenline.settings"
    import django

    django.setup()
    drifted = []
    for name, printed in DOCUMENTS.items():
        path = ROOT / name
        text = printed()
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            drifted.append(name)
    for name in drifted:
        print(f"{name} differs from the code: run make docs", file=sys.stderr)
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
