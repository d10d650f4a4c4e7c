"""Batches that ask for money, and what was answered (申报批次、批复); nothing of them is ever changed.

A correction is a further version, or a further answer, with its reason. What holds beyond these
constraints stands in ``0010_batches``: versions follow on, lines come with theirs, another person
confirms, and whoever is answered was confirmed.
"""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.registry.models import Community


class Batch(models.Model):
    """A batch of applications to one mouth (申报批次); without a county it is the city's own."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    year = models.SmallIntegerField("年度")
    mouth = models.CharField("申报的口", max_length=12)
    decider = models.SmallIntegerField("批复层级")

    class Meta:
        db_table = "funding_batch"
        constraints = [
            models.CheckConstraint(
                name="funding_batch_mouth", condition=Q(mouth__in=["planners", "treasury"])
            ),
            models.CheckConstraint(
                name="funding_batch_decider", condition=Q(decider__in=[0, 1, 2])
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.year} {self.mouth}"


class BatchVersion(models.Model):
    """A batch as somebody drew it up (批次版本)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="versions", db_index=False)
    number = models.SmallIntegerField("第几版")
    paper = models.CharField("文号", max_length=120)
    filed_on = models.DateField("报送日期")
    reason = models.CharField("更正理由", max_length=200, blank=True)
    user_id = models.BigIntegerField("拟稿人")

    class Meta:
        db_table = "funding_batch_version"
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="funding_batch_version_once"),
            models.CheckConstraint(
                name="funding_batch_version_grounds",
                condition=~Q(paper="") & (Q(number=1) | (Q(number__gt=1) & ~Q(reason=""))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}.{self.number}"


class BatchLine(models.Model):
    """What is asked for a community and an item (申报行), in 分; without an item for all of it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    version = models.ForeignKey(BatchVersion, models.PROTECT, related_name="lines", db_index=False)
    number = models.IntegerField("序号")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    item = models.CharField("改造内容", max_length=12, blank=True)
    amount_fen = models.BigIntegerField("申请金额(分)")

    class Meta:
        db_table = "funding_batch_line"
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="funding_batch_line_once"),
            models.UniqueConstraint(
                fields=["version", "community", "item"], name="funding_batch_line_item_once"
            ),
            models.CheckConstraint(
                name="funding_batch_line_above_nought", condition=Q(amount_fen__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.number}"


class BatchConfirmation(models.Model):
    """That another person confirmed a version, so that it counts as filed (复核报出)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    version = models.OneToOneField(BatchVersion, models.PROTECT, related_name="confirmation")
    drawn_by = models.BigIntegerField("拟稿人")
    user_id = models.BigIntegerField("复核人")

    class Meta:
        db_table = "funding_batch_confirmation"
        constraints = [
            models.CheckConstraint(
                name="funding_batch_another_hand", condition=~Q(drawn_by=F("user_id"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}"


class BatchAnswer(models.Model):
    """A paper that answers lines of a version (批复)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    version = models.ForeignKey(BatchVersion, models.PROTECT, related_name="answers")
    paper = models.CharField("文号", max_length=120)
    answered_on = models.DateField("批复日期")
    reason = models.CharField("更正理由", max_length=200, blank=True)
    user_id = models.BigIntegerField("登记人")

    class Meta:
        db_table = "funding_batch_answer"
        constraints = [
            models.CheckConstraint(name="funding_batch_answer_paper", condition=~Q(paper=""))
        ]

    def __str__(self) -> str:
        return self.paper


class BatchAnswerLine(models.Model):
    """What was won for a line (批复行), in 分; whatever falls short says why."""

    answer = models.ForeignKey(BatchAnswer, models.PROTECT, related_name="lines", db_index=False)
    line = models.ForeignKey(BatchLine, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    asked_fen = models.BigIntegerField("申请金额(分)")
    won_fen = models.BigIntegerField("批准金额(分)")
    because = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        db_table = "funding_batch_answer_line"
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "line"], name="funding_batch_answer_line_once"
            ),
            models.CheckConstraint(
                name="funding_batch_answer_within",
                condition=Q(won_fen__gte=0)
                & Q(won_fen__lte=F("asked_fen"))
                & (Q(won_fen=F("asked_fen")) | ~Q(because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.line_id}={self.won_fen}"
