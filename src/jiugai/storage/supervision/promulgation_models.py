"""Policy documents as they were issued, and the days set for those still owed (配套文件)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.divisions.models import Division


class Promulgation(Fact):
    """A document that a paper asks for was issued, or a day was set by which it is owed (印发、限期).

    ``clause`` names what is owed in ``policy/municipal/documents_owed.toml``; ``division`` is the
    county, or the city for a document that the city's own bodies owe.
    """

    clause = models.CharField("应出台文件", max_length=16)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("印发还是限期", max_length=5)
    due_on = models.DateField("期限", null=True)
    number = models.CharField("文号", max_length=64, blank=True)
    title = models.CharField("文件名称", max_length=120, blank=True)
    paper = models.CharField("依据或存放处", max_length=160, blank=True)
    changes = models.TextField("改动的规定", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["clause", "division", "kind"], name="supervision_promulg_subject"),
        ]
        constraints = [
            *fact_constraints("supervision_promulgation"),
            models.CheckConstraint(
                name="supervision_promulgation_of_a_kind",
                condition=Q(kind="due", due_on__isnull=False, number="")
                | Q(kind="issue", due_on__isnull=True) & ~Q(number="") & ~Q(title=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}:{self.division_id} {self.kind} {self.number}"
