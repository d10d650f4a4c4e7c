"""Cumulative quantities of works (累计数)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.programme.models import Site


class Reading(Fact):
    """Up to and including this day: so many (累计数). The unit is fixed by the indicator."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    indicator = models.SmallIntegerField("指标")
    value = models.BigIntegerField("数值", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "indicator", "effective_on"], name="works_reading_subject")
        ]
        constraints = [
            *fact_constraints("works_reading"),
            models.CheckConstraint(
                name="works_reading_value_unless_withdrawn",
                # Null is neither below 0 nor not: it must be named, or it slips through.
                condition=Q(withdrawn=True, value__isnull=True)
                | Q(withdrawn=False, value__isnull=False, value__gte=0),
            ),
            models.UniqueConstraint(
                fields=["act", "site", "indicator", "effective_on"], name="works_reading_says_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}:{self.indicator}={self.value}"
