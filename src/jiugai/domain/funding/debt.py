"""The debt red line (严禁违规举债): borrowed money that is barred, platform companies, what a county promises.

What is borrowed and barred is what the rules on money say (``source_rules``); what names a platform
company is what the alert on implicit debt (FD-16) looks for, and the counties' own list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.source_rules import Permission, SourceRule
from jiugai.domain.funding.sources import Source
from jiugai.domain.law import rules_in_force
from jiugai.domain.quantities import yuan
from jiugai.domain.scheme.catalogue import ScopeClass

GIVING_BACK = frozenset(
    {
        MoneyStep.RELEASE,
        MoneyStep.REFUND,
        MoneyStep.WITHDRAW,
        MoneyStep.HAND_BACK,
        MoneyStep.REVERSE,
    }
)
"""Steps that undo or give back: the red line never stands in their way."""


@dataclass(frozen=True, slots=True)
class PlatformCompany:
    """A company on a county's list (平台公司), since which day and by which paper."""

    name: str
    paper: str
    since: date


@dataclass(frozen=True, slots=True)
class RedLine:
    """What may not come into the book at a place on a day (举债红线).

    Attributes:
      bars: the rules that bar borrowed money from everything.
      words: what names a platform company or a guarantee; empty while no rule bars.
    """

    bars: tuple[SourceRule, ...]
    words: tuple[str, ...]
    companies: tuple[PlatformCompany, ...]

    def of_source(self, source: Source) -> tuple[Finding, ...]:
        """Refuse money that must be paid back where a rule bars it."""
        rule = next((one for one in self.bars if one.fund is source), None)
        if rule is None:
            return ()
        message = f"{source.word}是借来的钱，不得用于老旧小区改造，依据{rule.citation}；请改用其他资金来源"
        return (_refused("borrowed", message),)

    def of_text(self, what: str, text: str) -> tuple[Finding, ...]:
        """Refuse what names a platform company or a guarantee.

        :param what: what the text is: 收款单位, 依据, 摘要 …
        """
        folded = "".join(text.split())
        for one in self.companies:
            if "".join(one.name.split()) in folded:
                message = (
                    f"{what}写的是“{text}”，“{one.name}”从 {one.since} 起在平台公司名录里"
                    f"（{one.paper}），不得通过它举债或向它付款；请核对，确已退出平台的先更新名录"
                )
                return (_refused("platform_listed", message),)
        word = next((one for one in self.words if one in folded), None)
        if word is None:
            return ()
        message = (
            f"{what}写的是“{text}”（有“{word}”），不得由融资平台公司举债，政府不得担保、承诺还款，"
            f"依据{self.bars[0].citation}；请核对资金来源和文件"
        )
        return (_refused("platform_named", message),)


def red_line(
    rules: Iterable[SourceRule],
    words: Iterable[str],
    companies: Iterable[PlatformCompany],
    *,
    code: str,
    on: date,
) -> RedLine:
    """Return the red line at a place on a day.

    :param words: those of the alert on implicit debt on that day.
    :param companies: those that stand on a list on that day.
    """
    bars = tuple(
        rule
        for rule in rules_in_force(rules, code, on)
        if rule.fund.is_borrowed
        and rule.answer is Permission.BAR
        and set(rule.classes) == set(ScopeClass)
    )
    return RedLine(bars, tuple(words) if bars else (), tuple(companies))


def check_listing(name: str, paper: str, on: date, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with an entry of the list."""
    found = []
    if len("".join(name.split())) < 4:
        found.append(
            _refused(
                "name_short",
                f"公司名称读到“{name.strip() or '空'}”；请写全称，例如“某某县城市建设投资有限公司”",
            )
        )
    if not paper.strip():
        found.append(_refused("no_paper", "没有写列入或移出的文件，例如“石财〔2020〕18号”；请补上"))
    if on > today:
        found.append(_refused("in_future", f"日期写的是 {on}，晚于今天（{today}）；请核对"))
    return tuple(found)


# --- What a county promises ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """What a declaration rests on, counted from the book (承诺所依据的事实).

    Attributes:
      received: what came in of each source by the day, in 分.
      companies: the names on the county's own list.
    """

    county: str
    year: int
    day: date
    received: tuple[tuple[Source, int], ...]
    companies: tuple[str, ...]

    @property
    def borrowed_fen(self) -> int:
        """Return what came in of borrowed money, special bonds apart."""
        return sum(fen for source, fen in self.received if source is Source.POLICY_BANK_LOAN)


def declaration_text(facts: DeclarationFacts) -> str:
    """Return what a county promises, with what is on file behind it (承诺书正文)."""
    sums = "，".join(f"{source.word} {yuan(fen):,} 元" for source, fen in facts.received if fen)
    companies = "、".join(facts.companies)
    borrowed = (
        f"其中政策性银行贷款 {yuan(facts.borrowed_fen):,} 元，将按规定核查处置"
        if facts.borrowed_fen
        else "其中没有政策性银行贷款"
    )
    listed = (
        f"本县区名录里的平台公司有{companies}，没有、也不会通过它们举债参与改造"
        if companies
        else "本县区没有登记平台公司"
    )
    return (
        f"截至 {facts.day}，资金账登记{facts.county}收到的改造资金：{sums or '没有'}；{borrowed}。"
        f"{listed}。\n"
        f"{facts.county}承诺：{facts.year}年城镇老旧小区改造中不新增地方政府隐性债务，不违法违规举债融资，"
        "不由融资平台公司举债参与，不以财政资金担保、承诺还款或兜底。"
    )


def _refused(code: str, message: str) -> Finding:
    return Finding(f"debt.{code}", f"{message}。没有写入任何数据。")
