"""Drafts and issues of the bulletin (通报)."""

from django.db import models

from jiugai.storage.audit.models import Act
from jiugai.storage.reporting.models import Close


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
    """A bulletin issued (已发通报): its number, its snapshot, its text and its file's digest."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    close = models.ForeignKey(Close, models.PROTECT, related_name="issues")
    template = models.CharField("版式", max_length=16)
    year = models.SmallIntegerField("年度")
    number = models.IntegerField("期号")
    issued_on = models.DateField("印发日期")
    source = models.TextField("正文")
    sm3 = models.BinaryField("文件摘要", max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "year", "number"], name="bulletins_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"
