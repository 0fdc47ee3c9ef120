"""Peers of matching, on the same people: an exact comparison, and Splink on names and days in clear text."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence

from havenline.protection import names
from havenline.protection.traits import Traits

Pairs = set[tuple[int, int]]


def exact(stored: Sequence[Traits], asked: Sequence[Traits]) -> Pairs:
    """Pairs (asked, stored) whose names in small letters and days of birth are equal."""
    known = defaultdict(list)
    for number, one in enumerate(stored):
        known[_whole(one)].append(number)
    return {(at, number) for at, one in enumerate(asked) if one.births for number in known[_whole(one)]}


def _whole(one: Traits) -> tuple[str, ...]:
    return (*one.births, *(" ".join(names.parts(name)) for name in one.names))


def splink(stored: Sequence[Traits], asked: Sequence[Traits]) -> list[tuple[float, int, int]]:
    """(probability, asked, stored), by a model trained without labels as Splink's own guide does it.

    It is given first and last part of the name, the whole name, and the day of birth.
    """
    import pandas as pd
    from splink import Linker, SettingsCreator, block_on
    from splink import comparison_library as cl
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="number",
        comparisons=[
            cl.NameComparison("first"),
            cl.NameComparison("last"),
            cl.DateOfBirthComparison("born", input_is_string=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("born"),
            block_on("first", "last"),
            block_on("last", "substr(born, 1, 4)"),
            block_on("first", "substr(born, 6, 5)"),
            block_on("first", "substr(born, 1, 7)"),
            block_on("last", "substr(born, 6, 5)"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI()
    tables = [api.register(pd.DataFrame(map(_row, range(len(each)), each))) for each in (asked, stored)]
    linker = Linker(tables, settings, log_level=logging.ERROR)
    rules = [block_on("first", "born"), block_on("last", "born")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=7)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("born"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first", "last"))
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    # The two tables come in the order of their names.
    left = [int(number) for number in found["number_l"]]
    right = [int(number) for number in found["number_r"]]
    return list(zip(map(float, found["match_probability"]), left, right, strict=True))


def _row(number: int, one: Traits) -> dict[str, object]:
    parts = names.parts(" ".join(one.names))
    return {
        "number": number,
        "first": parts[0] if parts else None,
        "last": parts[-1] if len(parts) > 1 else None,
        "born": one.births[0] if one.births else None,
    }
