"""Names of communities (小区名称): one spelling for matching, likeness with its reasons, joined lists.

Two communities of one name are asked about; nothing here ever merges them.
"""

import re
from dataclasses import dataclass

from jiugai.domain.registry import numerals
from jiugai.domain.registry.characters import fold, modern

_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХаеорсух＃", "ABEKMHOPCTYXaeopcyx#")  # Cyrillic as Latin
_MARKS = re.compile(r"[\s·•.,，。、:：;；'\"“”‘’()（）\[\]【】<>《》/\\_*]+")
_BLOCK = re.compile(r"(\d)(?:号楼|楼栋|号栋|#楼|#|座楼|楼(?=$))")
_QUARTERS = re.compile(
    r"职工宿舍|家属宿舍|宿舍区|宿舍楼|宿舍院|宿舍|家属区|家属楼|职工家属院|家属大院|家属院"
)
_ENDING = re.compile(r"(?:住宅小区|生活小区|居民小区|小区|住宅区|生活区)$")
_ORDER = frozenset(
    "0123456789一二三四五六七八九十甲乙丙丁戊己庚辛壬癸东西南北中前后上下左右内外新老旧大小高低正副省市县区ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

SAME_SPELLING, SAME_STEM, ONE_CHARACTER = 1.0, 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are (相似度).

    Attributes:
      score: 1 for one name in two spellings, 0.95 for one stem (``家属院`` and ``宿舍``), 0.8 for
        one character apart, 0 for two names.
      reasons: what differs, in Chinese.
    """

    score: float
    reasons: tuple[str, ...] = ()


def key(name: str) -> str:
    """Return the one spelling under which a name is looked for.

    Width, spaces, punctuation, old characters, ``十二``/``12``, ``幢``/``栋``/``号楼`` do not
    distinguish communities; everything else does.

    >>> key("甲字街 十二号楼") == key("甲字街１２幢")
    True
    """
    text = name if name.isascii() else modern(fold(name))
    text = _MARKS.sub("", text.translate(_LOOKALIKES)).upper()
    return _BLOCK.sub(r"\1栋", numerals.RUN.sub(_digits, text))


def _digits(match: re.Match[str]) -> str:
    number = numerals.whole(match[0])
    return match[0] if number is None else str(number)


def stem(name: str) -> str:
    """Return what a name says without the words that people use for one another.

    ``宿舍`` and ``家属院`` are one, ``小区`` at the end may be left out.
    """
    return stem_of_key(key(name))


def stem_of_key(text: str) -> str:
    """Return the stem of a name whose key is known."""
    short = text
    if "宿舍" in text or "家属" in text:
        short = _QUARTERS.sub("家属院", text)
    if text[-1:] == "区":
        short = _ENDING.sub("", short)
    short = short.removeprefix("原")
    if short.endswith("号院"):
        short = short[:-1]
    return short if len(short) >= 2 else text


def likeness(a: str, b: str) -> Likeness:
    """Compare two names and say in words what differs."""
    key_a, key_b = key(a), key(b)
    if key_a == key_b:
        return Likeness(SAME_SPELLING, _spelling(a, b) or ("标点或字形不同",))
    if stem_of_key(key_a) == stem_of_key(key_b):
        return Likeness(SAME_STEM, (*_spelling(a, b), *_words(key_a, key_b)))
    apart = _one_apart(key_a, key_b)
    return Likeness(ONE_CHARACTER, (apart,)) if apart else Likeness(0.0)


def is_one_apart(key_a: str, key_b: str) -> bool:
    """Say whether two keys differ in one character that is no digit, direction or ordinal."""
    if key_a[0] != key_b[0] and key_a[-1] != key_b[-1]:
        return False
    return bool(_one_apart(key_a, key_b))


def _spelling(a: str, b: str) -> tuple[str, ...]:
    """Return how two spellings of one name differ."""
    if a == b:
        return ("名称相同",)
    reasons = []
    if fold(a) != a or fold(b) != b or re.search(r"\s", a + b):
        reasons.append("全角、半角或空格不同")
    if modern(a) != a or modern(b) != b:
        reasons.append("用了异体字")
    if numerals.arabic_in(a) != a or numerals.arabic_in(b) != b:
        reasons.append("数字写法不同")
    if ("幢" in a) != ("幢" in b) or ("号楼" in a) != ("号楼" in b):
        reasons.append("“栋”“幢”“号楼”写法不同")
    return tuple(reasons)


def _words(key_a: str, key_b: str) -> tuple[str, ...]:
    reasons = []
    found_a, found_b = _QUARTERS.search(key_a), _QUARTERS.search(key_b)
    if found_a and found_b and found_a[0] != found_b[0]:
        reasons.append(f"“{found_a[0]}”与“{found_b[0]}”")
    if bool(_ENDING.search(key_a)) != bool(_ENDING.search(key_b)):
        reasons.append("有无“小区”二字")
    return tuple(reasons) or ("用词不同",)


def _one_apart(a: str, b: str) -> str:
    """Return how two names of four characters and more differ in just one, or nothing.

    A digit, a direction or an ordinal makes another community, never another spelling.
    """
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 4 or len(long) - len(short) > 1:
        return ""
    head = 0
    while head < len(short) and short[head] == long[head]:
        head += 1
    if len(short) == len(long):
        odd = {short[head], long[head]}
        same = short[head + 1 :] == long[head + 1 :]
        return f"一字之差“{a[head]}”与“{b[head]}”" if same and not odd & _ORDER else ""
    same = short[head:] == long[head + 1 :] and long[head] not in _ORDER
    return f"只多一个“{long[head]}”字" if same else ""


# --- Joined lists ------------------------------------------------------------------

_SEPARATORS = re.compile(r"[、，,；;/]+")
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_PART = re.compile(
    r"(?:[0-9０-９]+|[A-Za-z]|[零〇一二三四五六七八九十]+(?=[号栋幢楼排单期区组院座弄巷#＃]))"
    r"[-—~～至0-9]*(?:号楼|号院|号|栋|幢|排|单元|期|区|组|院|座|弄|巷|楼|#|＃)?.*"
)
_COMMUNITY = re.compile(
    r"(?:小区|家属[院区楼]|宿舍[区楼院]?|花园|公寓|大厦|山庄|新村|[苑园城庭居邸湾村楼院栋幢]|号|片区|里|坊)(?:[(（].*)?$"
)
_AND = re.compile(
    r"(?<=小区|家属|属院|属区|属楼|宿舍|花园|公寓|新村|号楼|号院)\s*(?:以及|和|及|与|[&+＋])\s*"
    r"(?=.+(?:小区|家属[院区楼]|宿舍|花园|公寓|新村|[苑园楼院])$)"
)


def joined(name: str) -> tuple[str, ...]:
    """Return the names that a cell joins, or nothing if it holds one name.

    ``、`` separates names but also stands inside one: ``操兵巷1、18号`` is one community.

    >>> joined("甲小区、乙小区"), joined("操兵巷1、18号")
    (('甲小区', '乙小区'), ())
    """
    lines = tuple(line.strip() for line in name.splitlines() if line.strip())
    if len(lines) > 1 and all(len(line) > 2 for line in lines) and is_clear_list(lines):
        return lines
    spaced = tuple(_BRACKETED.sub("", name).split())
    if len(spaced) > 1 and all(_is_whole_name(part) for part in spaced):
        return spaced
    outside = _BRACKETED.sub("", name)
    parts = [part.strip() for part in _SEPARATORS.split(outside) if part.strip()]
    if len(parts) < 2:
        linked = tuple(_AND.split(outside))
        return linked if len(linked) > 1 else ()
    names = [parts[0]]
    for part in parts[1:]:
        if not _PART.fullmatch(part):
            names.append(part)
    return tuple(names) if len(names) > 1 else ()


def _is_whole_name(part: str) -> bool:
    return len(part) > 2 and bool(_COMMUNITY.search(part)) and not _PART.fullmatch(part)


def reads_as_community(text: str) -> bool:
    """Say whether a text ends as the names of communities do: ``小区``, ``家属院``, ``号楼``."""
    return bool(_COMMUNITY.search(text))


def is_clear_list(parts: tuple[str, ...]) -> bool:
    """Say whether each part names a community by itself, so that the cell surely holds several.

    ``戊字街、己字街合院`` may be one courtyard on two streets.
    """
    return all(_COMMUNITY.search(part) for part in parts)
