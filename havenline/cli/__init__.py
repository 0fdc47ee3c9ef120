"""The command line: every verb an office or an outsider needs, each started without loading the others."""

from __future__ import annotations

from importlib import import_module

import click

# Name on the command line -> where its command lives. Imported only when asked for: `decide` must start in
# under half a second, so it may not pay for Django.
COMMANDS = {
    "ask": "havenline.cli.ask:ask",
    "decide": "havenline.cli.decide:decide",
    "offenses": "havenline.cli.offenses:offenses",
    "freeze": "havenline.cli.freeze:freeze",
    "ledger": "havenline.cli.ledger:ledger",
    "office": "havenline.cli.office:office",
    "packs": "havenline.cli.packs:packs",
    "protections": "havenline.cli.protections:protections",
    "prove": "havenline.cli.prove:prove",
    "systems": "havenline.cli.systems:systems",
    "wall": "havenline.cli.wall:wall",
}


class LazyGroup(click.Group):
    """A click group that imports a command when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="havenline")
def main() -> None:
    """Havenline keeps a prosecutor's promise to people in the sex trade who report violence."""
