"""Ten million invented charges in a Parquet file, and the three bars over them: ours and the peers'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.engine_subset import CLAUSES, DRUG, FACTS, LINKED, LISTED, VIOLENT, subset
from havenline.policy.forms.arrow import from_arrow
from havenline.policy.forms.columns import Column, statutes
from havenline.policy.forms.masks import Masks, masks
from havenline.policy.forms.records import Records
from havenline.policy.forms.reduction import reduced
from havenline.policy.forms.sql import name, sql

GROUP = 1_000_000
# Facts known of every charge; of the others one in twenty is unknown.
ALWAYS_KNOWN = ("made", "truthful", "office", "code")
THREADS = 2
TEXTS = [each for each, (_, values) in FACTS.items() if isinstance(values[0], str)]


def write(path: Path, rows: int) -> None:
    """The charges, always the same."""
    draw = np.random.default_rng(13)
    writer = None
    for start in range(0, rows, GROUP):
        size = min(GROUP, rows - start)
        columns = {each: _drawn(draw, each, size) for each in FACTS}
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table, row_group_size=GROUP)
    assert writer is not None
    writer.close()


def _drawn(draw: np.random.Generator, fact: str, size: int) -> pa.Array:
    values = FACTS[fact][1]
    places = draw.integers(0, len(values), size, dtype=np.int32)
    unknown = None if fact in ALWAYS_KNOWN else draw.integers(0, 20, size) == 0
    if isinstance(values[0], bool):
        return pa.array(np.array(values)[places], mask=unknown)
    dictionary = tuple(dict.fromkeys(values))
    place_of = np.array([dictionary.index(value) for value in values], dtype=np.int32)
    codes = pa.array(place_of[places], mask=unknown)
    return pa.DictionaryArray.from_arrays(codes, pa.array(dictionary))


def _groups(path: Path, work: Callable[[pa.Table], Any]) -> list[Any]:
    """Each thread decodes its own row groups and works on them while they are in the processor's memory."""

    def one(number: int) -> Any:
        file = pq.ParquetFile(path, read_dictionary=TEXTS, memory_map=True)
        return work(file.read_row_group(number, use_threads=False))

    with ThreadPoolExecutor(THREADS) as workers:
        return list(workers.map(one, range(pq.ParquetFile(path).num_row_groups)))


def decode(path: Path) -> None:
    """The 13 columns decoded, and nothing else done: the reader's own threads."""
    pq.read_table(path, read_dictionary=TEXTS)


def decode_by_groups(path: Path) -> None:
    """The same, in the way our masks read it."""
    _groups(path, lambda table: table.num_rows)


class OurMasks:
    """Bit masks over the decoded columns: per clause a small number for each charge."""

    def __init__(self) -> None:
        self.form: Masks = masks(subset(), questions=CLAUSES)

    def __call__(self, path: Path) -> list[Mapping[str, Any]]:
        return _groups(path, self.decided)

    def decided(self, table: pa.Table) -> Mapping[str, Any]:
        """The answers of one row group."""
        columns = {}
        for fact, (fact_path, _) in FACTS.items():
            column = table.column(fact)
            chunk = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
            columns[fact_path] = from_arrow(chunk)
        texts = columns["offense.code"]
        assert isinstance(texts, Column)
        columns["offense.code"] = statutes(self.form.records.settling, "offense.code", texts)
        return self.form(columns, threads=1)


def our_sql(path: Path) -> Any:
    """Our SELECT on DuckDB: the answer of each clause as text, unknown facts and all."""
    import duckdb

    pack = subset()
    settling = Records(reduced(pack, questions=CLAUSES)).settling
    whens = " ".join(
        f"WHEN '{code}' THEN {settling.statute('offense.code', code, None)[0]}"
        for code in dict.fromkeys(FACTS["code"][1])
    )
    columns = [
        f"CASE code {whens} END AS offense_code" if fact == "code" else f'"{fact}" AS {name(fact_path)}'
        for fact, (fact_path, _) in FACTS.items()
    ]
    form = sql(pack, questions=CLAUSES)
    with duckdb.connect() as connection:
        connection.execute(f"SET threads TO {THREADS}")
        connection.execute(
            f"CREATE VIEW charges AS SELECT {', '.join(columns)} FROM read_parquet('{path}')"  # noqa: S608
        )
        return connection.sql(form.text("duckdb", table="charges")).to_arrow_table()


_RULES = {
    "C1": "office = 'this_office' AND role IN ('victim', 'witness') AND crime IN {violent} AND own"
    " AND NOT coalesce(suspect, false)",
    "C2": "office = 'this_office' AND made AND crime IN {violent} AND NOT charged"
    " AND NOT coalesce(suspect, false) AND (code IN {listed} OR (code IN {drug} AND level = 'misdemeanor'))"
    " AND (trade IN {linked} OR trafficked)",
    "C4": "made AND crime IN {violent} AND office = 'this_office' AND code IN {listed} AND incident"
    " AND truthful <> 'found_false'",
}


def duckdb_by_hand(path: Path) -> Any:
    """SQL written by hand: whether each bar fires, NULL where that is not known."""
    import duckdb

    rules = [
        rule.format(violent=VIOLENT, listed=LISTED, drug=DRUG, linked=LINKED) + f" AS {clause}"
        for clause, rule in _RULES.items()
    ]
    with duckdb.connect() as connection:
        connection.execute(f"SET threads TO {THREADS}")
        query = f"SELECT {', '.join(rules)} FROM read_parquet('{path}')"  # noqa: S608
        return connection.sql(query).to_arrow_table()


def polars_by_hand(path: Path) -> Any:
    """Polars expressions written by hand: whether each bar fires, null where that is not known."""
    import polars as pl

    ours, crime = pl.col("office") == "this_office", pl.col("crime").is_in(VIOLENT)
    trusted, listed = ~pl.col("suspect").fill_null(value=False), pl.col("code").is_in(LISTED)
    covered = listed | (pl.col("code").is_in(DRUG) & (pl.col("level") == "misdemeanor"))
    linked = pl.col("trade").is_in(LINKED) | pl.col("trafficked")
    return (
        pl.scan_parquet(path)
        .select(
            C1=ours & pl.col("role").is_in(("victim", "witness")) & crime & pl.col("own") & trusted,
            C2=ours & pl.col("made") & crime & ~pl.col("charged") & trusted & covered & linked,
            C4=pl.col("made")
            & crime
            & ours
            & listed
            & pl.col("incident")
            & (pl.col("truthful") != "found_false"),
        )
        .collect()
    )


def openfisca(rows: int) -> Callable[[], Any]:
    """OpenFisca over complete columns already in memory; it knows no unknown."""
    from benchmarks.engine_peers import OpenFisca

    draw = np.random.default_rng(13)
    system = OpenFisca()
    columns = {
        fact: np.array(values)[draw.integers(0, len(values), rows)] for fact, (_, values) in FACTS.items()
    }
    return lambda: system.calculate(columns, rows)
