"""Planning and writing a 100,000-row ledger into the register: goal, twice pandas' reading alone."""

import io
import os
import tempfile
import time
from datetime import date

import pandas
import xlsxwriter

from bench.table import print_table, verdict
from jiugai.console import setting_up

ROWS = 100_000


def main() -> bool:
    """Print how long planning and writing take beside ``pandas.read_excel`` of the same file."""
    content = _workbook()
    began = time.perf_counter()
    pandas.read_excel(io.BytesIO(content), engine="openpyxl", header=1)
    peer = time.perf_counter() - began
    os.environ["JIUGAI_VAR"] = tempfile.mkdtemp(prefix="jiugai-writing-")
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    from jiugai.services import divisions
    from jiugai.services.reporting import intake

    divisions.load_nation(setting_up.divisions_folder())
    setting_up.become("application")
    actor = intake.console_actor()
    file = intake.LedgerFile(content, "十万行.xlsx", "610902", 2020, date(2020, 10, 31))
    times = {}
    began = time.perf_counter()
    reading = intake.read(file, actor=actor)
    times["reading, repairing, checking"] = time.perf_counter() - began
    began = time.perf_counter()
    plan = intake.plan(reading, file, actor=actor)
    times["planning"] = time.perf_counter() - began
    began = time.perf_counter()
    done = intake.write(plan, file, actor=actor)
    times["writing"] = time.perf_counter() - began
    assert done.accepted == ROWS, done
    ratio = times["writing"] / peer
    rows = [["pandas.read_excel (openpyxl), reading only", f"{peer:.1f} s", "", ""]]
    rows += [[name, f"{took:.1f} s", "", ""] for name, took in times.items()]
    rows.append(["writing ÷ pandas' reading", f"{ratio:.2f}", "≤ 2", verdict(ratio <= 2)])
    print_table([f"{ROWS:,} rows", "measured", "goal", ""], rows)
    return ratio > 2


def _workbook() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["汉滨区老旧小区摸底台账"])
    heads = [
        "序号",
        "小区名称",
        "街道",
        "建成年份",
        "楼栋数",
        "户数",
        "建筑面积（㎡）",
        "计划投资（万元）",
    ]
    sheet.write_row(1, 0, heads)
    for n in range(ROWS):
        homes = 40 + n % 160
        sheet.write_row(
            n + 2,
            0,
            [
                n + 1,
                f"第{n + 1}号家属院",
                "老城街道",
                1980 + n % 20,
                1 + n % 6,
                homes,
                homes * 85,
                homes * 2.7,
            ],
        )
    book.close()
    return target.getvalue()


if __name__ == "__main__":
    main()
