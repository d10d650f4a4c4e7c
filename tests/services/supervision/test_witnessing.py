"""What others than the county saw: photos and complaints reach the checks of its return."""

from datetime import date, timedelta

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.services.facts import horizon
from jiugai.services.reach import as_officer
from jiugai.services.reporting.board import board
from jiugai.services.reporting.doubts import examining
from jiugai.services.reporting.doubts.project_months import city_months
from jiugai.services.supervision.evidence import grading
from jiugai.services.supervision.evidence.grading import COMPLAINT, TraceDraft
from jiugai.services.supervision.evidence.witnessing import witnessed
from tests.services.little_city import LittleCity, a_return, send
from tests.services.supervision.site_photos import DAY, enter_photo, site_named

HOME = "金州家属院"
NOVEMBER, JANUARY = Month(2020, 11), Month(2021, 1)
RESTING = (  # begun in October, 3 of 300 万元 invested, nothing paid
    "金州家属院,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-01,2020-10-12,,{},120,0,0",
)


def complain(little: LittleCity) -> None:
    draft = TraceDraft(site_named(HOME, little.filer), Step.START, COMPLAINT, DAY, "没有人施工")
    assert not grading.record_trace(draft, actor=little.clerk, today=DAY)


def of_home(little: LittleCity, month: Month) -> list[tuple[Month, int | None, int | None]]:
    site = site_named(HOME, little.filer)
    project = str(board(horizon(DAY)).sites[site].site.project_id)
    (series,) = [
        one for one in city_months(horizon(month.last_day), ask=witnessed) if one.project == project
    ]
    return [(told.month, told.photos, told.complaints) for told in series]


class TestTheMonths:
    def test_hold_photos_that_count_and_complaints_that_stand(self, little: LittleCity) -> None:
        send(
            a_return([RESTING[0].format(50)], day=date(2020, 11, 30), name="十一月.csv"),
            actor=little.filer,
        )
        like = enter_photo(HOME, little.filer)
        enter_photo(HOME, little.filer, seed=1, like=like)
        complain(little)

        october, november = of_home(little, NOVEMBER)[-2:]
        assert october == (Month(2020, 10), None, None), "nobody had looked yet"
        assert november == (NOVEMBER, 1, 1), "one that looks like another is not yet one more"

    def test_are_the_same_for_whoever_asks(self, little: LittleCity) -> None:
        enter_photo(HOME, little.filer)
        found = []
        for actor in (little.filer, little.clerk, little.sibling):
            with as_officer(actor):
                found.append(city_months(horizon(NOVEMBER.last_day), ask=witnessed))

        assert found[0] == found[1] == found[2]


class TestAFalseStart:
    def test_is_found_once_photos_are_kept_and_it_has_none(self, little: LittleCity) -> None:
        for month, money in ((11, 3), (12, 4), (13, 5)):
            day = Month(2020 + month // 13, (month - 1) % 12 + 1).last_day
            content = RESTING[0].replace("2020-10-12", "2020-11-02").format(money)
            send(a_return([content], day=day, name=f"{month}.csv"), actor=little.filer)
        enter_photo("河街小区", little.xunyang_filer)  # elsewhere photos are taken

        def doubted(ask: object) -> list[str]:
            (one,) = examining.look(
                horizon(JANUARY.last_day),
                [little.divisions.shiquan],
                today=JANUARY.last_day + timedelta(days=2),
                ask=ask,  # type: ignore[arg-type]  # either of two
            )
            return [doubt.check for doubt in one.found]

        assert "false_start" in doubted(witnessed)
        assert "false_start" not in doubted(examining.nobody)
