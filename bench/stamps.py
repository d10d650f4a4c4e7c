"""What the stamp costs and what it saves (spine): throughput of four writers, rows lost by a watermark.

The writers are processes of their own that begin at one moment and write what the platform writes,
by its own way: acts of one return with five readings each. Stamped and unstamped rounds take
turns, so that a neighbour on the machine or a slow minute of the disk weighs on both.
"""

import multiprocessing
import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from multiprocessing.synchronize import Barrier

import psycopg

from bench.own_folder import own_folder
from bench.table import print_table, verdict
from jiugai.console import setting_up

WRITERS, SECONDS, ROUNDS, STRESS = 4, 2.0, 9, 250
READINGS = 5
GOAL = 0.8
_ACT = (
    "INSERT INTO audit_act (key, verb, user_id, post_id, subject)"
    " VALUES (gen_random_uuid(), 'bench.write', 1, 1, '') RETURNING id"
)
_SITE = """
WITH county AS (
  INSERT INTO divisions_division (act_id, level) VALUES (%(act)s, 3) RETURNING id),
project AS (
  INSERT INTO programme_project (act_id, public_id, county_id, name)
  SELECT %(act)s, 'P1', id, '一个项目' FROM county RETURNING id),
community AS (
  INSERT INTO registry_community (act_id, public_id) VALUES (%(act)s, 'C1') RETURNING id)
INSERT INTO programme_site (act_id, project_id, community_id)
SELECT %(act)s, project.id, community.id FROM project, community RETURNING id
"""


def main() -> bool:
    """Print the stamp's table; say whether a goal was missed."""
    own_folder("stamps")
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    conninfo = found.conninfo()
    with psycopg.connect(conninfo, autocommit=True) as owner:
        site = _a_site(owner)
        stamped, plain = _rounds(owner, site)
        alone, bare = _rounds(owner, None)
    lost_by_stamp, lost_by_id, rows = _watermarks(conninfo)
    ratio, empty = _ratio(stamped, plain), _ratio(alone, bare)
    print_table(
        ["figure", "measured", "goal", ""],
        [
            ["acts of 5 readings a second, 4 writing processes, stamped", _best(stamped), "", ""],
            ["the same, unstamped", _best(plain), "", ""],
            [f"stamped ÷ unstamped, median of {ROUNDS}", ratio, f"≥ {GOAL}", _met(ratio)],
            ["acts with nothing in them, bare SQL, stamped", _best(alone), "", ""],
            ["the same, unstamped", _best(bare), "", ""],
            ["stamped ÷ unstamped: all that the order of commits may cost", empty, "", ""],
            [
                f"rows lost by the stamp, of {rows:,}",
                lost_by_stamp,
                "0",
                verdict(lost_by_stamp == 0),
            ],
            ["rows lost by the naive watermark on ids", lost_by_id, "> 0", verdict(lost_by_id > 0)],
        ],
    )
    return float(ratio) < GOAL or lost_by_stamp > 0 or lost_by_id == 0


def _best(figures: list[float]) -> str:
    return f"{max(figures):,.0f}"


def _ratio(stamped: list[float], plain: list[float]) -> str:
    return f"{statistics.median(a / b for a, b in zip(stamped, plain, strict=True)):.2f}"


def _met(ratio: str) -> str:
    return verdict(float(ratio) >= GOAL)


def _a_site(owner: psycopg.Connection[tuple[int, ...]]) -> int:
    with owner.transaction():
        owner.execute("SET LOCAL jiugai.regions = 'all'")
        act = owner.execute(_ACT).fetchone()
        assert act
        site = owner.execute(_SITE, {"act": act[0]}).fetchone()
    assert site
    return site[0]


def _rounds(
    owner: psycopg.Connection[tuple[int, ...]], site: int | None
) -> tuple[list[float], list[float]]:
    """Return acts a second that the writers commit together, stamped and unstamped in turn."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(WRITERS + 1)
    counts = context.SimpleQueue()
    writers = [context.Process(target=_write, args=(ready, counts, site)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    speeds: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    for _ in range(ROUNDS):
        for stamping, found in speeds.items():
            owner.execute(f"ALTER TABLE audit_act {stamping} TRIGGER act_is_stamped".encode())
            ready.wait()
            found.append(sum(counts.get() for _ in writers) / SECONDS)
    owner.execute("ALTER TABLE audit_act ENABLE TRIGGER act_is_stamped")
    for writer in writers:
        writer.join()
    return speeds["ENABLE"], speeds["DISABLE"]


def _write(ready: Barrier, counts: "multiprocessing.SimpleQueue[int]", site: int | None) -> None:
    found = setting_up.prepare()
    if site is None:
        with psycopg.connect(found.conninfo()) as connection:
            _in_rounds(ready, counts, lambda: _empty_act(connection))
        return
    from jiugai.storage.unit_of_work import unit_of_work
    from jiugai.storage.works.entries import NewReading, readings

    day = date(2020, 10, 31)
    said = [NewReading(site, indicator, 5, day) for indicator in range(1, READINGS + 1)]

    def send() -> None:
        with unit_of_work(verb="bench.write", user_id=1, post_id=1) as act:
            readings(act, said)

    _in_rounds(ready, counts, send)


def _empty_act(connection: psycopg.Connection) -> None:
    connection.execute(_ACT)
    connection.commit()


def _in_rounds(
    ready: Barrier, counts: "multiprocessing.SimpleQueue[int]", write: Callable[[], None]
) -> None:
    """Warm up, and then write in each round, together with the others, until its time is over."""
    write()
    for _ in range(2 * ROUNDS):
        ready.wait()
        end = time.perf_counter() + SECONDS
        written = 0
        while time.perf_counter() < end:
            write()
            written += 1
        counts.put(written)


def _watermarks(conninfo: str) -> tuple[int, int, int]:
    """Return how many rows two readers miss beside slow writers: by stamp, by id, and of how many."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_slowly, args=(conninfo, n)) for n in range(6)]
    with psycopg.connect(conninfo, autocommit=True) as reader:
        start = reader.execute("SELECT coalesce(max(id), 0) FROM audit_act").fetchone()
        assert start is not None
        low_id = first_id = start[0]
        low_seq = _last_seq(reader)
        by_stamp = by_id = 0
        for writer in writers:
            writer.start()
        busy = True
        while busy:
            busy = any(writer.is_alive() for writer in writers)
            fresh = reader.execute(
                "SELECT seq FROM audit_stamp WHERE seq > %s ORDER BY seq", [low_seq]
            ).fetchall()
            by_stamp += len(fresh)
            low_seq = fresh[-1][0] if fresh else low_seq
            ids = reader.execute(
                "SELECT id FROM audit_act WHERE id > %s ORDER BY id", [low_id]
            ).fetchall()
            by_id += len(ids)
            low_id = ids[-1][0] if ids else low_id
            time.sleep(0.002)
        written = reader.execute(
            "SELECT count(*) FROM audit_act WHERE id > %s", [first_id]
        ).fetchone()
    assert written is not None
    return written[0] - by_stamp, written[0] - by_id, written[0]


def _last_seq(reader: psycopg.Connection[tuple[int, ...]]) -> int:
    row = reader.execute("SELECT coalesce(max(seq), 0) FROM audit_stamp").fetchone()
    assert row is not None
    return row[0]


def _write_slowly(conninfo: str, seed: int) -> None:
    """Commit acts whose transactions stay open for up to 30 ms, as those of an office do."""
    rng = random.Random(seed)
    with psycopg.connect(conninfo) as connection:
        for _ in range(STRESS):
            connection.execute(_ACT)
            time.sleep(rng.random() * 0.03)
            connection.commit()


if __name__ == "__main__":
    main()
