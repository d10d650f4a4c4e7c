"""What happened to the projects (剧情): days that are told, not drawn, so that the known figures hold.

As of 2020-11-03: all 21 of 2019 started, 9 completed (7 a month before), 4 accepted; 2 of the 45 of
2020 started (1 a month before), 6 more tendered, 9 more prepared.
"""

from dataclasses import dataclass
from datetime import date

D = date.fromisoformat


@dataclass(frozen=True, slots=True)
class Life:
    """The days of a project; None has not happened by the end of the story.

    Attributes:
      exit: ``居民否决`` or ``调换``, with its day.
      trouble: what a return remarks while the works rest, from and to which day.
    """

    place: str
    start: date | None = None
    completion: date | None = None
    acceptance: date | None = None
    exit: tuple[str, date] | None = None
    trouble: tuple[str, date, date] | None = None


def _life(place: str, start: str, completion: str = "", acceptance: str = "") -> Life:
    return Life(
        place,
        D(start),
        D(completion) if completion else None,
        D(acceptance) if acceptance else None,
    )


COHORT_2019 = (
    _life("hanbin", "2019-08-20", "2020-04-15", "2020-06-18"),
    _life("shiquan", "2019-09-06", "2020-04-28", "2020-06-30"),
    _life("hanbin", "2019-09-17", "2020-05-22", "2020-08-14"),
    _life("xunyang", "2019-10-11", "2020-06-19", "2020-09-25"),
    _life("hanyin", "2019-10-22", "2020-08-01", "2020-11-18"),
    _life("gaoxin", "2019-11-05", "2020-08-26", "2020-11-27"),
    _life("ningshan", "2019-11-18", "2020-09-24", "2020-12-08"),
    _life("pingli", "2019-11-27", "2020-10-21", "2020-12-22"),
    _life("baihe", "2019-12-05", "2020-10-21", "2020-12-29"),
    _life("hanbin", "2019-12-12", "2020-11-20", "2021-01-22"),
    _life("xunyang", "2020-03-18", "2020-11-28", "2021-01-28"),
    _life("shiquan", "2020-03-20", "2020-12-10", "2021-02-26"),
    _life("ziyang", "2020-03-26", "2020-12-18"),
    _life("hanbin", "2020-04-02", "2020-12-22", "2021-03-12"),
    _life("pingli", "2020-04-09", "2020-12-25", "2021-03-18"),
    _life("hanyin", "2020-04-16", "2020-12-28", "2021-03-30"),
    _life("hanbin", "2020-04-27", "2020-12-30"),
    _life("xunyang", "2020-05-12", "2021-02-05"),
    Life(
        "langao",
        D("2020-05-20"),
        D("2021-03-12"),
        trouble=("停工：供气管线迁改未完成", D("2020-10-15"), D("2020-12-06")),
    ),
    Life(
        "hanbin",
        D("2020-06-03"),
        D("2021-03-26"),
        trouble=("停工：违建拆除受阻", D("2020-10-09"), D("2020-11-30")),
    ),
    Life(
        "ziyang", D("2020-06-16"), trouble=("停工：违建拆除受阻", D("2020-09-30"), D("2021-02-28"))
    ),
)

COHORT_2020 = (
    _life("shiquan", "2020-10-29"),
    _life("shiquan", "2020-11-25"),
    _life("shiquan", "2020-12-08"),
    _life("shiquan", "2020-12-24"),
    _life("hanyin", "2020-09-21", "2021-03-24"),
    _life("hanyin", "2020-11-19"),
    _life("hanyin", "2020-12-10"),
    _life("hanyin", "2020-12-21"),
    _life("hanyin", "2021-03-05"),
    _life("pingli", "2020-11-04"),
    _life("pingli", "2020-12-15"),
    _life("pingli", "2021-03-10"),
    _life("xunyang", "2020-12-04"),
    _life("xunyang", "2020-12-11"),
    _life("xunyang", "2020-12-18"),
    _life("xunyang", "2020-12-28"),
    _life("xunyang", "2021-03-16"),
    _life("hanbin", "2020-11-16"),
    _life("hanbin", "2020-11-24"),
    _life("hanbin", "2020-12-07"),
    _life("hanbin", "2020-12-09"),
    _life("hanbin", "2020-12-14"),
    _life("hanbin", "2020-12-16"),
    _life("hanbin", "2020-12-21"),
    _life("hanbin", "2020-12-25"),
    _life("hanbin", "2020-12-30"),
    _life("hanbin", "2021-03-02"),
    _life("hanbin", "2021-03-22"),
    _life("ziyang", "2020-12-22"),
    _life("ziyang", "2020-12-29"),
    _life("ziyang", "2021-03-18"),
    Life("ziyang", exit=("居民否决", D("2020-12-18"))),
    Life("ziyang"),
    _life("ningshan", "2020-12-03"),
    _life("ningshan", "2020-12-17"),
    Life("ningshan", exit=("调换", D("2020-12-09"))),
    _life("langao", "2021-03-08"),
    _life("langao", "2021-03-11"),
    Life("langao"),
    _life("gaoxin", "2020-12-02"),
    _life("gaoxin", "2020-12-23"),
    _life("baihe", "2020-12-26"),
    Life("baihe"),
    _life("hengkou", "2020-12-30"),
    _life("zhenping", "2021-03-03"),
)
SWAPPED_IN = _life("ningshan", "2020-12-28")  # takes the place of the one that was swapped out

# Projects applied for and not approved in 2020; the first of 宁陕 is the one swapped in later.
NOT_APPROVED_2020 = {
    "hanbin": 6,
    "xunyang": 3,
    "hanyin": 2,
    "ziyang": 3,
    "shiquan": 2,
    "pingli": 2,
    "ningshan": 1,
    "langao": 2,
    "gaoxin": 1,
    "baihe": 1,
    "hengkou": 1,
}
APPLIED_2021 = {
    "hanbin": 16,
    "xunyang": 9,
    "hanyin": 8,
    "ziyang": 7,
    "shiquan": 6,
    "pingli": 6,
    "ningshan": 5,
    "langao": 5,
    "baihe": 4,
    "gaoxin": 3,
    "zhenping": 2,
    "hengkou": 1,
}
JOINT_2021 = ("hanbin", "hanbin", "xunyang")  # one project, two communities
HELD_BACK_2021 = ("hanbin", "hanbin", "ziyang", "xunyang", "langao", "baihe", "hanyin", "gaoxin")
STARTED_2021 = {"shiquan": D("2021-03-15"), "ningshan": D("2021-03-19"), "hanbin": D("2021-03-29")}

# Tendered by 2020-11-03 without having started; and prepared by then without a tender.
TENDERED_BY_NOVEMBER = {
    ("shiquan", D("2020-11-25")): D("2020-10-13"),
    ("hanyin", D("2020-11-19")): D("2020-10-16"),
    ("pingli", D("2020-11-04")): D("2020-10-12"),
    ("xunyang", D("2020-12-04")): D("2020-10-26"),
    ("hanbin", D("2020-11-16")): D("2020-10-26"),
    ("hanbin", D("2020-11-24")): D("2020-10-26"),
}
# The scheme and the tender of the one whose first start was none, and of the one swapped in.
READY = {
    ("langao", D("2021-03-08")): (D("2020-11-26"), D("2020-12-18")),
    ("ningshan", D("2020-12-28")): (D("2020-12-14"), D("2020-12-22")),
}
PREPARED_BY_NOVEMBER = (D("2020-12-02"), D("2020-12-15"))  # who starts between these two days

# Share of the planned investment that had arrived by 2020-11-03, in per mille.
RECEIVED_BY_NOVEMBER = {
    "hengkou": 149,
    "langao": 151,
    "ziyang": 180,
    "baihe": 190,
    "zhenping": 302,
    "ningshan": 354,
    "xunyang": 383,
    "pingli": 421,
    "hanbin": 462,
    "hanyin": 487,
    "gaoxin": 504,
    "shiquan": 556,
}
MONEY_WON = 510_000_000  # 元: central and provincial money of 2019–2020, all arrived by 2020-12-31


@dataclass(frozen=True, slots=True)
class Slip:
    """A day that returns said otherwise, from one month to another; None says that nothing was said.

    Attributes:
      which: the project's place in its cohort above.
      step: ``start`` or ``completion``.
    """

    cohort: int
    which: int
    step: str
    months: tuple[str, ...]
    said: date | None
    remark: str = ""


SLIPS = (
    # The fence was put up in August; works began in September.
    Slip(2020, 4, "start", ("2020-08",), D("2020-08-26")),
    # A ceremony in November; works began in December.
    Slip(2020, 12, "start", ("2020-11",), D("2020-11-20")),
    # Reported for the year's end, found resting on inspection, really begun in March.
    Slip(2020, 36, "start", ("2020-12",), D("2020-12-29")),
    Slip(2019, 4, "completion", ("2020-07", "2020-08"), D("2020-07-24")),
)
REMARKS = {
    (2020, 4, "2020-09"): "开工日期更正：原报为围挡搭设日期",
    (2020, 12, "2020-12"): "开工日期更正：原报为启动仪式日期",
    (2020, 36, "2021-01"): "经现场核查未实质动工，原报开工日期有误",
    (2020, 36, "2021-02"): "经现场核查未实质动工，原报开工日期有误",
    (2020, 36, "2021-03"): "已实质动工，开工日期以本次为准",
    (2019, 4, "2020-09"): "完工日期更正",
}
