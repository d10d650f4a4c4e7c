"""Closed months and what was counted at their close (统计月报)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Act, Stamp
from jiugai.storage.divisions.models import Division
from jiugai.storage.programme.models import TaskList


class Close(models.Model):
    """A month closed: everything up to ``last_seq``, and nothing after it (封账)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    month = models.DateField("报告期", unique=True)
    on_day = models.DateField("截至")
    last_seq = models.ForeignKey(Stamp, models.PROTECT, related_name="+", db_column="last_seq")
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    digest = models.BinaryField("SM3 摘要", max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reporting_month_by_its_first_day", condition=Q(month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Figure(models.Model):
    """What was counted at the close (封账数): numerator and denominator, never a rate."""

    close = models.ForeignKey(Close, models.PROTECT, related_name="figures", db_index=False)
    list = models.ForeignKey(TaskList, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    measure = models.CharField("指标", max_length=32)
    basis = models.CharField("口径", max_length=16)
    numerator = models.BigIntegerField("分子")
    denominator = models.BigIntegerField("分母")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["close", "list", "county", "measure", "basis"], name="reporting_figure_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.numerator}/{self.denominator}"


class RankingRun(models.Model):
    """A ranking as it was run (排名结果): its method's version and its inputs' digest."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    close = models.ForeignKey(Close, models.PROTECT, related_name="rankings")
    method = models.CharField("方法", max_length=64)
    inputs_digest = models.BinaryField("输入摘要", max_length=32)
    result = models.JSONField("结果")

    class Meta:
        db_table = "reporting_ranking_run"

    def __str__(self) -> str:
        return self.method
