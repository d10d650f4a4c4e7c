"""Projects as honest counties file them: S-curves, winters, late entries, rounding habits."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

FIRST_YEAR, FIRST_MONTH = 2019, 5


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One project's line of one month, as `jiugai check-returns` reads it.

    Units: households and counts as such, progress in points of 100, money in yuan, cumulative;
    photos and complaints of the month alone.
    """

    county: str
    project: str
    month: str
    planned_households: int
    started: int
    completed: int
    households_done: int
    progress_pct: int
    investment_yuan: int
    paid_yuan: int
    photos: int
    complaints: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Habits:
    """How an honest county files: rounding step in points, share of late entries, complaints."""

    rounding: int
    late: float
    declares_stops: float
    complaints: float
    photos: float


@dataclass(slots=True)
class Life:
    """A project as it truly goes; every list has one value per month."""

    households: int
    budget: int
    start: int
    progress: list[float]
    stopped: list[bool]
    paid: list[int]
    photos: list[int]
    complaints: list[int]


def month_name(number: int) -> str:
    """Return a month as 2019-05, counted from the first as 0."""
    index = FIRST_MONTH - 1 + number
    return f"{FIRST_YEAR + index // 12}-{index % 12 + 1:02d}"


def calendar_month(number: int) -> int:
    return (FIRST_MONTH - 1 + number) % 12 + 1


def honest_habits(dice: random.Random, noise: float) -> Habits:
    return Habits(
        rounding=dice.choice((1, 1, 5, 5, 10) if noise <= 1 else (1, 5, 5, 10, 10)),
        late=0.03 * noise * dice.uniform(0.3, 1.7),
        declares_stops=1 - 0.15 * noise * dice.random(),
        complaints=dice.uniform(0.15, 0.8),
        photos=dice.uniform(2.0, 5.0),
    )


def true_life(dice: random.Random, habits: Habits, noise: float, months: int) -> Life:
    households = dice.randint(30, 600)
    budget = households * dice.randint(12_000, 36_000)
    start = dice.randint(0, max(1, months - 6))
    steps = list(_pace(dice, start, dice.randint(5, 14), noise, months))
    progress, stopped, done = [], [], 0.0
    for gain, halt in steps:
        done = min(100.0, done + gain)
        progress.append(done)
        stopped.append(halt)
    gains = [b - a for a, b in zip([0.0, *progress], progress, strict=False)]
    working = [start <= m and progress[m] > 0 and gains[m] > 0 for m in range(months)]
    photos = [
        poisson(dice, habits.photos + 0.25 * gains[m]) if working[m] else poisson(dice, 0.2)
        for m in range(months)
    ]
    upset = habits.complaints * households / 200
    complaints = [poisson(dice, upset if working[m] else upset / 4) for m in range(months)]
    paid = _payments(dice, budget, start, progress, noise)
    return Life(households, budget, start, progress, stopped, paid, photos, complaints)


def _pace(
    dice: random.Random, start: int, length: int, noise: float, months: int
) -> Iterator[tuple[float, bool]]:
    """Yield each month's gain in points, and whether the site stood still."""
    peak, worked, halted = dice.uniform(0.35, 0.65), 0.0, 0
    for month in range(months):
        if month < start:
            yield 0.0, False
            continue
        if halted == 0 and worked > 0.5 and dice.random() < 0.02 * noise:
            halted = dice.randint(1, 3)
        if halted:
            halted -= 1
            yield 0.0, True
            continue
        winter = calendar_month(month) in (12, 1, 2)
        effort = dice.uniform(0.1, 0.5) if winter else dice.uniform(0.6, 1.4)
        before = _curve(worked / length, peak)
        worked += effort
        yield 100 * (_curve(worked / length, peak) - before), False


def _curve(share: float, peak: float) -> float:
    """Return the share of the works done after a share of their time (an S-curve)."""
    if share >= 1:
        return 1.0
    low = 1 / (1 + math.exp(8 * peak))
    high = 1 / (1 + math.exp(-8 * (1 - peak)))
    return (1 / (1 + math.exp(-8 * (share - peak))) - low) / (high - low)


def _payments(
    dice: random.Random, budget: int, start: int, progress: Sequence[float], noise: float
) -> list[int]:
    advance = dice.choice((0.0, 0.1, 0.2, 0.3)) * budget
    share, lag = dice.uniform(0.6, 0.85), dice.randint(1, 2 + round(noise))
    paid, total = [], 0
    for month, _ in enumerate(progress):
        due = progress[max(0, month - lag)] / 100 * share * budget if month >= lag else 0.0
        if month >= start + dice.randint(0, 1) and progress[month] > 0:
            due = max(due, min(advance, budget))
        if dice.random() < 0.25 * noise:
            due = total
        total = max(total, round(due / 10_000) * 10_000)
        paid.append(total)
    return paid


def poisson(dice: random.Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        count, product = count + 1, product * dice.random()
    return count


def filed_honestly(
    dice: random.Random, key: tuple[str, str], life: Life, habits: Habits, noise: float
) -> list[ReturnLine]:
    """Return what an honest filer writes."""
    lines: list[ReturnLine] = []
    for month, truth in enumerate(life.progress):
        shown = _rounded(truth, habits.rounding)
        late = bool(lines) and 0 < truth < 100 and dice.random() < habits.late
        if lines:
            shown = max(shown, lines[-1].progress_pct)
        cost = life.budget * shown / 100 * dice.uniform(1 - 0.03 * noise, 1 + 0.03 * noise)
        line = line_of(key, life, month, shown, round(cost / 10_000) * 10_000)
        if life.stopped[month] and dice.random() > habits.declares_stops:
            line = replace(line, stopped=0)
        if lines:
            line = replace(
                line, investment_yuan=max(line.investment_yuan, lines[-1].investment_yuan)
            )
        if late:
            line = _repeated(lines[-1], line)
        lines.append(line)
    return lines


def _rounded(value: float, step: int) -> int:
    if value >= 99.9:
        return 100
    shown = int(value / step + 0.5) * step
    return min(99, max(1, shown)) if value > 0 else 0


def line_of(
    key: tuple[str, str], life: Life, month: int, progress: int, investment: int
) -> ReturnLine:
    flats = max(0.0, (progress - 30) / 70)
    return ReturnLine(
        *key,
        month_name(month),
        life.households,
        int(progress > 0),
        int(progress == 100),
        life.households if progress == 100 else int(life.households * flats / 12) * 12,
        progress,
        investment,
        life.paid[month],
        life.photos[month],
        life.complaints[month],
        int(life.stopped[month]),
    )


def _repeated(before: ReturnLine, now: ReturnLine) -> ReturnLine:
    """Return this month's line with last month's cumulative figures."""
    return replace(
        before, month=now.month, photos=now.photos, complaints=now.complaints, stopped=now.stopped
    )
