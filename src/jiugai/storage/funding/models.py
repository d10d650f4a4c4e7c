"""Money allotted, received and paid (资金流水)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.funding.bank_models import BankAccount as BankAccount
from jiugai.storage.funding.bank_models import Match as Match
from jiugai.storage.funding.bank_models import MatchUndone as MatchUndone
from jiugai.storage.funding.bank_models import Statement as Statement
from jiugai.storage.funding.bank_models import StatementLine as StatementLine
from jiugai.storage.funding.batch_models import Batch as Batch
from jiugai.storage.funding.batch_models import BatchAnswer as BatchAnswer
from jiugai.storage.funding.batch_models import BatchAnswerLine as BatchAnswerLine
from jiugai.storage.funding.batch_models import BatchConfirmation as BatchConfirmation
from jiugai.storage.funding.batch_models import BatchLine as BatchLine
from jiugai.storage.funding.batch_models import BatchVersion as BatchVersion
from jiugai.storage.funding.book_models import Balance as Balance
from jiugai.storage.funding.book_models import BookAccount as BookAccount
from jiugai.storage.funding.book_models import Contract as Contract
from jiugai.storage.funding.book_models import Earmark as Earmark
from jiugai.storage.funding.book_models import PeriodClose as PeriodClose
from jiugai.storage.funding.book_models import PostingLeg as PostingLeg
from jiugai.storage.funding.book_models import PostingRow as PostingRow
from jiugai.storage.funding.book_models import VoucherRefusal as VoucherRefusal
from jiugai.storage.funding.book_models import VoucherRow as VoucherRow
from jiugai.storage.funding.debt_models import DebtDeclaration as DebtDeclaration
from jiugai.storage.funding.debt_models import DeclarationSignature as DeclarationSignature
from jiugai.storage.funding.debt_models import PlatformListing as PlatformListing
from jiugai.storage.funding.interest_models import InterestList as InterestList
from jiugai.storage.funding.interest_models import InterestOffer as InterestOffer
from jiugai.storage.funding.interest_models import InterestRow as InterestRow
from jiugai.storage.funding.interest_models import InterestWithdrawal as InterestWithdrawal
from jiugai.storage.programme.models import Project


class Flow(Fact):
    """On this day so much (资金流水): flows are summed; money returned is negative."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+", db_index=False)
    source = models.SmallIntegerField("资金来源")
    kind = models.SmallIntegerField("环节")
    amount_fen = models.BigIntegerField("金额(分)", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["project", "kind", "effective_on"], name="funding_flow_subject")
        ]
        constraints = [
            *fact_constraints("funding_flow"),
            models.CheckConstraint(name="funding_flow_kind_known", condition=Q(kind__in=[1, 2, 3])),
            models.CheckConstraint(
                name="funding_flow_amount_unless_withdrawn",
                condition=Q(withdrawn=True, amount_fen__isnull=True)
                | Q(withdrawn=False, amount_fen__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}:{self.kind}={self.amount_fen}"
