"""Which firm works on which site: given, ended, and as it stands (施工任务)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jiugai.storage.audit.as_of import latest, rows, standing
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision.firm_models import Assignment


class EndedMeanwhile(Exception):
    """Somebody ended the assignment between seeing and saying; nothing is written."""

    def __init__(self) -> None:
        super().__init__("刚刚有人已经收回，没有重复写入。请刷新后再看。")


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A site that stands given to a firm, or that is to be from a later day on.

    Attributes:
      until: the first day on which it is no longer; None if none is set.
    """

    site_id: int
    firm_id: int
    firm: str
    since: date
    until: date | None
    end_id: int | None
    said: str
    post: str


def give(
    act: Act, *, site_id: int, firm_id: int, since: date, until: date | None, said: str
) -> None:
    """Enter that a site is a firm's from a day on, and until which day."""
    for on, is_given in ((since, True), (until, False)):
        if on is not None:
            Assignment.objects.create(
                act=act,
                site_id=site_id,
                firm_id=firm_id,
                is_given=is_given,
                said=said,
                effective_on=on,
            )


def end(act: Act, row: AssignmentRow, *, on: date, said: str) -> None:
    """Enter that a site is no longer a firm's from a day on; an end set before is corrected.

    :raises EndedMeanwhile: if somebody did so meanwhile.
    """
    try:
        with transaction.atomic():
            Assignment.objects.create(
                act=act,
                site_id=row.site_id,
                firm_id=row.firm_id,
                is_given=False,
                said=said,
                effective_on=on,
                replaces_id=row.end_id,
                reason=said if row.end_id else None,
            )
    except IntegrityError as refused:
        if "replaced_once" in str(refused):
            raise EndedMeanwhile from refused
        raise


def sites_of_post(post_id: int, *, on_day: date) -> dict[int, int]:
    """Return the sites given to a post's firm on a day, each with its county."""
    found = rows(
        f"""
        SELECT f.site_id, p.county_id
        FROM ({latest("supervision_assignment", "site_id", "firm_id")}) f
        JOIN accounts_post w ON w.organisation_id = f.firm_id AND w.id = %(post)s
        JOIN programme_site s ON s.id = f.site_id
        JOIN programme_project p ON p.id = s.project_id
        WHERE f.is_given
        """,
        {"seq": 2**62, "day": on_day, "post": post_id},
    )
    return {row["site_id"]: row["county_id"] for row in found}


def assignments(site_ids: list[int], *, last_seq: int, on_day: date) -> tuple[AssignmentRow, ...]:
    """Return what stands given of some sites at a stamp, on a day or after it, by site and day."""
    found = rows(
        f"""
        SELECT f.site_id, f.firm_id, o.name AS firm, f.effective_on AS since, f.said,
               e.effective_on AS until, e.id AS end_id,
               coalesce(b.name || ' ' || p.title, '系统') AS post
        FROM ({standing("supervision_assignment")}) f
        JOIN accounts_organisation o ON o.id = f.firm_id
        JOIN audit_act a ON a.id = f.act_id
        LEFT JOIN LATERAL (
          SELECT e.id, e.effective_on FROM ({standing("supervision_assignment")}) e
          WHERE e.site_id = f.site_id AND e.firm_id = f.firm_id AND NOT e.is_given
            AND (e.effective_on, e.seq, e.id) > (f.effective_on, f.seq, f.id)
          ORDER BY e.effective_on, e.seq, e.id LIMIT 1
        ) e ON true
        LEFT JOIN accounts_post p ON p.id = a.post_id
        LEFT JOIN accounts_organisation b ON b.id = p.organisation_id
        WHERE f.is_given AND f.site_id = ANY (%(sites)s)
        ORDER BY f.site_id, f.effective_on, f.id
        """,
        {"seq": last_seq, "day": date.max, "sites": site_ids},
    )
    every = [AssignmentRow(**row) for row in found]
    return tuple(row for row in every if row.until is None or row.until > max(on_day, row.since))
