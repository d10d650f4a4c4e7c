"""Duties about rankings shown, lists drawn and photos alike (排名、抽查、照片待办)."""

from collections.abc import Iterator

from jiugai.domain.today import Duty
from jiugai.services.actor import Power
from jiugai.services.supervision.evidence import looking
from jiugai.services.today.asked import Asked
from jiugai.storage.supervision import waiting as queries
from jiugai.storage.supervision.draws import last_bulletin


def ranking_to_show(asked: Asked) -> Iterator[Duty]:
    """Yield the last closed month's ranking until the counties see it."""
    if not asked.may(Power.RELEASE_RANKING) or asked.actor.scope.counties is not None:
        return
    last = next(reversed(asked.closes), None)
    if last and not queries.was_shown(last.id):
        yield Duty(
            f"{last.month.in_prose}排名还没有公示，等您公示给县区核对。",
            "supervision:hearing",
            {"month": last.month},
            more="公示、发布以后，这个月的通报才能签发。",
        )


def rankings_to_answer(asked: Asked) -> Iterator[Duty]:
    """Yield the rankings whose objections the officer may answer, or which may go out."""
    if not asked.may(Power.RELEASE_RANKING) or asked.actor.scope.counties is not None:
        return
    user = asked.actor.user_id
    for one in queries.shown_rankings(user_id=user, until=asked.today):
        what, where = f"{one.month.in_prose}排名", {"month": one.month}
        waiting = one.open - one.own
        if one.made_by != user and waiting:
            yield Duty(
                f"{what}有 {waiting} 条异议等您答复。",
                "supervision:hearing",
                where,
                due_on=one.until,
                more="排名的人和提异议的人不能答复。",
            )
        elif not one.open and one.must_rank_anew:
            yield Duty(f"{what}有成立的异议，等您重新排名、再公示。", "supervision:hearing", where)
        elif not one.open and asked.today > one.until:
            yield Duty(
                f"{what}已经公示到 {one.until:%Y-%m-%d}，没有待答复的异议，等您发布。",
                "supervision:hearing",
                where,
            )


def lists_to_verify(asked: Asked) -> Iterator[Duty]:
    """Yield the list that may be drawn, and those whose projects nobody has visited yet."""
    if not asked.may(Power.VERIFY_ON_SITE) or asked.actor.scope.counties is not None:
        return
    lists, bulletin = queries.drawn_lists(), last_bulletin()
    drawn = {one.month for one in lists}
    if bulletin and bulletin.month not in drawn and bulletin.issued_on <= asked.today:
        yield Duty(
            f"{bulletin.month.in_prose}通报已经发出，等您抽取核实名单。", "supervision:draws"
        )
    for one in lists:
        if not one.open or one.on_day > asked.today:
            continue
        yield Duty(
            f"{one.month.in_prose}抽中的 {one.drawn} 个项目还有 {one.open} 个没有现场核实。",
            "supervision:round",
            {"month": one.month},
            more="上报过这个项目的人不能核实它。",
        )


def photos_to_judge(asked: Asked) -> Iterator[Duty]:
    """Yield the photos that look like others, if the officer may judge any of them."""
    if not asked.may(Power.JUDGE_PHOTO):
        return
    pairs = looking.waiting(asked.horizon, actor=asked.actor)
    mine = [pair for pair in pairs if not pair.why_not]
    if mine:
        yield Duty(
            f"{len(mine)} 张现场照片与别的照片相像，等您判定是不是同一张。", "supervision:looks"
        )
