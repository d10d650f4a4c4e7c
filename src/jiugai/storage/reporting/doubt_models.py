"""Examinations of returns, the doubts they raised, and what was done about each (核验、疑点)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.programme.models import Project


class Examination(models.Model):
    """The checks were asked about a county's month (核验): what stood up to ``last_seq``.

    ``standing`` are the doubts that the checks raised this time, by id; a doubt of the month that is
    not among them is gone, because its figures were put right.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    month = models.DateField("报告期")
    last_seq = models.BigIntegerField("计至登记序号")
    standing = models.JSONField("仍在的疑点")
    passed = models.IntegerField("通过项次")
    not_applicable = models.IntegerField("不适用项次")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reporting_examination_by_its_first_day", condition=Q(month__day=1)
            ),
        ]
        indexes = [models.Index(fields=["county", "month"], name="reporting_examined")]

    def __str__(self) -> str:
        return f"{self.county_id} {self.month:%Y-%m}"


class Doubt(models.Model):
    """A check failed (疑点), with all that the county is shown of it; the same one is kept once."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    month = models.DateField("报告期")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    check_code = models.CharField("核验项", max_length=32)
    version = models.SmallIntegerField("版本")
    answer = models.CharField("答复", max_length=16)
    message = models.TextField("提示")
    formula = models.TextField("公式")
    numbers = models.JSONField("数据")
    on_day = models.DateField("提示日期")
    digest = models.BinaryField("SM3 摘要", max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "digest"], name="reporting_doubt_once"),
            models.CheckConstraint(
                name="reporting_doubt_by_its_first_day", condition=Q(month__day=1)
            ),
            models.CheckConstraint(
                name="reporting_doubt_answer_known",
                condition=Q(answer__in=["refuse", "explain", "look"]),
            ),
        ]
        indexes = [models.Index(fields=["month", "county"], name="reporting_doubt_of_month")]

    def __str__(self) -> str:
        return f"{self.check_code} {self.month:%Y-%m}"


class DoubtDeed(models.Model):
    """The county explained, or the city ruled (疑点办理), in its turn.

    The database itself refuses that somebody rules on a figure that he reported or explained.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    doubt = models.ForeignKey(Doubt, models.PROTECT, related_name="deeds", db_index=False)
    number = models.SmallIntegerField("次序")
    kind = models.CharField("动作", max_length=16)
    user_id = models.BigIntegerField("经手人")
    on_day = models.DateField("办理日期")
    words = models.TextField("说明或依据")
    paper = models.CharField("凭据", max_length=160, blank=True)
    grade = models.CharField("理由等级", max_length=16, blank=True)
    declares_stop = models.BooleanField("申报停工", default=False, db_default=False)
    ruling = models.CharField("认定", max_length=16, blank=True)
    reported_by = models.BigIntegerField("报送人", null=True)
    explained_by = models.BigIntegerField("最近说明人", null=True)

    class Meta:
        db_table = "reporting_doubt_deed"
        constraints = [
            # Two who act at once both take the next number; the second is refused.
            models.UniqueConstraint(fields=["doubt", "number"], name="reporting_doubt_in_turn"),
            models.CheckConstraint(
                name="reporting_doubt_deed_says_why", condition=~Q(words__regex=r"^\s*$")
            ),
            models.CheckConstraint(
                name="reporting_doubt_deed_whole",
                condition=Q(kind="explain", ruling="")
                | Q(
                    kind="rule",
                    grade="",
                    declares_stop=False,
                    ruling__in=["upheld", "dismissed", "corrected", "unclear"],
                ),
            ),
            models.CheckConstraint(
                name="reporting_ruler_did_not_report",
                condition=~Q(kind="rule")
                | Q(reported_by__isnull=True)
                | ~Q(user_id=F("reported_by")),
            ),
            models.CheckConstraint(
                name="reporting_ruler_did_not_explain",
                condition=~Q(kind="rule")
                | Q(explained_by__isnull=True)
                | ~Q(user_id=F("explained_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doubt_id}.{self.number} {self.kind}"
