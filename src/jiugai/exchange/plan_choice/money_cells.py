"""Columns of money of the choice (比选表的金额列): the unit stands in the heading, or it is not read."""

from collections.abc import Callable, Iterable

from jiugai.domain.registry.characters import fold, quoted
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainRow, PlainTable, heading
from jiugai.exchange.strict_table import Sought, StrictTable

_UNITS = (("yuan", "元", 2, 100), ("wan_yuan", "万元", 6, 1_000_000))


def fen(decimals: int, per_unit: int, example: str, *, above_zero: bool) -> Callable[[str], int]:
    """Return a reader of an amount in one unit as whole 分."""
    read = cells.number(example, decimals=decimals, above_zero=above_zero)

    def amount(text: str) -> int:
        return int(read(text) * per_unit)

    return amount


def money_columns(
    code: str, words: Iterable[str], word: str, *, above_zero: bool, needed: bool = False
) -> list[Sought]:
    """Return the columns under which an amount may stand: ``B01_yuan``, ``供水(元)``, ``供水(万元)``.

    :param words: the code and the names that may head it.
    """
    found = []
    for suffix, unit, decimals, per_unit in _UNITS:
        heads = [f"{each}_{suffix}" for each in words] + [f"{each}({unit})" for each in words]
        example = "350000" if unit == "元" else "35"
        read = fen(decimals, per_unit, example, above_zero=above_zero)
        found.append(Sought(code, word, tuple(dict.fromkeys(heads)), read, needed))
    return found


def refuse_without_unit(table: PlainTable, reading: StrictTable, words: Iterable[str]) -> None:
    """Refuse a heading that names an amount without its unit: nobody can tell 元 from 万元."""
    bare = {heading(word): word for word in words}
    for n, head in enumerate(table.heads):
        word = bare.get(head)
        if word is not None:
            message = (
                f"“{quoted(head)}”列没有写单位，不知道是元还是万元；"
                f"请把表头改成“{word}(元)”或“{word}(万元)”。"
            )
            reading.refuse("choice.no_unit", message, table.place(PlainRow(1, ()), n))


def whole_number(least: int, most: int, example: str) -> Callable[[str], int]:
    """Return a reader of a whole number within bounds."""

    def read(text: str) -> int:
        found = cells.plain_number(text, 0)
        if found is None or not least <= found <= most:
            raise cells.Unread(f"应为 {least} 到 {most} 的整数，例如 {example}")
        return int(found)

    return read


def names(text: str) -> tuple[str, ...]:
    """Read a list of names, parted by 、 or ; or |."""
    folded = fold(text)
    for mark in ("、", "|", ",", "，"):
        folded = folded.replace(mark, ";")
    return tuple(dict.fromkeys(part.strip() for part in folded.split(";") if part.strip()))
