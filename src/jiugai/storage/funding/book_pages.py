"""Reads of the book for its pages at (day, stamp) (查账): sums by step, postings and vouchers with hands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.figures import BookFigure, StepSum
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A leg as a page lists it (明细): its posting, account and hands; ``amount_fen`` into the account.

    Attributes:
      step: what happened; ``counts_as`` is, for a reversal, what it undoes.
      undone: whether another posting reversed it by then.
    """

    posting_id: int
    voucher_id: int
    step: MoneyStep
    counts_as: MoneyStep
    value_on: date
    period: date
    undone: bool
    kind: AccountKind
    project_id: int | None
    contract_id: int | None
    amount_fen: int
    paper: str
    memo: str
    maker: str
    checker: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A voucher as a page shows it (凭证), with who wrote it and what became of it.

    Attributes:
      posting_id, period, checker, checked_at: None or empty while it is not posted.
      refused_because, refused_by: empty unless it was sent back.
      reverses: the voucher that it undoes; ``reversed_by`` the one that undid it, if posted.
    """

    id: int
    earmark_id: int
    county_id: int
    step: MoneyStep
    amount_fen: int
    value_on: date
    paper: str
    memo: str
    project_id: int | None
    contract_id: int | None
    giver_id: int | None
    user_id: int
    maker: str
    made_at: datetime
    posting_id: int | None
    period: date | None
    checker: str
    checked_at: datetime | None
    refused_because: str
    refused_by: str
    reverses: int | None
    reversed_by: int | None

    @property
    def waits(self) -> bool:
        """Say whether it waits for another's hand."""
        return self.posting_id is None and not self.refused_because


def hand_joins(act: str, name: str) -> str:
    """Return the joins that name the post which did an act."""
    return f"""
        LEFT JOIN audit_act {name}_a ON {name}_a.id = {act}
        LEFT JOIN accounts_post {name}_p ON {name}_p.id = {name}_a.post_id
        LEFT JOIN accounts_organisation {name}_o ON {name}_o.id = {name}_p.organisation_id
    """


def hand_label(name: str) -> str:
    """Return what the post is called that ``hand_joins`` named."""
    return f"coalesce({name}_o.name || ' ' || {name}_p.title, '系统')"


def step_sums(*, last_seq: int, on_day: date) -> dict[tuple[int, int], list[StepSum]]:
    """Return what each step moved into each kind of account within reach, by earmark and county."""
    found = rows(
        """
        SELECT a.earmark_id, a.county_id, a.kind, coalesce(r.step, p.step) AS step,
               sum(l.amount_fen)::bigint AS fen
        FROM funding_posting p
        JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
        JOIN funding_leg l ON l.posting_id = p.id
        JOIN funding_account a ON a.id = l.account_id
        LEFT JOIN funding_posting r ON r.id = p.reverses_id
        WHERE p.value_on <= %(day)s
        GROUP BY a.earmark_id, a.county_id, a.kind, coalesce(r.step, p.step)
        ORDER BY a.earmark_id, a.county_id, a.kind
        """,
        {"seq": last_seq, "day": on_day},
    )
    sums: dict[tuple[int, int], list[StepSum]] = {}
    for row in found:
        one = StepSum(AccountKind(row["kind"]), MoneyStep(row["step"]), row["fen"])
        sums.setdefault((row["earmark_id"], row["county_id"]), []).append(one)
    return sums


@dataclass(frozen=True, slots=True)
class ProjectSum:
    """What a step moved into a project's accounts of a kind, negative out of them, in 分.

    Attributes:
      project_id: None for accounts that know no project.
    """

    earmark_id: int
    source: int
    county_id: int
    project_id: int | None
    sum: StepSum


def project_sums(*, last_seq: int, on_day: date) -> tuple[ProjectSum, ...]:
    """Return what each step moved into each kind of account within reach, by earmark and project."""
    found = rows(
        """
        SELECT a.earmark_id, e.source, a.county_id, a.project_id, a.kind,
               coalesce(r.step, p.step) AS step, sum(l.amount_fen)::bigint AS fen
        FROM funding_posting p
        JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
        JOIN funding_leg l ON l.posting_id = p.id
        JOIN funding_account a ON a.id = l.account_id
        JOIN funding_earmark e ON e.id = a.earmark_id
        LEFT JOIN funding_posting r ON r.id = p.reverses_id
        WHERE p.value_on <= %(day)s
        GROUP BY a.earmark_id, e.source, a.county_id, a.project_id, a.kind,
                 coalesce(r.step, p.step)
        ORDER BY a.earmark_id, a.county_id, a.project_id, a.kind, coalesce(r.step, p.step)
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(
        ProjectSum(
            row["earmark_id"],
            row["source"],
            row["county_id"],
            row["project_id"],
            StepSum(AccountKind(row["kind"]), MoneyStep(row["step"]), row["fen"]),
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class ProjectLeg:
    """A leg of a project's account, with its voucher and earmark (项目分录), in 分.

    Attributes:
      memo: of its voucher; of a reversal, that of what it undoes.
    """

    posting_id: int
    voucher_id: int
    earmark_id: int
    source: int
    county_id: int
    project_id: int
    kind: AccountKind
    counts_as: MoneyStep
    value_on: date
    amount_fen: int
    memo: str


def project_legs(*, last_seq: int, on_day: date) -> tuple[ProjectLeg, ...]:
    """Return the legs in accounts of projects within reach, by day."""
    found = rows(
        """
        SELECT p.id AS posting_id, p.voucher_id, a.earmark_id, e.source, a.county_id, a.project_id,
               a.kind, coalesce(r.step, p.step) AS counts_as, p.value_on, l.amount_fen,
               coalesce(u.memo, v.memo) AS memo
        FROM funding_posting p
        JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
        JOIN funding_leg l ON l.posting_id = p.id
        JOIN funding_account a ON a.id = l.account_id AND a.project_id IS NOT NULL
        JOIN funding_earmark e ON e.id = a.earmark_id
        JOIN funding_voucher v ON v.id = p.voucher_id
        LEFT JOIN funding_posting r ON r.id = p.reverses_id
        LEFT JOIN funding_voucher u ON u.id = r.voucher_id
        WHERE p.value_on <= %(day)s ORDER BY p.value_on, s.seq, l.number
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(
        ProjectLeg(
            **row | {"kind": AccountKind(row["kind"]), "counts_as": MoneyStep(row["counts_as"])}
        )
        for row in found
    )


_LINES = f"""
    SELECT p.id AS posting_id, p.voucher_id, p.step, coalesce(r.step, p.step) AS counts_as,
           p.value_on, p.period,
           EXISTS (SELECT FROM funding_posting u
                   JOIN audit_stamp t ON t.act_id = u.act_id AND t.seq <= %(seq)s
                   WHERE u.reverses_id = p.id AND u.value_on <= %(day)s) AS undone,
           a.kind, a.project_id, a.contract_id, l.amount_fen, v.paper, v.memo,
           {hand_label("m")} AS maker, {hand_label("c")} AS checker, s.recorded_at
    FROM funding_posting p
    JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
    JOIN funding_voucher v ON v.id = p.voucher_id
    JOIN funding_leg l ON l.posting_id = p.id
    JOIN funding_account a ON a.id = l.account_id
    LEFT JOIN funding_posting r ON r.id = p.reverses_id
    {hand_joins("v.act_id", "m")} {hand_joins("p.act_id", "c")}
    WHERE p.value_on <= %(day)s AND p.earmark_id = %(earmark)s AND a.county_id = %(county)s
      AND (cardinality(%(kinds)s::smallint[]) = 0 OR a.kind = ANY (%(kinds)s::smallint[]))
      AND (cardinality(%(steps)s::text[]) = 0
           OR coalesce(r.step, p.step) = ANY (%(steps)s::text[]))
    ORDER BY p.value_on, s.seq, l.number
"""


def posting_lines(
    *,
    last_seq: int,
    on_day: date,
    earmark_id: int,
    county_id: int,
    figure: BookFigure | None = None,
) -> tuple[PostingLine, ...]:
    """Return the legs within reach in a county's accounts of an earmark, by day.

    :param figure: only those that the figure counts.
    """
    found = rows(
        _LINES,
        {
            "seq": last_seq,
            "day": on_day,
            "earmark": earmark_id,
            "county": county_id,
            "kinds": [int(kind) for kind in figure.kinds] if figure else [],
            "steps": [step.value for step in figure.steps] if figure else [],
        },
    )
    return tuple(
        PostingLine(
            **row
            | {
                "step": MoneyStep(row["step"]),
                "counts_as": MoneyStep(row["counts_as"]),
                "kind": AccountKind(row["kind"]),
            }
        )
        for row in found
    )


_VOUCHERS = f"""
    SELECT v.id, v.earmark_id, v.county_id, v.step, v.amount_fen, v.value_on, v.paper, v.memo,
           v.project_id, v.contract_id, v.giver_id, v.user_id,
           {hand_label("m")} AS maker, s.recorded_at AS made_at,
           p.id AS posting_id, p.period,
           CASE WHEN p.id IS NULL THEN '' ELSE {hand_label("c")} END AS checker,
           t.recorded_at AS checked_at,
           coalesce(f.words, '') AS refused_because,
           CASE WHEN f.id IS NULL THEN '' ELSE {hand_label("b")} END AS refused_by,
           o.voucher_id AS reverses, u.voucher_id AS reversed_by
    FROM funding_voucher v
    JOIN audit_stamp s ON s.act_id = v.act_id
    LEFT JOIN funding_posting p ON p.voucher_id = v.id
    LEFT JOIN audit_stamp t ON t.act_id = p.act_id
    LEFT JOIN funding_voucher_refusal f ON f.voucher_id = v.id
    LEFT JOIN funding_posting o ON o.id = v.reverses_id
    LEFT JOIN funding_posting u ON u.reverses_id = p.id
    {hand_joins("v.act_id", "m")} {hand_joins("p.act_id", "c")} {hand_joins("f.act_id", "b")}
"""


def voucher_line(voucher_id: int) -> VoucherLine | None:
    """Return one voucher within reach."""
    found = _vouchers(f"{_VOUCHERS} WHERE v.id = %(id)s", {"id": voucher_id})
    return found[0] if found else None


def vouchers_waiting() -> tuple[VoucherLine, ...]:
    """Return the vouchers within reach that wait for another's hand, the oldest first."""
    return _vouchers(f"{_VOUCHERS} WHERE p.id IS NULL AND f.id IS NULL ORDER BY v.id", {})


def vouchers_done(most: int) -> tuple[VoucherLine, ...]:
    """Return the vouchers within reach that were posted or sent back, the newest first."""
    return _vouchers(
        f"{_VOUCHERS} WHERE p.id IS NOT NULL OR f.id IS NOT NULL ORDER BY v.id DESC LIMIT %(most)s",
        {"most": most},
    )


def _vouchers(query: str, parameters: dict[str, Any]) -> tuple[VoucherLine, ...]:
    return tuple(
        VoucherLine(**row | {"step": MoneyStep(row["step"])}) for row in rows(query, parameters)
    )


def first_period() -> date | None:
    """Return the first month within reach in which anything was posted; None if nothing was."""
    found = rows("SELECT min(period) AS month FROM funding_posting", {})
    return found[0]["month"] if found else None
