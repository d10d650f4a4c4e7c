"""The order in which the city's files arrive (清单), as TOML."""

from collections.abc import Sequence

from demo.make_city.city import Arrival

_HEAD = """\
# 示范城市来文清单：按录入时间排列.
# In which order the files are to be loaded, as if recorded at these moments.
# kind: ledger 台账, correction 补正 (rows that came back, put right), plan 计划 (of the city's office),
# return 月报. effective_on: up to which day a file tells. year: of a ledger, or the cohort of a plan.
# county: the code that the sender bore on that day; 旬阳 is 610928 until 2021-02-03 and 610981 after.
"""


def manifest(city: str, code: str, seed: int, arrivals: Sequence[Arrival]) -> str:
    """Return the manifest of a city's files, which stand in their order."""
    lines = [
        _HEAD,
        f'city = "{city}"',
        f'code = "{code}"',
        f"seed = {seed}",
        'targets = "plans/targets.toml"',
        'moves = "moves.toml"',
        'leaders = "leaders.toml"',
        'book = "book.jsonl"',
        'settlements = "settlements.toml"',
        'schemes = "schemes.toml"',
        'plan_case = "plan_case.toml"',
        'batches = "batches.toml"',
        'debt = "debt.toml"',
        'interest = "interest.toml"',
        'contest = "contest.toml"',
    ]
    for arrival in arrivals:
        lines += ["", "[[file]]", *_entry(arrival)]
    return "\n".join(lines) + "\n"


def _entry(arrival: Arrival) -> list[str]:
    lines = [
        f'path = "{arrival.path}"',
        f'kind = "{arrival.kind}"',
        f'county = "{arrival.county}"',
        f'month = "{arrival.month}"',
        f"year = {arrival.year}",
        f'organisation = "{arrival.organisation}"',
        f"effective_on = {arrival.effective_on.isoformat()}",
        f"recorded_at = {arrival.recorded_at.isoformat()}",
    ]
    if arrival.authority:
        lines.append(f'authority = "{arrival.authority}"')
    if arrival.number:
        lines.append(f'number = "{arrival.number}"')
    if arrival.corrects:
        lines.append("corrects = true")
    return lines
