"""The figures of a return (填报项): what each is called in a file and on a screen, and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from jiugai.domain.quantities import yuan
from jiugai.domain.reporting.checks.series import ProjectReturn, percents
from jiugai.domain.reporting.checks.verdicts import Number


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """One figure that a return tells (填报项).

    Attributes:
      code: the column of a file of returns, and the key in a flag's numbers.
      told: the stored value of it; None if it was not filled in.
      shown: the stored value as people read it.
    """

    code: str
    word: str
    unit: str
    told: Callable[[ProjectReturn], int | None]
    shown: Callable[[int], Number]

    def said(self, value: int) -> str:
        """Return a stored value as a sentence says it: ``1,200.50 元``."""
        shown = self.shown(value)
        grouped = f"{shown:,}" if isinstance(shown, int | Decimal) else shown
        return f"{grouped}{self.unit}"


PLANNED = ToldFigure("planned_households", "计划户数", " 户", lambda r: r.planned_households, int)
STARTED = ToldFigure("started", "开工数", "", lambda r: r.started, int)
COMPLETED = ToldFigure("completed", "完工数", "", lambda r: r.completed, int)
HOUSEHOLDS = ToldFigure("households_done", "完成户数", " 户", lambda r: r.households_done, int)
PROGRESS = ToldFigure("progress_pct", "形象进度", "%", lambda r: r.progress, percents)
INVESTED = ToldFigure("investment_yuan", "累计完成投资", " 元", lambda r: r.invested_fen, yuan)
PAID = ToldFigure("paid_yuan", "累计支付", " 元", lambda r: r.paid_fen, yuan)
PHOTOS = ToldFigure("photos", "照片", " 张", lambda r: r.photos, int)
COMPLAINTS = ToldFigure("complaints", "投诉", " 件", lambda r: r.complaints, int)

RUNNING = (STARTED, COMPLETED, HOUSEHOLDS, PROGRESS, INVESTED, PAID)
"""What runs from the beginning and never falls."""
MONTHLY = (PHOTOS, COMPLAINTS)
"""What is of the month alone."""
EVERY = (PLANNED, *RUNNING, *MONTHLY)
