"""Published lists of the little city: published by the clerk, offered for from tables by the filers."""

from collections.abc import Iterable
from datetime import date

from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.funding.interest.publishing import InterestDone, NewList, publish
from jiugai.services.funding.interest.reading import InterestPage, list_of
from jiugai.services.funding.interest.taking_in import OffersSent, take_in
from jiugai.services.reach import as_officer
from tests.services.little_city import LittleCity, table

TODAY, PUBLISHED = date(2020, 12, 1), date(2020, 6, 8)
HEAD = "小区,类别,企业,统一社会信用代码,行业,联系方式,意向金额（元）,出资来源"
FIRM, OTHER = "甲电梯公司,91110000600037341L,建筑业", "乙物业公司,91610902MA70K3A198,物业管理"
HOME, NORTH, RIVER = "金州家属院", "北苑小区", "江北小区"
LIFT = f"{HOME},加装电梯,{FIRM},13900000001,1200000.50,自有资金"
CARE = f"{HOME},物业管理,{OTHER},13900000002,,"


def new_list(little: LittleCity, **more: object) -> NewList:
    told = {
        "year": 2020,
        "title": "2020年企业征集名单",
        "on": PUBLISHED,
        "paper": "安旧改办函〔2020〕9号",
        "batch": None,
        "numbers": tuple(little.number_of(name) for name in (HOME, NORTH, RIVER)),
        "kinds": ("ZJ-02", "ZJ-05"),
    }
    return NewList(**(told | more))  # type: ignore[arg-type]


def published(little: LittleCity, **more: object) -> int:
    """Publish a list of the three communities; return its id."""
    done = publish(new_list(little, **more), horizon(TODAY), actor=little.clerk, today=TODAY)
    assert done.list_id is not None, done.findings
    return done.list_id


def page(actor: Actor, list_id: int) -> InterestPage:
    with as_officer(actor):
        return list_of(list_id, horizon(TODAY), actor=actor)


def offered(
    actor: Actor,
    list_id: int,
    rows: Iterable[str] = (LIFT, CARE),
    *,
    reason: str = "",
    head: str = HEAD,
) -> InterestDone:
    sent = OffersSent(table(head, rows), "意向登记表.csv", "意向书1", date(2020, 6, 18), reason)
    with as_officer(actor):
        found = list_of(list_id, horizon(TODAY), actor=actor)
        return take_in(found, sent, horizon(TODAY), actor=actor, today=TODAY)
