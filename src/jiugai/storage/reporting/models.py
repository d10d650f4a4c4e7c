"""Closed months and what was counted at their close (统计月报)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act, Stamp
from jiugai.storage.divisions.models import Division
from jiugai.storage.programme.models import TaskList
from jiugai.storage.reporting.doubt_models import Doubt, DoubtDeed, Examination

__all__ = [
    "Close",
    "DeadlineExtension",
    "Doubt",
    "DoubtDeed",
    "Examination",
    "Figure",
    "RankingRun",
    "SubmissionMove",
]


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


class SubmissionMove(models.Model):
    """One move of a county's monthly return (报送记录), in its turn.

    ``cells`` are those sent, counted at (``on_day``, ``last_seq``); only what is sent has any.
    The database itself refuses that somebody verifies or accepts what he sent.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    month = models.DateField("报告期")
    number = models.SmallIntegerField("次序")
    kind = models.CharField("动作", max_length=16)
    user_id = models.BigIntegerField("经手人")
    on_day = models.DateField("办理日期")
    words = models.TextField("情况或理由", blank=True)
    last_seq = models.BigIntegerField("计至登记序号", null=True)
    cells = models.JSONField("月报格", null=True)
    digest = models.BinaryField("SM3 摘要", max_length=32, null=True)
    sent_by = models.BigIntegerField("报送人", null=True)
    verified_by = models.BigIntegerField("审核人", null=True)

    class Meta:
        db_table = "reporting_submission_move"
        constraints = [
            # Two who act at once both take the next number; the second is refused.
            models.UniqueConstraint(
                fields=["county", "month", "number"], name="reporting_submission_in_turn"
            ),
            models.CheckConstraint(
                name="reporting_submission_by_its_first_day", condition=Q(month__day=1)
            ),
            models.CheckConstraint(
                name="reporting_verifier_did_not_send",
                condition=~Q(kind__in=["verify", "accept"])
                | Q(sent_by__isnull=False) & ~Q(user_id=F("sent_by")),
            ),
            models.CheckConstraint(
                name="reporting_accepter_did_not_verify",
                condition=~Q(kind="accept")
                | Q(verified_by__isnull=False) & ~Q(user_id=F("verified_by")),
            ),
            models.CheckConstraint(
                name="reporting_sent_with_its_cells",
                condition=Q(kind__in=["submit", "correct"], cells__isnull=False)
                | ~Q(kind__in=["submit", "correct"]) & Q(cells__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {self.month:%Y-%m}.{self.number} {self.kind}"


class DeadlineExtension(models.Model):
    """Days more for a month, granted in public (延期); ``county`` empty means every county."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    month = models.DateField("报告期")
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    days = models.SmallIntegerField("天数")
    reason = models.TextField("理由")

    class Meta:
        db_table = "reporting_deadline_extension"
        constraints = [
            models.CheckConstraint(
                name="reporting_extension_of_days", condition=Q(days__gte=1, days__lte=60)
            ),
            models.CheckConstraint(
                name="reporting_extension_by_its_first_day", condition=Q(month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} +{self.days}"
