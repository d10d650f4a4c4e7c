"""What the book refuses, each in one sentence that says what has not happened (拒绝的理由)."""

from collections.abc import Callable
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding
from jiugai.domain.funding.book.steps import MOVES, MoneyStep
from jiugai.domain.funding.book.vouchers import Voucher
from jiugai.domain.quantities import yuan
from jiugai.storage.funding import book


class NoSuchVoucher(LookupError):
    """There is no such voucher or posting within the actor's reach."""


class BookRefusal:
    """The sentences, by what is refused."""

    @staticmethod
    def overdrawn(told: Voucher) -> Finding:
        """Refuse what would take more from an account than lies in it."""
        sources = "、".join(source.word for source, _ in MOVES[told.step]) or "原分录的账户"
        return _refused(
            "overdrawn",
            f"{told.step.word} {yuan(told.amount_fen):,} 元，超过“{sources}”里现有的钱；"
            "请核对金额，或先办上一环节（先下达、后占用、再拨付支付）",
        )

    @staticmethod
    def period_closed(told: Voucher) -> Finding:
        """Refuse what would be posted in a closed month."""
        return _refused(
            "period_closed",
            f"{told.on:%Y 年 %m 月}的账刚刚结了，已结的期间不再打开；请刷新后再记，会记入当期并注明“以前期间调整”",
        )

    @staticmethod
    def done_meanwhile(_told: Voucher | None = None) -> Finding:
        """Refuse what somebody else has done already."""
        return _refused(
            "done_meanwhile", "这张凭证已经被别人记账、退回或冲销，不能再办；请刷新后看最新情况"
        )

    @staticmethod
    def earmark_crossed(_told: Voucher | None = None) -> Finding:
        """Refuse what would move one earmark's money into another's account."""
        return _refused(
            "earmark_crossed",
            "这笔钱要从一项专款动到另一项专款的账户里；专款专用，请按各自的专款分别制单",
        )

    @staticmethod
    def own_voucher() -> Finding:
        """Refuse the check of one's own voucher."""
        return _refused(
            "own_voucher", "这张凭证是您、您代办的人或代您办的人制的，须由没有经手的人复核"
        )

    @staticmethod
    def no_reason() -> Finding:
        """Ask for a reason."""
        return _refused("no_reason", "没有写理由；请写明为什么，例如“金额与回单不符”")

    @staticmethod
    def no_paper() -> Finding:
        """Ask for the paper behind a reversal."""
        return _refused("no_paper", "没有写依据；请写文号或单号，例如“更正通知单 2020-7 号”")

    @staticmethod
    def no_earmark() -> Finding:
        """Refuse a voucher of an earmark that is not on file."""
        return _refused("no_earmark", "没有这项专款；请先按下达文号登记专款")

    @staticmethod
    def no_county(code: str) -> Finding:
        """Refuse a code that is no division."""
        return _refused("no_county", f"没有代码是“{code}”的区划；请写县区代码，例如石泉县是 610922")

    @staticmethod
    def no_project(number: str) -> Finding:
        """Refuse a project that is not on file."""
        return _refused("no_project", f"没有公开编号是“{number}”的项目；请照项目页上的编号写")

    @staticmethod
    def no_contract(number: str) -> Finding:
        """Refuse a contract that is not on file."""
        return _refused("no_contract", f"这个项目没有编号是“{number}”的合同；请先登记合同")

    @staticmethod
    def contract_known(number: str) -> Finding:
        """Refuse a contract that the project has already."""
        return _refused("contract_known", f"这个项目已经有编号是“{number}”的合同；请核对编号")

    @staticmethod
    def no_price() -> Finding:
        """Refuse a contract without a price."""
        return _refused("no_price", "合同价应大于 0，例如 1200000.00；请照合同写")

    @staticmethod
    def signed_in_future(on: date, today: date) -> Finding:
        """Refuse a contract that is not signed yet."""
        return _refused(
            "signed_in_future", f"签订日期写的是 {on}，晚于今天（{today}）；请签订后再登记"
        )

    @staticmethod
    def key_reused(key: str) -> Finding:
        """Refuse a key that came with another content before."""
        return _refused("key_reused", f"编号“{key}”以前记过另一笔内容；请换一个编号")

    @staticmethod
    def form_reused() -> Finding:
        """Refuse a form that was sent before with another content."""
        return _refused(
            "form_reused",
            "这张表单刚才已经交过一次，内容不一样；请先看记下了没有，要另记的请重新打开一张",
        )

    @staticmethod
    def contract_elsewhere() -> Finding:
        """Refuse a payment on another project's contract."""
        return _refused(
            "contract_elsewhere", "所选合同不是这个项目的；请核对项目，或先为本项目登记合同"
        )

    @staticmethod
    def project_too_early(step: MoneyStep) -> Finding:
        """Refuse a project where the step knows none."""
        return _refused(
            "project_too_early", f"“{step.word}”这一环节还不落到项目；请去掉项目，下达时再选"
        )

    @staticmethod
    def out_of_reach(label: str) -> Finding:
        """Refuse the book of a county that the post does not answer for."""
        return _refused(
            "out_of_reach",
            f"这一笔写的县区不归“{label}”管；请改成本辖区的县区，或请该县区财政、市财政办理",
        )

    @staticmethod
    def project_elsewhere() -> Finding:
        """Refuse a county's money for another county's project."""
        return _refused(
            "project_elsewhere", "所选项目不是这个县区的；请核对县区，或改选本县区的项目"
        )

    @staticmethod
    def reversal_of_reversal() -> Finding:
        """Refuse to undo an undoing."""
        return _refused("reversal_of_reversal", "冲销不能再冲销；请按原业务重新制单")


class CloseRefusal:
    """Why a month's book is not closed."""

    @staticmethod
    def not_over(month: Month) -> Finding:
        """Refuse to close a month that is not over."""
        return _refused("month_not_over", f"{month.in_prose}还没有过完，不能结账；请到下月再结")

    @staticmethod
    def closed(month: Month) -> Finding:
        """Refuse to close twice."""
        return _refused("month_closed", f"{month.in_prose}或更晚的月份已经结过账，不必再结")

    @staticmethod
    def waiting(month: Month, count: int) -> Finding:
        """Refuse while vouchers of the month wait."""
        return _refused(
            "vouchers_waiting",
            f"{month.in_prose}为止还有 {count} 张凭证没有复核；请先记账或退回，再结账",
        )


REFUSALS: dict[type[Exception], Callable[[Voucher], Finding]] = {
    book.Overdrawn: BookRefusal.overdrawn,
    book.PeriodClosed: BookRefusal.period_closed,
    book.PostedMeanwhile: BookRefusal.done_meanwhile,
    book.EarmarkCrossed: BookRefusal.earmark_crossed,
}


def _refused(code: str, message: str) -> Finding:
    return Finding(f"book.{code}", f"{message}。没有写入任何数据。")
