"""What is refused about published lists, each in one sentence that says what has not happened (拒绝的理由)."""

from jiugai.domain.findings import Finding, Place
from jiugai.domain.registry.characters import quoted


class NoSuchList(LookupError):
    """There is no such list, or no such row, within the actor's reach."""


class InterestRefusal:
    """The sentences, by what is refused."""

    @staticmethod
    def no_number(number: str) -> Finding:
        """Refuse a community that is not on file."""
        return _refused(
            "no_number", f"台账里没有编号“{quoted(number)}”的小区；请核对，一行写一个小区编号"
        )

    @staticmethod
    def not_approved(paper: str) -> Finding:
        """Refuse a batch of which nothing was approved."""
        return _refused(
            "not_approved",
            f"申报批次“{quoted(paper)}”没有获批的小区；请选批复过的一批，或逐行写编号",
        )

    @staticmethod
    def no_batch() -> Finding:
        """Refuse a batch that is not on file."""
        return _refused("no_batch", "没有这一批申报；请刷新后重新选")

    @staticmethod
    def no_kind(word: str, known: str, place: Place) -> Finding:
        """Refuse a kind that the policy does not have."""
        return _refused("no_kind", f"类别写的是“{quoted(word)}”，应为：{known}", place)

    @staticmethod
    def not_sought(name: str, word: str, place: Place) -> Finding:
        """Refuse an offer for what the list does not seek."""
        return _refused(
            "not_sought", f"这份名单没有为“{quoted(name)}”征集{word}；请核对小区和类别", place
        )

    @staticmethod
    def row_withdrawn(name: str, word: str, place: Place) -> Finding:
        """Refuse an offer for a row that was withdrawn."""
        return _refused(
            "row_withdrawn",
            f"“{quoted(name)}”的{word}已从名单撤下，不再收意向；请删去这一行",
            place,
        )

    @staticmethod
    def firm_twice(firm: str, name: str, word: str, place: Place) -> Finding:
        """Refuse one firm twice in a table for one row."""
        return _refused(
            "firm_twice",
            f"“{quoted(firm)}”对“{quoted(name)}”的{word}写了两行，分不清用哪一行；请只留一行",
            place,
        )

    @staticmethod
    def offered_already(firm: str, name: str, word: str, place: Place) -> Finding:
        """Refuse a second offer that is not called a correction."""
        return _refused(
            "offered_already",
            f"“{quoted(firm)}”对“{quoted(name)}”的{word}已经登记过意向；要更正的请写更正理由，"
            "没有变的请删去这一行",
            place,
        )

    @staticmethod
    def no_reason() -> Finding:
        """Refuse a withdrawal without a reason."""
        return _refused("no_reason", "没有写撤下的理由，例如“小区已由原产权单位出资改造”；请补上")

    @staticmethod
    def empty() -> Finding:
        """Refuse a table without rows."""
        return _refused("empty", "表里没有可读的行；请照空表填写，一家企业一个小区一类一行")

    @staticmethod
    def done_meanwhile() -> Finding:
        """Refuse what somebody else has done already."""
        return _refused(
            "done_meanwhile", "这份名单刚才被别人撤下了行或登记了意向，请刷新后看最新情况再办"
        )


def _refused(code: str, message: str, place: Place | None = None) -> Finding:
    return Finding(f"interest.{code}", f"{message}。没有写入任何数据。", place=place or Place())
