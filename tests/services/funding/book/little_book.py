"""A little book: two earmarks of a city with two counties, who writes vouchers and who posts them."""

from dataclasses import dataclass
from datetime import date

from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.book.vouchers import Voucher
from jiugai.domain.funding.sources import Source
from jiugai.services.actor import Actor, PostKind
from jiugai.services.funding.book.writing import BookDone, post_voucher, write_voucher
from jiugai.storage.funding import book
from jiugai.storage.programme.models import Project
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import City, appoint

TODAY = date(2020, 11, 3)
OCTOBER = date(2020, 10, 9)


@dataclass(frozen=True, slots=True)
class LittleBook:
    """``maker`` and ``checker`` are of the city's finance, ``county_maker`` of 石泉县's."""

    city: City
    maker: Actor
    checker: Actor
    county_maker: Actor
    county_checker: Actor
    earmark: int
    other: int
    project: int
    contract: int

    def voucher(self, step: MoneyStep, fen: int, **told: object) -> Voucher:
        """Return a voucher of 石泉县's earmark with all that its step asks for."""
        given: dict[str, object] = {
            "step": step,
            "earmark": self.earmark,
            "county": self.city.shiquan,
            "amount_fen": fen,
            "on": OCTOBER,
            "paper": "安财建〔2020〕12号",
        }
        if step not in (MoneyStep.GRANT, MoneyStep.ASSIGN, MoneyStep.FUND, MoneyStep.HAND_BACK):
            given["project"] = self.project
        if step not in (*_WITHOUT_CONTRACT,):
            given["contract"] = self.contract
        return Voucher(**(given | told))  # type: ignore[arg-type]  the test says what it means

    def book(self, step: MoneyStep, fen: int, **told: object) -> BookDone:
        """Write a voucher and have it posted by the other."""
        written = write_voucher(self.voucher(step, fen, **told), actor=self.maker, today=TODAY)
        assert written.id is not None, written.findings
        return post_voucher(written.id, actor=self.checker, today=TODAY)


_WITHOUT_CONTRACT = (
    MoneyStep.GRANT,
    MoneyStep.ASSIGN,
    MoneyStep.ALLOT,
    MoneyStep.FUND,
    MoneyStep.WITHDRAW,
    MoneyStep.HAND_BACK,
)


def open_book(city: City) -> LittleBook:
    """Appoint the finance officers and enter two earmarks, a project and its contract."""
    finance, county = "安康市财政局", "石泉县财政局"
    maker = appoint(city, "maker", PostKind.FINANCE, finance, city.ankang)
    checker = appoint(city, "checker", PostKind.FINANCE, finance, city.ankang)
    with unit_of_work(verb="tests.book", user_id=0, post_id=0) as act:
        project = Project.objects.create(
            act=act, public_id="P-BOOK-1", county_id=city.shiquan, name="向阳小区改造"
        )
        earmarks = [
            book.earmark(
                act, source=Source.CENTRAL_SUBSIDY, paper=paper, year=2020, name="中央补助"
            )
            for paper in ("财综〔2020〕1号", "财综〔2020〕2号")
        ]
        contract = book.contract(
            act,
            project_id=project.pk,
            number="HT-2020-01",
            payee="安康建工",
            amount_fen=100_000_000,
            signed_on=date(2020, 3, 1),
        )
    return LittleBook(
        city=city,
        maker=maker,
        checker=checker,
        county_maker=appoint(city, "county_maker", PostKind.FINANCE, county, city.shiquan),
        county_checker=appoint(city, "county_checker", PostKind.FINANCE, county, city.shiquan),
        earmark=earmarks[0],
        other=earmarks[1],
        project=project.pk,
        contract=contract,
    )
