"""Names that are nearly right (近似名称): 石泉区 for 石泉县, 汉宾区 for 汉滨区."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiugai.domain.bulletins.figures import FigureSet

_COMMON = (
    "老旧小区",
    "住宅小区",
    "改造小区",
    "居民小区",
    "各县区",
    "市县区",
    "个县区",
    "有关县区",
    "该小区",
    "本小区",
)
_SHORTEST = 3
_COUNTY_ENDS = "县区市"
_SITE_ENDS = ("小区", "家属院", "家属楼", "宿舍", "花园", "苑", "院", "楼")


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Words that are one character away from a known name (疑似笔误)."""

    start: int
    end: int
    words: str
    name: str


def near_misses(text: str, figures: FigureSet) -> list[NearMiss]:
    """Return the words of a text that differ from a known name in one character.

    Only stretches that end as a name ends are looked at, and none that is part of a known name.
    """
    known = [name for name in figures.names if len(name) >= _SHORTEST]
    taken = _covered(text, [*known, *_COMMON])
    found: list[NearMiss] = []
    for name in known:
        for start in sorted(_starts(text, name)):
            span = range(start, start + len(name))
            window = text[start : start + len(name)]
            if not taken.intersection(span) and _one_off(window, name):
                found.append(NearMiss(start, start + len(name), window, name))
    return found


def _starts(text: str, name: str) -> set[int]:
    """Return where a name with one wrong character can begin: one of its halves must be right."""
    half = len(name) // 2
    starts = set(_places(text, name[:half]))
    starts |= {at - half for at in _places(text, name[half:])}
    return {at for at in starts if 0 <= at <= len(text) - len(name)}


def _places(text: str, words: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _covered(text: str, names: Iterable[str]) -> set[int]:
    """Return the places of a text that known names take up."""
    taken: set[int] = set()
    for name in names:
        for at in _places(text, name):
            taken |= set(range(at, at + len(name)))
    return taken


def _one_off(window: str, name: str) -> bool:
    """Say whether a window differs from a name in exactly one character, and still looks a name."""
    wrong = [i for i in range(len(name)) if window[i] != name[i]]
    if len(wrong) != 1 or not all("\u4e00" <= char <= "\u9fff" for char in window):
        return False
    at = wrong[0]
    if name[-1] in _COUNTY_ENDS:
        # 石泉区: the stem is right; 汉宾区: the end is right. 石泉的 is neither.
        return window[-1] in _COUNTY_ENDS
    end = next((end for end in _SITE_ENDS if name.endswith(end)), "")
    stem = len(name) - len(end)
    return bool(end) and at < stem and stem >= _SHORTEST
