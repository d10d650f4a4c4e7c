"""The book (资金账): earmarks, their accounts, what was written down, checked, posted and closed.

What PostgreSQL itself holds beyond these constraints stands in ``0006_book_guards``: no earmark is
crossed, each side of a posting sums to nought, no account falls below it, no period opens again.
"""

from django.db import models
from django.db.models import F, Q

from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.programme.models import Project


class Earmark(models.Model):
    """Money granted for one purpose by one paper for one year (专款); never mixed with another's."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    source = models.SmallIntegerField("资金来源")
    paper = models.CharField("下达文号", max_length=80)
    year = models.SmallIntegerField("预算年度")
    name = models.CharField("专款名称", max_length=120)

    class Meta:
        db_table = "funding_earmark"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "paper", "year"], name="funding_earmark_once"
            ),
            models.CheckConstraint(
                name="funding_earmark_named", condition=~Q(paper="") & ~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return self.paper


class Contract(models.Model):
    """With whom a project has agreed on how much (合同): who may be paid for it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("合同编号", max_length=80)
    payee = models.CharField("收款单位", max_length=120)
    amount_fen = models.BigIntegerField("合同价(分)")
    signed_on = models.DateField("签订日期")

    class Meta:
        db_table = "funding_contract"
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="funding_contract_once"),
            models.CheckConstraint(
                name="funding_contract_whole",
                condition=Q(amount_fen__gt=0) & ~Q(number="") & ~Q(payee=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BookAccount(models.Model):
    """Where an earmark's money can lie (账户)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    earmark = models.ForeignKey(Earmark, models.PROTECT, related_name="+", db_index=False)
    kind = models.SmallIntegerField("科目")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "funding_account"
        constraints = [
            models.UniqueConstraint(
                fields=["earmark", "kind", "county", "project", "contract"],
                nulls_distinct=False,
                name="funding_account_once",
            ),
            models.CheckConstraint(
                name="funding_account_kind_known",
                condition=Q(kind__in=[int(kind) for kind in AccountKind]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earmark_id}:{self.kind}:{self.county_id}"


class Balance(models.Model):
    """What came into an account and went out of it (余额), counted on by each leg, in 分.

    Desk work: it can be counted anew from the legs, and ``book-verify`` does.
    """

    account = models.OneToOneField(BookAccount, models.PROTECT, primary_key=True, related_name="+")
    may_fall_below_zero = models.BooleanField("可为负")
    came_fen = models.BigIntegerField("收(分)", default=0)
    went_fen = models.BigIntegerField("付(分)", default=0)

    class Meta:
        db_table = "funding_balance"
        constraints = [
            models.CheckConstraint(
                name="funding_balance_never_below_zero",
                condition=Q(came_fen__gte=0)
                & Q(went_fen__gte=0)
                & (Q(may_fall_below_zero=True) | Q(came_fen__gte=F("went_fen"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}={self.came_fen - self.went_fen}"


class VoucherRow(models.Model):
    """A step of money as somebody wrote it down (凭证); it counts once another has posted it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    earmark = models.ForeignKey(Earmark, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    step = models.CharField("环节", max_length=16)
    amount_fen = models.BigIntegerField("金额(分)")
    value_on = models.DateField("业务日期")
    paper = models.CharField("依据", max_length=120)
    memo = models.CharField("摘要", max_length=200, blank=True)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="+")
    giver = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    reverses = models.ForeignKey(
        "PostingRow", models.PROTECT, null=True, related_name="+", db_index=False
    )
    user_id = models.BigIntegerField("制单人")

    class Meta:
        db_table = "funding_voucher"
        constraints = [
            models.CheckConstraint(
                name="funding_voucher_whole",
                condition=Q(amount_fen__gt=0)
                & ~Q(paper="")
                & (
                    (Q(step="reverse") & Q(reverses__isnull=False) & ~Q(memo=""))
                    | (~Q(step="reverse") & Q(reverses__isnull=True))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.step} {self.amount_fen}"


class VoucherRefusal(models.Model):
    """A voucher that another would not post, and why (退回凭证)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    voucher = models.OneToOneField(VoucherRow, models.PROTECT, related_name="refusal")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    words = models.CharField("理由", max_length=200)
    user_id = models.BigIntegerField("复核人")

    class Meta:
        db_table = "funding_voucher_refusal"
        constraints = [
            models.CheckConstraint(name="funding_refusal_says_why", condition=~Q(words=""))
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id}"


class PostingRow(models.Model):
    """A voucher that another person checked, as it stands in the book (记账).

    ``period`` is the first of the month it is posted in, ``value_on`` the day it happened on.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    voucher = models.OneToOneField(VoucherRow, models.PROTECT, related_name="posting")
    earmark = models.ForeignKey(Earmark, models.PROTECT, related_name="+", db_index=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    step = models.CharField("环节", max_length=16)
    period = models.DateField("会计期间")
    value_on = models.DateField("业务日期")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    made_by = models.BigIntegerField("制单人")
    checked_by = models.BigIntegerField("复核人")

    class Meta:
        db_table = "funding_posting"
        constraints = [
            models.CheckConstraint(
                name="funding_posting_another_hand", condition=~Q(made_by=F("checked_by"))
            ),
            models.CheckConstraint(
                name="funding_posting_period_is_a_month",
                condition=Q(period__day=1),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.step}"


class PostingLeg(models.Model):
    """An amount into an account, negative out of it (分录), in 分."""

    posting = models.ForeignKey(PostingRow, models.PROTECT, related_name="legs", db_index=False)
    earmark = models.ForeignKey(Earmark, models.PROTECT, related_name="+", db_index=False)
    number = models.SmallIntegerField("序号")
    account = models.ForeignKey(BookAccount, models.PROTECT, related_name="legs")
    amount_fen = models.BigIntegerField("金额(分)")

    class Meta:
        db_table = "funding_leg"
        constraints = [
            models.UniqueConstraint(fields=["posting", "number"], name="funding_leg_once"),
            models.CheckConstraint(name="funding_leg_moves_something", condition=~Q(amount_fen=0)),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id}.{self.number}"


class PeriodClose(models.Model):
    """A month's book, closed for good (结账), with the digest of what every account held."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    month = models.DateField("会计期间", unique=True)
    digest = models.BinaryField("SM3 摘要", max_length=32)
    user_id = models.BigIntegerField("结账人")

    class Meta:
        db_table = "funding_period_close"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
