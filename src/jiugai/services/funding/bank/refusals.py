"""What is refused when bank and book are compared, each in one sentence (对账的拒绝理由)."""

from datetime import date

from jiugai.domain.findings import Finding


class NoSuchAccount(LookupError):
    """There is no such special account within the actor's reach."""


class BankRefusal:
    """The sentences, by what is refused."""

    @staticmethod
    def account_known() -> Finding:
        """Refuse a second account of a county, or an account number that is another's."""
        return _refused("account_known", "这个县区已经登记了专户，或这个账号已经登记过；请核对")

    @staticmethod
    def account_incomplete() -> Finding:
        """Ask for the bank and the number."""
        return _refused("account_incomplete", "没有写开户行或账号；请照开户许可证写")

    @staticmethod
    def out_of_reach(label: str) -> Finding:
        """Refuse the account of a county that the post does not answer for."""
        return _refused("out_of_reach", f"这个县区的专户不归“{label}”管；请选本辖区的县区")

    @staticmethod
    def statement_known(on: date | None = None) -> Finding:
        """Refuse a statement that is there already."""
        when = f"（{on} 导入）" if on else ""
        return _refused("statement_known", f"这份对账单以前导入过{when}，不必再导")

    @staticmethod
    def nothing_new() -> Finding:
        """Refuse a statement whose lines are all there already."""
        return _refused("nothing_new", "这份对账单的每一行以前都导入过，没有新的")

    @staticmethod
    def serial_changed(serial: str) -> Finding:
        """Refuse a line that the bank told otherwise before."""
        return _refused(
            "serial_changed",
            f"流水号“{serial}”以前导入过，这次的日期或金额不一样；请向银行核实哪一份是对的",
        )

    @staticmethod
    def in_future(on: date, today: date) -> Finding:
        """Refuse a line of a day that is not yet over."""
        return _refused("in_future", f"最后一行写的是 {on}，晚于今天（{today}）；请核对日期")

    @staticmethod
    def matched_meanwhile() -> Finding:
        """Refuse what somebody else matched or took back already."""
        return _refused("matched_meanwhile", "其中有一笔已经对上或已经取消，请刷新后看最新情况")

    @staticmethod
    def not_the_same() -> Finding:
        """Refuse to match two sums that differ."""
        return _refused("not_the_same", "银行和账面的金额不相等，不能算同一笔；请重选")

    @staticmethod
    def own_voucher() -> Finding:
        """Refuse whoever wrote one of the vouchers."""
        return _refused(
            "own_voucher", "其中有您制单的凭证，制单人不确认自己的账与银行相符；请由另一人确认"
        )

    @staticmethod
    def no_pair() -> Finding:
        """Ask for at least one pair."""
        return _refused("no_pair", "没有选要确认的；请先选账面的哪一笔")

    @staticmethod
    def no_reason() -> Finding:
        """Ask for a reason."""
        return _refused("no_reason", "没有写理由；请写明为什么取消，例如“对错了笔”")


def _refused(code: str, message: str) -> Finding:
    return Finding(f"bank.{code}", f"{message}。没有写入任何数据。")
