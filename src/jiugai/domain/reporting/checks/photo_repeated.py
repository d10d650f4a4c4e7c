"""D13: a photo used twice (照片重复使用): the same picture handed in for another site or month."""

from dataclasses import dataclass

from jiugai.domain.reporting.checks.check import Check, Limits
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    failed,
    not_applicable,
)

BITS = 256


@dataclass(frozen=True, slots=True)
class PhotoMatch:
    """A photo and the most similar one on record (照片比对).

    Attributes:
      distance: bits in which their hashes differ, of 256, best of all windows; None if the photo has
        too little in it to be hashed.
      other: where the other one was handed in: project and month, as a person names them.
    """

    photo: str
    other: str
    distance: int | None


def examine(match: PhotoMatch, limits: Limits) -> Verdict:
    """Refuse a picture that is on record already; both are shown to whoever is asked."""
    if match.distance is None:
        return not_applicable("照片内容太少，无法比对")
    if match.distance > limits["bits"]:
        return PASSED
    return failed(
        f"这张照片与“{match.other}”已交的一张是同一幅画面，指纹 {BITS} 位中只差 {match.distance} 位"
        f"（{limits['bits']} 位以内按同一幅处理）",
        distance=match.distance,
        other=match.other,
    )


CHECK = Check(
    code="photo_repeated",
    number="D13",
    title="照片重复使用",
    answer=Answer.REFUSE,
    formula="与库中照片的指纹（PDQ，含裁剪、镜像、旋转各窗口）相差不超过界限",
    reads="照片与库中最相近的一张",
    base_rate="实测 0 误认；翻拍屏幕、单边裁去四分之一、转动 3 度的看不出来，靠拍摄时的口令防",
    limits={"bits": "256 位中相差多少位以内"},
)
