"""How far each officer has read (已读): desk work, not a fact. Messages follow from acts alone."""

from django.db import models

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
