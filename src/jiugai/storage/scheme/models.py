"""Renewal types of communities (改造类型)."""

from django.db import models

from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.registry.models import Community, CommunityVersion


class Classification(Fact):
    """Which of the four renewal types a community is, and why (四类改造)."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(CommunityVersion, models.PROTECT, related_name="+")
    renewal_type = models.CharField("改造类型", max_length=32)
    reasons = models.JSONField("理由")

    class Meta:
        indexes = [models.Index(fields=["community", "effective_on"], name="scheme_subject")]
        constraints = fact_constraints("scheme_classification")

    def __str__(self) -> str:
        return f"{self.community_id} {self.renewal_type}"
