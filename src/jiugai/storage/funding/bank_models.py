"""The bank's side of the book (银行对账): special accounts, their statements, what is the same in both.

That a line or a posting is matched at most once is a constraint: ``turn`` counts how often a match
of it was undone, and a trigger (``0007_bank``) holds it to that.
"""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.funding.book_models import PostingRow


class BankAccount(models.Model):
    """A county's special account at a bank (专户): its money of every earmark lies there."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.OneToOneField(Division, models.PROTECT, related_name="+")
    bank = models.CharField("开户行", max_length=80)
    number = models.CharField("账号", max_length=40, unique=True)

    class Meta:
        db_table = "funding_bank_account"
        constraints = [
            models.CheckConstraint(
                name="funding_bank_account_named", condition=~Q(bank="") & ~Q(number="")
            )
        ]

    def __str__(self) -> str:
        return self.number


class Statement(models.Model):
    """A statement as it was imported (对账单), by the digest of its file."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_index=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    document = models.CharField("文件", max_length=160)
    digest = models.BinaryField("SM3 摘要", max_length=32)
    first_on = models.DateField("起")
    last_on = models.DateField("止")
    opening_fen = models.BigIntegerField("期初余额(分)")
    closing_fen = models.BigIntegerField("期末余额(分)")
    new_lines = models.IntegerField("新增行数")
    user_id = models.BigIntegerField("导入人")

    class Meta:
        db_table = "funding_statement"
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="funding_statement_once")
        ]

    def __str__(self) -> str:
        return self.document


class StatementLine(models.Model):
    """A line of a statement (对账单行), known by the bank's serial, in 分, negative out."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_index=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    number = models.IntegerField("行")
    on = models.DateField("交易日期")
    amount_fen = models.BigIntegerField("金额(分)")
    counterparty = models.CharField("对方户名", max_length=120, blank=True)
    summary = models.CharField("摘要", max_length=200, blank=True)
    balance_fen = models.BigIntegerField("余额(分)")
    serial = models.CharField("流水号", max_length=64)

    class Meta:
        db_table = "funding_statement_line"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "serial"], name="funding_statement_serial_once"
            ),
            models.CheckConstraint(
                name="funding_statement_line_whole", condition=~Q(amount_fen=0) & ~Q(serial="")
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class Match(models.Model):
    """That a line of the bank and a posting are the same (对上), as a person confirmed."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="+", db_index=False)
    posting = models.ForeignKey(PostingRow, models.PROTECT, related_name="+", db_index=False)
    line_turn = models.SmallIntegerField("该行第几次")
    posting_turn = models.SmallIntegerField("该笔第几次")
    user_id = models.BigIntegerField("确认人")

    class Meta:
        db_table = "funding_match"
        constraints = [
            models.UniqueConstraint(fields=["line", "line_turn"], name="funding_match_line_once"),
            models.UniqueConstraint(
                fields=["posting", "posting_turn"], name="funding_match_posting_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}={self.posting_id}"


class MatchUndone(models.Model):
    """That a match was wrong, and why (取消对上)."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    match = models.OneToOneField(Match, models.PROTECT, related_name="undone")
    words = models.CharField("理由", max_length=200)
    user_id = models.BigIntegerField("取消人")

    class Meta:
        db_table = "funding_match_undone"
        constraints = [
            models.CheckConstraint(name="funding_match_undone_says_why", condition=~Q(words=""))
        ]

    def __str__(self) -> str:
        return f"{self.match_id}"
