"""Who is acting (经办人), what the post may do, and how far its writ runs."""

from dataclasses import dataclass
from enum import Enum

from jiugai.domain.divisions import Scope


class Power(Enum):
    """What a post may do (职权); the value is shown in the generated reference."""

    SEE = "see"  # 查看本辖区
    IMPORT_LEDGER = "import_ledger"  # 导入台账
    RECORD_FACT = "record_fact"  # 记一条事实、更正
    DECIDE_ELIGIBILITY = "decide_eligibility"  # 认定对象、分类
    MANAGE_PROGRAMME = "manage_programme"  # 管计划、清单、目标
    CLOSE_MONTH = "close_month"  # 封账
    WRITE_BULLETIN = "write_bulletin"  # 写通报
    ISSUE_BULLETIN = "issue_bulletin"  # 发通报
    READ_TRACE = "read_trace"  # 查留痕
    MANAGE_ACCOUNTS = "manage_accounts"  # 管账号与岗位


class PostKind(Enum):
    """Kinds of post (岗位类别)."""

    CITY_CLERK = "city_clerk"  # 市改造办综合岗
    CITY_HEAD = "city_head"  # 市改造办负责人
    COUNTY_FILER = "county_filer"  # 县区填报岗
    COUNTY_REVIEWER = "county_reviewer"  # 县区审核岗
    STREET = "street"  # 街道(镇)岗
    NEIGHBORHOOD = "neighborhood"  # 社区岗
    FINANCE = "finance"  # 财政岗
    AUDITOR = "auditor"  # 审计督查岗
    CONTRACTOR = "contractor"  # 施工单位岗
    ADMINISTRATOR = "administrator"  # 系统管理员


POWERS: dict[PostKind, frozenset[Power]] = {
    PostKind.CITY_CLERK: frozenset(
        {
            Power.SEE,
            Power.IMPORT_LEDGER,
            Power.RECORD_FACT,
            Power.DECIDE_ELIGIBILITY,
            Power.MANAGE_PROGRAMME,
            Power.CLOSE_MONTH,
            Power.WRITE_BULLETIN,
        }
    ),
    PostKind.CITY_HEAD: frozenset(
        {Power.SEE, Power.WRITE_BULLETIN, Power.ISSUE_BULLETIN, Power.READ_TRACE}
    ),
    PostKind.COUNTY_FILER: frozenset({Power.SEE, Power.IMPORT_LEDGER, Power.RECORD_FACT}),
    PostKind.COUNTY_REVIEWER: frozenset({Power.SEE, Power.DECIDE_ELIGIBILITY}),
    PostKind.STREET: frozenset({Power.SEE, Power.RECORD_FACT}),
    PostKind.NEIGHBORHOOD: frozenset({Power.SEE, Power.RECORD_FACT}),
    PostKind.FINANCE: frozenset({Power.SEE}),
    PostKind.AUDITOR: frozenset({Power.SEE, Power.READ_TRACE}),
    PostKind.CONTRACTOR: frozenset(),
    PostKind.ADMINISTRATOR: frozenset({Power.MANAGE_ACCOUNTS}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """An officer at the desk, in one post.

    Attributes:
      user_id, post_id: as held at this moment; they go into every act.
      label: what others see, such as ``市改造办 综合岗``; never a person's name.
      scope: the records that the post may reach.
    """

    user_id: int
    post_id: int
    label: str
    kind: PostKind
    scope: Scope

    @property
    def powers(self) -> frozenset[Power]:
        return POWERS[self.kind]


class NotAllowed(Exception):
    """The officer's post does not carry this power."""


def require(actor: Actor, power: Power) -> None:
    """Let the actor pass, or stop them.

    :raises NotAllowed: if the actor's post does not carry ``power``.
    """
    if power not in actor.powers:
        raise NotAllowed(f"“{actor.label}”没有这项职权，请联系系统管理员。没有改动任何数据。")
