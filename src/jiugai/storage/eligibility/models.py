"""Decisions on which communities may be renovated (对象认定)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.registry.models import Community, CommunityVersion


class Decision(Fact):
    """A rule's outcome, decided once and kept (认定结果); SQL never repeats the law."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(CommunityVersion, models.PROTECT, related_name="+")
    outcome = models.CharField("结论", max_length=16)
    clause = models.CharField("条款", max_length=64)
    rule_on = models.DateField("规则日期")
    reasons = models.JSONField("理由")

    class Meta:
        indexes = [models.Index(fields=["community", "effective_on"], name="eligibility_subject")]
        constraints = [
            *fact_constraints("eligibility_decision"),
            models.CheckConstraint(
                name="eligibility_outcome_known",
                condition=Q(outcome__in=["eligible", "reserve", "excluded", "unknown"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.outcome}"
