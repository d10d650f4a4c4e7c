"""Organisations, posts and the people who hold them (单位、岗位、人员)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division


class Organisation(models.Model):
    """An office or a firm (单位), and how far its writ runs."""

    name = models.CharField("名称", max_length=64, unique=True)
    kind = models.CharField("种类", max_length=32)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds and makes accounts."""


class User(AbstractBaseUser):
    """An account (账号). ``label`` is a post's label, not a person's name, wherever one serves."""

    username = models.CharField("账号", max_length=64, unique=True)
    password = models.CharField("口令散列", max_length=128)
    last_login = None  # SignIn knows it, and which browser
    label = models.CharField("显示名", max_length=64)
    is_active = models.BooleanField("启用", default=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    def __str__(self) -> str:
        return self.username


class Post(models.Model):
    """A post in an organisation (岗位); ``kind`` says its powers, the organisation its reach."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    title = models.CharField("岗位名称", max_length=64)
    kind = models.CharField("岗位类别", max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="accounts_post_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """Who holds which post (任岗): from ``since`` on, until the day before ``until``.

    ``until`` is itself no longer a day in the post, so that an appointment ended today is over
    at the next click.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "post", "since"], name="accounts_appointment_once"
            ),
            models.UniqueConstraint(
                name="accounts_appointment_one_open",
                fields=["user", "post"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_appointment_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.post_id}"


class Delegation(models.Model):
    """Who takes whose post from day to day, both inclusive (代办, AB角); an end is a row of its own.

    The database itself refuses two of one post that overlap, one of a post that its principal does
    not hold, and one of administration.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    principal = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_day = models.DateField("起")
    last_day = models.DateField("止")
    reason = models.CharField("事由", max_length=16)
    words = models.CharField("说明", max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_delegation_to_another", condition=~Q(principal=F("deputy"))
            ),
            models.CheckConstraint(
                name="accounts_delegation_in_order", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="accounts_delegation_reason_known",
                condition=Q(reason__in=["leave", "illness", "trip"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.principal_id} @{self.post_id}"


class DelegationEnd(models.Model):
    """A delegation ended before its last day (提前结束); ``ended_on`` is no longer a day of it."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    delegation = models.OneToOneField(Delegation, models.PROTECT, related_name="end")
    ended_on = models.DateField("自哪天起不再代办")

    class Meta:
        db_table = "accounts_delegation_end"

    def __str__(self) -> str:
        return f"{self.delegation_id} {self.ended_on}"


class DeputedAct(models.Model):
    """An act that was done for another (代办的操作); the database writes it, nobody else may."""

    act = models.OneToOneField(Act, models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")

    class Meta:
        db_table = "accounts_deputed_act"

    def __str__(self) -> str:
        return f"{self.act_id} #{self.delegation_id}"


class OneTimeLink(models.Model):
    """A link with which its holder sets a password, once (一次性链接); only its digest is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    digest = models.BinaryField("令牌摘要", unique=True, max_length=32)
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("用掉或作废的时间", null=True)

    class Meta:
        db_table = "accounts_one_time_link"

    def __str__(self) -> str:
        return f"#{self.pk}"


class SignIn(models.Model):
    """One signed-in browser (登录会话), which its owner can see and end."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")
    ended_at = models.DateTimeField("结束时间", null=True)
    address = models.CharField("来自", max_length=64, blank=True)
    browser = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        db_table = "accounts_sign_in"
        indexes = [
            models.Index(
                name="accounts_sign_in_open", fields=["user"], condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
