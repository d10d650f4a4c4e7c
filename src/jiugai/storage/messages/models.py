"""How far each officer has read, and what was sent out (已读、外发回执): desk work, not facts.

Messages themselves follow from acts alone.
"""

from django.db import models
from django.db.models import Q

from jiugai.storage.divisions.models import Division


class ReadTo(models.Model):
    """The stamp up to which an officer, in one post, has read (已读到).

    ``county`` is the post's own; none for a post that reaches the city.
    """

    user_id = models.BigIntegerField("人员")
    post_id = models.BigIntegerField("岗位")
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    last_seq = models.BigIntegerField("读到第几号登记")

    class Meta:
        db_table = "messages_read_to"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "post_id"], name="messages_read_to_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.post_id} {self.last_seq}"


class Sending(models.Model):
    """The receipt of one try to send messages out (外发回执), with what the other side said.

    ``to_seq`` is the stamp up to which a channel has told once this was sent or given up.
    """

    channel = models.CharField("通道", max_length=64)
    robot = models.CharField("地址摘要", max_length=64)
    user_id = models.BigIntegerField("人员")
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    kind = models.CharField("外发方式", max_length=16, blank=True)
    post = models.CharField("告知岗位", max_length=200, blank=True)
    to_seq = models.BigIntegerField("告知到第几号登记")
    count = models.IntegerField("消息条数")
    outcome = models.CharField("结果", max_length=16)
    words = models.CharField("对方的答复", max_length=200, blank=True)
    tried_at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="messages_sending_outcome_known",
                condition=Q(outcome__in=["begun", "sent", "refused", "too_fast", "given_up"]),
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "-id"], name="messages_sending_of_channel"),
            models.Index(fields=["robot", "tried_at"], name="messages_sending_to_robot"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.outcome}"
