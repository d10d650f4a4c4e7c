"""Rounds in which communities are judged (观摩评比): entrants, jurors, sheets, closing, models."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.registry.models import Community


class Contest(models.Model):
    """A round of judging (一轮观摩评比), with the sheet and the rule that it was opened under.

    ``titles`` and ``fulls`` are the lines of the sheet, side by side; full marks are in points.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    title = models.CharField("名称", max_length=64)
    on_day = models.DateField("评比日期")
    titles = ArrayField(models.CharField(max_length=64), verbose_name="评分项")
    fulls = ArrayField(models.SmallIntegerField(), verbose_name="满分")
    least_sheets = models.SmallIntegerField("至少几份")
    trim_from = models.SmallIntegerField("几份起去掉最高最低")
    user_id = models.BigIntegerField("开评人")

    class Meta:
        constraints = [
            models.CheckConstraint(name="supervision_contest_named", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class ContestEntrant(models.Model):
    """A community that is judged (参评小区), called as it was when the round opened."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="entrants", db_index=False)
    number = models.SmallIntegerField("序号")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    name = models.CharField("小区名称", max_length=128)

    class Meta:
        db_table = "supervision_contest_entrant"
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], name="supervision_entrant_numbered"
            ),
            models.UniqueConstraint(
                fields=["contest", "community"], name="supervision_entrant_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContestJuror(models.Model):
    """Who judges (评委). Without a county: of the city, or from outside it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="jurors", db_index=False)
    number = models.SmallIntegerField("序号")
    name = models.CharField("姓名", max_length=32)
    office = models.CharField("单位", max_length=64)
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField("账号", null=True)

    class Meta:
        db_table = "supervision_contest_juror"
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], name="supervision_juror_numbered"
            ),
            models.UniqueConstraint(fields=["contest", "user_id"], name="supervision_juror_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ContestSheet(models.Model):
    """A juror's sheet for an entrant in its version (评分表); marks in tenths of a point."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    juror = models.ForeignKey(ContestJuror, models.PROTECT, related_name="+", db_index=False)
    entrant = models.ForeignKey(ContestEntrant, models.PROTECT, related_name="+")
    version = models.SmallIntegerField("第几稿")
    marks = ArrayField(models.SmallIntegerField(), verbose_name="分(十分之一)")
    reason = models.CharField("更正理由", max_length=200, blank=True)
    user_id = models.BigIntegerField("填表人")
    on_day = models.DateField("填表日期")

    class Meta:
        db_table = "supervision_contest_sheet"
        constraints = [
            # Two who hand in at once both take the next version; the second is refused.
            models.UniqueConstraint(
                fields=["juror", "entrant", "version"], name="supervision_sheet_in_turn"
            ),
            models.CheckConstraint(
                name="supervision_sheet_corrected_says_why",
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror_id} {self.entrant_id} {self.version}"


class ContestClosing(models.Model):
    """That a round is closed (结束评比), by another hand than opened it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    contest = models.OneToOneField(Contest, models.PROTECT, related_name="closing")
    user_id = models.BigIntegerField("结束人")
    opened_by = models.BigIntegerField("开评人")
    on_day = models.DateField("结束日期")

    class Meta:
        db_table = "supervision_contest_closing"
        constraints = [
            models.CheckConstraint(
                name="supervision_closer_did_not_open", condition=~Q(user_id=F("opened_by"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.contest_id)


class ContestModel(models.Model):
    """That an entrant is a model community (示范小区), by another hand than opened the round."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    entrant = models.OneToOneField(ContestEntrant, models.PROTECT, related_name="model")
    user_id = models.BigIntegerField("命名人")
    opened_by = models.BigIntegerField("开评人")
    on_day = models.DateField("文件日期")
    paper = models.CharField("文件", max_length=160)

    class Meta:
        db_table = "supervision_contest_model"
        constraints = [
            models.CheckConstraint(
                name="supervision_namer_did_not_open",
                condition=~Q(user_id=F("opened_by")) & ~Q(paper=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entrant_id)
