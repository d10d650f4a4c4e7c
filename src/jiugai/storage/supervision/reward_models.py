"""Rewards and cuts proposed after a released ranking, and what was decided (奖惩建议、决定)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.supervision.hearing_models import HearingStep


class RewardProposal(models.Model):
    """A change of a county's next year, as a rule proposed it (奖惩建议).

    ``step`` released the ranking whose numbers are kept beside it. ``plan`` and ``money`` are
    shares, as fractions in text, empty where nothing changes; the two bases are in 分, as known at
    ``last_seq``.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    step = models.ForeignKey(HearingStep, models.PROTECT, related_name="+", db_index=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    code = models.CharField("排名所用代码", max_length=12)
    year = models.SmallIntegerField("影响年度")
    effect = models.CharField("措施", max_length=16)
    clause = models.CharField("条款", max_length=32)
    source = models.CharField("依据", max_length=200)
    verified = models.BooleanField("依据已核实")
    plan = models.CharField("计划增减", max_length=24, blank=True)
    money = models.CharField("资金增减", max_length=24, blank=True)
    plan_basis_fen = models.BigIntegerField("下年计划投资(分)", null=True)
    money_basis_fen = models.BigIntegerField("下年下达资金(分)", null=True)
    last_seq = models.BigIntegerField("基数计至登记序号")
    measure = models.CharField("指标", max_length=32)
    cohort = models.SmallIntegerField("批次")
    roll = models.CharField("榜别", max_length=8)
    rank = models.IntegerField("名次")
    light = models.CharField("灯", max_length=8)
    done = models.IntegerField("完成")
    planned = models.IntegerField("计划")
    city_done = models.IntegerField("全市完成")
    city_planned = models.IntegerField("全市计划")
    user_id = models.BigIntegerField("拟定人")
    on_day = models.DateField("拟定日期")

    class Meta:
        db_table = "supervision_reward_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["step", "county", "clause"], name="supervision_reward_once"
            ),
            models.CheckConstraint(
                name="supervision_reward_changes_something",
                condition=(~Q(plan="") | ~Q(money="")) & ~Q(source="") & Q(planned__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {self.clause}"


class RewardDecision(models.Model):
    """What was decided on a proposal, once (奖惩决定).

    ``proposed_by`` lets the database itself refuse that somebody decides what he drew up.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    proposal = models.OneToOneField(RewardProposal, models.PROTECT, related_name="decision")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    ruling = models.CharField("结论", max_length=8)
    plan = models.CharField("计划增减", max_length=24, blank=True)
    money = models.CharField("资金增减", max_length=24, blank=True)
    paper = models.CharField("决定见于", max_length=160)
    words = models.TextField("理由", blank=True)
    user_id = models.BigIntegerField("决定人")
    proposed_by = models.BigIntegerField("拟定人")
    on_day = models.DateField("决定日期")

    class Meta:
        db_table = "supervision_reward_decision"
        constraints = [
            models.CheckConstraint(
                name="supervision_decider_did_not_propose",
                condition=~Q(user_id=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="supervision_reward_decision_whole",
                condition=~Q(paper="")
                & (
                    Q(ruling="adopted")
                    | Q(ruling="changed") & ~Q(words="") & (~Q(plan="") | ~Q(money=""))
                    | Q(ruling="refused") & ~Q(words="") & Q(plan="") & Q(money="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.ruling}"
