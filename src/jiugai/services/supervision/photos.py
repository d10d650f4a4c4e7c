"""Photos used again (照片重复使用): an index of a folder's photos, and the search in it; no database.

Each picture is read in a confined process. It computes and writes nothing of the city's; nobody's
permission is needed to compare files that one has.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.supervision.photos import PhotoClaims, PhotoRule, Reuse
from jiugai.exchange.digests import sm3
from jiugai.exchange.file_kind import PICTURES
from jiugai.exchange.photos import index_file
from jiugai.exchange.photos.index_file import Index, Indexed, NotAnIndex
from jiugai.exchange.photos.picture import READER, Picture
from jiugai.exchange.reading_process import Task, run_all
from jiugai.exchange.supervision_policy import photo_rules
from jiugai.exchange.upload_guard import safe_name
from jiugai.exchange.upload_limits import upload_limits

__all__ = [
    "Found",
    "MadeIndex",
    "Match",
    "NotAnIndex",
    "find_photo",
    "in_sentences",
    "index_photos",
    "open_index",
    "to_json",
]

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp"})
"""Files that are taken for photos when a folder is indexed; what they are is looked at all the same."""

Progress = Callable[[int, int, str], None]
"""Told after each photo: how many are done, of how many, and the name of the last."""
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class MadeIndex:
    """An index as it was made (建成的索引).

    Attributes:
      copies: photos of the folder that are one and the same picture, the first indexed of each first.
    """

    path: Path
    photos: int
    copies: tuple[tuple[str, str, int], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A photo of the index that is like the one asked about (相似照片)."""

    name: str
    distance: int
    same_file: bool
    answer: Reuse


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about a photo (照片比对结果); without claims where it could not be read."""

    document: str
    sm3: str
    quality: int | None
    claims: PhotoClaims | None
    matches: tuple[Match, ...]
    searched: int
    findings: tuple[Finding, ...]

    @property
    def answer(self) -> Reuse | None:
        """Return the gravest answer of all matches; None if nothing is like it."""
        return self.matches[0].answer if self.matches else None


def index_photos(
    folder: Path, path: Path, *, add: bool = False, progress: Progress = lambda *_: None
) -> MadeIndex:
    """Index the photos of a folder and those below it, and write the index as a file.

    :param add: keep what the index held before; a photo of the same name is read anew.
    :raises NotAnIndex: if there is a file to add to, and it is no index.
    """
    before = index_file.read_index(path) if add and path.exists() else None
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and f.suffix.lower() in ENDINGS]
    photos: list[Indexed] = []
    prints: list[bytes] = []
    findings: list[Finding] = []
    for start in range(0, len(files), _AT_ONCE):
        for file, digest, found in _read(files[start : start + _AT_ONCE]):
            if isinstance(found, Picture):
                name = file.relative_to(folder).as_posix()
                photos.append(Indexed(name, digest, found.quality))
                prints.append(found.stored)
            else:
                findings.append(found)
            progress(len(photos) + len(findings), len(files), file.name)
    if before is not None:
        _keep_others(before, photos, prints)
    index = index_file.made(photos, prints)
    index_file.write_index(path, index)
    return MadeIndex(path, len(photos), _copies(index), tuple(findings))


def _read(files: Sequence[Path]) -> Iterator[tuple[Path, str, Picture | Finding]]:
    """Yield each file with its digest and what was read of it."""
    limits = upload_limits()
    tasks = []
    for file in files:
        with file.open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
        name = safe_name(file.name)
        tasks.append(Task(READER, content, name, {"document": name}, PICTURES))
    for file, task, answer in zip(files, tasks, run_all(tasks), strict=True):
        read = answer.found
        known = read if isinstance(read, (Picture, Finding)) else _unreadable(task.name)
        yield file, sm3(task.content).hex(), known


def _unreadable(name: str) -> Finding:
    return Finding("photo.unreadable", "照片读不出来，没有编入索引。", place=Place(name))


def _keep_others(before: Index, photos: list[Indexed], prints: list[bytes]) -> None:
    """Put what an index held before the new photos, but for those that were read anew."""
    new = {photo.name for photo in photos}
    many = len(before.prints) // max(len(before.photos), 1)
    kept = [n for n, photo in enumerate(before.photos) if photo.name not in new]
    photos[:0] = [before.photos[n] for n in kept]
    prints[:0] = [before.prints[n * many : (n + 1) * many].astype("<u8").tobytes() for n in kept]


def _copies(index: Index) -> tuple[tuple[str, str, int], ...]:
    """Return the pairs of an index that are one picture, by the prints of the whole pictures."""
    rule = _rule()
    found = []
    for one, other, apart in index.pairs(most=rule.refuse_at_most):
        first, second = index.photos[one], index.photos[other]
        if rule.answer(apart, min(first.quality, second.quality)) is Reuse.REFUSE:
            found.append((first.name, second.name, apart))
    return tuple(found)


def open_index(path: Path) -> Index:
    """Open an index.

    :raises NotAnIndex: if the file is none.
    """
    return index_file.read_index(path)


def find_photo(content: bytes, *, document: str, index: Index, most: int = 20) -> Found:
    """Look for a photo among those of an index.

    :param most: how many matches are told.
    """
    name = safe_name(document)
    digest = sm3(content).hex()
    task = Task(READER, content, name, {"document": name}, PICTURES)
    (answer,) = run_all([task])
    read = answer.found
    if not isinstance(read, Picture):
        finding = read if isinstance(read, Finding) else _unreadable(name)
        return Found(name, digest, None, None, (), 0, (finding,))
    rule = _rule()
    near = index.nearest(index_file.prints_of(read.asked), most=rule.sort_at_most)
    matches = []
    for place, apart in near:
        photo = index.photos[place]
        reuse = rule.answer(apart, min(read.quality, photo.quality))
        same = photo.sm3 == digest
        if reuse is not None:
            matches.append(Match(photo.name, apart, same, Reuse.REFUSE if same else reuse))
    findings = _said(read, matches, rule, name)
    return Found(
        name, digest, read.quality, read.claims, tuple(matches[:most]), len(index.photos), findings
    )


def _said(
    read: Picture, matches: Sequence[Match], rule: PhotoRule, name: str
) -> tuple[Finding, ...]:
    place = Place(name)
    found = []
    if matches and matches[0].answer is Reuse.REFUSE:
        best = matches[0]
        how = "就是同一个文件" if best.same_file else f"指纹只差 {best.distance} 位"
        message = (
            f"与《{best.name}》是同一张照片（{how}），请换一张当时、当地拍的。没有写入任何数据。"
        )
        found.append(Finding("photo.used_before", message, Weight.WARNS, place))
    elif matches and matches[0].answer is Reuse.LOOK:
        best = matches[0]
        message = f"与《{best.name}》很像（指纹差 {best.distance} 位），请人看一眼是不是同一张。"
        found.append(Finding("photo.look", message, Weight.WARNS, place))
    if read.quality < rule.quality_at_least:
        message = f"画面太单调（{read.quality} 分，满分 100），指纹不可靠，不能据此判定重复。"
        found.append(Finding("photo.nothing_to_see", message, Weight.WARNS, place))
    return tuple(found)


def _rule() -> PhotoRule:
    rule = rule_in_force(photo_rules(), NATION, date.max)
    assert rule is not None, "policy/national/photo_reuse.toml has no rule"
    return rule


def to_json(found: Found) -> dict[str, Any]:
    """Return what was found as one JSON document."""
    claims = found.claims
    return {
        "file": found.document,
        "sm3": found.sm3,
        "quality": found.quality,
        "searched": found.searched,
        "answer": found.answer.value if found.answer else None,
        "claims": claims
        and {
            "taken_at": claims.taken_at.isoformat() if claims.taken_at else None,
            "latitude": claims.latitude,
            "longitude": claims.longitude,
            "camera": claims.camera,
        },
        "matches": [
            {
                "path": match.name,
                "distance": match.distance,
                "same_file": match.same_file,
                "answer": match.answer.value,
            }
            for match in found.matches
        ],
        "findings": [
            {"code": f.code, "message": f.message, "weight": f.weight.value} for f in found.findings
        ],
    }


def in_sentences(found: Found) -> list[str]:
    """Return what was found as people read it; the findings come after."""
    lines = [
        f"《{found.document}》与 {found.searched} 张在册照片比对，相像的 {len(found.matches)} 张。"
    ]
    for match in found.matches:
        lines.append(f"  {match.distance:>3} 位  {match.answer.word}  {match.name}")
    claims = found.claims
    if claims and (claims.taken_at or claims.latitude is not None or claims.camera):
        told = [
            str(claims.taken_at) if claims.taken_at else "",
            f"{claims.latitude}, {claims.longitude}" if claims.latitude is not None else "",
            claims.camera,
        ]
        lines.append(f"照片自称：{'；'.join(part for part in told if part)}（只是自称，不作凭据）")
    return lines
