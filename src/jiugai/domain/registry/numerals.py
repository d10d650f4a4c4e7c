"""Chinese numerals (汉字数字): 十二, 一百零五, 二〇, 九八."""

import re

_DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0, "两": 2, "貳": 2, "參": 3, "陸": 6,
}  # fmt: skip
_PLAIN = str.maketrans(
    {"拾": "十", "佰": "百", "仟": "千", "萬": "万", "億": "亿", "廿": "二十", "卅": "三十"}
)
_D = "[零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸]"
_SECTION = re.compile(
    rf"(?:(?P<thousands>{_D})千)?(?P<gap1>[零〇])?(?:(?P<hundreds>{_D})百)?(?P<gap2>[零〇])?"
    rf"(?:(?P<tens>{_D})?(?P<ten>十))?(?P<ones>{_D})?"
)
RUN = re.compile(rf"(?:{_D}|[十百千万亿拾佰仟萬億廿卅])+")
"""A run of characters that may be a numeral."""


def whole(text: str) -> int | None:
    """Return the number that a numeral says, or None if it is none or says two things.

    ``一百二`` (102 or 120?) and ``三五`` (3 to 5, or 35?) say two things.

    >>> whole("十二"), whole("一百零五"), whole("二〇"), whole("三五")
    (12, 105, 20, None)
    """
    plain = text.translate(_PLAIN)
    if len(plain) > 1 and re.fullmatch(rf"{_D}+", plain):
        return _by_place(plain) if re.search("[零〇○]", plain[1:]) else None
    total = 0
    for sign, scale in (("亿", 100_000_000), ("万", 10_000)):
        head, found, plain = plain.partition(sign) if sign in plain else ("", "", plain)
        if found:
            section = _section(head)
            if not section or (plain and plain[0] not in "零〇" and len(plain) == 1):
                return None
            total += section * scale
    if not plain:
        return total or None
    rest = _section(plain)
    return None if rest is None else total + rest


def year_digits(text: str) -> str | None:
    """Return a year written digit by digit in ASCII: ``一九九八`` → ``1998``, ``九八`` → ``98``."""
    if len(text) not in (2, 4) or any(char not in _DIGITS for char in text):
        return None
    return "".join(str(_DIGITS[char]) for char in text)


def arabic_in(text: str) -> str:
    """Return a text with its numerals in ASCII digits, where they say one number.

    >>> arabic_in("甲字街十二号院")
    '甲字街12号院'
    """
    return RUN.sub(_arabic, text)


def _arabic(match: re.Match[str]) -> str:
    number = whole(match[0])
    return match[0] if number is None else str(number)


def _by_place(text: str) -> int:
    return int("".join(str(_DIGITS[char]) for char in text))


def _section(text: str) -> int | None:
    """Return a number below ten thousand."""
    found = _SECTION.fullmatch(text) if text else None
    if not found:
        return None
    thousands, hundreds = found["thousands"], found["hundreds"]
    if found["ones"] and not found["ten"] and (hundreds or thousands):
        gap = found["gap2"] if hundreds else found["gap1"] or found["gap2"]
        if not gap:
            return None
    tens = _DIGITS[found["tens"]] if found["tens"] else 1 if found["ten"] else 0
    return (
        (_DIGITS[thousands] if thousands else 0) * 1000
        + (_DIGITS[hundreds] if hundreds else 0) * 100
        + tens * 10
        + (_DIGITS[found["ones"]] if found["ones"] else 0)
    )
