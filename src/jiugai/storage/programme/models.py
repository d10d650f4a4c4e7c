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


class PlanCase(models.Model):
    """A plan that is being weighed (计划比选方案): for which years, and what it is called."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=64)
    year = models.SmallIntegerField("首年")
    years = models.SmallIntegerField("年数")

    class Meta:
        db_table = "programme_plan_case"
        constraints = [
            models.CheckConstraint(
                name="programme_plan_case_years", condition=models.Q(years__range=(1, 7))
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanSetting(models.Model):
    """What a case assumes (方案设定), version after version; budgets and pins stand beside it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    case = models.ForeignKey(PlanCase, models.PROTECT, related_name="settings", db_index=False)
    number = models.IntegerField("版次")
    user_id = models.BigIntegerField("经办人")
    floor_percent = models.SmallIntegerField("县区保底(%)")
    marks = models.JSONField("目标分值")
    keeps = models.BooleanField("尽量不动")
    seconds = models.SmallIntegerField("时限(秒)")

    class Meta:
        db_table = "programme_plan_setting"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="programme_plan_setting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class PlanBudget(models.Model):
    """Money of a source for each year of a case (方案预算), of one county or of the whole city."""

    setting = models.ForeignKey(PlanSetting, models.PROTECT, related_name="budgets", db_index=False)
    source = models.SmallIntegerField("资金来源")
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    fen = models.BigIntegerField("每年金额(分)")
    change_percent = models.SmallIntegerField("试算增减(%)")

    class Meta:
        db_table = "programme_plan_budget"
        constraints = [
            models.UniqueConstraint(
                fields=["setting", "source", "county"],
                name="programme_plan_budget_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="programme_plan_budget_sound",
                condition=models.Q(fen__gte=0, change_percent__range=(-100, 100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting_id}/{self.source}"


class PlanPin(models.Model):
    """A community that a case takes in, or leaves out, whatever it is worth (指定)."""

    setting = models.ForeignKey(PlanSetting, models.PROTECT, related_name="pins", db_index=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    is_in = models.BooleanField("入选")

    class Meta:
        db_table = "programme_plan_pin"
        constraints = [
            models.UniqueConstraint(
                fields=["setting", "community"], name="programme_plan_pin_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting_id}/{self.community_id}"


class PlanRun(models.Model):
    """A case computed once (比选一次): desk work until it ends, then it stays as it is."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队"
        SOLVING = "solving", "正在比选"
        STOPPING = "stopping", "正在停止"
        DONE = "done", "已算出"
        INFEASIBLE = "infeasible", "要求不能同时满足"
        STOPPED = "stopped", "已停止"
        FAILED = "failed", "没有算出"

    case = models.ForeignKey(PlanCase, models.PROTECT, related_name="runs")
    setting = models.ForeignKey(PlanSetting, models.PROTECT, related_name="+")
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField("经办人")
    post_id = models.BigIntegerField("岗位")
    as_of = models.DateField("数据日期")
    last_seq = models.BigIntegerField("计至登记序号")
    asked_at = models.DateTimeField("提交时间")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.QUEUED)
    progress = models.JSONField("进度", default=dict)
    summary = models.JSONField("概要", default=dict)
    inputs_sm3 = models.BinaryField("输入摘要", max_length=32, null=True)
    result_sm3 = models.BinaryField("结果摘要", max_length=32, null=True)

    class Meta:
        db_table = "programme_plan_run"

    def __str__(self) -> str:
        return f"{self.case_id}#{self.pk}"


class PlanRunReport(models.Model):
    """What a run says of the whole city (比选说明): relief, prices, doubts."""

    run = models.OneToOneField(PlanRun, models.PROTECT, related_name="report")
    report = models.JSONField("说明")

    class Meta:
        db_table = "programme_plan_report"

    def __str__(self) -> str:
        return f"#{self.run_id}"


class PlanRunLine(models.Model):
    """What a run says of one community (比选结果行): the year it enters, or why it does not."""

    run = models.ForeignKey(PlanRun, models.PROTECT, related_name="lines", db_index=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    year = models.SmallIntegerField("列入年度", null=True)
    households = models.IntegerField("户数")
    cost_fen = models.BigIntegerField("造价(分)")
    missing_fen = models.BigIntegerField("差额(分)", null=True)
    by = models.CharField("落选类别", max_length=16, blank=True)
    told = models.JSONField("内容、资金与原因")

    class Meta:
        db_table = "programme_plan_line"
        constraints = [
            models.UniqueConstraint(fields=["run", "community"], name="programme_plan_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.community_id}"


class PlanProposal(models.Model):
    """A run put forward as the plan (拟采纳); another hand decides, and no list changes by it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    run = models.OneToOneField(PlanRun, models.PROTECT, related_name="proposal")
    words = models.CharField("说明", max_length=200)
    result_sm3 = models.BinaryField("结果摘要", max_length=32)
    user_id = models.BigIntegerField("提出人")
    on_day = models.DateField("提出日期")

    class Meta:
        db_table = "programme_plan_proposal"

    def __str__(self) -> str:
        return f"#{self.run_id}"


class PlanDecision(models.Model):
    """What was decided on a proposal (采纳决定), by another than who put it forward."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    proposal = models.OneToOneField(PlanProposal, models.PROTECT, related_name="decision")
    is_adopted = models.BooleanField("采纳")
    paper = models.CharField("决定见于", max_length=160)
    words = models.CharField("理由", max_length=200, blank=True)
    user_id = models.BigIntegerField("决定人")
    proposed_by = models.BigIntegerField("提出人")
    on_day = models.DateField("决定日期")

    class Meta:
        db_table = "programme_plan_decision"
        constraints = [
            models.CheckConstraint(
                name="programme_plan_decider_did_not_propose",
                condition=~models.Q(user_id=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="programme_plan_decision_whole",
                condition=~models.Q(paper="") & (models.Q(is_adopted=True) | ~models.Q(words="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.proposal_id}"
