"""Leaders who answer by name: who they are, for what they answer, and where they went (领导包抓)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.accounts.models import Post
from jiugai.storage.audit.models import Act, Fact, fact_constraints
from jiugai.storage.divisions.models import Division
from jiugai.storage.programme.models import Project
from jiugai.storage.registry.models import Community


class Leader(models.Model):
    """A leader in an office (包抓领导); in another office the same person is entered anew.

    ``county`` is that of a county's leader; a leader of the city has none.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    name = models.CharField("姓名", max_length=32)
    office = models.CharField("职务", max_length=32)
    level = models.CharField("层级", max_length=8)
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "office", "county"],
                name="supervision_leader_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="supervision_leader_of_a_level",
                condition=Q(level="city", county__isnull=True)
                | Q(level="county", county__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.office}"


class Charge(Fact):
    """A leader answers for a county, a project or a community, from a day to a day (包抓责任).

    It begins on ``effective_on``; ``until`` is its last day. To end it is to enter it anew with a
    last day and the reason. ``thing_id`` is whichever of the three it is about, by ``kind``.
    """

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("包抓什么", max_length=9)
    thing_id = models.BigIntegerField("包抓对象")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="+")
    until = models.DateField("到哪天为止", null=True)
    number = models.CharField("文号", max_length=64, blank=True)
    ground = models.CharField("依据", max_length=160)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["leader", "kind", "thing_id"], name="supervision_charge_subject")
        ]
        constraints = [
            *fact_constraints("supervision_charge"),
            models.CheckConstraint(
                name="supervision_charge_of_a_kind",
                condition=Q(
                    kind="county",
                    project__isnull=True,
                    community__isnull=True,
                    thing_id=F("county_id"),
                )
                | Q(kind="project", community__isnull=True, thing_id=F("project_id"))
                | Q(kind="community", project__isnull=True, thing_id=F("community_id")),
            ),
            models.CheckConstraint(
                name="supervision_charge_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("effective_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.kind} {self.thing_id}"


class LeaderVisit(Fact):
    """A leader was at a community on a day: what was found there and asked for (包抓走访).

    ``own_hand`` says that the leader's own post wrote it down, and nobody on his behalf. A
    correction bears the number of what it corrects.
    """

    public_id = models.CharField("公开编号", max_length=12)
    leader = models.ForeignKey(Leader, models.PROTECT, related_name="+", db_index=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    found = models.TextField("看到什么")
    asked = models.TextField("要求什么", blank=True)
    own_hand = models.BooleanField("本人登记")

    class Meta:
        db_table = "supervision_leader_visit"
        indexes = [models.Index(fields=["leader", "county"], name="supervision_leader_vis_subject")]
        constraints = [
            *fact_constraints("supervision_leader_visit"),
            models.UniqueConstraint(
                fields=["public_id"],
                name="supervision_leader_visit_once",
                condition=Q(replaces__isnull=True),
            ),
            models.CheckConstraint(
                name="supervision_leader_visit_found_something", condition=~Q(found="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.community_id} {self.effective_on}"
