"""Traces of works entered by hand, and complaints (痕迹、投诉)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.programme.models import Site

KINDS = (
    "permit",
    "contract",
    "payment",
    "site_log",
    "utility",
    "resident",
    "self_check",
    "complaint",
)


class Trace(Fact):
    """Something that works left behind, for or against a claimed start or finish (痕迹).

    Photos are counted from the photos themselves and never entered. A complaint that was looked into
    is withdrawn, with what was found as the reason.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    claim = models.SmallIntegerField("所证节点")
    kind = models.CharField("痕迹", max_length=12)
    said = models.CharField("内容", max_length=160)

    class Meta:
        indexes = [
            models.Index(fields=["site", "claim", "kind"], name="supervision_trace_subject"),
        ]
        constraints = [
            *fact_constraints("supervision_trace"),
            models.CheckConstraint(
                name="supervision_trace_kind_known", condition=Q(kind__in=KINDS)
            ),
            models.CheckConstraint(
                name="supervision_trace_of_start_or_finish", condition=Q(claim__in=[60, 70])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}:{self.claim} {self.kind}"
