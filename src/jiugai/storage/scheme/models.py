"""Renewal types, needs and schemes of communities (改造类型、需求、方案)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Act, Evidence, Fact, fact_constraints
from jiugai.storage.registry.models import Community, CommunityVersion


class Classification(Fact):
    """Which of the four renewal types a community is, and why (四类改造)."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(CommunityVersion, models.PROTECT, related_name="+")
    renewal_type = models.CharField("改造类型", max_length=32)
    reasons = models.JSONField("理由")

    class Meta:
        indexes = [models.Index(fields=["community", "effective_on"], name="scheme_subject")]
        constraints = fact_constraints("scheme_classification")

    def __str__(self) -> str:
        return f"{self.community_id} {self.renewal_type}"


class Need(Fact):
    """Something that a community lacks or was promised (改造需求)."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    kind = models.SmallIntegerField("来源")
    item = models.CharField("改造内容", max_length=12)
    words = models.CharField("说明", max_length=200)

    class Meta:
        indexes = [models.Index(fields=["community", "effective_on"], name="scheme_need_subject")]
        constraints = [
            *fact_constraints("scheme_need"),
            models.CheckConstraint(name="scheme_need_kind", condition=Q(kind__in=[10, 20, 30])),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.item}"


class Bill(models.Model):
    """A version of a community's bill of quantities (方案版本); nothing of it is ever changed.

    ``waived`` holds the items that are left out on purpose, each with the reason.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    stage = models.SmallIntegerField("造价阶段")
    number = models.IntegerField("第几版")
    effective_on = models.DateField("生效日期")
    reason = models.CharField("变更理由", max_length=400, blank=True)
    paper = models.CharField("批准文件", max_length=200, blank=True)
    vote = models.CharField("居民表决", max_length=200, blank=True)
    waived = models.JSONField("不改的理由")
    total_fen = models.BigIntegerField("合计（分）")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    origin = models.CharField("出处", max_length=160, blank=True)
    catalogue = models.CharField("本地目录", max_length=32, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "stage", "number"], name="scheme_bill_once"
            ),
            models.CheckConstraint(name="scheme_bill_stage", condition=Q(stage__in=[10, 20, 30])),
            models.CheckConstraint(name="scheme_bill_total", condition=Q(total_fen__gte=0)),
            models.CheckConstraint(
                name="scheme_bill_change_has_grounds",
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="") & ~Q(paper="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.stage}.{self.number}"


class Line(models.Model):
    """A line of a bill (清单行)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField("序号")
    item = models.CharField("改造内容", max_length=12)
    reach = models.CharField("范围", max_length=12)
    name = models.CharField("名称", max_length=80)
    unit = models.CharField("单位", max_length=80)
    quantity = models.DecimalField("数量", max_digits=16, decimal_places=3)
    unit_price_fen = models.BigIntegerField("单价（分）")
    amount_fen = models.BigIntegerField("合价（分）")
    answers = models.CharField("对应的缺口", max_length=80, blank=True)
    head = models.CharField("本地分类", max_length=80, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "number"], name="scheme_line_once"),
            models.CheckConstraint(
                name="scheme_line_above_nought",
                condition=Q(quantity__gt=0) & Q(unit_price_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}.{self.number}"


class Acceptance(Fact):
    """How much of an item was accepted (验收数量), by another hand than drew up the bill."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="+")
    item = models.CharField("改造内容", max_length=12)
    unit = models.CharField("单位", max_length=80)
    quantity = models.DecimalField("验收数量", max_digits=16, decimal_places=3)
    paper = models.CharField("凭据", max_length=200)

    class Meta:
        indexes = [models.Index(fields=["community", "item"], name="scheme_acceptance_subject")]
        constraints = [
            *fact_constraints("scheme_acceptance"),
            models.CheckConstraint(
                name="scheme_acceptance_not_below_nought", condition=Q(quantity__gte=0)
            ),
            models.CheckConstraint(name="scheme_acceptance_has_paper", condition=~Q(paper="")),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.item} {self.quantity}"


class Checklist(models.Model):
    """A version of a method's checklist, as an office laid it down on the screen (工作法清单)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    code = models.CharField("编号", max_length=32)
    number = models.IntegerField("第几版")
    title = models.CharField("名称", max_length=80)
    source = models.CharField("依据", max_length=200)
    items = models.JSONField("条目")
    effective_on = models.DateField("启用日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="scheme_checklist_once"),
            models.CheckConstraint(name="scheme_checklist_number", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Mark(Fact):
    """What somebody said of an item of a checklist for a community (办理情况)."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", db_index=False)
    checklist = models.CharField("清单", max_length=32)
    item = models.CharField("条目", max_length=12)
    state = models.SmallIntegerField("情况")
    words = models.CharField("说明", max_length=200, blank=True)
    paper = models.CharField("凭据", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "checklist"], name="scheme_mark_subject")]
        constraints = [
            *fact_constraints("scheme_mark"),
            models.CheckConstraint(name="scheme_mark_state", condition=Q(state__in=[10, 20, 30])),
            models.CheckConstraint(
                name="scheme_mark_met_has_evidence", condition=~Q(state=10) | ~Q(paper="")
            ),
            models.CheckConstraint(
                name="scheme_mark_waived_has_reason", condition=~Q(state=30) | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.checklist}.{self.item}"
