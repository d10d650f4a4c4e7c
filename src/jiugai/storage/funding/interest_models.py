"""Published lists and what firms offer (公开名单、企业意向); nothing of them is ever changed.

A correction of an offer is a further version with its reason. What holds beyond these constraints
stands in ``0012_interest``: rows come with their list, versions follow on, and a row that was
withdrawn takes no offers.
"""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.registry.models import Community


class InterestList(models.Model):
    """A list of communities that firms are sought for (公开名单); the city's own."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    year = models.SmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    published_on = models.DateField("公开日期")
    paper = models.CharField("文号", max_length=120)
    user_id = models.BigIntegerField("公开人")

    class Meta:
        db_table = "funding_interest_list"
        constraints = [
            models.CheckConstraint(
                name="funding_interest_list_named", condition=~Q(title="") & ~Q(paper="")
            )
        ]

    def __str__(self) -> str:
        return self.title


class InterestRow(models.Model):
    """A community and a kind of what is sought for it (名单行)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    list = models.ForeignKey(InterestList, models.PROTECT, related_name="+", db_index=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=12)

    class Meta:
        db_table = "funding_interest_row"
        constraints = [
            models.UniqueConstraint(
                fields=["list", "community", "kind"], name="funding_interest_row_once"
            ),
            models.CheckConstraint(name="funding_interest_row_kind", condition=~Q(kind="")),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.community_id} {self.kind}"


class InterestWithdrawal(models.Model):
    """That a row was taken from its list, and why (撤下)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    row = models.OneToOneField(InterestRow, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=200)
    user_id = models.BigIntegerField("撤下人")

    class Meta:
        db_table = "funding_interest_withdrawal"
        constraints = [
            models.CheckConstraint(name="funding_interest_withdrawal_why", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.row_id}"


class InterestOffer(models.Model):
    """What a firm offers for a row, version by version (意向), in 分.

    The contact itself is not kept: ``contact`` is a commitment to it under ``contact_salt``.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    row = models.ForeignKey(InterestRow, models.PROTECT, related_name="+", db_index=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    code = models.CharField("统一社会信用代码", max_length=18)
    number = models.SmallIntegerField("第几版")
    firm = models.CharField("企业", max_length=100)
    trade = models.CharField("行业", max_length=100)
    contact_salt = models.CharField("联系方式的盐", max_length=64)
    contact = models.CharField("联系方式的承诺", max_length=64)
    amount_fen = models.BigIntegerField("意向金额(分)", null=True)
    money = models.CharField("出资来源", max_length=8, blank=True)
    listed_by = models.CharField("平台公司名录的依据", max_length=120, blank=True)
    paper = models.CharField("意向书", max_length=120)
    on_day = models.DateField("意向日期")
    reason = models.CharField("更正理由", max_length=200, blank=True)
    user_id = models.BigIntegerField("登记人")

    class Meta:
        db_table = "funding_interest_offer"
        constraints = [
            models.UniqueConstraint(
                fields=["row", "code", "number"], name="funding_interest_offer_once"
            ),
            models.CheckConstraint(
                name="funding_interest_offer_grounds",
                condition=~Q(paper="") & (Q(number=1) | (Q(number__gt=1) & ~Q(reason=""))),
            ),
            models.CheckConstraint(
                name="funding_interest_offer_sum",
                condition=Q(amount_fen__isnull=True, money="")
                | Q(amount_fen__gt=0, money__in=["own", "borrowed"]),
            ),
            models.CheckConstraint(
                name="funding_interest_offer_red_line",
                condition=Q(listed_by="") | ~Q(money="borrowed"),
            ),
            models.CheckConstraint(
                name="funding_interest_offer_whole",
                condition=Q(code__regex="^[0-9A-HJ-NPQRTUWXY]{18}$")
                & Q(contact__regex="^[0-9a-f]{64}$")
                & ~Q(firm="")
                & ~Q(trade=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.firm}.{self.number}"
