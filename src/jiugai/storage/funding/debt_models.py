"""The debt red line on file (举债红线): platform companies, and what each county promises a year."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division


class PlatformListing(models.Model):
    """That a company stands on a county's list from a day on, or no longer does (平台公司名录)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    name = models.CharField("公司名称", max_length=120)
    listed = models.BooleanField("在名录里")
    on_day = models.DateField("起始日期")
    paper = models.CharField("依据", max_length=120)

    class Meta:
        db_table = "funding_platform_listing"
        constraints = [
            models.CheckConstraint(
                name="funding_platform_listing_named", condition=~Q(name="") & ~Q(paper="")
            )
        ]

    def __str__(self) -> str:
        return self.name


class DebtDeclaration(models.Model):
    """A county's promise for a year as somebody drew it up (不新增隐性债务承诺), version by version."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    year = models.SmallIntegerField("年度")
    number = models.SmallIntegerField("第几版")
    paper = models.CharField("文号", max_length=120)
    on_day = models.DateField("日期")
    text = models.TextField("正文")
    user_id = models.BigIntegerField("起草人")

    class Meta:
        db_table = "funding_declaration"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "number"], name="funding_declaration_once"
            ),
            models.CheckConstraint(
                name="funding_declaration_whole", condition=~Q(paper="") & ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {self.year}.{self.number}"


class DeclarationSignature(models.Model):
    """That another person signed a declaration for the county (签署)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    declaration = models.OneToOneField(DebtDeclaration, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    drawn_by = models.BigIntegerField("起草人")
    user_id = models.BigIntegerField("签署人")

    class Meta:
        db_table = "funding_declaration_signature"
        constraints = [
            models.CheckConstraint(
                name="funding_declaration_another_hand", condition=~Q(drawn_by=F("user_id"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id}"
