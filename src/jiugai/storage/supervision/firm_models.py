"""Which firm works on which site (施工任务): dated, so that a phone opens what is its own today."""

from django.db import models

from jiugai.storage.accounts.models import Organisation
from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.programme.models import Site


class Assignment(Fact):
    """A site is given to a firm from a day on, or from that day on no longer (施工任务)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    firm = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    is_given = models.BooleanField("派给")
    said = models.CharField("依据", max_length=160)

    class Meta:
        indexes = [
            models.Index(fields=["site", "firm"], name="supervision_assignment_subject"),
        ]
        constraints = fact_constraints("supervision_assignment")

    def __str__(self) -> str:
        return f"{self.site_id}:{self.firm_id} {self.is_given}"
