"""Orders of the city office and what was done to them (督办事项、办理记录)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.accounts.models import Organisation
from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.supervision.contest_models import Contest as Contest
from jiugai.storage.supervision.contest_models import ContestClosing as ContestClosing
from jiugai.storage.supervision.contest_models import ContestEntrant as ContestEntrant
from jiugai.storage.supervision.contest_models import ContestJuror as ContestJuror
from jiugai.storage.supervision.contest_models import ContestModel as ContestModel
from jiugai.storage.supervision.contest_models import ContestSheet as ContestSheet
from jiugai.storage.supervision.draw_models import Candidate as Candidate
from jiugai.storage.supervision.draw_models import Draw as Draw
from jiugai.storage.supervision.draw_models import Recount as Recount
from jiugai.storage.supervision.firm_models import Assignment as Assignment
from jiugai.storage.supervision.hearing_models import HearingStep as HearingStep
from jiugai.storage.supervision.hearing_models import Objection as Objection
from jiugai.storage.supervision.hearing_models import ObjectionAnswer as ObjectionAnswer
from jiugai.storage.supervision.hearing_models import ShownTable as ShownTable
from jiugai.storage.supervision.lead_models import Charge as Charge
from jiugai.storage.supervision.lead_models import Leader as Leader
from jiugai.storage.supervision.lead_models import LeaderVisit as LeaderVisit
from jiugai.storage.supervision.look_models import Look as Look
from jiugai.storage.supervision.photo_models import Challenge as Challenge
from jiugai.storage.supervision.photo_models import Photo as Photo
from jiugai.storage.supervision.photo_models import PhotoSet as PhotoSet
from jiugai.storage.supervision.photo_models import Picture as Picture
from jiugai.storage.supervision.photo_models import Piece as Piece
from jiugai.storage.supervision.photo_models import Sending as Sending
from jiugai.storage.supervision.promulgation_models import Promulgation as Promulgation
from jiugai.storage.supervision.reward_models import RewardDecision as RewardDecision
from jiugai.storage.supervision.reward_models import RewardProposal as RewardProposal
from jiugai.storage.supervision.trace_models import Trace as Trace


class Order(models.Model):
    """A duty laid on a body (督办事项). Where it stands follows from its deeds alone.

    ``owner`` is empty for a body without a desk here; its name then stands alone. ``deadline``
    is the day as the paper words it, kept even where no date follows from it.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    year = models.SmallIntegerField("年度")
    number = models.IntegerField("编号")
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="orders")
    owner_name = models.CharField("责任单位", max_length=64)
    partners = models.CharField("配合单位", max_length=400, blank=True)
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    demand = models.TextField("任务要求")
    deadline = models.CharField("期限原文", max_length=64, blank=True)
    strength = models.CharField("力度", max_length=16)
    sentence = models.TextField("原文", blank=True)
    source = models.CharField("来源", max_length=160, blank=True)
    wait_step = models.SmallIntegerField("等待的节点", null=True)
    wait_year = models.SmallIntegerField("等待的批次", null=True)
    wait_least = models.IntegerField("至少个数", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="supervision_order_numbered"),
            models.CheckConstraint(
                name="supervision_order_strength_known",
                condition=Q(strength__in=["must", "strive", "encourage"]),
            ),
            models.CheckConstraint(
                name="supervision_order_not_to_oneself",
                condition=Q(owner__isnull=True) | ~Q(owner=F("issuer")),
            ),
            models.CheckConstraint(
                name="supervision_order_wait_whole",
                condition=Q(wait_step__isnull=True, wait_year__isnull=True, wait_least__isnull=True)
                | Q(wait_step__isnull=False, wait_year__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


class Deed(models.Model):
    """One deed upon an order (办理记录), in its turn.

    The two columns of other people's hands let the database itself refuse that one person
    answers and checks, or checks and closes.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="deeds", db_index=False)
    number = models.SmallIntegerField("次序")
    kind = models.CharField("动作", max_length=24)
    user_id = models.BigIntegerField("经手人")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on_behalf = models.BooleanField("代录", default=False, db_default=False)
    on_day = models.DateField("办理日期")
    due_on = models.DateField("期限", null=True)
    words = models.TextField("情况或理由", blank=True)
    paper = models.CharField("依据", max_length=160, blank=True)
    answered_by = models.BigIntegerField("最近反馈人", null=True)
    checked_by = models.BigIntegerField("核查人", null=True)

    class Meta:
        constraints = [
            # Two who act at once both take the next number; the second is refused.
            models.UniqueConstraint(fields=["order", "number"], name="supervision_deed_in_turn"),
            models.CheckConstraint(
                name="supervision_checker_did_not_answer",
                condition=~Q(kind="pass")
                | Q(answered_by__isnull=False) & ~Q(user_id=F("answered_by")),
            ),
            models.CheckConstraint(
                name="supervision_closer_did_not_check",
                condition=~Q(kind="close")
                | Q(checked_by__isnull=False) & ~Q(user_id=F("checked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}.{self.number} {self.kind}"
