"""Sites given to firms: a firm's desk reaches these alone, from the day on and until the day."""

from datetime import date, timedelta

import pytest

from jiugai.domain.divisions import Scope
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.reach import as_officer
from jiugai.services.supervision.evidence import firms, looking, seeing, taking
from jiugai.services.supervision.evidence.firms import AssignmentDraft, NoSuchSite
from jiugai.services.supervision.evidence.sending import NoSuchPhoto
from jiugai.storage.accounts.queries import organisation_of
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision.models import Assignment
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import (
    AT,
    DAY,
    Phone,
    at_desk,
    firm_of,
    give_site,
    now,
    shot,
    site_named,
)

HOME, OTHER = "金州家属院", "北苑小区"
LATER = DAY + timedelta(days=30)


def reached(firm: Actor, on: date = DAY) -> list[str]:
    actor = at_desk(firm, on)
    with as_officer(actor):
        return [one.name for one in taking.sites_to_photograph(horizon(on), actor=actor).shown]


def ended(
    little: LittleCity, firm: Actor, by: Actor, *, on: date = DAY, said: str = "终止"
) -> list[str]:
    site = site_named(HOME, little.filer)
    found = firms.end(site, organisation_of(firm.post_id), said=said, actor=by, today=on)
    return [finding.code for finding in found]


class TestAFirm:
    def test_reaches_nothing_before_it_is_given_anything(self, little: LittleCity) -> None:
        firm = firm_of(little)

        assert at_desk(firm).scope == Scope()
        assert reached(firm) == []

    def test_reaches_the_given_site_and_nothing_else_of_its_county(
        self, little: LittleCity
    ) -> None:
        firm = firm_of(little)
        assert give_site(HOME, little.filer, firm) == []

        assert reached(firm) == [HOME]
        scope, county = at_desk(firm).scope, little.divisions.shiquan
        assert not scope.covers(county)
        assert not scope.covers(county, little.divisions.chengguan)
        other = site_named(OTHER, little.filer)
        with as_officer(at_desk(firm)), pytest.raises(NoSuchPhoto):
            taking.give_code(other, actor=at_desk(firm), asked=now(), at=AT)

    def test_does_not_reach_what_another_firm_was_given(self, little: LittleCity) -> None:
        firm, rival = firm_of(little), firm_of(little, "另一家公司")
        give_site(HOME, little.filer, firm)

        assert reached(rival) == []

    def test_photographs_its_site_and_sees_its_own_photo_alone(self, little: LittleCity) -> None:
        give_site(HOME, little.filer, firm_of(little))
        firm = at_desk(firm_of(little))
        foreign = Phone.at(HOME, little.street).send(shot(1)).photo
        with as_officer(firm):
            phone = Phone.at(HOME, firm)
            kept = phone.send(shot(2)).photo
            assert kept is not None
            assert foreign is not None
            seen = seeing.own_picture(kept.public_id, phone.number, actor=firm, asked=now())
            assert seen.content.startswith(b"\xff\xd8")
            with pytest.raises(NoSuchPhoto):
                seeing.own_picture(foreign.public_id, phone.number, actor=firm, asked=now())
            with pytest.raises(NotAllowed):
                seeing.picture(kept.public_id, small=True, actor=firm, asked=now())
            with pytest.raises(NotAllowed):
                looking.waiting(now(), actor=firm)

    def test_keeps_to_the_days(self, little: LittleCity) -> None:
        firm = firm_of(little)
        give_site(HOME, little.filer, firm, until=LATER)

        assert reached(firm, DAY - timedelta(days=1)) == []
        assert reached(firm, LATER - timedelta(days=1)) == [HOME]
        assert reached(firm, LATER) == []


class TestGiving:
    def test_is_for_the_county_and_the_city(self, little: LittleCity) -> None:
        firm = firm_of(little)

        assert give_site(HOME, little.street, firm) == ["assignment.not_yours_to_give"]
        draft = AssignmentDraft(
            site_named(HOME, little.filer), organisation_of(firm.post_id), DAY, None, "合同"
        )
        for stranger in (little.reviewer, little.head, firm):
            with pytest.raises(NotAllowed):
                firms.give(draft, actor=stranger, today=DAY)
        with pytest.raises(NoSuchSite):
            firms.give(draft, actor=little.sibling, today=DAY)
        assert firms.give(draft, actor=little.clerk, today=DAY) == ()
        assert Act.objects.get(verb="supervision.give_site").subject == f"{HOME} 派给示例建筑公司"

    def test_is_to_a_firm_alone(self, little: LittleCity) -> None:
        office = organisation_of(little.reviewer.post_id)
        draft = AssignmentDraft(site_named(HOME, little.filer), office, DAY, None, "合同")

        with pytest.raises(NoSuchSite):
            firms.give(draft, actor=little.filer, today=DAY)

    def test_says_what_is_wrong(self, little: LittleCity) -> None:
        firm = firm_of(little)
        site, body = site_named(HOME, little.filer), organisation_of(firm.post_id)

        wrong = firms.give(
            AssignmentDraft(site, body, DAY, DAY, " "), actor=little.filer, today=DAY
        )

        assert [one.code for one in wrong] == ["assignment.no_ground", "assignment.no_day"]
        give_site(HOME, little.filer, firm)
        assert give_site(HOME, little.filer, firm) == ["assignment.stands_already"]
        assert Assignment.objects.count() == 1


class TestTakingBack:
    def test_ends_the_reach_that_day_and_keeps_the_history(self, little: LittleCity) -> None:
        firm = firm_of(little)
        give_site(HOME, little.filer, firm, until=LATER)
        on = DAY + timedelta(days=10)

        assert ended(little, firm, little.clerk, on=on) == []

        assert (reached(firm, on - timedelta(days=1)), reached(firm, on)) == ([HOME], [])
        assert reached(firm, LATER) == []
        assert Assignment.objects.count() == 3
        again = AssignmentDraft(
            site_named(HOME, little.filer), organisation_of(firm.post_id), on, None, "新合同"
        )
        assert firms.give(again, actor=little.filer, today=on) == ()
        assert reached(firm, LATER + timedelta(days=1)) == [HOME]  # the old end is corrected

    def test_needs_a_ground_and_something_to_end(self, little: LittleCity) -> None:
        firm = firm_of(little)
        with pytest.raises(NoSuchSite):
            ended(little, firm, little.filer)
        give_site(HOME, little.filer, firm)

        assert ended(little, firm, little.filer, said=" ") == ["assignment.no_ground"]
        assert ended(little, firm, little.street) == ["assignment.not_yours_to_give"]

    def test_of_a_day_to_come_leaves_nothing(self, little: LittleCity) -> None:
        firm = firm_of(little)
        site, body = site_named(HOME, little.filer), organisation_of(firm.post_id)
        firms.give(AssignmentDraft(site, body, LATER, None, "合同"), actor=little.filer, today=DAY)

        assert ended(little, firm, little.filer) == []
        assert firms.assignments([site], horizon(DAY), actor=little.filer) == ()
        assert reached(firm, LATER) == []
