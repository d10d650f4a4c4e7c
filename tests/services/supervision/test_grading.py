"""Grades of the little city's claims: counted from traces at a horizon, opened, counted by county."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.capture import Shows
from jiugai.domain.supervision.grades import Grade, Graded, TraceKind
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon, horizon_at
from jiugai.services.supervision.evidence import grading, wall
from jiugai.services.supervision.evidence.grading import (
    COMPLAINT,
    AlreadyWithdrawn,
    NoSuchTrace,
    TraceDraft,
)
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision import traces as entries
from jiugai.storage.supervision.models import Trace
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import DAY, Phone, now, shot, site_named

HOME = "金州家属院"
STARTED = date(2020, 10, 12)


def draft(little: LittleCity, kind: str, **more: object) -> TraceDraft:
    return TraceDraft(
        **{
            "site_id": site_named(HOME, little.filer),
            "claim": Step.START,
            "kind": kind,
            "on": STARTED,
            "said": "一条",
            **more,
        }  # type: ignore[arg-type]
    )


def enter(little: LittleCity, kind: str, who: Actor, **more: object) -> list[str]:
    findings = grading.record_trace(draft(little, kind, **more), actor=who, today=DAY)
    return [finding.code for finding in findings]


def grade_of(little: LittleCity) -> Graded:
    (one,) = grading.grades_at(now())[site_named(HOME, little.filer)]
    return one


class TestTheGrade:
    def test_begins_with_what_the_returns_brought(self, little: LittleCity) -> None:
        found = grade_of(little)

        assert (found.claim.on, found.grade) == (STARTED, Grade.C)
        assert [one.rule.kind for one in found.counted] == [TraceKind.PAYMENT]
        assert not any(one.is_outside for one in found.counted)  # the filer's own return said so

    def test_rises_with_traces_and_photos(self, little: LittleCity) -> None:
        enter(little, "permit", little.filer)
        assert grade_of(little).grade is Grade.C
        phone = Phone.at(HOME, little.filer)
        for seed in (1, 2, 3):
            phone.send(shot(seed), shows=Shows.START)

        assert grade_of(little).grade is Grade.B
        enter(little, "contract", little.filer)
        enter(little, "resident", little.street)
        assert grade_of(little).grade is Grade.A

    def test_counts_no_photo_that_was_used_before(self, little: LittleCity) -> None:
        other, phone = Phone.at("北苑小区", little.filer), Phone.at(HOME, little.filer)
        for seed in (1, 2, 3):
            other.send(shot(seed))
            phone.send(shot(seed), shows=Shows.START)

        photos = [one for one in grade_of(little).weighed if one.rule.kind is TraceKind.PHOTOS]
        assert [one.traces for one in photos] == [()]

    def test_falls_with_a_complaint_and_rises_when_it_is_ended(self, little: LittleCity) -> None:
        enter(little, COMPLAINT, little.street, said="12345转来：没有人施工")
        lowered = grade_of(little)
        (complaint,) = lowered.complaints

        assert (lowered.grade, lowered.unlowered) == (Grade.D, Grade.C)
        trace_id = complaint.id or 0
        assert not grading.withdraw_trace(
            trace_id, reason="已到现场，脚手架已搭", actor=little.street, today=DAY
        )
        assert grade_of(little).grade is Grade.C

    def test_stays_what_it_was_at_an_earlier_stamp(self, little: LittleCity) -> None:
        before = now()
        enter(little, "permit", little.filer)
        site = site_named(HOME, little.filer)

        then = horizon_at(DAY, before.last_seq)
        assert len(grading.grades_at(then)[site][0].counted) == 1
        assert len(grading.grades_at(now())[site][0].counted) == 2

    def test_is_of_no_site_that_claims_nothing(self, little: LittleCity) -> None:
        assert grading.grades_at(now())[site_named("北苑小区", little.filer)] == ()


class TestEntering:
    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"claim": Step.COMPLETION}, "trace.nothing_claimed"),
            ({"said": "  "}, "trace.nothing_said"),
            ({"on": date(2020, 11, 4)}, "trace.in_the_future"),
        ],
    )
    def test_is_refused_with_a_reason(
        self, little: LittleCity, more: dict[str, object], code: str
    ) -> None:
        assert enter(little, "permit", little.filer, **more) == [code]
        assert not Trace.objects.exists()

    def test_is_for_no_foreign_site(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchTrace):
            enter(little, "permit", little.sibling)

    def test_is_not_the_auditors(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            enter(little, "permit", little.auditor)

    def test_takes_no_photos_by_hand(self, little: LittleCity) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            enter(little, "photos", little.filer)

    def test_stands_in_the_register_of_acts(self, little: LittleCity) -> None:
        enter(little, "permit", little.filer)

        assert (
            Act.objects.get(verb="supervision.record_trace").subject
            == f"{HOME} 开工 施工许可或开工令"
        )


class TestWithdrawing:
    def test_needs_a_reason(self, little: LittleCity) -> None:
        enter(little, "permit", little.filer)
        trace = Trace.objects.get()

        (finding,) = grading.withdraw_trace(trace.pk, reason=" ", actor=little.filer, today=DAY)

        assert finding.code == "trace.no_reason"
        assert Trace.objects.count() == 1

    def test_of_a_complaint_is_not_for_whom_it_is_against(self, little: LittleCity) -> None:
        enter(little, COMPLAINT, little.street, said="没有人施工")
        trace = Trace.objects.get()

        (finding,) = grading.withdraw_trace(trace.pk, reason="已办", actor=little.filer, today=DAY)

        assert finding.code == "trace.own_claim"
        assert grade_of(little).complaints

    def test_twice_is_refused(self, little: LittleCity) -> None:
        enter(little, "permit", little.filer)
        trace = Trace.objects.get()
        (row,) = entries.traces(last_seq=now().last_seq, on_day=DAY)
        grading.withdraw_trace(trace.pk, reason="写错", actor=little.filer, today=DAY)

        with pytest.raises(NoSuchTrace):
            grading.withdraw_trace(trace.pk, reason="写错", actor=little.filer, today=DAY)
        with pytest.raises(AlreadyWithdrawn):
            entries.withdraw(Act.objects.latest("id"), row, reason="写错")

    def test_of_anothers_is_not_possible(self, little: LittleCity) -> None:
        enter(little, "permit", little.filer)

        with pytest.raises(NoSuchTrace):
            grading.withdraw_trace(
                Trace.objects.get().pk, reason="写错", actor=little.sibling, today=DAY
            )

    def test_changes_nothing_that_was_written(self, little: LittleCity) -> None:
        enter(little, "permit", little.filer)

        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE supervision_trace SET said = '另一条'")


class TestCounties:
    def test_are_counted_within_the_scope(self, little: LittleCity) -> None:
        seen = grading.county_grades(now(), actor=little.clerk)
        own = grading.county_grades(now(), actor=little.filer)

        assert [(row.county, row.claim, dict(row.by_grade)) for row in seen] == [
            ("石泉县", Step.START, {Grade.C: 1}),
            ("旬阳县", Step.START, {Grade.C: 1}),
        ]
        assert [row.county for row in own] == ["石泉县"]

    def test_add_up_to_the_claims_on_the_board(self, little: LittleCity) -> None:
        every = grading.county_grades(horizon(DAY), actor=little.clerk)

        assert sum(row.total for row in every) == sum(map(len, grading.grades_at(now()).values()))


class TestTheWall:
    def test_shows_claims_and_photos_the_worst_first(self, little: LittleCity) -> None:
        Phone.at("北苑小区", little.filer).send(shot(1))
        found = wall.wall(now(), wall.Narrowed(), actor=little.clerk)

        assert [(one.site.name, one.headline and one.headline.grade) for one in found.sites] == [
            (HOME, Grade.C),
            ("河街小区", Grade.C),
            ("北苑小区", None),
        ]

    def test_is_narrowed_by_grade_month_and_county(self, little: LittleCity) -> None:
        from jiugai.domain.calendar import Month

        Phone.at("北苑小区", little.filer).send(shot(1))

        def names(**by: object) -> list[str]:
            found = wall.wall(now(), wall.Narrowed(**by), actor=little.clerk)  # type: ignore[arg-type]
            return [one.site.name for one in found.sites]

        assert names(month=Month(2020, 11)) == ["北苑小区"]
        assert names(month=Month(2020, 10)) == []
        assert names(grade=Grade.A) == []
        assert names(county_id=little.divisions.xunyang) == ["河街小区"]

    def test_of_a_county_shows_no_other(self, little: LittleCity) -> None:
        found = wall.wall(now(), wall.Narrowed(), actor=little.sibling)

        assert found.sites == ()

    def test_of_a_community_warns_of_copies_without_showing_a_foreign_one(
        self, little: LittleCity
    ) -> None:
        Phone.at("江北小区", little.sibling).send(shot(1))
        Phone.at(HOME, little.filer).send(shot(1))
        number = little.number_of(HOME)

        own = wall.community_wall(number, now(), actor=little.filer)
        city = wall.community_wall(number, now(), actor=little.clerk)

        assert [(p.answer, p.alike_public_id is None) for p in own.photos] == [("refuse", True)]
        assert [p.alike_public_id is None for p in city.photos] == [False]
