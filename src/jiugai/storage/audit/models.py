"""Acts, their order, the papers behind them, and the seals on them (操作、登记序号、佐证、封存).

Seals have no foreign keys, but for an anchor's act: they outlive whatever they were put on.
"""

from django.db import models
from django.db.models import F, Q


class Act(models.Model):
    """One writing transaction (操作): who, in which post, did what.

    ``key`` is made by the sender before sending, so that a retry finds its act. User and post
    are numbers without foreign keys: a trace outlives whatever it traces.
    """

    key = models.UUIDField("请求号", unique=True)
    verb = models.CharField("动作", max_length=64)
    user_id = models.BigIntegerField("经办人")
    post_id = models.BigIntegerField("岗位")
    subject = models.CharField("对象", max_length=128, blank=True)
    body_digest = models.BinaryField("内容摘要", null=True)

    def __str__(self) -> str:
        return f"#{self.pk} {self.verb} {self.subject}"


class Stamp(models.Model):
    """The place of an act in the register (登记序号): gapless, in the order of commits.

    Written by the database itself, last of all, under one lock. "Recorded by T" means
    ``seq`` up to the greatest whose ``recorded_at`` is not after T.
    """

    seq = models.BigIntegerField("登记序号", primary_key=True)
    act = models.OneToOneField(Act, models.PROTECT, related_name="stamp")
    recorded_at = models.DateTimeField("录入时间")

    def __str__(self) -> str:
        return f"{self.seq} {self.recorded_at:%Y-%m-%d %H:%M}"


class Document(models.Model):
    """A paper or a file, once by its digest (文件)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    sm3 = models.BinaryField("SM3 摘要", unique=True, max_length=32)
    kind = models.CharField("种类", max_length=32)
    name = models.CharField("文件名", max_length=255, blank=True)
    number = models.CharField("文号", max_length=64, blank=True)
    issued_on = models.DateField("成文日期", null=True)
    bytes = models.BigIntegerField("字节数")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audit_document_size_not_negative", condition=Q(bytes__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number or f"#{self.pk}"


class Evidence(models.Model):
    """The set of papers behind one claim (佐证)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"#{self.pk}"


class EvidenceItem(models.Model):
    """One paper of a set."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="items")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        db_table = "audit_evidence_item"
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "document"], name="audit_evidence_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id}-{self.document_id}"


class Layout(models.Model):
    """How rows were read when they were sealed (封存表样): their columns, and the guards on them.

    A column added later must not change what an earlier seal says.
    """

    digest = models.BinaryField("SM3 摘要", primary_key=True, max_length=32)
    since = models.BigIntegerField("从哪一叶起")
    content = models.TextField("内容")

    class Meta:
        db_table = "audit_layout"

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:12]


class Leaf(models.Model):
    """One event (封存条目), in the order of the tree. ``seq`` is its act's; none for changed rows."""

    number = models.BigIntegerField("叶序", primary_key=True)
    seq = models.BigIntegerField("登记序号", unique=True, null=True)
    body = models.TextField("事件")
    digest = models.BinaryField("叶摘要", max_length=32)

    class Meta:
        db_table = "audit_leaf"
        constraints = [
            models.CheckConstraint(name="audit_leaf_from_nought", condition=Q(number__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Salt(models.Model):
    """The key of a leaf's commitments (盐), apart from it, so that it alone can be deleted."""

    number = models.BigIntegerField("叶序", primary_key=True)
    salt = models.BinaryField("盐", max_length=16)

    class Meta:
        db_table = "audit_salt"

    def __str__(self) -> str:
        return f"{self.number}"


class SealedCheckpoint(models.Model):
    """The tree after a batch (留痕根): its size, its root, and all that is needed to go on."""

    size = models.BigIntegerField("条数", primary_key=True)
    root = models.BinaryField("根", max_length=32)
    peaks = models.BinaryField("树缘")
    last_seq = models.BigIntegerField("封到第几号登记")
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        db_table = "audit_checkpoint"

    def __str__(self) -> str:
        return f"{self.size} {bytes(self.root).hex()[:12]}"


class Anchor(models.Model):
    """A root that went out of the house (留痕根的公布), such as with a closed month."""

    act = models.OneToOneField(Act, models.PROTECT, related_name="+")
    size = models.BigIntegerField("条数")
    root = models.BinaryField("根", max_length=32)

    class Meta:
        db_table = "audit_anchor"

    def __str__(self) -> str:
        return f"{self.size} {bytes(self.root).hex()[:12]}"


class Fact(models.Model):
    """What every fact bears (事实), whatever it says: append-only, corrected at most once.

    ``effective_on`` is when it was true; when it was recorded and by whom is the act's.
    A correction names the fact that it ``replaces`` and says why; a withdrawal is a
    replacement without a value. ``origin`` is the place in the evidence, such as a sheet and cell.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    effective_on = models.DateField("发生日期")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        db_column="replaces",
        db_constraint=False,
        db_index=False,
    )
    reason = models.TextField("更正理由", null=True)  # noqa: DJ001  null means: replaces nothing
    withdrawn = models.BooleanField("已撤销", default=False, db_default=False)
    origin = models.CharField("出处", max_length=160, blank=True, default="", db_default="")

    class Meta:
        abstract = True


def fact_constraints(table: str) -> list[models.BaseConstraint]:
    """Return the constraints that hold for every table of facts."""
    return [
        models.UniqueConstraint(
            fields=["replaces"], name=f"{table}_replaced_once", condition=Q(replaces__isnull=False)
        ),
        models.CheckConstraint(
            name=f"{table}_reason_with_correction",
            condition=Q(replaces__isnull=True, reason__isnull=True)
            | Q(replaces__isnull=False, reason__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{table}_replaces_an_earlier",
            condition=Q(replaces__isnull=True) | Q(replaces__lt=F("id")),
        ),
        models.CheckConstraint(
            name=f"{table}_withdrawal_replaces",
            condition=Q(withdrawn=False) | Q(replaces__isnull=False),
        ),
    ]
