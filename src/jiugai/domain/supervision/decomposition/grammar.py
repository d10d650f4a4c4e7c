"""The words of orders as patterns (句式), made once of each vocabulary."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jiugai.domain.supervision.decomposition.sentences import VEIL
from jiugai.domain.supervision.decomposition.words import Words, alternatives

_EACH = r"每个?(?:半年|半月|两周|季度|季|年|月|旬|周|日|天)(?:[一二三四五六日末底初]|\d+日)?前?"
_ONE_BY_ONE = r"\w{2,4}一[个批处户栋片方]、\w{2,4}一[个批处户栋片方]"
_PRAISE = (
    "(?:打造|建设|锻造|锤炼)[^，]*(?:铁军|队伍)|履行[^，]{0,8}第一责任人[^，]{0,3}(?:责任|职责)"
)
_THIS_PAPER = (
    "(?:制定|制订|形成|编制)本[^，]{0,8}(?:计划|方案|办法|意见|细则|规划|制度|预案|规定|要点)$"
)
_BEFORE_DAYS = frozenset("于在到至")
_ASKS = (
    "(?:(?<=^)|(?<=^[^，按照据的]{2})|(?<=^[^，按照据的]{3}))(?:要求|责成|指示)(?!的)(?=[^，：]{8})"
)
_MISHAPS = "(?:事故|事故发生|风险|反弹|回潮|灾害|伤亡|事件|事件发生)"
_NEVER = "(?<!解)决不"  # 决不停热; 解决不了 forbids nothing
_MUST_NOT = "(?<![容来见顾舍怪由])不得(?![、不的])(?!$)"  # 慢不得, 等不得 forbid nothing


@dataclass(frozen=True, eq=False)
class Grammar:
    """The words of orders as patterns (句式)."""

    words: Words

    @cached_property
    def modal(self) -> re.Pattern[str]:
        """An order: 要, 必须 …; not 主要, 相应, 申请, 要求."""
        single = {"要", "应", "请", "须", "不得"}
        longer = [word for word in (*self.words.modals, *self.words.bans) if word not in single]
        return re.compile(
            rf"{alternatives(longer)}|{_MUST_NOT}|{_NEVER}|{_ASKS}"
            r"|(?<![主重必需首摘纪提概简扼只紧次索想为])要(?![来求点素闻件么道职领])"
            r"|(?<![相响反供适对顺理呼本])应(?![对用急有收付邀届答聘变纳改保尽]|.尽)(?!(?:开工|完工|竣工|改造)(?:项目|小区|未|而|的))"
            r"|(?<![申邀报提敦函聘呈恳])请(?![示假求])|(?<![必务])须(?!知)"
        )

    @cached_property
    def aim(self) -> re.Pattern[str]:
        return re.compile(rf"{alternatives(self.words.aims)}(?!了)")

    @cached_property
    def act(self) -> re.Pattern[str]:
        return re.compile(alternatives((*self.words.acts, *self.words.firm_acts)))

    @cached_property
    def hard_act(self) -> re.Pattern[str]:
        """An act that says what, not only in which direction."""
        acts = (*self.words.acts, *self.words.firm_acts)
        return re.compile(alternatives(act for act in acts if act not in self.words.soft_acts))

    @cached_property
    def at_once(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words.at_once))

    @cached_property
    def firm(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words.firm_acts))

    @cached_property
    def slogan(self) -> re.Pattern[str]:
        return re.compile(rf"{alternatives(self.words.slogans)}|{_ONE_BY_ONE}|{_PRAISE}")

    @cached_property
    def vague(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words.vague_objects))

    @cached_property
    def urgent(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words.urgent))

    @cached_property
    def ban(self) -> re.Pattern[str]:
        longer = [word for word in self.words.bans if word != "不得"]
        return re.compile(
            rf"(?:{alternatives(longer)}|{_MUST_NOT}|{_NEVER})(?![^，]{{0,14}}{_MISHAPS}$)"
        )

    @cached_property
    def adverbs(self) -> re.Pattern[str]:
        """What says how and how often at the head of a clause, with the commas between."""
        how = alternatives(word for word in self.words.adverbs if word not in _BEFORE_DAYS)
        return re.compile(rf"(?:{how}|[于在到至](?={VEIL})|{_EACH}|集中(?!供)|[，、：的地{VEIL}])+")

    @cached_property
    def apposition(self) -> re.Pattern[str]:
        """What may stand before a body that acts: 参与合作的 …"""
        how = alternatives(self.words.adverbs)
        aside = rf"(?:{how}|{_EACH}|[，、：“ {VEIL}]|\d{{4}}年)*"
        return re.compile(rf"{aside}(?:[^，]{{2,24}}(?:的“?|[后时]{aside}))?")

    @cached_property
    def formula(self) -> re.Pattern[str]:
        return re.compile(f"{alternatives(self.words.formulas)}|{_THIS_PAPER}")

    @cached_property
    def past(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words.past))

    @cached_property
    def describing(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words.describing))

    @cached_property
    def orders_follow(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{alternatives(self.words.orders_follow)})$")


@lru_cache(maxsize=4)
def grammar(words: Words) -> Grammar:
    """Return the patterns of a vocabulary; they are made once."""
    return Grammar(words)
