"""Writes and reads of the debt red line (平台公司名录、承诺)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError

from jiugai.domain.funding.debt import PlatformCompany
from jiugai.domain.funding.sources import Source
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.funding.book_pages import hand_joins, hand_label
from jiugai.storage.funding.debt_models import (
    DebtDeclaration,
    DeclarationSignature,
    PlatformListing,
)


class DeclaredMeanwhile(Exception):
    """Somebody else drew up or signed the declaration meanwhile; nothing is written."""


@dataclass(frozen=True, slots=True)
class ListedCompany:
    """A company on a county's list (名录里的公司)."""

    county_id: int
    company: PlatformCompany


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """The newest version of a county's promise for a year (承诺)."""

    id: int
    county_id: int
    year: int
    number: int
    paper: str
    on_day: date
    text: str
    user_id: int
    drawn_at_post: str
    drawn_at: datetime
    signed_at_post: str
    signed_at: datetime | None


def listing(act: Act, *, county_id: int, name: str, listed: bool, on: date, paper: str) -> None:
    """Enter that a company stands on a county's list, or no longer does."""
    PlatformListing.objects.create(
        act=act, county_id=county_id, name=name, listed=listed, on_day=on, paper=paper
    )


def declaration(
    act: Act,
    *,
    county_id: int,
    year: int,
    number: int,
    paper: str,
    on: date,
    text: str,
    user_id: int,
) -> int:
    """Enter a version of a declaration; return its id.

    :raises DeclaredMeanwhile: if somebody entered that version meanwhile.
    """
    try:
        return DebtDeclaration.objects.create(
            act=act,
            county_id=county_id,
            year=year,
            number=number,
            paper=paper,
            on_day=on,
            text=text,
            user_id=user_id,
        ).pk
    except DatabaseError as refused:
        raise _meaning(refused) from refused


def signature(act: Act, row: DeclarationRow, *, user_id: int) -> None:
    """Enter that another person signed a declaration.

    :raises DeclaredMeanwhile: if it was signed meanwhile.
    """
    try:
        DeclarationSignature.objects.create(
            act=act,
            declaration_id=row.id,
            county_id=row.county_id,
            drawn_by=row.user_id,
            user_id=user_id,
        )
    except DatabaseError as refused:
        raise _meaning(refused) from refused


def _meaning(refused: DatabaseError) -> Exception:
    said = str(refused)
    known = ("funding_declaration_once", "funding_declaration_signature_declaration_id")
    return DeclaredMeanwhile() if any(name in said for name in known) else refused


def companies(*, on_day: date, last_seq: int | None = None) -> tuple[ListedCompany, ...]:
    """Return the companies that stand on a county's list on a day, by county and name."""
    found = rows(
        """
        SELECT * FROM (
          SELECT DISTINCT ON (p.county_id, p.name) p.county_id, p.name, p.listed, p.on_day, p.paper
          FROM funding_platform_listing p JOIN audit_stamp s ON s.act_id = p.act_id
          WHERE p.on_day <= %(day)s AND (%(seq)s::bigint IS NULL OR s.seq <= %(seq)s)
          ORDER BY p.county_id, p.name, p.on_day DESC, s.seq DESC
        ) last WHERE listed ORDER BY county_id, name
        """,
        {"day": on_day, "seq": last_seq},
    )
    return tuple(
        ListedCompany(row["county_id"], PlatformCompany(row["name"], row["paper"], row["on_day"]))
        for row in found
    )


def declarations(*, year: int, last_seq: int, on_day: date) -> tuple[DeclarationRow, ...]:
    """Return the newest version of each county's promise for a year within reach."""
    found = rows(
        f"""
        SELECT DISTINCT ON (d.county_id) d.id, d.county_id, d.year, d.number, d.paper, d.on_day,
               d.text, d.user_id, {hand_label("m")} AS drawn_at_post, s.recorded_at AS drawn_at,
               CASE WHEN g.recorded_at IS NULL THEN '' ELSE {hand_label("c")} END AS signed_at_post,
               g.recorded_at AS signed_at
        FROM funding_declaration d
        JOIN audit_stamp s ON s.act_id = d.act_id AND s.seq <= %(seq)s
        LEFT JOIN (SELECT n.declaration_id, n.act_id, u.recorded_at
                   FROM funding_declaration_signature n
                   JOIN audit_stamp u ON u.act_id = n.act_id AND u.seq <= %(seq)s) g
          ON g.declaration_id = d.id
        {hand_joins("d.act_id", "m")} {hand_joins("g.act_id", "c")}
        WHERE d.year = %(year)s AND d.on_day <= %(day)s
        ORDER BY d.county_id, d.number DESC
        """,
        {"year": year, "seq": last_seq, "day": on_day},
    )
    return tuple(DeclarationRow(**row) for row in found)


def received(county_id: int, *, last_seq: int, on_day: date) -> tuple[tuple[Source, int], ...]:
    """Return what came into a county's special account of each source by a day, in 分."""
    found = rows(
        """
        SELECT e.source, sum(l.amount_fen)::bigint AS fen
        FROM funding_leg l JOIN funding_account a ON a.id = l.account_id
        JOIN funding_posting p ON p.id = l.posting_id
        JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
        JOIN funding_earmark e ON e.id = p.earmark_id
        LEFT JOIN funding_posting r ON r.id = p.reverses_id
        WHERE a.county_id = %(county)s AND a.kind = 21 AND p.value_on <= %(day)s
          AND coalesce(r.step, p.step) IN ('fund', 'hand_back')
        GROUP BY e.source ORDER BY e.source
        """,
        {"county": county_id, "seq": last_seq, "day": on_day},
    )
    return tuple((Source(row["source"]), int(row["fen"])) for row in found)


def behind(earmark_id: int, contract_id: int | None) -> tuple[Source | None, str, str]:
    """Return an earmark's source and paper, and a contract's payee; None and empty where unknown."""
    found = rows(
        """
        SELECT e.source, e.paper,
               coalesce((SELECT c.payee FROM funding_contract c WHERE c.id = %(contract)s), '') AS payee
        FROM funding_earmark e WHERE e.id = %(earmark)s
        """,
        {"earmark": earmark_id, "contract": contract_id},
    )
    if not found:
        return None, "", ""
    return Source(found[0]["source"]), found[0]["paper"], found[0]["payee"]
