"""Drafts and issues of the bulletin, and papers of orders (通报、督办公文)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.reporting.models import Close
from jiugai.storage.supervision.models import Order


class Draft(models.Model):
    """A bulletin being written (草稿): desk work, not a fact."""

    close = models.ForeignKey(Close, models.PROTECT, related_name="drafts")
    template = models.CharField("版式", max_length=16)
    source = models.TextField("正文")
    edited_at = models.DateTimeField("修改时间")
    user_id = models.BigIntegerField("经办人")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["close", "template"], name="bulletins_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.close_id} {self.template}"


class Issue(models.Model):
    """A bulletin issued (已发通报): its number, its snapshot, its text and its file's digest.

    ``heard`` is how it stood with the ranking then; empty for issues before anybody asked.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    close = models.ForeignKey(Close, models.PROTECT, related_name="issues")
    template = models.CharField("版式", max_length=16)
    year = models.SmallIntegerField("年度")
    number = models.IntegerField("期号")
    issued_on = models.DateField("印发日期")
    source = models.TextField("正文")
    sm3 = models.BinaryField("文件摘要", max_length=32)
    heard = models.CharField("排名公示情况", max_length=8, default="", db_default="")
    waived_because = models.TextField("未经公示的理由", default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "year", "number"], name="bulletins_number_once"
            ),
            models.CheckConstraint(
                name="bulletins_issue_heard_or_says_why",
                condition=Q(heard__in=["", "released"], waived_because="")
                | Q(heard="waived") & ~Q(waived_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


class OrderPaper(models.Model):
    """A paper of an order as it was issued (督办公文): its number, what was typed, its digest.

    What else it says follows from the order's first ``version`` deeds and from the register up to
    ``last_seq``, so that the file can be made again, byte for byte.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="papers")
    kind = models.CharField("文种", max_length=16)
    year = models.SmallIntegerField("年度")
    number = models.IntegerField("序号")
    issued_on = models.DateField("成文日期")
    version = models.SmallIntegerField("所据办理记录数")
    last_seq = models.BigIntegerField("所据登记")
    due_on = models.DateField("所定日期", null=True)
    at = models.CharField("时间", max_length=32, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    who = models.CharField("参加人员", max_length=120, blank=True)
    more = models.TextField("补充要求", blank=True)
    sm3 = models.BinaryField("文件摘要", max_length=32)

    class Meta:
        db_table = "bulletins_order_paper"
        constraints = [
            # Two who issue at once would both take the next number; the lock makes one wait.
            models.UniqueConstraint(
                fields=["kind", "year", "number"], name="bulletins_order_paper_numbered"
            ),
            models.CheckConstraint(
                name="bulletins_order_paper_kind_known",
                condition=Q(kind__in=["supervise", "rectify", "summon"]),
            ),
            models.CheckConstraint(
                name="bulletins_order_paper_dated",
                condition=Q(kind="supervise") | Q(due_on__gte=F("issued_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}-{self.number}"


class Meeting(models.Model):
    """A meeting of the cadence (会议): its kind and day. What was before it is counted, not kept."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    kind = models.CharField("类别", max_length=16)
    held_on = models.DateField("会议日期")
    last_seq = models.BigIntegerField("登记时的登记序号")
    place = models.CharField("地点", max_length=80, blank=True)
    chair = models.CharField("主持", max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "held_on"], name="bulletins_meeting_once_a_day"
            ),
            models.CheckConstraint(
                name="bulletins_meeting_kind_known",
                condition=Q(kind__in=["day", "week", "month", "quarter"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"


class Minutes(models.Model):
    """Minutes of a meeting, version by version (纪要). ``last_seq`` is where its papers stood."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes", db_index=False)
    version = models.SmallIntegerField("版次")
    text = models.TextField("正文")
    present = models.TextField("出席", blank=True)
    document = models.CharField("来自文件", max_length=160, blank=True)
    last_seq = models.BigIntegerField("所据登记")

    class Meta:
        constraints = [
            # Two who keep minutes at once both take the next version; the second is refused.
            models.UniqueConstraint(
                fields=["meeting", "version"], name="bulletins_minutes_in_turn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.version}"


class MinutesIssue(models.Model):
    """Minutes issued (已印发纪要): once for a meeting, under a number, with the file's digest."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="issue")
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="+")
    year = models.SmallIntegerField("年度")
    number = models.IntegerField("期号")
    issued_on = models.DateField("印发日期")
    sm3 = models.BinaryField("文件摘要", max_length=32)

    class Meta:
        db_table = "bulletins_minutes_issue"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="bulletins_minutes_issue_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"
