"""Duties about the register (台账待办): files, pairs, verdicts."""

from collections.abc import Iterator

from jiugai.domain.today import Duty
from jiugai.services import eligibility
from jiugai.services.actor import Power
from jiugai.services.registry import look_alikes
from jiugai.services.reporting import uploads
from jiugai.services.today.asked import Asked


def files_to_write(asked: Asked) -> Iterator[Duty]:
    """Yield the files that were read and wait for their sender's word to write them."""
    if not asked.may(Power.IMPORT_LEDGER):
        return
    found = uploads.unwritten(actor=asked.actor)
    if len(found) == 1:
        yield Duty(
            f"《{found[0].name}》已经读好，等您核对写入；现在还没有写入任何数据。",
            "registry:plan",
            {"upload_id": found[0].id},
        )
    elif found:
        yield Duty(
            f"{len(found)} 份文件已经读好，等您核对写入；现在还没有写入任何数据。",
            "registry:import",
        )


def pairs_to_decide(asked: Asked) -> Iterator[Duty]:
    """Yield how many pairs of records the officer may decide to be one community or two."""
    if not asked.may(Power.MATCH_RECORDS):
        return
    count = look_alikes.to_decide(asked.horizon, actor=asked.actor)
    if count:
        yield Duty(f"{count} 对小区疑似重复，等您核对是一个还是两个。", "registry:look-alikes")


def communities_to_decide(asked: Asked) -> Iterator[Duty]:
    """Yield how many communities wait for a verdict."""
    if not asked.may(Power.DECIDE_ELIGIBILITY):
        return
    count = eligibility.undecided_at(asked.horizon, actor=asked.actor)
    if count:
        yield Duty(f"{count} 个小区还没有认定是不是改造对象。", "eligibility:verdicts")
