"""`python -m tests.mutants [N/OF]`: puts every mutant of the pack (or each OF-th from the N-th) to the cases,
and asks Z3 of those that no case kills. Prints those left, as `open.txt` and `same.txt` list them."""

from __future__ import annotations

import sys

from havenline.policy import load
from tests.mutants.changes import mutants
from tests.mutants.killing import Killer, runs
from tests.mutants.proving import Prover


def main(part: str = "0/1") -> None:
    start, step = map(int, part.split("/"))
    pack = load()
    every = list(mutants(pack))[start::step]
    killer, prover = Killer(runs()), Prover(pack)
    told: dict[str, list[str]] = {"same": [], "open": []}
    for mutant in every:
        if not killer.killed_by(mutant):
            told["same" if prover.same(mutant) else "open"].append(mutant.name)
    for kind, names in told.items():
        sys.stdout.writelines(f"{kind}\t{name}\n" for name in names)
    same, left = len(told["same"]), len(told["open"])
    killed = len(every) - same - left
    sys.stdout.write(f"{len(every)} mutants: {killed} killed, {same} proved the same, {left} open\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
