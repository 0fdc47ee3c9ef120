"""How fast a case and ten million charges are decided, every engine in one run.

    python -m benchmarks.engine [--rows N] [--rounds N]

Three bars over 13 facts (`engine_subset`). Every engine's answers are compared before it is timed. Prints the
ratios and writes benchmarks/results/engine.json. Medians over rounds in which all take their turn, so that
what else the machine does meets all alike. An engine that is not there is named as such.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import engine_columns, engine_peers
from benchmarks.engine_subset import CLAUSES, by_hand, case_file, drawn, fired, subset
from havenline.policy import decide, load
from havenline.policy.forms.masks import masks
from havenline.policy.forms.python import compile as compiled

RESULTS = Path(__file__).parent / "results" / "engine.json"
PEERS = {
    "CEL (Rust binding)": engine_peers.cel_rust,
    "cedarpy": engine_peers.cedar,
    "zen-engine": engine_peers.zen,
    "regopy": engine_peers.rego,
    "OpenFisca": engine_peers.OpenFisca,
}
# How many short turns make a round of single decisions.
TURNS = 10
DECODING = ("decode 13 columns, no logic", "decode by row groups, no logic")
Figures = dict[str, float]


def microseconds(work: Callable[[Any], object], asked: Sequence[Any]) -> float:
    """The time of one decision in a pass over `asked`."""
    start = time.perf_counter()
    for each in asked:
        work(each)
    return (time.perf_counter() - start) / len(asked) * 1e6


def single(rounds: int) -> tuple[Figures, list[str]]:
    """Microseconds per decision by engine, and what could not be measured."""
    facts = drawn(2_000)
    cases = [case_file(each) for each in facts]
    doubtful = [_with_unknown(case, number) for number, case in enumerate(cases)]
    ours = compiled(subset(), questions=CLAUSES)
    assert [ours(case)[0] for case in cases] == [by_hand(case) for case in cases]
    told = [fired(by_hand(case)) for case in cases]
    asked: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {
        "if/elif by hand, no unknown": (by_hand, cases),
        "generated Python": (ours, cases),
        "generated Python, one fact unknown": (ours, doubtful),
    }
    absent = []
    for name, make in PEERS.items():
        try:
            decider = make()
        except ImportError as missing:
            absent.append(f"{name} is not installed ({missing.name})")
            continue
        few = facts[:200]
        assert [decider(each) for each in few] == told[:200], name
        asked[name] = (decider, few)
    asked |= _whole_pack()
    passes: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(TURNS * rounds):
        for name, (work, over) in asked.items():
            size = max(1, len(over) // 10)
            start = number * size % len(over)
            microseconds(work, over[:size])  # what the others left in the processor's memory is gone
            passes[name].append(microseconds(work, over[start : start + size]))
    return {name: statistics.median(times) for name, times in passes.items()}, absent


def _with_unknown(case: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The case with one of its facts left out, each in turn."""
    paths = [(section, key) for section in ("person", "report") for key in case[section]]
    left_out = paths[number % len(paths)]
    return {
        name: {key: value for key, value in told.items() if (name, key) != left_out}
        if isinstance(told, dict)
        else told
        for name, told in case.items()
    }


def _whole_pack() -> dict[str, tuple[Callable[[Any], object], Sequence[Any]]]:
    """All clauses and the disposition, over case files drawn like those of the three bars."""
    pack = load()
    form = compiled(pack)
    cases = [case_file(each) | {"screening": "2024-06-01"} for each in drawn(300)]
    for case in cases:
        case["report"]["date"] = case["offense"]["date"] = "2024-05-10"
    return {
        "whole pack, generated Python": (form, cases),
        "whole pack, interpreter with reasons": (lambda case: decide(pack, case), cases[:50]),
    }


def batch(rows: int, rounds: int) -> tuple[Figures, list[str]]:
    """Milliseconds over `rows` charges from Parquet by engine, and what could not be measured."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "charges.parquet"
        engine_columns.write(path, rows)
        ours = engine_columns.OurMasks()
        asked: dict[str, Callable[[], object]] = {
            "decode 13 columns, no logic": lambda: engine_columns.decode(path),
            "decode by row groups, no logic": lambda: engine_columns.decode_by_groups(path),
            "bit masks": lambda: ours(path),
            "Polars by hand, bars only": lambda: engine_columns.polars_by_hand(path),
            "DuckDB by hand, bars only": lambda: engine_columns.duckdb_by_hand(path),
            "our SQL on DuckDB": lambda: engine_columns.our_sql(path),
        }
        _agree(ours(path), path)
        passes: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, work in asked.items():
                passes[name].append(_milliseconds(work))
        figures = {name: statistics.median(times) for name, times in passes.items()}
    fewer = rows // 10
    figures[f"OpenFisca, {fewer:,} in memory, times ten"] = 10 * _milliseconds(
        engine_columns.openfisca(fewer)
    )
    return figures, ["PySpark is not installed; its figure is not repeated here"]


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def _agree(told: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Masks and SQL give each answer equally often; Polars and DuckDB find as many charges barred."""
    form = masks(subset(), questions=CLAUSES)
    by_sql, by_polars = engine_columns.our_sql(path), engine_columns.polars_by_hand(path)
    by_duckdb = engine_columns.duckdb_by_hand(path)
    for name in CLAUSES:
        counted = Counter[str]()
        for group in told:
            for place, result in enumerate(form.results[name]):
                counted[result] += int((group[name] == place).sum())
        values = by_sql.column(name).value_counts().to_pylist()
        assert counted == Counter({each["values"]: each["counts"] for each in values}), name
        barred = sum(counted[result] for result in ("barred", "use_barred"))
        assert int(by_polars[name].sum()) == barred, (name, "Polars")
        assert by_duckdb.filter(by_duckdb.column(name)).num_rows == barred, (name, "DuckDB")


def told(title: str, figures: Figures, unit: str, one: str) -> None:
    """One table: the figure and how often the one compared with goes into it."""
    print(f"\n{title:<52}{unit:>12}{'x':>10}")
    for name, figure in figures.items():
        print(f"{name:<52}{figure:>12,.2f}{figure / figures[one]:>10,.2f}")


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    decisions, absent = single(chosen.rounds)
    told("one decision, median", decisions, "us", "if/elif by hand, no unknown")
    charges, also_absent = batch(chosen.rows, chosen.rounds)
    told(f"{chosen.rows:,} charges", charges, "ms", min(DECODING, key=charges.__getitem__))
    ratios = {
        "single / if-elif": decisions["generated Python"] / decisions["if/elif by hand, no unknown"],
        "masks / decode, the quicker way": charges["bit masks"] / min(charges[name] for name in DECODING),
    }
    if "cedarpy" in decisions:
        ratios["cedarpy / single"] = decisions["cedarpy"] / decisions["generated Python"]
    print()
    for name, ratio in ratios.items():
        print(f"{name:<52}{ratio:>12,.2f}")
    for line in [*absent, *also_absent]:
        print(line)
    RESULTS.parent.mkdir(exist_ok=True)
    result = {
        "single_us": decisions,
        "batch_ms": charges,
        "rows": chosen.rows,
        "ratios": ratios,
        "not_measured": [*absent, *also_absent],
        "python": platform.python_version(),
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
