"""Asks the wall a million times and compares each answer with an oracle that shares nothing with it.

    nice python -m tests.wall_oracle [--checks N] [--seed N] [--json FILE]

Walls with 2 to 5 persons grow by 10 to 200 acts of chance: items, late parents, late givers, sources that are
attested, approved and taken back, and acts that have to be refused. In every third wall an act may reckon
only a few items: the worker has to finish. Exit 0 when nothing differs and nothing barred was ever usable.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import tests.office

FIELDS = ("checks", "acts", "refusals", "false_usable", "differences")


def run(checks: int, *, seed: int, members: list) -> Counter[str]:  # type: ignore[type-arg]
    """Walls after walls until so many answers were compared."""
    from havenline.wall import rebuild, upkeep
    from tests.unit.wall.world import World, alarms

    chance, total, usual = Random(seed), Counter[str](), upkeep.MOST
    while total["checks"] < checks:
        total["walls"] += 1
        world = World(members, people=chance.randint(2, 5))
        is_scant = total["walls"] % 3 == 0
        upkeep.MOST = chance.randint(1, 4) if is_scant else usual
        for _ in range(chance.randint(10, 200)):
            world.act_by_chance(chance)
            if chance.random() < 0.3:
                world.finish()
            if world.oracle.items:
                world.check()
        upkeep.MOST = usual
        world.finish()
        world.check()
        world.check_rows()
        total.update({name: getattr(world, name) for name in FIELDS})
        if total["walls"] % 20 == 0:
            print(
                f"{total['checks']:>9} checks, {total['differences']} differences",
                file=sys.stderr,
                flush=True,
            )
    total["alarms"] = alarms()
    total["whole_check"] = 0 if rebuild.check().is_equal else 1
    return total


def main() -> int:
    """Found an office in a folder of its own, run, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checks", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()

    import django

    django.setup()
    from django.core.management import call_command

    from tests.people import an_office

    call_command("migrate", verbosity=0)
    office = an_office()
    begun = time.monotonic()
    total = run(chosen.checks, seed=chosen.seed, members=[office.sol, office.fern, office.cho])
    found = dict(total) | {"seed": chosen.seed, "seconds": round(time.monotonic() - begun)}
    print(json.dumps(found, indent=2))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    wrong = ("false_usable", "differences", "alarms", "whole_check")
    return 1 if any(found[name] for name in wrong) else 0


if __name__ == "__main__":
    assert tests.office.DATA.is_dir()
    sys.exit(main())
