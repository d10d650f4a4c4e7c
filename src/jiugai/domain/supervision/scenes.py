"""Before and after of one scene (同一处前后对比): photos that their senders gave one name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiugai.domain.supervision.capture import Shows


@dataclass(frozen=True, slots=True)
class SceneShot:
    """A photo of a named scene (某处的一张照片)."""

    number: str
    scene: str
    shows: Shows
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ScenePair:
    """The first and the last photo of a scene, of different stages (前后对比)."""

    scene: str
    before: SceneShot
    after: SceneShot


_ORDER = tuple(Shows)


def pairs(shots: Iterable[SceneShot]) -> tuple[ScenePair, ...]:
    """Return the scenes that were photographed at two stages, by name.

    The earliest stage stands against the latest; within a stage the first against the last.
    """
    by_scene: dict[str, list[SceneShot]] = defaultdict(list)
    for shot in shots:
        if shot.scene.strip():
            by_scene[_plain(shot.scene)].append(shot)
    found = []
    for mine in by_scene.values():
        mine.sort(key=lambda shot: (_ORDER.index(shot.shows), shot.received_at))
        first, last = mine[0], mine[-1]
        if first.shows is not last.shows:
            found.append(ScenePair(first.scene.strip(), first, last))
    return tuple(sorted(found, key=lambda pair: pair.scene))


def _plain(scene: str) -> str:
    """Return a scene's name without what two senders would write differently."""
    return "".join(scene.split()).casefold()
