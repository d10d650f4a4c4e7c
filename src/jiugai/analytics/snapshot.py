"""Snapshots (快照): a month's facts as Parquet, with a digest that chains it to the month before.

A snapshot is a delta: what was stamped since the last close. Its digest is not of the files,
whose bytes change with the writer's version, but SM3 over the canonical text of the rows, which
is PostgreSQL's COPY text form in the order of stamps. Anyone can recompute it from the Parquet
alone, or with ``psql`` and ``openssl dgst -sm3``.
"""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiugai.analytics.snapshot_tables import TABLES, SnapshotTable
from jiugai.analytics.sync import copy_out
from jiugai.domain.calendar import Month

FORMAT = 1
MANIFEST = "manifest.json"


class Broken(Exception):
    """A snapshot on disk is not what its manifest says."""


@dataclass(frozen=True, slots=True)
class Delta:
    """Which part of the register a snapshot holds (快照范围); both stamps are included.

    Attributes:
      trace_size: how many events were sealed by then; ``trace_root``: the root over them,
        hexadecimal; empty for a snapshot of the time before there were seals.
    """

    city: str
    month: Month
    first_seq: int
    last_seq: int
    previous: str
    trace_size: int = 0
    trace_root: str = ""


def folder_of(root: Path, city: str, month: Month) -> Path:
    """Return where a city's snapshot of a month lies."""
    return root / f"city={city}" / f"month={month}"


def write(postgres: psycopg.Connection, root: Path, delta: Delta, *, sm3: Any) -> str:
    """Write a snapshot and return its digest, hexadecimal.

    Everything is written under another name, flushed to the disk, and then renamed: a crash
    leaves either no snapshot or a whole one. Writing the same delta again gives the same digest.

    :param sm3: the digest function, bytes to bytes.
    """
    target = folder_of(root, delta.city, delta.month)
    making = target.with_name(target.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    tables: dict[str, dict[str, Any]] = {}
    for name, table in TABLES.items():
        text = copy_out(postgres, table.select(delta.city, delta.first_seq, delta.last_seq))
        rows = table.parse(text)
        _keep(making / f"{name}.parquet", rows)
        tables[name] = {"rows": rows.num_rows, "sm3": sm3(text).hex()}
    manifest = _manifest(delta, tables)
    _flush(making / MANIFEST, manifest)
    _sync_folder(making)
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)
    _sync_folder(target.parent)
    return str(sm3(manifest).hex())


def _manifest(delta: Delta, tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the manifest: keys sorted, no spaces, no times, so that equal facts give equal bytes."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "city": delta.city,
        "month": str(delta.month),
        "first_seq": delta.first_seq,
        "last_seq": delta.last_seq,
        "previous": delta.previous,
        "tables": tables,
    }
    if delta.trace_root:
        said["trace"] = {"root": delta.trace_root, "size": delta.trace_size}
    return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _keep(path: Path, rows: pa.Table) -> None:
    """Write a table to the disk; numbers and days as steps from the one before, which halves it."""
    stepped = [
        f.name for f in rows.schema if pa.types.is_integer(f.type) or pa.types.is_date(f.type)
    ]
    pq.write_table(
        rows,
        path,
        compression="zstd",
        compression_level=3,
        use_dictionary=[name for name in rows.column_names if name not in stepped],
        column_encoding=dict.fromkeys(stepped, "DELTA_BINARY_PACKED"),
        version="2.6",
        data_page_version="1.0",
        row_group_size=1 << 20,
        store_schema=False,
    )
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_manifest(folder: Path) -> tuple[Delta, dict[str, dict[str, Any]], bytes]:
    """Return what a snapshot's manifest says, the tables it names, and its bytes.

    :raises Broken: if it is missing, or not in the one form in which manifests are written.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        said = json.loads(content)
        tables = {
            str(name): {"rows": int(table["rows"]), "sm3": str(table["sm3"])}
            for name, table in said["tables"].items()
        }
        trace = said.get("trace", {"root": "", "size": 0})
        delta = Delta(
            str(said["city"]),
            Month.parse(said["month"]),
            int(said["first_seq"]),
            int(said["last_seq"]),
            str(said["previous"]),
            int(trace["size"]),
            str(trace["root"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken(f"{folder.name} 的清单读不出来：{error}") from error
    if said["format"] != FORMAT or _manifest(delta, tables) != content:
        raise Broken(f"{folder.name} 的清单不是本系统写出的样子，可能被改过。")
    return delta, tables, content


def verify(folder: Path, *, sm3: Any) -> str:
    """Recompute a snapshot's digest from its Parquet files alone, and return it.

    :raises Broken: if a file is missing, cannot be read, or does not hold what the manifest says.
    """
    delta, said, manifest = read_manifest(folder)
    if set(said) != set(TABLES):
        raise Broken(f"{folder.name} 的清单缺表或多表。")
    for name, table in TABLES.items():
        rows = read_rows(folder, name)
        if sm3(canonical(rows, table)).hex() != said[name]["sm3"]:
            raise Broken(f"{folder.name} 的 {name}.parquet 与清单的摘要不符。")
        seqs = pc.min_max(rows["seq"]).as_py()
        outside = (
            rows.num_rows and not delta.first_seq <= seqs["min"] <= seqs["max"] <= delta.last_seq
        )
        if outside or rows.num_rows != said[name]["rows"]:
            raise Broken(f"{folder.name} 的 {name}.parquet 有清单以外的行。")
    return str(sm3(manifest).hex())


def read_rows(folder: Path, name: str) -> pa.Table:
    """Return one table of a snapshot.

    :raises Broken: if it is missing or not of the table's form.
    """
    try:
        return pq.read_table(folder / f"{name}.parquet", schema=TABLES[name].schema)
    except (OSError, pa.ArrowException) as error:
        raise Broken(f"{folder.name} 的 {name}.parquet 读不出来：{error}") from error


def verify_chain(folders: Sequence[Path], *, sm3: Any) -> str:
    """Verify a city's snapshots from the first month on, and that nothing between them is missing.

    :param folders: in the order of their months.
    :returns: the digest of the last.
    :raises Broken: if one is broken, a month is missing, or one does not continue the one before.
    """
    digest, expected = "", 1
    for folder in folders:
        delta, _, _ = read_manifest(folder)
        if delta.first_seq != expected or delta.previous != digest:
            raise Broken(
                f"{folder.name} 接不上前一份快照：应从第 {expected} 号登记起，"
                f"写的是第 {delta.first_seq} 号；或前一份已被换过。"
            )
        digest, expected = verify(folder, sm3=sm3), delta.last_seq + 1
    return digest


def canonical(rows: pa.Table, table: SnapshotTable) -> bytes:
    """Return rows in COPY text form, as PostgreSQL would write them."""
    columns = []
    for name in table.columns:
        column = rows[name]
        if pa.types.is_boolean(column.type):
            text = pc.if_else(column, "t", "f")
        elif pa.types.is_string(column.type):
            text = table.escaped(column)
        else:
            text = column.cast(pa.string())
        columns.append(pc.fill_null(text, "\\N"))
    if rows.num_rows == 0:
        return b""
    lines = pc.binary_join_element_wise(*columns, "\t").to_pylist()
    return ("\n".join(lines) + "\n").encode()
