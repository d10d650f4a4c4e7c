"""What people found who saw two photos side by side (照片判定)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Fact, fact_constraints
from jiugai.storage.supervision.photo_models import Photo, PhotoSet


class Look(Fact):
    """A photo that looks like another is the same or is not, as a person saw (照片判定).

    ``sent_by`` is whoever sent the photo, tied to its set, so that the database itself refuses a
    sender who judges his own.
    """

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", db_index=False)
    photo_set = models.ForeignKey(PhotoSet, models.PROTECT, related_name="+", db_constraint=False)
    sent_by = models.BigIntegerField("上传人")
    user_id = models.BigIntegerField("判定人")
    verdict = models.CharField("结论", max_length=12)
    said = models.CharField("看到什么", max_length=200)

    class Meta:
        constraints = [
            *fact_constraints("supervision_look"),
            # Of two who judge at once the second is refused; later ones correct the first.
            models.UniqueConstraint(
                fields=["photo"], name="supervision_look_once", condition=Q(replaces__isnull=True)
            ),
            models.CheckConstraint(
                name="supervision_look_verdict_known",
                condition=Q(verdict__in=["different", "same"]),
            ),
            models.CheckConstraint(
                name="supervision_looker_did_not_send", condition=~Q(user_id=F("sent_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.verdict}"
