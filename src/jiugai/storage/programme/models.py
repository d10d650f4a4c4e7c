"""Task lists, filed plans, targets, and the steps of each site (年度计划)."""

from django.db import models

from jiugai.storage.audit.models import Act, Fact, fact_constraints
from jiugai.storage.divisions.models import Division
from jiugai.storage.registry.models import Community


class Project(models.Model):
    """A project (项目): who answers for it; it may cover several communities."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    name = models.CharField("项目名称", max_length=128)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A community within a project (改造点): what starts, finishes, and is counted."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, related_name="sites", db_index=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="sites")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "community"], name="programme_site_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class TaskList(models.Model):
    """A year's cohort of one authority (任务清单)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    year = models.SmallIntegerField("年度")
    authority = models.CharField("下达层级", max_length=16)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")

    class Meta:
        db_table = "programme_list"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "authority", "division"], name="programme_list_once"
            ),
            models.CheckConstraint(
                name="programme_list_authority_known",
                condition=models.Q(authority__in=["national", "provincial", "municipal"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.authority}"


class Sizes(models.Model):
    """The scope of a site, as one paper gives it."""

    households = models.IntegerField("户数")
    buildings = models.IntegerField("楼栋数")
    area_dm2 = models.BigIntegerField("建筑面积(dm²)")
    investment_fen = models.BigIntegerField("计划投资(分)")

    class Meta:
        abstract = True


class Entry(Fact, Sizes):
    """A site stands in a list with this scope, or no longer does (清单条目)."""

    list = models.ForeignKey(TaskList, models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    is_in = models.BooleanField("在清单内")

    class Meta:
        indexes = [
            models.Index(fields=["list", "site", "effective_on"], name="programme_entry_subject")
        ]
        constraints = fact_constraints("programme_entry")

    def __str__(self) -> str:
        return f"{self.list_id}/{self.site_id}"


class Filing(Fact):
    """A plan as filed upward, version after version (上报计划)."""

    list = models.ForeignKey(TaskList, models.PROTECT, related_name="filings")

    class Meta:
        constraints = fact_constraints("programme_filing")

    def __str__(self) -> str:
        return f"#{self.pk}"


class FilingLine(Sizes):
    """A line of a filed plan (计划行): the denominator."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="lines", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")

    class Meta:
        db_table = "programme_filing_line"
        constraints = [
            models.UniqueConstraint(fields=["filing", "site"], name="programme_filing_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id}/{self.site_id}"


class Target(Fact):
    """A headline figure from a paper (目标任务); never a denominator."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    year = models.SmallIntegerField("年度")
    indicator = models.CharField("指标", max_length=32)
    due_on = models.DateField("期限", null=True)
    value = models.BigIntegerField("数值")
    strength = models.CharField("力度", max_length=16)
    wording = models.CharField("原文", max_length=200, blank=True)

    class Meta:
        constraints = [
            *fact_constraints("programme_target"),
            models.CheckConstraint(
                name="programme_target_strength_known",
                condition=models.Q(strength__in=["must", "strive", "encourage"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.indicator} {self.value}"


class Step(Fact):
    """A site reached a step of the pipeline (进度节点)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    step = models.SmallIntegerField("节点")

    class Meta:
        indexes = [
            models.Index(fields=["site", "step", "effective_on"], name="programme_step_subject")
        ]
        constraints = [
            *fact_constraints("programme_step"),
            models.UniqueConstraint(
                fields=["act", "site", "step", "effective_on"], name="programme_step_says_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}:{self.step}"
