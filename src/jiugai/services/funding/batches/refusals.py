"""What is refused about batches, each in one sentence that says what has not happened (拒绝的理由)."""

from jiugai.domain.findings import Finding, Place
from jiugai.domain.registry.characters import quoted


class NoSuchBatch(LookupError):
    """There is no such batch within the actor's reach."""


class BatchRefusal:
    """The sentences, by what is refused."""

    @staticmethod
    def no_county(told: str, place: Place) -> Finding:
        """Refuse a row whose county is not one that the officer answers for."""
        return _refused(
            "no_county",
            f"县区写的是“{quoted(told) or '空'}”，不是您辖区内的县区；请写全称，例如“石泉县”",
            place,
        )

    @staticmethod
    def no_community(name: str, count: int, place: Place) -> Finding:
        """Refuse a row whose community is not on file, or could be several."""
        found = f"有 {count} 个同名的" if count else "没有"
        return _refused(
            "no_community",
            f"台账里{found}“{quoted(name)}”；请核对名称，写明街道或小区编号",
            place,
        )

    @staticmethod
    def no_item(code: str, place: Place) -> Finding:
        """Refuse an item that the catalogue does not have."""
        return _refused(
            "no_item",
            f"改造内容编号“{quoted(code)}”不在目录里；请写目录里的编号，例如 B14，不分项的写“未分项”",
            place,
        )

    @staticmethod
    def may_not_pay(because: str, place: Place) -> Finding:
        """Refuse to ask a mouth for what its money may not pay."""
        return _refused("may_not_pay", because.rstrip("。"), place)

    @staticmethod
    def not_in_batch(name: str, item: str, place: Place) -> Finding:
        """Refuse the answer to a line that was not asked."""
        return _refused(
            "not_in_batch",
            f"这一批没有报“{quoted(name)}”的{item}；请核对小区和编号，或删去这一行",
            place,
        )

    @staticmethod
    def answered_twice(name: str, place: Place) -> Finding:
        """Refuse two answers to one line in one paper."""
        return _refused(
            "answered_twice", f"“{quoted(name)}”的同一项批了两行，分不清用哪一行；请只留一行", place
        )

    @staticmethod
    def own_batch() -> Finding:
        """Refuse the confirmation of what one drew up."""
        return _refused("own_batch", "这一批是您、您代办的人或代您办的人拟的，须由没有经手的人复核")

    @staticmethod
    def done_meanwhile() -> Finding:
        """Refuse what somebody else has done already."""
        return _refused(
            "done_meanwhile", "这一批刚才被别人更正、报出或登记了批复，请刷新后看最新情况再办"
        )

    @staticmethod
    def answered_already() -> Finding:
        """Refuse to change an application that was answered."""
        return _refused(
            "answered_already",
            "这一批已经有批复，不能再改申报；批复有变的请更正批复，漏报的请另报一批",
        )

    @staticmethod
    def not_filed() -> Finding:
        """Refuse the answer to what was not filed."""
        return _refused("not_filed", "这一批还没有复核报出，不会有批复；请先由另一人复核")

    @staticmethod
    def not_own() -> Finding:
        """Refuse another office's batch."""
        return _refused("not_own", "这一批是市里报的，由市改造办登记；县区可以看，不能改")

    @staticmethod
    def empty() -> Finding:
        """Refuse a table without rows."""
        return _refused("empty", "表里没有可读的行；请照空表填写，一个小区一项一行")


def _refused(code: str, message: str, place: Place | None = None) -> Finding:
    return Finding(f"batch.{code}", f"{message}。没有写入任何数据。", place=place or Place())
