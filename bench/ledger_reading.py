"""Reading a 100,000-row ledger; goal: no slower than pandas' reading alone, in at most 400 MiB.

The reader reads, repairs, checks, adds up and looks for duplicates; pandas only reads. Each run has a
process of its own, so that its memory can be told; processor time, so that neighbours do not count.
With the guard, the way between the processes and the plan, by the clock: ``bench/ledger_writing.py``.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

from bench.table import print_table, verdict

ROWS = 100_000
MOST_MIB = 400
HEADS = (
    "序号", "小区名称", "街道", "建成年份", "楼栋数", "户数", "建筑面积（平方米）", "计划投资（万元）", "结构", "备注",
)  # fmt: skip
KINDS = {
    "plain": "plain",
    "spoilt": "a repair in every row",
    "loud": "four doubts in every row",
}
_PANDAS = "import pandas; pandas.read_excel(path, engine='openpyxl')"
_READER = (
    "from jiugai.exchange.ledger.reader import read\n"
    "reading = read(open(path, 'rb').read(), document='台账.xlsx', year=2020, county='汉滨区')\n"
    "said = [len(reading.rows), len(reading.repairs), len(reading.all_findings)]"
)
_CHILD = """
import json, resource, sys, time
path, code = sys.argv[1:]
began = time.process_time()
scope = {"path": path}
exec(code, scope)
took = time.process_time() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([took, peak, scope.get("said")]))
"""


def main() -> bool:
    """Print both beside each other, for each kind of ledger."""
    missed = False
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory(prefix="jiugai-reading-") as folder:
        for kind, label in KINDS.items():
            path = Path(folder) / f"{kind}.xlsx"
            write(path, kind)
            peer, peer_mib, _ = _measure(path, _PANDAS)
            took, mib, said = _measure(path, _READER)
            met = took <= peer and mib <= MOST_MIB
            missed = missed or not met
            of_pandas = ["pandas.read_excel (openpyxl)", f"{peer:.1f} s", f"{peer_mib:.0f} MiB"]
            counted = "jiugai: {:,} rows, {:,} repairs, {:,} findings".format(*said)
            ours = [counted, f"{took:.1f} s", f"{mib:.0f} MiB", f"{took / peer:.2f}", verdict(met)]
            rows += [[label, *of_pandas, "", ""], [label, *ours]]
    heading = f"goal: ≤ 1.00, ≤ {MOST_MIB} MiB"
    size = f"{ROWS:,} rows × {len(HEADS)}"
    print_table([size, "what", "processor time", "peak memory", "÷ pandas", heading], rows)
    return missed


def _measure(path: Path, code: str) -> tuple[float, float, list[int]]:
    """Return seconds, MiB at the peak, and what the run said of itself."""
    command = [sys.executable, "-c", _CHILD, str(path), code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    took, peak, said = json.loads(done.stdout)
    return took, peak, said or []


def write(path: Path, kind: str, *, road: str = "建设路") -> None:
    """Write a ledger of one of the ``KINDS``; its communities are called after a road."""
    dice = random.Random(road)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADS)
    for n in range(ROWS):
        homes = dice.randint(20, 800)
        built, towers = dice.randint(1975, 2000), max(1, homes // 40)
        area, money = homes * 80 + dice.randint(0, 99) / 100, round(homes * 2.5, 2)
        figures: list[object] = [built, towers, homes, area, money]
        if kind == "spoilt":
            figures[2] = (f"{homes}户", f"约{homes}", f"{homes:,}户", f"{homes}/{homes + 1}")[n % 4]
        if kind == "loud":
            figures[1:] = [f"{towers}栋左右", f"约{homes}户", f"约{area}", f"{money}万元左右"]
        name = f"{road}{n}号小区"
        sheet.write_row(n + 1, 0, [n + 1, name, "老城街道", *figures, "砖混", ""])
    book.close()


if __name__ == "__main__":
    sys.exit(main())
