"""The tree of divisions as it stood on a day."""

from datetime import date

from jiugai.domain.divisions import Level
from jiugai.storage.divisions import queries
from jiugai.storage.divisions.models import Version
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import XUNYANG_BECOMES_A_CITY, City

BEFORE, AFTER = date(2020, 11, 3), XUNYANG_BECOMES_A_CITY


class TestBelow:
    def test_returns_each_followed_by_its_own_by_code(self, city: City):
        names = [row.name for row in queries.below(city.ankang, day=BEFORE)]

        assert names == ["安康高新区", "汉滨区", "石泉县", "城关镇", "北街社区", "旬阳县"]

    def test_calls_them_as_on_the_day(self, city: City):
        def called(day: date) -> set[str]:
            return {row.name for row in queries.below(city.ankang, day=day)} & {"旬阳县", "旬阳市"}

        assert called(BEFORE) == {"旬阳县"}
        assert called(AFTER) == {"旬阳市"}

    def test_goes_down_to_the_level_asked(self, city: City):
        levels = {row.level for row in queries.below(city.ankang, day=BEFORE, to=Level.COUNTY)}

        assert levels == {Level.COUNTY}

    def test_follows_a_street_that_moves_to_another_county(self, city: City):
        with unit_of_work(verb="divisions.change", user_id=0, post_id=0) as act:
            Version.objects.create(
                act=act,
                effective_on=AFTER,
                division_id=city.chengguan,
                code="610902100",
                name="城关镇",
                parent_id=city.hanbin,
            )

        def under(county: int, day: date) -> list[int]:
            return [row.id for row in queries.below(county, day=day)]

        assert under(city.shiquan, BEFORE) == under(city.hanbin, AFTER)
        assert under(city.shiquan, AFTER) == []

    def test_leaves_out_what_is_abolished_and_all_below_it(self, city: City):
        with unit_of_work(verb="divisions.change", user_id=0, post_id=0) as act:
            Version.objects.create(
                act=act,
                effective_on=AFTER,
                division_id=city.chengguan,
                code="610922100",
                name="城关镇",
                parent_id=city.shiquan,
                abolished=True,
            )

        assert queries.below(city.shiquan, day=AFTER) == ()

    def test_asks_once(self, city: City, django_assert_num_queries):
        with django_assert_num_queries(1):
            queries.below(city.shaanxi, day=BEFORE)
