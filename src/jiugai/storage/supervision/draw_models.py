"""Drawn lists and what was found on site (抽查名单、现场核实)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.programme.models import Project
from jiugai.storage.reporting.models import Close


class Draw(models.Model):
    """A month's list as it was drawn (抽查), once: its seed, its rule and the digest of its frame.

    ``root`` is the register's root that the month's bulletin printed; ``bulletin`` that bulletin.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    close = models.OneToOneField(Close, models.PROTECT, related_name="+")
    bulletin = models.CharField("通报", max_length=32)
    on_day = models.DateField("抽取日期")
    root = models.BinaryField("留痕根", max_length=32)
    seed = models.BinaryField("种子", max_length=32)
    frame = models.BinaryField("名册摘要", max_length=32)
    light = models.CharField("全市灯号", max_length=8)
    algorithm = models.SmallIntegerField("抽取程序版本")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supervision_draw_light_known",
                condition=Q(light__in=["green", "amber", "red"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.close_id}"


class Candidate(models.Model):
    """A line of the frame that a list was drawn from (抽查名册), with what was declared of it.

    ``place`` and what follows are empty where it was not drawn.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="candidates", db_index=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    number = models.CharField("项目编号", max_length=12)
    name = models.CharField("项目名称", max_length=200)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    county_name = models.CharField("县区", max_length=64)
    sites = models.SmallIntegerField("小区数")
    started = models.IntegerField("上报开工小区")
    completed = models.IntegerField("上报完工小区")
    households = models.IntegerField("上报完成户数")
    risk = models.SmallIntegerField("风险分")
    light = models.CharField("县区灯号", max_length=8, blank=True)
    place = models.SmallIntegerField("名单次序", null=True)
    way = models.CharField("抽取方式", max_length=8, blank=True)
    ticket = models.CharField("签", max_length=64, blank=True)
    chance = models.CharField("入选概率", max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="supervision_candidate_once"),
            models.UniqueConstraint(fields=["draw", "place"], name="supervision_place_once"),
            models.CheckConstraint(
                name="supervision_drawn_whole",
                condition=Q(place__isnull=True, way="", ticket="", chance="")
                | Q(place__isnull=False) & ~Q(way="") & ~Q(ticket="") & ~Q(chance=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Recount(models.Model):
    """What was found of a drawn project on site (现场核实), in versions: nothing is overwritten.

    ``reported_by`` are those who declared what is verified: the database itself refuses that one
    of them verifies it.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="recounts", db_index=False
    )
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    version = models.SmallIntegerField("版本")
    on_day = models.DateField("核实日期")
    started = models.IntegerField("核实开工小区")
    completed = models.IntegerField("核实完工小区")
    households = models.IntegerField("核实完成户数")
    note = models.TextField("现场情况")
    reason = models.TextField("更正理由", blank=True)
    user_id = models.BigIntegerField("核实人")
    reported_by = ArrayField(models.BigIntegerField(), verbose_name="上报人")

    class Meta:
        constraints = [
            # Two who record at once both take the next version; the second is refused.
            models.UniqueConstraint(
                fields=["candidate", "version"], name="supervision_recount_in_turn"
            ),
            models.CheckConstraint(
                name="supervision_recount_counts",
                condition=Q(started__gte=0, households__gte=0, completed__gte=0)
                & Q(completed__lte=F("started")),
            ),
            models.CheckConstraint(
                name="supervision_correction_says_why",
                condition=Q(version=1) | Q(version__gt=1) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}.{self.version}"
