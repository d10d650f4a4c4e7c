"""Orders made from templates, their truth known as they are made (自造交办语句).

An order is a body, an act and a deadline; the deadline is said in one of the ways of official
texts, at one of the places where they put it, and days that only state facts stand around it.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st


@dataclass(frozen=True)
class Made:
    """A text with what it orders.

    Attributes:
      today: the text's own day.
      due: the only day that may be given; None if the text leaves it open.
    """

    text: str
    today: date
    due: date | None
    how: str


Said = tuple[str, date | None]

_DIGITS = "零一二三四五六七八九"
_BODIES = ("县住建局", "市财政局", "各县区", "城关街道办", "石泉县政府", "市水务集团", "市城管局")
_ACTS = (
    ("完成", "外墙保温招标"),
    ("编制", "管网改造方案"),
    ("报送", "项目清单"),
    ("拨付", "首批补助资金"),
    ("签订", "施工合同"),
    ("拆除", "楼顶违建"),
    ("提出", "盘活方案"),
    ("建立", "楼栋台账"),
    ("印发", "补助办法"),
    ("更换", "破损井盖"),
)


def in_han(number: int) -> str:
    """Return a number below a hundred as it is written in words: 十五, 二十八."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


# --- Ways to say by when --------------------------------------------------------------


def dated(today: date, ahead: date) -> list[Said]:
    """Return the ways to say a day ``ahead`` of ``today`` that leave no doubt which day it is."""
    year, month, day = ahead.year, ahead.month, ahead.day
    own = "" if year == today.year else f"{year}年"
    end = month_end(year, month)
    said: list[Said] = [
        (f"{own}{month}月{day}日前", ahead),
        (f"{own}{month}月{day}日之前", ahead),
        (f"{own}{month}月{day}日以前", ahead),
        (f"{year}年{month}月{day}日前", ahead),
        (f"{own}{month}月{day}号前", ahead),
        (f"{own}{month}月{day}日（含）前", ahead),
        (f"{own}{month}月{day}日18时前", ahead),
        (f"{own}{month}月{day}日下班前", ahead),
        (f"不迟于{own}{month}月{day}日", ahead),
        (f"最迟于{own}{month}月{day}日", ahead),
        (f"{own}{in_han(month)}月{in_han(day)}日前", ahead),
        (f"{own}{month}月底前", end),
        (f"{own}{month}月末前", end),
        (f"{own}{month}月底", end),
        (f"{own}{in_han(month)}月底前", end),
        (f"{own}{month}月下旬", end),
        (f"{year}年年底前", date(year, 12, 31)),
        (f"{year}年底前", date(year, 12, 31)),
        (f"{year}年四季度末前", date(year, 12, 31)),
    ]
    if day <= 20:
        said += [
            (f"{own}{month}月上旬", date(year, month, 10)) if day <= 10 else said[0],
            (f"{own}{month}月中旬", date(year, month, 20)),
        ]
    if year == today.year:
        said += [("年底前", date(year, 12, 31)), ("年内", date(year, 12, 31))]
        said += [("今年年底前", date(year, 12, 31)), ("本年度内", date(year, 12, 31))]
    if year == today.year and month == today.month:
        said += [("本月底前", end), ("月底前", end), (f"本月{day}日前", ahead)]
    if year == today.year + 1:
        said += [(f"明年{month}月底前", end), (f"明年{month}月{day}日前", ahead)]
        said += [("明年上半年", date(year, 6, 30)), ("明年底前", date(year, 12, 31))]
    if (year, month) == _next(today):
        said += [(f"下月{day}日前", ahead), ("下月底前", end), (f"下个月{day}日前", ahead)]
    return said


def _next(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def counted(today: date, number: int) -> list[Said]:
    """Return the ways to count from the text's own day, and its weeks."""
    monday = today - timedelta(days=today.weekday())
    weekday = number % 5
    said: list[Said] = [
        (f"自即日起{number}日内", today + timedelta(days=number)),
        (f"会后{number}日内", today + timedelta(days=number)),
        (f"自本通知印发之日起{number}日内", today + timedelta(days=number)),
        (f"下周{_DIGITS[weekday + 1]}前", monday + timedelta(days=7 + weekday)),
    ]
    if monday + timedelta(days=weekday) > today:
        said.append((f"本周{_DIGITS[weekday + 1]}前", monday + timedelta(days=weekday)))
    return said


OPEN = (
    "每月25日前", "每月5日前", "每季度末", "每季度首月10日前", "每年12月20日前", "每年6月底前",
    "每周五前", "次月10日前", "季后10日内", "收到本通知之日起五个工作日内", "接到通知后3日内",
    "汛期前", "明年汛期前", "主汛期来临前", "供暖季前", "今冬供暖前", "下个采暖季前", "秋季开学前",
    "*月*日前", "××月××日前", "*月底前", "验收合格后一个月内", "施工图审查通过后15日内",
    "项目竣工后3个月内", "方案定稿前", "竣工验收前", "入冬前", "汛前", "今年雨季到来前", "台风季前", "春节后一周内",
)  # fmt: skip


# --- Where it stands ------------------------------------------------------------------

Template = Callable[[str, str, str, str], str]
_PLACES: tuple[tuple[str, Template], ...] = (
    ("at the head", lambda who, due, act, what: f"{due}，{who}要{act}{what}。"),
    ("after the body", lambda who, due, act, what: f"{who}{due}{act}{what}。"),
    ("after an order", lambda who, due, act, what: f"{who}要{due}{act}{what}。"),
    ("务必", lambda who, due, act, what: f"{who}务必于{due}{act}{what}。"),
    ("object first", lambda who, due, act, what: f"{who}要抓紧{act}{what}，{due}完成。"),
    ("由", lambda who, due, act, what: f"{what}由{who}负责，{due}{act}到位。"),
    ("after a slogan", lambda who, due, act, what: f"{who}要提高站位，{due}{act}{what}。"),
    ("请", lambda who, due, act, what: f"请{who}{due}{act}{what}，并报我局备案。"),
    ("helped", lambda who, due, act, what: f"由{who}牵头，市审计局配合，{due}{act}{what}。"),
    ("in a list", lambda who, due, act, what: f"{who}{due}要做到：一是{act}{what}；二是上墙公示。"),
    ("label", lambda who, due, act, what: f"1.{act}{what}。（责任单位：{who}；完成时限：{due}）"),
    ("table", lambda who, due, act, what: f"任务\t责任单位\t完成时限\n{act}{what}\t{who}\t{due}"),
    ("heading", lambda who, due, act, what: f"（一）{due}完成的任务\n1.{who}{act}{what}。"),
    ("lead", lambda who, due, act, what: f"{who}要在{due}完成以下工作：\n1.{act}{what}。"),
)  # fmt: skip
_LAX = ("heading", "lead")  # what leads to a list names a day, or nothing


# --- Days that state facts ------------------------------------------------------------


def facts(today: date) -> list[str]:
    """Return sentences with days that no order sets."""
    past = today - timedelta(days=40)
    year, month, day = past.year, past.month, past.day
    return [
        f"{year}年{month}月{day}日，市政府召开了专题会议。",
        f"截至{month}月底，全市完成投资3.2亿元，占年度任务的41%。",
        f"市住建局已于{month}月{day}日印发通知。",
        f"{today.year - 1}年，全市改造老旧小区129个，惠及居民3.98万户。",
        f"{today.year}年全市计划改造129个项目、217个小区。",
        f"项目于{today.year - 2}年{month}月开工，建设期3年。",
        f"原定{month}月底前完成的截污工程，至今未完工。",
        f"应于{year}年{month}月底前移交的资料，至今仍未移交。",
        f"预计到{today.year + 1}年，用水量将达到19万吨。",
        "去年同期，全市开工率为38%。",
        "本通知自印发之日起施行，有效期五年。",
        "预计年底前可完成投资12亿元。",
        "据市气象局预测，12月下旬可能出现强降雪。",
        "省厅评估组拟于12月来我市实地核查。",
        f"领导同志在{month}月{day}日调研时指出，形势不容乐观。",
        f"安置房一期于{year}年{month}月{day}日封顶。",
        f"截至{month}月{day}日，全市开工41个，占年度任务的41%。",
        f"{month}月{day}日以来，共收集意见1200余条。",
        "一季度，全市新开工项目86个。" if today.month > 3 else "上年度，全市新开工项目86个。",
    ]  # fmt: skip


def asides(today: date) -> list[str]:
    """Return what may stand at the head of an order, with a day that is no deadline."""
    past = today - timedelta(days=40)
    return [
        f"根据{past.month}月{past.day}日市政府常务会议精神，",
        f"按照《{today.year + 1}年6月底前开工项目清单》，",
        f"针对{today.year - 2}年改造项目的遗留问题，",
        f"对照{today.year}年工作要点，",
        f"根据《安康市{today.year}年老旧小区改造计划》，",
        f"按照{today.year}年度目标任务，",
        f"结合{past.month}月份督查情况，",
    ]


_TODAYS = st.dates(date(2019, 1, 5), date(2026, 11, 20))


@st.composite
def made_orders(draw: st.DrawFn) -> Made:
    """Draw an order amid facts."""
    today = draw(_TODAYS)
    way = draw(st.sampled_from(("dated", "counted", "open")))
    due: date | None
    if way == "dated":
        ahead = today + timedelta(days=draw(st.integers(1, 300)))
        words, due = draw(st.sampled_from(dated(today, ahead)))
    elif way == "counted":
        words, due = draw(st.sampled_from(counted(today, draw(st.integers(2, 40)))))
    else:
        words, due = draw(st.sampled_from(OPEN)), None
    places = [place for place in _PLACES if _suits(words, place[0])]
    where, template = draw(st.sampled_from(places))
    act, what = draw(st.sampled_from(_ACTS))
    order = template(draw(st.sampled_from(_BODIES)), words, act, what)
    if where in ("at the head", "after the body", "after an order"):
        order = draw(st.sampled_from(["", *asides(today)])) + order
    if where in ("label", "table", "heading", "lead"):
        order = "\n" + order + "\n"
    noise = facts(today)
    before, after = draw(st.sampled_from(["", *noise])), draw(st.sampled_from(["", *noise]))
    return Made(before + order + after, today, due, f"{words} {where}")


def _suits(words: str, where: str) -> bool:
    """Say whether a deadline can stand at a place: no 于不迟于, no 自即日起 in a heading."""
    if where == "务必":
        return not words.startswith(("不迟", "最迟", "自", "会后", "年内", "每"))
    if where in _LAX:
        return words.endswith("前") and not words.startswith(("每", "次", "自"))
    if where == "由":
        return not words.startswith(("不迟", "最迟"))
    return True


# --- Two orders in a sentence ---------------------------------------------------------


@dataclass(frozen=True)
class MadePair:
    """A text that orders two things, each of a body by a day (None: left open)."""

    text: str
    today: date
    due: dict[str, date | None]
    how: str


_PAIRS: tuple[tuple[str, Callable[..., str]], ...] = (
    ("comma", lambda a, x, p, b, y, q: f"{a}要{x}{p}，{b}要{y}{q}。"),
    ("semicolon", lambda a, x, p, b, y, q: f"{a}{x}{p}；{b}{y}{q}。"),
    ("sentences", lambda a, x, p, b, y, q: f"{a}要{x}{p}。{b}要{y}{q}。"),
    ("days first", lambda a, x, p, b, y, q: f"{x}，{a}{p}；{y}，{b}{q}。"),
    ("listed", lambda a, x, p, b, y, q: f"一是由{a}{x}{p}；二是由{b}{y}{q}。"),
    ("paragraphs", lambda a, x, p, b, y, q: f"1.{a}{x}{p}。\n2.{b}{y}{q}。"),
    ("rows", lambda a, x, p, b, y, q: f"任务\t单位\t时限\n{p}\t{a}\t{x}\n{q}\t{b}\t{y}"),
    ("labels", lambda a, x, p, b, y, q: f"1.{p}。（责任单位：{a}；完成时限：{x}）\n2.{q}。（责任单位：{b}；完成时限：{y}）"),
    ("headings", lambda a, x, p, b, y, q: f"（一）{x}完成的任务\n1.{a}{p}。\n（二）{y}完成的任务\n1.{b}{q}。"),
)  # fmt: skip


@st.composite
def made_pairs(draw: st.DrawFn) -> MadePair:
    """Draw two orders to two bodies, each with a day of its own or with an open one."""
    today = draw(_TODAYS.filter(lambda day: day.month < 12))
    where, template = draw(st.sampled_from(_PAIRS))
    said = [draw(_any_due(today, where)) for _ in range(2)]
    bodies = draw(st.lists(st.sampled_from(_BODIES), min_size=2, max_size=2, unique=True))
    acts = draw(st.lists(st.sampled_from(_ACTS), min_size=2, max_size=2, unique=True))
    (one, first), (two, second) = said
    text = template(bodies[0], one, "".join(acts[0]), bodies[1], two, "".join(acts[1]))
    noise = draw(st.sampled_from(["", *facts(today)]))
    due = {bodies[0]: first, bodies[1]: second}
    return MadePair(noise + ("\n" if noise else "") + text, today, due, f"{one} {two} {where}")


@st.composite
def _any_due(draw: st.DrawFn, today: date, where: str) -> Said:
    # Where a year stands before it in the sentence, 年底前 may be of that year: only one is drawn.
    left = max((date(today.year, 12, 31) - today).days, 1)
    ways = [*dated(today, today + timedelta(days=draw(st.integers(1, left))))]
    ways += [(words, None) for words in OPEN]
    place = "heading" if where == "headings" else where
    return draw(st.sampled_from([way for way in ways if _suits(way[0], place)]))


# --- Days that hold for what stands below, and days that must not be handed on ------------


@dataclass(frozen=True)
class MadeBlock:
    """A text with a day for each body (None: left open).

    Attributes:
      due: by body; what it is asked for stands under that day, or is timed in other words.
    """

    text: str
    today: date
    due: dict[str, date | None]
    how: str


# A record or a section: who (a, b) does what (p, q) by the one day that stands above or below.
_BLOCKS: tuple[tuple[str, Callable[..., str]], ...] = (
    ("stage", lambda a, p, b, q, x: f"一、第一阶段（{x}）\n1.{a}{p}。\n2.{b}{q}。"),
    ("bracketed", lambda a, p, b, q, x: f"【{x}】\n1.{a}：{p}。\n2.{b}：{q}。"),
    ("lead", lambda a, p, b, q, x: f"{x}必须办结的事项：\n1.{a}{p}。\n2.{b}{q}。"),
    ("inline", lambda a, p, b, q, x: f"{x}必须办结：{a}{p}；{b}{q}。"),
    ("record below", lambda a, p, b, q, x: f"（一）底数不清\n具体表现：台账缺项17处。\n整改措施：1.{p}。\n责任单位：{a}\n整改时限：{x}\n（二）进度滞后\n整改措施：1.{q}。\n责任单位：{b}\n整改时限：{x}"),
    ("record above", lambda a, p, b, q, x: f"（一）底数不清\n责任单位：{a}\n整改时限：{x}\n1.{p}。\n（二）进度滞后\n责任单位：{b}\n整改时限：{x}\n1.{q}。"),
    ("in one paragraph", lambda a, p, b, q, x: f"1.问题：台账缺项17处。措施：{p}。责任单位：{a}。时限：{x}。2.问题：进度滞后。措施：{q}。责任单位：{b}。时限：{x}。"),
    ("headings alone", lambda a, p, b, q, x: f"（一）{p}\n责任单位：{a}\n完成时限：{x}\n（二）{q}\n责任单位：{b}\n完成时限：{x}"),
    ("brackets", lambda a, p, b, q, x: f"整改措施：1.{p}。（{a}，{x}）2.{q}。（{b}，{x}）"),
)  # fmt: skip
_LOOSE = (
    "通热后", "验收合格后", "次日", "进场次日", "施工期间", "根据检测结果", "视资金到位情况",
    "下年度", "今冬", "每周", "每月末", "此后每季度", "届时",
)  # fmt: skip
# Of two orders the first has a day, the second is timed in other words.
_HANDED_ON: tuple[tuple[str, Callable[..., str]], ...] = (
    ("comma", lambda a, x, p, y, q: f"{a}要{x}{p}，{y}{q}。"),
    ("and", lambda a, x, p, y, q: f"{a}{x}{p}，并于{y}{q}。"),
    ("semicolon", lambda a, x, p, y, q: f"{a}要{x}{p}；{y}{q}。"),
    ("sentence", lambda a, x, p, y, q: f"{a}要{x}{p}。{y}{q}。"),
)  # fmt: skip


@st.composite
def made_blocks(draw: st.DrawFn) -> MadeBlock:
    """Draw two orders under one day that stands above, below or beside them."""
    today = draw(_TODAYS.filter(lambda day: day.month < 12))
    left = (date(today.year, 12, 31) - today).days
    ahead = today + timedelta(days=draw(st.integers(1, left)))
    said = [way for way in dated(today, ahead) if way[0].endswith("前") and "迟" not in way[0]]
    words, due = draw(st.sampled_from(said))
    where, template = draw(st.sampled_from(_BLOCKS))
    bodies = draw(st.lists(st.sampled_from(_BODIES), min_size=2, max_size=2, unique=True))
    acts = draw(st.lists(st.sampled_from(_ACTS), min_size=2, max_size=2, unique=True))
    text = template(bodies[0], "".join(acts[0]), bodies[1], "".join(acts[1]), words)
    return MadeBlock(text, today, dict.fromkeys(bodies, due), f"{words} {where}")


@st.composite
def made_loose_ends(draw: st.DrawFn) -> Made:
    """Draw an order with a day and one after it whose time is told in other words."""
    today = draw(_TODAYS)
    words, due = draw(
        st.sampled_from(dated(today, today + timedelta(days=draw(st.integers(1, 300)))))
    )
    _, template = draw(st.sampled_from(_HANDED_ON))
    loose = draw(st.sampled_from(_LOOSE))
    body = draw(st.sampled_from(_BODIES))
    one, two = draw(st.lists(st.sampled_from(_ACTS), min_size=2, max_size=2, unique=True))
    text = template(body, words, "".join(one), loose, "".join(two))
    return Made(text, today, due, two[1])
