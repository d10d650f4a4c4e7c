"""D13b: a photo like another (照片相近): perhaps the same picture, edited; somebody looks at both."""

from jiugai.domain.reporting.checks.check import Check, Limits
from jiugai.domain.reporting.checks.photo_repeated import BITS, PhotoMatch
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    failed,
    not_applicable,
)


def examine(match: PhotoMatch, limits: Limits) -> Verdict:
    """Put a picture beside the one that it resembles, where it is not plainly the same."""
    if match.distance is None:
        return not_applicable("照片内容太少，无法比对")
    if match.distance <= limits["bits_same"]:
        return not_applicable("已按同一幅画面处理")
    if match.distance > limits["bits"]:
        return PASSED
    return failed(
        f"这张照片与“{match.other}”已交的一张很像，指纹 {BITS} 位中差 {match.distance} 位，"
        "可能加了水印或裁过，请并排看两张",
        distance=match.distance,
        other=match.other,
    )


CHECK = Check(
    code="photo_alike",
    number="D13b",
    title="照片相近",
    answer=Answer.LOOK,
    formula="与库中照片的指纹相差在“同一幅”界限以上、“相近”界限以内",
    reads="照片与库中最相近的一张",
    base_rate="实测同一面墙如实补拍的 0 误列",
    limits={"bits_same": "多少位以内已按同一幅处理", "bits": "256 位中相差多少位以内"},
)
