"""A deputy is not offered what the database would refuse him, and reads who is to do it instead."""

from jiugai.domain.supervision.orders.deeds import DeedKind
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.test_delegating import answered, do, named
from tests.web.reading import page_of


class TestAnOrder:
    def test_is_closed_by_whom_the_page_names(self, little: LittleCity) -> None:
        order = answered(little, little.filer)
        do(order, DeedKind.PASS, little.clerk, little)
        browser = browser_of(little.head)
        before = page_of(browser.get(f"/orders/{order}/")).select_one(".doing")
        named(little.clerk, little.head)

        after = page_of(browser.get(f"/orders/{order}/")).select_one(".doing")
        assert "销号" in [one.get_text() for one in before.select("summary")]
        assert "销号" not in [one.get_text() for one in after.select("summary")]
        assert "“销号”须由没有代他办的交办单位的另一人办理" in after.get_text()
