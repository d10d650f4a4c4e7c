"""Who is acting (经办人), what the post may do, and how far its writ runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from jiugai.domain.divisions import CITY_WIDE, Level, Scope


class Power(Enum):
    """What a post may do (职权); the value is shown in the generated reference."""

    SEE = "see"  # 查看本辖区
    IMPORT_LEDGER = "import_ledger"  # 导入台账
    MATCH_RECORDS = "match_records"  # 核对重名：同一小区，还是两个
    RECORD_FACT = "record_fact"  # 记一条事实、更正
    DECIDE_ELIGIBILITY = "decide_eligibility"  # 认定对象、分类
    MANAGE_PROGRAMME = "manage_programme"  # 管计划、清单、目标
    CLOSE_MONTH = "close_month"  # 封账
    WRITE_BULLETIN = "write_bulletin"  # 写通报
    ISSUE_BULLETIN = "issue_bulletin"  # 发通报
    SUBMIT_RETURN = "submit_return"  # 报送统计月报
    VERIFY_RETURN = "verify_return"  # 审核统计月报
    ACCEPT_RETURN = "accept_return"  # 接收统计月报、准予延期
    VERIFY_ON_SITE = "verify_on_site"  # 抽查核实：抽名单、记现场核实
    OBJECT_TO_RANKING = "object_to_ranking"  # 对公示的排名提异议
    RELEASE_RANKING = "release_ranking"  # 排名公示、答复异议、发布
    ASSIGN_LEADER = "assign_leader"  # 领导包抓：指定、结束、交接
    ISSUE_ORDER = "issue_order"  # 督办：立项、交办、催办、核查、销号
    ANSWER_ORDER = "answer_order"  # 签收与反馈督办事项
    TAKE_PHOTO = "take_photo"  # 领现场口令、传现场照片
    JUDGE_PHOTO = "judge_photo"  # 看疑似用过的照片：是不是同一张
    ISSUE_PAPER = "issue_paper"  # 签发公文：督办单、限期整改通知、约谈通知、会议纪要
    KEEP_BOOK = "keep_book"  # 资金账：登记专款和合同、制单
    CHECK_BOOK = "check_book"  # 资金账：复核记账、结账
    APPLY_FOR_MONEY = "apply_for_money"  # 申报批次：拟稿、登记批复
    CONFIRM_APPLICATION = "confirm_application"  # 申报批次：复核报出
    PUBLISH_INTEREST = "publish_interest"  # 公开名单、撤下
    TAKE_INTEREST = "take_interest"  # 登记企业意向
    SIGN_DECLARATION = "sign_declaration"  # 签署不新增隐性债务承诺
    READ_FINDINGS = "read_findings"  # 看资金预警和审计发现
    TAKE_EVIDENCE = "take_evidence"  # 下载审计证据包
    READ_TRACE = "read_trace"  # 查留痕
    SEE_SENDINGS = "see_sendings"  # 查外发回执：发给谁、几次、对方怎么说
    MANAGE_ACCOUNTS = "manage_accounts"  # 管账号与岗位

    @property
    def title(self) -> str:
        """Return the words of the screen."""
        return _POWER_TITLES[self]


_POWER_TITLES = {
    Power.SEE: "查看本辖区",
    Power.IMPORT_LEDGER: "导入台账",
    Power.MATCH_RECORDS: "核对重名小区",
    Power.RECORD_FACT: "登记与更正事实",
    Power.DECIDE_ELIGIBILITY: "认定改造对象",
    Power.MANAGE_PROGRAMME: "管理年度计划",
    Power.CLOSE_MONTH: "月度封账",
    Power.WRITE_BULLETIN: "起草通报",
    Power.ISSUE_BULLETIN: "签发通报",
    Power.SUBMIT_RETURN: "报送统计月报",
    Power.VERIFY_RETURN: "审核统计月报",
    Power.ACCEPT_RETURN: "接收统计月报",
    Power.VERIFY_ON_SITE: "抽查核实（抽名单、现场核实）",
    Power.OBJECT_TO_RANKING: "对公示的排名提异议",
    Power.RELEASE_RANKING: "排名公示、答复异议、发布",
    Power.ASSIGN_LEADER: "指定包抓领导（指定、结束、交接）",
    Power.ISSUE_ORDER: "督办（立项、交办、核查、销号）",
    Power.ANSWER_ORDER: "签收与反馈督办事项",
    Power.TAKE_PHOTO: "拍摄和上传现场照片",
    Power.JUDGE_PHOTO: "判定疑似重复的照片",
    Power.ISSUE_PAPER: "签发督办公文和纪要",
    Power.KEEP_BOOK: "资金账制单",
    Power.CHECK_BOOK: "资金账复核、结账",
    Power.APPLY_FOR_MONEY: "拟定申报批次、登记批复",
    Power.CONFIRM_APPLICATION: "复核报出申报批次",
    Power.PUBLISH_INTEREST: "公开征集企业的名单、撤下",
    Power.TAKE_INTEREST: "登记企业意向",
    Power.SIGN_DECLARATION: "签署不新增隐性债务承诺",
    Power.READ_FINDINGS: "查看审计发现",
    Power.TAKE_EVIDENCE: "下载审计证据包",
    Power.READ_TRACE: "查阅留痕",
    Power.SEE_SENDINGS: "查阅外发回执",
    Power.MANAGE_ACCOUNTS: "管理账号与岗位",
}


class PostKind(Enum):
    """Kinds of post (岗位类别)."""

    CITY_CLERK = "city_clerk"
    CITY_HEAD = "city_head"
    COUNTY_FILER = "county_filer"
    COUNTY_REVIEWER = "county_reviewer"
    STREET = "street"
    NEIGHBORHOOD = "neighborhood"
    FINANCE = "finance"
    AUDITOR = "auditor"
    CONTRACTOR = "contractor"
    ADMINISTRATOR = "administrator"

    @property
    def title(self) -> str:
        """Return the words of the screen."""
        return _POST_TITLES[self]


_POST_TITLES = {
    PostKind.CITY_CLERK: "市改造办综合岗",
    PostKind.CITY_HEAD: "市改造办负责人",
    PostKind.COUNTY_FILER: "县区填报岗",
    PostKind.COUNTY_REVIEWER: "县区审核岗",
    PostKind.STREET: "街道（镇）岗",
    PostKind.NEIGHBORHOOD: "社区岗",
    PostKind.FINANCE: "财政岗",
    PostKind.AUDITOR: "审计督查岗",
    PostKind.CONTRACTOR: "施工单位岗",
    PostKind.ADMINISTRATOR: "系统管理员",
}

POWERS: dict[PostKind, frozenset[Power]] = {
    PostKind.CITY_CLERK: frozenset(
        {
            Power.SEE,
            Power.IMPORT_LEDGER,
            Power.MATCH_RECORDS,
            Power.RECORD_FACT,
            Power.DECIDE_ELIGIBILITY,
            Power.MANAGE_PROGRAMME,
            Power.CLOSE_MONTH,
            Power.WRITE_BULLETIN,
            Power.ACCEPT_RETURN,
            Power.RELEASE_RANKING,
            Power.VERIFY_ON_SITE,
            Power.ASSIGN_LEADER,
            Power.ISSUE_ORDER,
            Power.JUDGE_PHOTO,
            Power.APPLY_FOR_MONEY,
            Power.PUBLISH_INTEREST,
            Power.READ_FINDINGS,
            Power.TAKE_EVIDENCE,
        }
    ),
    PostKind.CITY_HEAD: frozenset(
        {
            Power.SEE,
            Power.WRITE_BULLETIN,
            Power.ISSUE_BULLETIN,
            Power.RELEASE_RANKING,
            Power.VERIFY_ON_SITE,
            Power.ISSUE_ORDER,
            Power.ISSUE_PAPER,
            Power.CONFIRM_APPLICATION,
            Power.READ_FINDINGS,
            Power.TAKE_EVIDENCE,
            Power.READ_TRACE,
        }
    ),
    PostKind.COUNTY_FILER: frozenset(
        {
            Power.SEE,
            Power.IMPORT_LEDGER,
            Power.MATCH_RECORDS,
            Power.RECORD_FACT,
            Power.SUBMIT_RETURN,
            Power.OBJECT_TO_RANKING,
            Power.ANSWER_ORDER,
            Power.TAKE_PHOTO,
            Power.APPLY_FOR_MONEY,
            Power.TAKE_INTEREST,
        }
    ),
    PostKind.COUNTY_REVIEWER: frozenset(
        {
            Power.SEE,
            Power.DECIDE_ELIGIBILITY,
            Power.VERIFY_RETURN,
            Power.OBJECT_TO_RANKING,
            Power.ASSIGN_LEADER,
            Power.ANSWER_ORDER,
            Power.JUDGE_PHOTO,
            Power.CONFIRM_APPLICATION,
            Power.SIGN_DECLARATION,
            Power.READ_FINDINGS,
        }
    ),
    PostKind.STREET: frozenset(
        {Power.SEE, Power.RECORD_FACT, Power.ANSWER_ORDER, Power.TAKE_PHOTO}
    ),
    PostKind.NEIGHBORHOOD: frozenset(
        {Power.SEE, Power.RECORD_FACT, Power.ANSWER_ORDER, Power.TAKE_PHOTO}
    ),
    PostKind.AUDITOR: frozenset(
        {
            Power.SEE,
            Power.READ_FINDINGS,
            Power.TAKE_EVIDENCE,
            Power.READ_TRACE,
            Power.SEE_SENDINGS,
        }
    ),
    PostKind.FINANCE: frozenset(
        {
            Power.SEE,
            Power.ANSWER_ORDER,
            Power.KEEP_BOOK,
            Power.CHECK_BOOK,
            Power.READ_FINDINGS,
        }
    ),
    PostKind.CONTRACTOR: frozenset({Power.TAKE_PHOTO}),
    PostKind.ADMINISTRATOR: frozenset({Power.MANAGE_ACCOUNTS, Power.SEE_SENDINGS}),
}


_ALONE = {PostKind.ADMINISTRATOR, PostKind.AUDITOR, PostKind.CONTRACTOR}
_REPORTERS = {PostKind.COUNTY_FILER, PostKind.STREET, PostKind.NEIGHBORHOOD}


def clash(held: Iterable[PostKind], wanted: PostKind) -> str | None:
    """Say why one account may not hold these posts together (不相容岗位), or None if it may.

    Whoever runs the system sees no data; whoever audits writes none; nobody verifies what he
    reported.
    """
    for kind in held:
        pair = {kind, wanted}
        if kind is not wanted and pair & _ALONE:
            alone = next(one for one in (wanted, kind) if one in _ALONE)
            return f"“{alone.title}”不得与其他岗位由同一账号兼任，请另开账号。"
        if PostKind.COUNTY_REVIEWER in pair and pair & _REPORTERS:
            reporter = next(one for one in pair if one in _REPORTERS)
            return f"“{reporter.title}”与“县区审核岗”不得由同一账号兼任：填报的人不审核自己填报的数据。"
    return None


def scope_of(
    kind: PostKind,
    *,
    level: Level,
    division_id: int,
    county_id: int | None,
    below: Iterable[int] = (),
    given: Mapping[int, int] = MappingProxyType({}),
) -> Scope:
    """Return how far a post's writ runs, from where its organisation stands.

    :param county_id: the county above a street or a neighborhood; unused for others.
    :param below: the divisions below a street.
    :param given: the sites that a firm was given, each with its county.
    """
    if kind is PostKind.CONTRACTOR and given:
        return Scope(frozenset(given.values()), frozenset(), frozenset(given))
    if kind in {PostKind.CONTRACTOR, PostKind.ADMINISTRATOR}:
        return Scope()
    if level <= Level.CITY:
        return CITY_WIDE
    if level is Level.COUNTY:
        return Scope(frozenset({division_id}))
    if county_id is None:
        return Scope()
    return Scope(frozenset({county_id}), frozenset({division_id, *below}))


@dataclass(frozen=True, slots=True)
class Actor:
    """An officer at the desk, in one post.

    Attributes:
      user_id, post_id: as held at this moment; they go into every act.
      label: what others see, such as ``市改造办 综合岗``; never a person's name.
      scope: the records that the post may reach.
      stands_for: the accounts whose deputy he is today, in whichever post he sits.
    """

    user_id: int
    post_id: int
    label: str
    kind: PostKind
    scope: Scope
    stands_for: frozenset[int] = frozenset()

    @property
    def powers(self) -> frozenset[Power]:
        return POWERS[self.kind]

    @property
    def hands(self) -> frozenset[int]:
        """Return the accounts that count as one with him when he judges: the database's own rule."""
        return self.stands_for | {self.user_id}


class NotAllowed(Exception):
    """The officer's post does not carry this power."""


class OwnWork(Exception):
    """The officer would verify what he himself reported."""


def require(actor: Actor, power: Power) -> None:
    """Let the actor pass, or stop them.

    :raises NotAllowed: if the actor's post does not carry ``power``.
    """
    if power not in actor.powers:
        raise NotAllowed(
            f"“{actor.label}”没有“{power.title}”的职权，没有改动任何数据。"
            "确需办理的，请换到有此职权的岗位，或联系系统管理员。"
        )


def require_another_hand(actor: Actor, reported_by: int) -> None:
    """Stop an officer who would verify his own report, in whichever post he made it.

    :param reported_by: the user who reported.
    :raises OwnWork: if that is the actor.
    """
    if actor.user_id == reported_by:
        raise OwnWork("这是你自己填报的数据，须由另一人审核。没有改动任何数据。")


def why_another_hand(actor: Actor, reported: Iterable[int], *, by: str, what: str = "") -> str:
    """Say why an officer is not to judge what somebody reported; empty if he may.

    The one rule of all screens that offer a judgement. What a deputy did for somebody else is told
    apart by the database alone, which refuses it all the same.

    :param reported: the accounts that had a hand in it.
    :param by: who is to do it instead, such as ``市改造办综合岗的另一人``.
    :param what: the judgement, where a page offers several.
    """
    behind = frozenset(reported)
    if actor.user_id in behind:
        return f"这是您自己经手的，{what}须由{by}办理。"
    if actor.stands_for & behind:
        return f"经手的人今天由您代办，您和他算一人，{what}须由没有代他办的{by}办理。"
    return ""
