"""Divisions and the versions of their names (区划)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Act, Fact, fact_constraints


class Division(models.Model):
    """The identity that outlives a renaming (区划)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+", db_index=False)
    level = models.SmallIntegerField("层级")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="divisions_level_known", condition=Q(level__gte=1, level__lte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Version(Fact):
    """Name, code and parent from a day on (区划沿革); the next version ends it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+", db_index=False)
    evidence = models.ForeignKey(
        "audit.Evidence", models.PROTECT, null=True, related_name="+", db_index=False
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="versions", db_index=False)
    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=64)
    parent = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    abolished = models.BooleanField("已撤销建制", default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["division", "effective_on"], name="divisions_version_subject"),
            models.Index(fields=["code"], name="divisions_version_code"),
        ]
        constraints = fact_constraints("divisions_version")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
