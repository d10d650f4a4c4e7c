"""Photos that look like another: judged by another hand, counted or refused, corrected in the open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.grades import TraceKind
from jiugai.domain.supervision.photos import Verdict
from jiugai.services.actor import Actor, NotAllowed, PostKind
from jiugai.services.facts import horizon
from jiugai.services.reach import as_officer
from jiugai.services.supervision.evidence import grading, looking
from jiugai.services.supervision.evidence.looking import LookedMeanwhile, NoSuchPhoto
from jiugai.services.supervision.evidence.wall import Narrowed, wall
from jiugai.storage.accounts.models import Appointment
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision import looks as entries
from jiugai.storage.supervision import photo_queries
from jiugai.storage.supervision.models import Look
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import appoint
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import DAY, enter_photo, now, site_named

HOME, OTHER, ABROAD = "金州家属院", "北苑小区", "江北小区"
DIFFERENT, SAME = Verdict.DIFFERENT, Verdict.SAME
GROUND = "窗户和雨篷不同，是两栋楼"


def alike(sender: Actor, *, of: str = OTHER, by: Actor | None = None, seed: int = 1) -> str:
    first = enter_photo(of, by or sender, seed=seed)
    return enter_photo(HOME, sender, seed=seed + 1000, like=first)


def judged(
    number: str, verdict: Verdict, actor: Actor, *, seen: int = 0, said: str = GROUND
) -> list[str]:
    found = looking.judge(number, verdict, said, seen=seen, actor=actor, today=DAY)
    return [finding.code for finding in found]


def standing(number: str) -> int:
    return photo_queries.photo_numbered(number).look_id or 0


def photos_counted(little: LittleCity) -> int:
    (one,) = grading.grades_at(horizon(DAY))[site_named(HOME, little.filer)]
    assert one.claim.step is Step.START
    return sum(
        trace.many
        for weighed in one.weighed
        if weighed.rule.kind is TraceKind.PHOTOS
        for trace in weighed.traces
    )


class TestWaiting:
    def test_lists_what_nobody_has_looked_at(self, little: LittleCity) -> None:
        number = alike(little.filer)

        (found,) = looking.waiting(now(), actor=little.clerk)

        assert found.photo.photo.public_id == number
        assert found.other is not None
        assert (found.photo.site.name, found.other.site.name) == (HOME, OTHER)
        assert found.why_not == ""
        judged(number, DIFFERENT, little.clerk)
        assert looking.waiting(horizon(DAY), actor=little.clerk) == ()

    def test_keeps_to_the_officers_county(self, little: LittleCity) -> None:
        alike(little.filer)

        assert looking.waiting(now(), actor=little.sibling) == ()
        with pytest.raises(NoSuchPhoto):
            looking.pair(enter_photo(HOME, little.filer, seed=9), now(), actor=little.clerk)

    def test_shows_no_other_countys_photo_and_leaves_it_to_the_city(
        self, little: LittleCity
    ) -> None:
        number = alike(little.street, of=ABROAD, by=little.sibling)

        found = looking.pair(number, now(), actor=little.reviewer)

        assert found.other is None
        assert found.why_not == "相像的那一张在别的县区，这里看不到，由市改造办判定。"
        assert judged(number, DIFFERENT, little.reviewer) == ["photo.not_yours_to_judge"]
        assert judged(number, DIFFERENT, little.clerk) == []


class TestAJudgment:
    def test_lets_the_photo_count(self, little: LittleCity) -> None:
        number = alike(little.filer)
        assert photos_counted(little) == 0

        assert judged(number, DIFFERENT, little.clerk) == []

        assert photos_counted(little) == 1
        assert Act.objects.get(verb="supervision.judge_photo").subject == f"{HOME} 照片不是同一张"

    def test_refuses_the_photo(self, little: LittleCity) -> None:
        number = alike(little.filer)
        judged(number, SAME, little.clerk)

        assert photos_counted(little) == 0
        warned = {
            one.site.name: one.warned
            for one in wall(horizon(DAY), Narrowed(), actor=little.clerk).sites
        }
        assert warned[HOME] == 1

    def test_changes_nothing_on_earlier_days(self, little: LittleCity) -> None:
        number = alike(little.filer)
        judged(number, DIFFERENT, little.clerk)

        before = horizon(date(2020, 11, 2))
        assert [one.photo.photo.public_id for one in looking.waiting(before, actor=little.clerk)]

    def test_is_corrected_in_the_open(self, little: LittleCity) -> None:
        number = alike(little.street)
        judged(number, DIFFERENT, little.reviewer)

        wrong = judged(number, SAME, little.clerk, seen=standing(number), said="裂缝和行人都一样")

        assert wrong == []
        assert photos_counted(little) == 0
        first, second = Look.objects.order_by("pk")
        assert (first.verdict, second.verdict) == ("different", "same")
        assert (second.replaces_id, second.reason) == (first.pk, "裂缝和行人都一样")

    def test_needs_a_ground_and_something_new(self, little: LittleCity) -> None:
        number = alike(little.filer)

        assert judged(number, SAME, little.clerk, said=" 像 ") == ["photo.no_ground"]
        judged(number, SAME, little.clerk)
        seen = standing(number)
        assert judged(number, SAME, little.clerk, seen=seen) == ["photo.said_before"]
        assert Look.objects.count() == 1

    def test_is_made_once_of_what_was_seen(self, little: LittleCity) -> None:
        number = alike(little.street)
        judged(number, DIFFERENT, little.reviewer)

        with pytest.raises(LookedMeanwhile):
            judged(number, SAME, little.clerk, seen=0)


class TestWhoMayJudge:
    def test_not_those_without_the_power(self, little: LittleCity) -> None:
        number = alike(little.filer)

        for actor in (little.filer, little.street, little.head, little.auditor):
            with pytest.raises(NotAllowed):
                judged(number, DIFFERENT, actor)

    def test_not_the_senders_office_while_another_is_there(self, little: LittleCity) -> None:
        number = alike(little.filer)

        found = looking.pair(number, now(), actor=little.reviewer)

        assert found.why_not == "这是本单位传的照片，由安康市改造办 综合岗等别的单位判定。"
        Appointment.objects.filter(user_id=little.clerk.user_id).update(until=DAY)
        assert judged(number, DIFFERENT, little.reviewer) == []

    def test_not_the_sender_in_another_post(self, little: LittleCity) -> None:
        twice = appoint(
            little.divisions,
            "street",
            PostKind.COUNTY_REVIEWER,
            "石泉县城管局",
            little.divisions.shiquan,
        )
        number = alike(little.street)

        assert twice.user_id == little.street.user_id
        assert judged(number, DIFFERENT, twice) == ["photo.not_yours_to_judge"]

    @pytest.mark.parametrize("column", ["user_id", "sent_by"])
    def test_not_the_sender_by_the_database_itself(self, little: LittleCity, column: str) -> None:
        number = alike(little.filer)
        photo = photo_queries.photo_numbered(number)
        hand = {"user_id": little.clerk.user_id, "sent_by": photo.sent_by}
        hand[column] = photo.sent_by if column == "user_id" else little.street.user_id

        with (
            pytest.raises(DatabaseError, match=r"looker_did_not_send|sent_by_whom"),
            transaction.atomic(),
            unit_of_work(verb="t", user_id=0, post_id=0) as act,
        ):
            Look.objects.create(
                act=act,
                photo_id=photo.id,
                photo_set_id=photo.set_id,
                verdict="different",
                said=GROUND,
                effective_on=DAY,
                **hand,
            )

    def test_nobody_changes_a_judgment(self, little: LittleCity) -> None:
        judged(alike(little.filer), DIFFERENT, little.clerk)

        with (
            pytest.raises(DatabaseError, match=r"permission denied|never changed"),
            transaction.atomic(),
        ):
            Look.objects.update(verdict="same")


def test_of_two_who_judge_at_once_one_is_told(fresh_little: LittleCity) -> None:
    little = fresh_little
    number = alike(little.street)
    together = Barrier(2)

    def run(actor: Actor, verdict: Verdict) -> str:
        with as_officer(actor):
            photo = photo_queries.photo_numbered(number)
            together.wait(20)
            try:
                with unit_of_work(verb="t", user_id=actor.user_id, post_id=actor.post_id) as act:
                    entries.enter(
                        act,
                        photo,
                        user_id=actor.user_id,
                        verdict=verdict.value,
                        said=GROUND,
                        on=DAY,
                    )
            except LookedMeanwhile:
                return "told"
            finally:
                close_old_connections()
                connection.close()
            return "done"

    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(run, little.clerk, SAME),
            pool.submit(run, little.reviewer, DIFFERENT),
        ]
        assert sorted(job.result(30) for job in jobs) == ["done", "told"]
    assert Look.objects.count() == 1
