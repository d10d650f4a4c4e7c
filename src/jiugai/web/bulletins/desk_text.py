"""The clerk's editing text (编辑稿): bound figures under their Chinese names, not their ids.

What is kept and checked are ids, ``{fig:c2020.startrate.communities}``; what the clerk reads and
moves about is ``{2020年批次开工率（按小区数计）4.4%}``. The two are the same text: names are
unique, and a name that was altered is told of like any figure that does not exist.
"""

import re
from collections import Counter

from jiugai.domain.bulletins.document import TOKEN, token
from jiugai.domain.bulletins.figures import FigureSet, Kind

_NAMED = re.compile(r"\{([^{}\n]+)\}")
_BARE = "（不带单位）"


def _names(figures: FigureSet) -> dict[str, str]:
    """Return what each figure is called at the desk, by id; no two alike."""
    seen, names = Counter[str](), dict[str, str]()
    for figure in figures:
        name = figure.shown if figure.kind is Kind.NAME else f"{figure.label} {figure.shown}"
        seen[name] += 1
        names[figure.id] = name if seen[name] == 1 else f"{name} ·{seen[name]}"
    return names


def shown(text: str, figures: FigureSet) -> str:
    """Return kept text as the clerk reads it; also a message that names figures by their ids."""
    names = _names(figures)

    def named(found: re.Match[str]) -> str:
        name = names.get(found[1])
        return found[0] if name is None else f"{{{name}{_BARE if found[2] else ''}}}"

    return TOKEN.sub(named, text)


def kept(text: str, figures: FigureSet) -> str:
    """Return the clerk's text as it is kept; the inverse of ``shown``."""
    ids = {name: id_ for id_, name in _names(figures).items()}

    def bound(found: re.Match[str]) -> str:
        bare = found[1].endswith(_BARE)
        id_ = ids.get(found[1].removesuffix(_BARE))
        return found[0] if id_ is None else token(id_, bare=bare)

    return _NAMED.sub(bound, text)
