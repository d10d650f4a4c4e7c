"""The baseline register: community › building › entrance, and the files it was read from (摸底台账)."""

from django.db import models
from django.db.models import Q

from jiugai.storage.audit.models import Act, Document, Fact, fact_constraints
from jiugai.storage.divisions.models import Division


class Community(models.Model):
    """A community (小区): an identity; what it is like stands in its versions."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    public_id = models.CharField("公开编号", max_length=12, unique=True)

    def __str__(self) -> str:
        return self.public_id


class CommunityVersion(Fact):
    """A revision of a community's card, the whole card each time (小区卡片)."""

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="versions", db_index=False
    )
    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    name = models.CharField("小区名称", max_length=128)
    name_key = models.CharField("名称比对键", max_length=128)
    street = models.CharField("街道(镇)原文", max_length=64, blank=True)
    neighborhood = models.CharField("社区原文", max_length=64, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    built_year = models.SmallIntegerField("建成年份", null=True)
    buildings = models.IntegerField("楼栋数", null=True)
    entrances = models.IntegerField("单元数", null=True)
    households = models.IntegerField("户数", null=True)
    area_dm2 = models.BigIntegerField("建筑面积(dm²)", null=True)
    investment_fen = models.BigIntegerField("计划投资(分)", null=True)
    structure = models.CharField("结构", max_length=32, blank=True)
    storeys = models.CharField("层数", max_length=16, blank=True)
    tenure = models.CharField("产权性质", max_length=32, blank=True)
    property_management = models.CharField("物业管理方式", max_length=32, blank=True)
    exclusion = models.CharField("不纳入情形", max_length=64, blank=True)

    class Meta:
        db_table = "registry_community_version"
        indexes = [
            models.Index(fields=["community", "effective_on"], name="registry_version_subject"),
            models.Index(fields=["county", "name_key"], name="registry_version_name_key"),
        ]
        constraints = [
            *fact_constraints("registry_community_version"),
            models.CheckConstraint(
                name="registry_sizes_not_negative",
                condition=Q(buildings__gte=0) | Q(buildings__isnull=True),
            ),
            models.CheckConstraint(
                name="registry_households_not_negative",
                condition=Q(households__gte=0) | Q(households__isnull=True),
            ),
            models.CheckConstraint(
                name="registry_area_not_negative",
                condition=Q(area_dm2__gte=0) | Q(area_dm2__isnull=True),
            ),
            models.CheckConstraint(
                name="registry_year_plausible",
                condition=Q(built_year__gte=1900, built_year__lte=2100)
                | Q(built_year__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building of a community (楼栋): an identity."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="building_set")

    def __str__(self) -> str:
        return f"#{self.pk}"


class BuildingVersion(Fact):
    """A revision of a building's card (楼栋卡片)."""

    building = models.ForeignKey(Building, models.PROTECT, related_name="versions", db_index=False)
    name = models.CharField("楼栋名称", max_length=64)
    built_year = models.SmallIntegerField("建成年份", null=True)
    storeys = models.SmallIntegerField("层数", null=True)
    households = models.IntegerField("户数", null=True)
    area_dm2 = models.BigIntegerField("建筑面积(dm²)", null=True)

    class Meta:
        db_table = "registry_building_version"
        indexes = [
            models.Index(fields=["building", "effective_on"], name="registry_building_subject")
        ]
        constraints = fact_constraints("registry_building_version")

    def __str__(self) -> str:
        return self.name


class Entrance(models.Model):
    """An entrance of a building (单元): an identity."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, related_name="entrance_set")

    def __str__(self) -> str:
        return f"#{self.pk}"


class EntranceVersion(Fact):
    """A revision of an entrance's card (单元卡片)."""

    entrance = models.ForeignKey(Entrance, models.PROTECT, related_name="versions", db_index=False)
    name = models.CharField("单元名称", max_length=32)
    households = models.IntegerField("户数", null=True)
    has_lift = models.BooleanField("有电梯", default=False)

    class Meta:
        db_table = "registry_entrance_version"
        indexes = [
            models.Index(fields=["entrance", "effective_on"], name="registry_entrance_subject")
        ]
        constraints = fact_constraints("registry_entrance_version")

    def __str__(self) -> str:
        return self.name


class Pairing(Fact):
    """What a person said of two records that look alike (重名核对): one community, or two.

    ``kept`` stands for both from then on. The versions are the cards that the person looked at;
    ``basis`` is on what the person went, where it replaces nothing (else that is the ``reason``).
    """

    low = models.ForeignKey(Community, models.PROTECT, related_name="+")
    high = models.ForeignKey(Community, models.PROTECT, related_name="+")
    same = models.BooleanField("同一小区")
    kept = models.ForeignKey(
        Community, models.PROTECT, null=True, related_name="+", verbose_name="以哪条为准"
    )
    low_version = models.ForeignKey(CommunityVersion, models.PROTECT, related_name="+")
    high_version = models.ForeignKey(CommunityVersion, models.PROTECT, related_name="+")
    basis = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        constraints = [
            *fact_constraints("registry_pairing"),
            models.CheckConstraint(
                name="registry_pairing_in_order", condition=Q(low__lt=models.F("high"))
            ),
            models.CheckConstraint(
                name="registry_pairing_keeps_one",
                condition=Q(same=False, kept__isnull=True)
                | Q(same=True, kept=models.F("low"))
                | Q(same=True, kept=models.F("high")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}={self.high_id}"


class ColumnProfile(Fact):
    """How a county's ledgers name their columns (列识别记忆), as the clerk corrected it."""

    county = models.ForeignKey(Division, models.PROTECT, related_name="+")
    header = models.CharField("表头", max_length=128)
    column = models.CharField("对应列", max_length=32)

    class Meta:
        db_table = "registry_column_profile"
        constraints = fact_constraints("registry_column_profile")

    def __str__(self) -> str:
        return f"{self.header} → {self.column}"


class Upload(models.Model):
    """A file on its way in (待导入文件): desk work, not a fact; may be given up or forgotten."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队"
        READING = "reading", "读取中"
        PLANNED = "planned", "待确认"
        WRITING = "writing", "写入中"
        WRITTEN = "written", "已写入"
        REFUSED = "refused", "拒收"
        ABANDONED = "abandoned", "已放弃"

    batch = models.UUIDField("批次")
    user_id = models.BigIntegerField("经办人")
    post_id = models.BigIntegerField("岗位")
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    year = models.SmallIntegerField("台账年度")
    effective_on = models.DateField("数据日期")
    name = models.CharField("文件名", max_length=255)
    sm3 = models.BinaryField("SM3 摘要", max_length=32)
    content = models.BinaryField("内容")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.QUEUED)
    progress = models.SmallIntegerField("进度", default=0)
    summary = models.JSONField("概要", default=dict)
    reading = models.BinaryField("读取结果", null=True)
    choices = models.JSONField("逐条决定", default=dict)
    created_at = models.DateTimeField("上传时间")
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["batch"], name="registry_upload_batch")]

    def __str__(self) -> str:
        return self.name


class ImportedFile(models.Model):
    """A file whose rows were written (已导入文件), so that the same file twice changes nothing."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    effective_on = models.DateField("数据日期")
    accepted = models.IntegerField("写入行数")
    refused = models.IntegerField("拒收行数")
    unchanged = models.IntegerField("不变行数")

    class Meta:
        db_table = "registry_imported_file"

    def __str__(self) -> str:
        return f"#{self.pk}"
