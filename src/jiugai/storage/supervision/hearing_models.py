"""Rankings shown to the counties before they are released (排名公示): steps, objections, answers."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.reporting.models import Close


class HearingStep(models.Model):
    """A step of a month's ranking on its way out, in its turn (公示、发布).

    ``made_by`` made the ranking that is shown; ``last_seq`` is the stamp up to which it counts.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    close = models.ForeignKey(Close, models.PROTECT, related_name="+", db_index=False)
    number = models.SmallIntegerField("次序")
    kind = models.CharField("动作", max_length=8)
    user_id = models.BigIntegerField("经手人")
    made_by = models.BigIntegerField("排名人")
    on_day = models.DateField("办理日期")
    until = models.DateField("公示截止", null=True)
    last_seq = models.BigIntegerField("计至登记序号")

    class Meta:
        db_table = "supervision_hearing_step"
        constraints = [
            # Two who act at once both take the next number; the second is refused.
            models.UniqueConstraint(fields=["close", "number"], name="supervision_hearing_in_turn"),
            models.UniqueConstraint(
                fields=["close"], condition=Q(kind="release"), name="supervision_released_once"
            ),
            models.CheckConstraint(
                name="supervision_hearing_step_whole",
                condition=Q(kind="show", until__gt=F("on_day")) | Q(kind="release", until=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.close_id}.{self.number} {self.kind}"


class ShownTable(models.Model):
    """A ranking as it was shown (公示稿): its method's version and its inputs' digest."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    step = models.ForeignKey(HearingStep, models.PROTECT, related_name="tables", db_index=False)
    place = models.SmallIntegerField("次序")
    method = models.CharField("方法", max_length=64)
    inputs_digest = models.BinaryField("输入摘要", max_length=32)
    result = models.JSONField("结果")

    class Meta:
        db_table = "supervision_shown_table"
        constraints = [
            models.UniqueConstraint(fields=["step", "place"], name="supervision_shown_table_once"),
        ]

    def __str__(self) -> str:
        return self.method


class Objection(models.Model):
    """A county's objection to a ranking that was shown (异议)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    step = models.ForeignKey(HearingStep, models.PROTECT, related_name="objections")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    user_id = models.BigIntegerField("提出人")
    on_day = models.DateField("提出日期")
    what = models.TextField("对哪个数")
    why = models.TextField("理由和依据")

    def __str__(self) -> str:
        return self.what[:20]


class ObjectionAnswer(models.Model):
    """The city's answer to an objection, once (异议答复).

    The two columns of other people's hands let the database itself refuse that somebody answers
    for his own ranking or his own objection.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    objection = models.OneToOneField(Objection, models.PROTECT, related_name="answer")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    upheld = models.BooleanField("成立")
    user_id = models.BigIntegerField("答复人")
    made_by = models.BigIntegerField("排名人")
    objected_by = models.BigIntegerField("提出人")
    on_day = models.DateField("答复日期")
    words = models.TextField("答复理由")

    class Meta:
        db_table = "supervision_objection_answer"
        constraints = [
            models.CheckConstraint(
                name="supervision_answerer_did_not_rank",
                condition=~Q(user_id=F("made_by")) & ~Q(user_id=F("objected_by")),
            ),
            models.CheckConstraint(name="supervision_answer_says_why", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return "成立" if self.upheld else "不成立"
