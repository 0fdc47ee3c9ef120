"""How fast and how exactly charge texts are read: `python -m benchmarks.charges`.

Prints strings per second on one core, first with nothing remembered and then on a history's real repetition,
and accuracy by group over the tables of cases in tests/unit/offenses. Writes benchmarks/results/charges.json.
"""

from __future__ import annotations

import csv
import json
import platform
import random
import time
from collections import Counter
from pathlib import Path

from havenline.offenses import Charge, parse
from havenline.offenses.parsing import _remembered

HERE = Path(__file__).parent
CASES = HERE.parent / "tests" / "unit" / "offenses"
RESULTS = HERE / "results" / "charges.json"
DRAWN = 400_000
Row = dict[str, str]


def rows() -> list[Row]:
    """The worked examples, the further ones and those answered before they were tried; `group` tells them
    apart. `?` stands where the contract leaves an answer open."""
    found: list[Row] = []
    for name in ("charges.csv", "further.csv", "unseen.csv"):
        with (CASES / name).open(encoding="utf-8", newline="") as table:
            group = "unseen" if name == "unseen.csv" else ""
            found += [
                {"group": group or row.get("kind") or "worked examples", **row}
                for row in csv.DictReader(table)
            ]
    return found


def read(raw: str, columns: Row) -> Charge:
    """One text read with its columns."""
    return parse(
        raw,
        level_column=columns["level_column"],
        description_column=columns["description_column"],
        offense_date=columns["offense_date"],
        jurisdiction=columns["jurisdiction"],
    )


def speed(asked: list[tuple[str, Row]]) -> float:
    """Strings per second over `asked` on one core."""
    start = time.perf_counter()
    for raw, columns in asked:
        read(raw, columns)
    return len(asked) / (time.perf_counter() - start)


def accuracy(cases: list[Row]) -> dict[str, dict[str, int]]:
    """By group: rows, exact normalized readings, false Y, false N and needless REVIEW on clear rows."""
    groups: dict[str, Counter[str]] = {}
    for row in cases:
        answer = read(row["raw"], row)
        count = groups.setdefault(row["group"], Counter())
        count["rows"] += 1
        count["exact"] += row["normalized"] in ("?", answer.normalized)
        for key in ("charge_bar_listed", "use_bar_listed"):
            given = getattr(answer, key)
            wanted = given if row[key] == "?" else row[key]
            count["false Y"] += given == "Y" != wanted
            count["false N"] += given == "N" != wanted
            count["needless REVIEW"] += given == "REVIEW" != wanted
    return {group: dict(count) for group, count in groups.items()}


def repeated(cases: list[Row]) -> list[tuple[str, Row]]:
    """A history's repetition: few texts make most of the rows, as one over the rank."""
    weights = [1 / rank for rank in range(1, len(cases) + 1)]
    drawn = random.Random(1).choices(cases, weights, k=DRAWN)
    return [(row["raw"], row) for row in drawn]


def main() -> None:
    """Measure, print and write."""
    cases = rows()
    each = [(row["raw"], row) for row in cases]
    parse("647(B) PC")
    _remembered.cache_clear()
    cold = speed(each)
    warm = speed(repeated(cases))
    groups = accuracy(cases)
    print(f"nothing remembered  {cold:>12,.0f} strings/s")
    print(f"real repetition     {warm:>12,.0f} strings/s over {DRAWN:,} rows of {len(cases):,} texts")
    for group, count in groups.items():
        print(f"{group:<42}" + "".join(f"  {name} {number}" for name, number in count.items()))
    RESULTS.parent.mkdir(exist_ok=True)
    result = {"cold": cold, "warm": warm, "groups": groups, "python": platform.python_version()}
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
