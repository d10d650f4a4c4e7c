"""Codes for photos of sites, the photos, and those on their way (现场口令、现场照片)."""

from django.db import models
from django.db.models import F, Q

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division
from jiugai.storage.programme.models import Site


class Challenge(models.Model):
    """A code given to one officer for one site (现场口令), to be written on a board there.

    When it was given is this platform's own clock; it serves one set of photos.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    code = models.CharField("口令", max_length=8)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    user_id = models.BigIntegerField("领取人")
    given_at = models.DateTimeField("发出时间")

    def __str__(self) -> str:
        return f"{self.public_id} {self.code}"


class PhotoSet(models.Model):
    """The one set of photos that a code served (现场照片组); whoever comes second finds it used."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="+")
    key = models.UUIDField("照片组号", unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_constraint=False)
    user_id = models.BigIntegerField("上传人")

    class Meta:
        db_table = "supervision_photo_set"

    def __str__(self) -> str:
        return f"{self.key}"


class Photo(models.Model):
    """A photo of a site (现场照片): its digest as it came, its prints, and what it says of itself.

    ``claimed_*`` and ``shows`` are the sender's and the camera's words. ``answer`` is what the search
    for re-use said when it came, against ``alike``; a photo refused is kept as one refused.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    photo_set = models.ForeignKey(PhotoSet, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_constraint=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    shows = models.CharField("拍的是什么", max_length=8)
    scene = models.CharField("画面", max_length=40, blank=True)
    sm3 = models.BinaryField("原图 SM3 摘要", max_length=32)
    bytes = models.IntegerField("原图字节数")
    width = models.IntegerField("宽")
    height = models.IntegerField("高")
    quality = models.SmallIntegerField("画面内容分")
    prints = models.BinaryField("指纹")
    clean_sm3 = models.BinaryField("留存图 SM3 摘要", max_length=32)
    claimed_at = models.CharField("自称拍摄时间", max_length=19, blank=True)
    claimed_latitude = models.DecimalField("自称纬度", max_digits=9, decimal_places=6, null=True)
    claimed_longitude = models.DecimalField("自称经度", max_digits=9, decimal_places=6, null=True)
    claimed_camera = models.CharField("自称机型", max_length=64, blank=True)
    phone_at = models.DateTimeField("手机时间", null=True)
    received_at = models.DateTimeField("收全时间")
    answer = models.CharField("比对结论", max_length=8, blank=True)
    alike = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    distance = models.SmallIntegerField("指纹相差位数", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "received_at"], name="supervision_photo_of_site"),
            models.Index(fields=["sm3"], name="supervision_photo_by_digest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["photo_set", "sm3"], name="supervision_photo_once_in_a_set"
            ),
            models.CheckConstraint(
                name="supervision_photo_shows_known",
                condition=Q(shows__in=["before", "start", "works", "finish"]),
            ),
            models.CheckConstraint(
                name="supervision_photo_answer_with_its_like",
                condition=Q(answer="", alike__isnull=True, distance__isnull=True)
                | Q(
                    answer__in=["refuse", "look", "sort"],
                    alike__isnull=False,
                    distance__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Picture(models.Model):
    """What is to be seen of a photo (留存图): made anew from its pixels, held to its digest."""

    photo = models.OneToOneField(Photo, models.PROTECT, primary_key=True, related_name="+")
    large = models.BinaryField("留存图")
    small = models.BinaryField("小图")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Sending(models.Model):
    """A photo on its way here (上传中的照片): desk work, forgotten once it is whole or given up."""

    key = models.UUIDField("照片号", unique=True)
    photo_set = models.ForeignKey(PhotoSet, models.PROTECT, related_name="+")
    user_id = models.BigIntegerField("上传人")
    size = models.IntegerField("字节数")
    received = models.IntegerField("已收字节数", default=0)
    shows = models.CharField("拍的是什么", max_length=8)
    scene = models.CharField("画面", max_length=40, blank=True)
    phone_at = models.DateTimeField("手机时间", null=True)
    begun_at = models.DateTimeField("开始时间")
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supervision_sending_within_its_size",
                condition=Q(received__gte=0) & Q(received__lte=F("size")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}"


class Piece(models.Model):
    """A piece of a photo on its way (上传中的一段)."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="+", db_index=False)
    start = models.IntegerField("从第几字节起")
    content = models.BinaryField("内容")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sending", "start"], name="supervision_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id}:{self.start}"
