"""Writes of orders and deeds (督办事项、办理记录)."""

from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from jiugai.domain.supervision.orders.chain import OrderStanding
from jiugai.domain.supervision.orders.deeds import Deed as DeedDone
from jiugai.domain.supervision.orders.waits import Wait
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision.models import Deed, Order


class ActedMeanwhile(Exception):
    """Somebody else did something to the order between reading and writing; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这件事项刚刚被别人办理过，您看到的已不是最新情况。没有写入任何数据，请刷新后再办。"
        )


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to be entered, as ``Order`` keeps it."""

    public_id: str
    year: int
    issuer_id: int
    owner_id: int | None
    owner_name: str
    county_id: int | None
    demand: str
    strength: str
    partners: str = ""
    deadline: str = ""
    sentence: str = ""
    source: str = ""
    wait: Wait | None = None


_NUMBERS = (6109, 31)
"""The advisory lock under which an order takes its number, so that numbers run without a gap."""


def order(act: Act, new: NewOrder) -> tuple[int, int]:
    """Enter an order under the year's next number; return its id and that number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _NUMBERS)
        cursor.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM supervision_order WHERE year = %s", [new.year]
        )
        (number,) = cursor.fetchone()
    wait = new.wait
    found = Order.objects.create(
        act=act,
        public_id=new.public_id,
        year=new.year,
        number=number,
        issuer_id=new.issuer_id,
        owner_id=new.owner_id,
        owner_name=new.owner_name,
        partners=new.partners,
        county_id=new.county_id,
        demand=new.demand,
        deadline=new.deadline,
        strength=new.strength,
        sentence=new.sentence,
        source=new.source,
        wait_step=None if wait is None else int(wait.step),
        wait_year=None if wait is None else wait.year,
        wait_least=None if wait is None else wait.least,
    )
    return found.pk, number


def deed(
    act: Act, *, order_id: int, number: int, done: DeedDone, known: OrderStanding | None = None
) -> None:
    """Enter a deed as the order's ``number``-th.

    :param known: how the order stood before it; None for its opening.
    :raises ActedMeanwhile: if that number was taken meanwhile.
    """
    try:
        with transaction.atomic():
            Deed.objects.create(
                act=act,
                order_id=order_id,
                number=number,
                kind=done.kind.value,
                user_id=done.hand.user_id,
                organisation_id=done.hand.organisation_id,
                on_behalf=done.hand.on_behalf,
                on_day=done.on,
                due_on=done.due_on,
                words=done.words,
                paper=done.paper,
                answered_by=known.last_answer_by if known else None,
                checked_by=known.checked_by if known else None,
            )
    except IntegrityError as refused:
        if "supervision_deed_in_turn" in str(refused):
            raise ActedMeanwhile from refused
        raise
