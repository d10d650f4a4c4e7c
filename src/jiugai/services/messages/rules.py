"""Who is told of which act, in which sentence (告知规则).

A room whose acts concern somebody else adds its lines to ``RULES``, and the act itself to
``storage/messages/queries.py``. Whoever did a thing is not told of it, and nobody is told of what
lies outside his scope: an order concerns the two bodies alone, all else the county and the city.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.domain.divisions import Scope
from jiugai.domain.reporting.doubts.answers import Ruling
from jiugai.domain.supervision.photos import Verdict
from jiugai.domain.supervision.rewards import RewardRuling
from jiugai.services.actor import Power
from jiugai.storage.messages.queries import Happened


class Side(Enum):
    """Which body of an order is told (告知哪一方)."""

    NONE = "none"  # not of an order
    OWNER = "owner"
    ISSUER = "issuer"


Sentence = Callable[[Happened, str], str]
"""Makes a sentence of what happened and of what the county is called."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table (告知规则).

    Attributes:
      verb: the act.
      power: whoever holds it is told.
      sentence: what he is told.
      page: where it can be seen.
      side: of an order, whose body is told.
    """

    verb: str
    power: Power
    sentence: Sentence
    page: str
    side: Side = Side.NONE

    def concerns(self, found: Happened, powers: Collection[Power], scope: Scope) -> bool:
        """Say whether whoever holds these powers in this scope is told of what happened."""
        if found.verb != self.verb or self.power not in powers:
            return False
        if self.side is not Side.NONE:
            return found.is_owner if self.side is Side.OWNER else found.is_issuer
        return found.county_id is None or scope.covers(found.county_id)

    def arguments(self, found: Happened) -> Mapping[str, object]:
        """Return what the page is told in its address."""
        return _ARGUMENTS[self.page](found)


_ARGUMENTS: Mapping[str, Callable[[Happened], Mapping[str, object]]] = {
    "accounts:delegations": lambda _: {},
    "reporting:return": lambda found: {"month": found.month, "county_id": found.county_id},
    "reporting:month": lambda found: {"month": found.month},
    "reporting:doubt": lambda found: {"doubt_id": int(found.key)},
    "reporting:doubts": lambda _: {},
    "supervision:order": lambda found: {"public_id": found.key},
    "supervision:ranking": lambda _: {},
    "supervision:owed": lambda _: {},
    "supervision:hearing": lambda found: {"month": found.month},
    "supervision:rewards": lambda found: {"month": found.month},
    "supervision:round": lambda found: {"month": found.month},
    "supervision:drawn-project": lambda found: {"month": found.month, "number": found.key},
    "supervision:look": lambda found: {"number": found.key},
    "bulletins:meeting": lambda found: {"public_id": found.key},
}


def _month(found: Happened) -> str:
    return found.month.in_prose if found.month else ""


def _of_return(words: str) -> Sentence:
    return lambda found, county: f"{county}{_month(found)}月报{words}"


def _sent_back(found: Happened, county: str) -> str:
    return f"{county}{_month(found)}月报被退回：{_short(found.words)}"


def _extended(found: Happened, county: str) -> str:
    return (
        f"{county or '各县区'}{_month(found)}月报准予延期 {found.count} 天：{_short(found.words)}"
    )


def _raised(found: Happened, county: str) -> str:
    return f"{county}{_month(found)}月报核验提示 {found.count} 条疑点，请说明。"


def _explained(found: Happened, county: str) -> str:
    return f"{county}说明了{_month(found)}的一条疑点：{_short(found.words)}"


def _ruled(found: Happened, county: str) -> str:
    word = next((one.word for one in Ruling if one.value == found.label), "")
    return f"{county}{_month(found)}的一条疑点认定为“{word}”：{_short(found.words)}"


def _of_order(words: str) -> Sentence:
    return lambda found, _: f"{found.label}{words}：{_short(found.words)}"


def _until(words: str) -> Sentence:
    def sentence(found: Happened, _: str) -> str:
        due = f"，限 {found.due_on:%Y-%m-%d}" if found.due_on else ""
        return f"{found.label}{words}{due}：{_short(found.words)}"

    return sentence


def _closed(found: Happened, _: str) -> str:
    return f"{_month(found)}已经封账，以后只收更正报送。"


def _issued(found: Happened, _: str) -> str:
    return f"{_month(found)}通报已经发出，排名可以查看。"


def _shown(found: Happened, _: str) -> str:
    until = f"，{found.due_on:%Y-%m-%d}以前可以提异议" if found.due_on else ""
    return f"{_month(found)}排名已经公示{until}。"


def _objected(found: Happened, county: str) -> str:
    return f"{county}对{_month(found)}排名提了异议：{_short(found.words)}"


def _answered(found: Happened, county: str) -> str:
    return f"{county}对{_month(found)}排名的异议{found.label}：{_short(found.words)}"


def _proposed(found: Happened, county: str) -> str:
    return f"按{_month(found)}排名拟了{county}奖惩建议 {found.count} 条，等市里决定。"


def _rewarded(found: Happened, county: str) -> str:
    word = next((one.word for one in RewardRuling if one.value == found.label), "")
    return f"{county}按{_month(found)}排名提的奖惩建议{word}：见{_short(found.words)}"


def _paper(found: Happened, _: str) -> str:
    return f"{found.label}已签发{PaperKind(found.words).word}（第 {found.count} 号）。"


def _minutes(found: Happened, _: str) -> str:
    return (
        f"{found.due_on:%Y-%m-%d} {MeetingKind(found.label).word}会的纪要已经印发"
        f"（第 {found.count} 号）。"
    )


def _drawn(found: Happened, _: str) -> str:
    return f"{_month(found)}核实名单已经抽出，共 {found.count} 个项目。"


def _recounted(found: Happened, county: str) -> str:
    return (
        f"{county}“{found.label}”{found.due_on:%Y-%m-%d} 现场核实已经登记"
        f"（第 {found.count} 版）：{_short(found.words)}"
    )


def _judged(found: Happened, county: str) -> str:
    word = Verdict(found.label).word
    return f"{county}一张与别的相像的现场照片，判定{word}：{_short(found.words)}"


def _delegated(found: Happened, _: str) -> str:
    return (
        f"“{found.label}”由“{found.words}”委托“{found.key}”代办，至 {found.due_on:%Y-%m-%d}；"
        "到了起始日，在右上角换岗。"
    )


def _delegated_for(found: Happened, _: str) -> str:
    principal, _between, reason = found.words.partition("\n")
    return (
        f"系统管理员替“{principal}”委托“{found.key}”代办“{found.label}”，"
        f"至 {found.due_on:%Y-%m-%d}：{_short(reason)}"
    )


def _taken_back(found: Happened, _: str) -> str:
    return f"“{found.label}”的代办已经结束，自 {found.due_on:%Y-%m-%d} 起“{found.key}”不再代办。"


def _issued_document(found: Happened, county: str) -> str:
    return f"{county or '市里'}印发了《{_short(found.words)}》（{found.label}）。"


def _document_due(found: Happened, county: str) -> str:
    return (
        f"{county or '市直单位'}应出台的配套文件 {found.key}，限 {found.due_on:%Y-%m-%d} 以前"
        f"（{_short(found.words)}）。"
    )


def _short(words: str, longest: int = 40) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _owner(deed: str, sentence: Sentence) -> Rule:
    verb = f"supervision.{deed}_order"
    return Rule(verb, Power.ANSWER_ORDER, sentence, "supervision:order", Side.OWNER)


def _issuer(deed: str, sentence: Sentence) -> Rule:
    verb = f"supervision.{deed}_order"
    return Rule(verb, Power.ISSUE_ORDER, sentence, "supervision:order", Side.ISSUER)


_RETURN, _HEARING, _REWARDS = "reporting:return", "supervision:hearing", "supervision:rewards"
RULES: tuple[Rule, ...] = (
    Rule("reporting.submit_return", Power.VERIFY_RETURN, _of_return("已报送，等您审核。"), _RETURN),
    Rule(
        "reporting.correct_return", Power.VERIFY_RETURN, _of_return("更正报送，等您审核。"), _RETURN
    ),
    Rule("reporting.verify_return", Power.ACCEPT_RETURN, _of_return("已审核，等您接收。"), _RETURN),
    Rule("reporting.verify_return", Power.SUBMIT_RETURN, _of_return("已经审核通过。"), _RETURN),
    Rule("reporting.send_back_return", Power.SUBMIT_RETURN, _sent_back, _RETURN),
    Rule("reporting.send_back_return", Power.VERIFY_RETURN, _sent_back, _RETURN),
    Rule("reporting.accept_return", Power.SUBMIT_RETURN, _of_return("市里已经接收。"), _RETURN),
    Rule("reporting.accept_return", Power.VERIFY_RETURN, _of_return("市里已经接收。"), _RETURN),
    Rule("reporting.extend_deadline", Power.SUBMIT_RETURN, _extended, "reporting:month"),
    Rule("reporting.extend_deadline", Power.VERIFY_RETURN, _extended, "reporting:month"),
    Rule("reporting.raise_doubt", Power.SUBMIT_RETURN, _raised, "reporting:doubts"),
    Rule("reporting.explain_doubt", Power.ACCEPT_RETURN, _explained, "reporting:doubt"),
    Rule("reporting.rule_doubt", Power.SUBMIT_RETURN, _ruled, "reporting:doubt"),
    Rule("reporting.close_month", Power.SUBMIT_RETURN, _closed, "reporting:month"),
    Rule("reporting.close_month", Power.VERIFY_RETURN, _closed, "reporting:month"),
    _owner("assign", _until("交办给本单位")),
    _owner("chase", _of_order("被催办")),
    _owner("extend", _until("准予延期")),
    _owner("refuse_extension", _of_order("不予延期")),
    _owner("return", _until("退回整改")),
    _owner("close", _of_order("已销号")),
    _owner("reopen", _until("恢复办理")),
    _owner("cancel", _of_order("已撤销")),
    _issuer("sign", _of_order("责任单位已签收")),
    _issuer("answer", _of_order("责任单位已反馈，等核查")),
    _issuer("ask_extension", _until("责任单位申请延期")),
    _issuer("pass", _of_order("核查通过，等另一人销号")),
    Rule("supervision.show_ranking", Power.OBJECT_TO_RANKING, _shown, _HEARING),
    Rule("supervision.object_to_ranking", Power.RELEASE_RANKING, _objected, _HEARING),
    Rule("supervision.answer_objection", Power.OBJECT_TO_RANKING, _answered, _HEARING),
    Rule(
        "supervision.release_ranking",
        Power.SEE,
        lambda found, _: f"{_month(found)}排名已经发布。",
        _HEARING,
    ),
    Rule("supervision.propose_rewards", Power.OBJECT_TO_RANKING, _proposed, _REWARDS),
    Rule("supervision.propose_rewards", Power.ISSUE_PAPER, _proposed, _REWARDS),
    Rule("supervision.decide_reward", Power.OBJECT_TO_RANKING, _rewarded, _REWARDS),
    Rule("supervision.decide_reward", Power.MANAGE_PROGRAMME, _rewarded, _REWARDS),
    Rule("bulletins.issue", Power.SEE, _issued, "supervision:ranking"),
    Rule("bulletins.issue_paper", Power.ANSWER_ORDER, _paper, "supervision:order", Side.OWNER),
    Rule("bulletins.issue_minutes", Power.ISSUE_ORDER, _minutes, "bulletins:meeting"),
    Rule("supervision.issue_document", Power.SEE, _issued_document, "supervision:owed"),
    Rule("supervision.set_document_due", Power.SUBMIT_RETURN, _document_due, "supervision:owed"),
    Rule("supervision.draw", Power.SEE, _drawn, "supervision:round"),
    Rule("supervision.recount", Power.SUBMIT_RETURN, _recounted, "supervision:drawn-project"),
    Rule("supervision.recount", Power.VERIFY_RETURN, _recounted, "supervision:drawn-project"),
    Rule("supervision.judge_photo", Power.SUBMIT_RETURN, _judged, "supervision:look"),
    Rule("supervision.judge_photo", Power.VERIFY_RETURN, _judged, "supervision:look"),
    Rule("accounts.delegate", Power.SEE, _delegated, "accounts:delegations"),
    Rule("accounts.delegate_for", Power.SEE, _delegated_for, "accounts:delegations"),
    Rule("accounts.end_delegation", Power.SEE, _taken_back, "accounts:delegations"),
)
"""Whom each act concerns. Of several lines that fit an officer the first is told."""


def rule_for(found: Happened, powers: Collection[Power], scope: Scope) -> Rule | None:
    """Return the line by which a post is told of what happened, if any."""
    return next((rule for rule in RULES if rule.concerns(found, powers, scope)), None)


def verbs_for(powers: Collection[Power]) -> frozenset[str]:
    """Return the acts of which a post with these powers may be told."""
    return frozenset(rule.verb for rule in RULES if rule.power in powers)
