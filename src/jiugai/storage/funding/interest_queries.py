"""Reads of published lists at (day, stamp) (公开名单、企业意向): rows, withdrawals, offers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from jiugai.domain.funding.interest import Offer, OfferMoney
from jiugai.storage.audit.as_of import rows
from jiugai.storage.funding.book_pages import hand_joins, hand_label


@dataclass(frozen=True, slots=True)
class ListRow:
    """A published list (公开名单)."""

    id: int
    year: int
    title: str
    published_on: date
    paper: str
    by_post: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OfferRow:
    """The newest version of what a firm offers for a row (意向).

    Attributes:
      listed_by: the paper by which the firm was a platform company when it was taken in.
    """

    row_id: int
    number: int
    offer: Offer
    listed_by: str
    contact_salt: str
    contact: str
    paper: str
    on_day: date
    reason: str
    by_post: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a list within reach (名单行), with why it was withdrawn, and its offers by firm."""

    id: int
    list_id: int
    county_id: int
    community_id: int
    kind: str
    withdrawn: str
    offers: tuple[OfferRow, ...]


def lists(*, last_seq: int, on_day: date) -> tuple[ListRow, ...]:
    """Return the lists that were published by a day, the newest first."""
    found = rows(
        f"""
        SELECT l.id, l.year, l.title, l.published_on, l.paper, {hand_label("m")} AS by_post,
               s.recorded_at
        FROM funding_interest_list l
        JOIN audit_stamp s ON s.act_id = l.act_id AND s.seq <= %(seq)s
        {hand_joins("l.act_id", "m")}
        WHERE l.published_on <= %(day)s ORDER BY l.year DESC, l.published_on DESC, l.id DESC
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(ListRow(**row) for row in found)


def placed(list_ids: list[int], *, last_seq: int, on_day: date) -> dict[int, tuple[PlacedRow, ...]]:
    """Return the rows of lists within reach, by list, each with the offers that stand."""
    own = _offers(list_ids, last_seq=last_seq, on_day=on_day)
    found = rows(
        """
        SELECT r.id, r.list_id, r.county_id, r.community_id, r.kind,
               coalesce(w.reason, '') AS withdrawn
        FROM funding_interest_row r
        LEFT JOIN (SELECT d.row_id, d.reason FROM funding_interest_withdrawal d
                   JOIN audit_stamp u ON u.act_id = d.act_id AND u.seq <= %(seq)s) w
          ON w.row_id = r.id
        WHERE r.list_id = ANY(%(lists)s) ORDER BY r.id
        """,
        {"seq": last_seq, "lists": list_ids},
    )
    by_list: dict[int, list[PlacedRow]] = defaultdict(list)
    for row in found:
        by_list[row["list_id"]].append(PlacedRow(**row, offers=tuple(own.get(row["id"], ()))))
    return {list_id: tuple(many) for list_id, many in by_list.items()}


def _offers(list_ids: list[int], *, last_seq: int, on_day: date) -> dict[int, list[OfferRow]]:
    found = rows(
        f"""
        SELECT DISTINCT ON (o.row_id, o.code) o.row_id, o.number, o.firm, o.code, o.trade,
               o.amount_fen, o.money, o.listed_by, o.contact_salt, o.contact, o.paper, o.on_day,
               o.reason, {hand_label("m")} AS by_post, s.recorded_at
        FROM funding_interest_offer o
        JOIN funding_interest_row r ON r.id = o.row_id AND r.list_id = ANY(%(lists)s)
        JOIN audit_stamp s ON s.act_id = o.act_id AND s.seq <= %(seq)s
        {hand_joins("o.act_id", "m")}
        WHERE o.on_day <= %(day)s ORDER BY o.row_id, o.code, o.number DESC
        """,
        {"seq": last_seq, "day": on_day, "lists": list_ids},
    )
    by_row: dict[int, list[OfferRow]] = defaultdict(list)
    for row in found:
        told = row.pop("money")
        money = OfferMoney(told) if told else None
        said = {key: row.pop(key) for key in ("firm", "code", "trade", "amount_fen")}
        by_row[row["row_id"]].append(OfferRow(**row, offer=Offer(**said, money=money)))
    return by_row
