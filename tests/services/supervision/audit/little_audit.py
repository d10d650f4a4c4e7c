"""A little book over the little city: 200万元 of the centre for 石泉县, some of it gone wrong.

As of 2022-02-01, of 200万元 that 石泉县 was assigned: 40 were never allotted, 95 lie in the bank, 65 were
paid for 金州家属院, 5 of them for an office; its works were worth 50 when it was last told.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date

from jiugai.services.actor import Actor, PostKind
from jiugai.services.funding.book.importing import post_file
from jiugai.storage.programme.models import Project
from tests.officers import appoint
from tests.services.little_city import LittleCity

TODAY = date(2022, 3, 1)
LATER = date(2022, 2, 1)
CENTRAL = {"source": "中央财政补助", "paper": "财综〔2020〕1号", "year": 2020, "county": "610922"}
PROJECT = "金州家属院改造项目"


@dataclass(frozen=True, slots=True)
class LittleAudit:
    """``finance`` is of 石泉县, ``other_finance`` of 汉滨区; ``project`` is the public number."""

    city: LittleCity
    maker: Actor
    checker: Actor
    finance: Actor
    other_finance: Actor
    project: str


def keep_book(city: LittleCity) -> LittleAudit:
    """Appoint the finance officers and post the book as a file."""
    divisions = city.divisions
    finance = PostKind.FINANCE
    found = LittleAudit(
        city=city,
        maker=appoint(divisions, "maker", finance, "安康市财政局", divisions.ankang),
        checker=appoint(divisions, "checker", finance, "安康市财政局", divisions.ankang),
        finance=appoint(divisions, "shiquan_f", finance, "石泉县财政局", divisions.shiquan),
        other_finance=appoint(divisions, "hanbin_f", finance, "汉滨区财政局", divisions.hanbin),
        project=Project.objects.get(name=PROJECT).public_id,
    )
    post(found, _lines(found.project))
    return found


def post(found: LittleAudit, lines: list[dict[str, object]]) -> None:
    """Post lines as the two officers of the city; every one of them must go through.

    What is counted is remembered by the last act's key, so no two tests may use the same.
    """
    own = uuid.uuid4().hex[:8]
    told = [{**line, "key": f"{own}-{line['key']}"} for line in lines]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in told).encode()
    done = post_file(
        content, document="凭证.jsonl", maker=found.maker, checker=found.checker, today=TODAY
    )
    assert not done.refused, [f for line in done.lines for f in line.findings] + [*done.findings]


def _lines(project: str) -> list[dict[str, object]]:
    def line(key: str, step: str, wan: str, on: str, **more: str) -> dict[str, object]:
        told = {
            "key": key,
            "step": step,
            "amount": wan,
            "unit": "万元",
            "on": on,
            "basis": f"单{key}",
        }
        return {**CENTRAL, **told, **more}

    of_project = {"project": project}
    of_contract = {"project": project, "contract": "HT-1"}
    signed = {"key": "C1", "step": "登记合同", "payee": "安康建工", "amount": "100", "unit": "万元"}
    return [
        {**signed, **of_contract, "on": "2020-09-01"},
        line("1", "收到指标", "200", "2020-02-01", county="610900"),
        line("2", "分配到县区", "200", "2020-02-20", giver="610900"),
        line("3", "下达到项目", "160", "2020-03-10", **of_project),
        line("4", "合同占用", "100", "2020-09-02", **of_contract),
        line("5", "拨付到专户", "160", "2020-09-10"),
        line("6", "支付", "60", "2020-10-20", memo="B01 供水进度款", **of_contract),
        line("7", "支付", "5", "2020-10-28", memo="办公费", **of_contract),
    ]
