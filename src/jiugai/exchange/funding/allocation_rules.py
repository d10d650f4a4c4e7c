"""Rules of allocation as files (资金分配办法文件): those of ``policy/allocation/`` and an office's own.

A rule that contradicts itself is refused with all of its faults: weights that do not make up the
whole, a factor without a part, a column that nobody knows.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files

from jiugai.domain.findings import Finding, Place
from jiugai.domain.funding.allocation_columns import STANDARD_COLUMNS
from jiugai.domain.funding.allocation_rule import (
    AllocationPart,
    AllocationRule,
    FactorColumn,
    WeightedFactor,
    WhenNobody,
)
from jiugai.domain.quantities import percent
from jiugai.exchange.policy_tables import (
    RULE_FIELDS,
    BadPolicy,
    Table,
    choice,
    flag,
    number,
    read_document,
    share,
    text,
    whole,
    words,
)

MOST_BYTES = 1 << 20
_WHOLE = Fraction(1)
TABLES = (
    Table(
        "rule",
        {
            **RULE_FIELDS,
            "title": text(),
            "when_nobody": choice(WhenNobody).or_else(WhenNobody.REFUSE),
        },
        identity=(),
    ),
    Table(
        "part",
        {
            "word": text(),
            "weight": share().or_else(_WHOLE),
            "times": words().or_else(()),
            "verified": flag().or_else(True),
            "note": text().or_else(""),
        },
        identity=("word",),
    ),
    Table(
        "factor",
        {"of": text(), "column": text(), "weight": share(), "verified": flag().or_else(True)},
        identity=("of", "column"),
    ),
    Table(
        "column",
        {
            "code": text(),
            "word": text(),
            "unit": text().or_else(""),
            "headings": words().or_else(()),
            "step": number().or_else(_WHOLE),
            "decimals": whole(0, 6).or_else(2),
            "above_zero": flag().or_else(False),
        },
        identity=("code",),
    ),
)


@cache
def allocation_rules() -> dict[str, AllocationRule]:
    """Return the rules of the policy floor by the name of their file.

    :raises BadPolicy: if a file is not whole.
    """
    folder = files("jiugai.policy.allocation")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): read_allocation_rule(folder.joinpath(name).read_bytes(), name)
        for name in found
    }


def read_allocation_rule(content: bytes, document: str) -> AllocationRule:
    """Return the rule that a file declares.

    :raises BadPolicy: with every fault of the file.
    """
    if len(content) > MOST_BYTES:
        raise BadPolicy([_fault("文件超过 1 MB，不像一份分配办法。", document)])
    found = read_document(content, document, TABLES)
    if len(found["rule"]) != 1:
        message = f"应有且只有一个 [rule]，读到 {len(found['rule'])} 个。"
        raise BadPolicy([_fault(message, document)])
    own = tuple(FactorColumn(**entry) for entry in found["column"])
    parts = tuple(AllocationPart(**entry) for entry in found["part"])
    factors = tuple(WeightedFactor(**entry) for entry in found["factor"])
    known = {column.code: column for column in (*STANDARD_COLUMNS, *own)}
    faults = [*_faults(parts, factors, own, set(known))]
    if faults:
        raise BadPolicy([_fault(message, document) for message in faults])
    used = {code for one in parts for code in one.times} | {one.column for one in factors}
    columns = tuple(column for code, column in known.items() if code in used)
    return AllocationRule(**found["rule"][0], parts=parts, factors=factors, columns=columns)


def _faults(
    parts: tuple[AllocationPart, ...],
    factors: tuple[WeightedFactor, ...],
    own: tuple[FactorColumn, ...],
    known: set[str],
) -> Iterator[str]:
    known_parts = {part.word: part for part in parts}
    if not parts or not factors:
        yield "至少要有一个 [[part]] 和一个 [[factor]]，不知道按什么分。"
    for part in parts:
        if not any(factor.of == part.word for factor in factors):
            yield f"部分“{part.word}”没有因素 [[factor]]，分不出去。"
        for code in part.times:
            if code not in known:
                yield f"部分“{part.word}”的 times 写了“{code}”，没有这一列；{_columns(known)}"
    for factor in factors:
        if factor.of not in known_parts:
            words = "、".join(known_parts) or "（一个也没有）"
            yield f"因素“{factor.column}”的 of 写了“{factor.of}”，没有这个部分；应为：{words}。"
        if factor.column not in known:
            yield f"因素写了“{factor.column}”，没有这一列；{_columns(known)}"
        if not factor.weight:
            yield f"因素“{factor.column}”的权重是 0，请删去或写明权重。"
    weights = [known_parts[f.of].weight * f.weight for f in factors if f.of in known_parts]
    if len(weights) == len(factors) and factors and sum(weights) != 1:
        said = sum(weights, Fraction(0))
        yield f"各因素权重（部分权重乘因素权重）相加为 {percent(said, 2)}（{said}），应等于 100%。"
    yield from _faults_of_columns(own)


def _faults_of_columns(own: tuple[FactorColumn, ...]) -> Iterator[str]:
    """Refuse a heading that would stand for two columns."""
    every = Counter(("region", "地区"))
    every.update(
        head
        for column in (*STANDARD_COLUMNS, *own)
        for head in {column.code, column.word, *column.headings}
    )
    for column in own:
        twice = [h for h in {column.code, column.word, *column.headings} if every[h] > 1]
        if twice:
            yield f"[[column]] 的“{'、'.join(sorted(twice))}”已是别的列的名称，请换一个。"
        if column.step <= 0:
            yield f"[[column]]“{column.word}”的 step 应大于 0，例如 1。"


def _columns(known: set[str]) -> str:
    return f"可用的列：{'、'.join(sorted(known))}，别的列请用 [[column]] 声明。"


def _fault(message: str, document: str) -> Finding:
    return Finding("funding.rule", message, place=Place(document))
