"""Doubts from the city's own facts: raised when sent, explained, found out, never in the way for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import DoubtState, Ruling
from jiugai.domain.reporting.submission.cells import TypedReason
from jiugai.domain.reporting.submission.stages import MoveKind, Stage
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.reporting.doubts import answering, desk, examining
from jiugai.services.reporting.doubts.answering import AlreadyDone, AnsweredMeanwhile
from jiugai.services.reporting.submission import desk as return_desk
from jiugai.services.reporting.submission import moving
from jiugai.storage.audit.as_of import rows
from tests.services.little_city import LittleCity, a_return, send

NOVEMBER = Month(2020, 11)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2020, 12, 2, 9, tzinfo=SHANGHAI)
TODAY = NOW.date()
LAST = date(2020, 11, 30)
LESS = (  # 40万元 of investment after October's 50: a running total that falls
    "金州家属院,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-01,2020-10-12,,40,120,30,20",
    "北苑小区,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-05,,,,80,,",
)
REASON = "审计核减了10月多报的工程量，核减单已经开出"


def told(rows: Sequence[str], name: str = "十一月.csv"):
    return a_return(rows, day=LAST, name=name)


@dataclass
class November:
    """石泉县's November, in which the investment fell."""

    little: LittleCity

    @property
    def county_id(self) -> int:
        return self.little.divisions.shiquan

    def submit(self, who: Actor | None = None) -> list[str]:
        page = return_desk.page(NOVEMBER, self.county_id, actor=self.little.clerk, now=NOW)
        done = moving.move_return(
            NOVEMBER,
            self.county_id,
            MoveKind.SUBMIT,
            seen=page.county.version,
            actor=who or self.little.filer,
            now=NOW,
        )
        assert done.made is not bool(done.findings)
        return [finding.code for finding in done.findings]

    @property
    def stage(self) -> Stage:
        page = return_desk.page(NOVEMBER, self.county_id, actor=self.little.clerk, now=NOW)
        return page.county.standing.stage

    def cards(self, actor: Actor | None = None) -> tuple[desk.DoubtCard, ...]:
        return desk.doubts_on_file(actor=actor or self.little.clerk, today=TODAY).cards

    @property
    def card(self) -> desk.DoubtCard:
        (card,) = [one for one in self.cards() if one.row.answer is Answer.REFUSE]
        return card

    def explain(self, **said: object) -> list[str]:
        words = {"words": REASON, "grade": TypedReason.PENDING} | said
        done = answering.explain(
            self.card.row.id,
            seen=len(self.card.row.deeds),
            actor=self.little.filer,
            today=TODAY,
            **words,  # type: ignore[arg-type]  # a test's own words
        )
        assert done.entered is not bool(done.findings)
        return [finding.code for finding in done.findings]

    def rule(
        self, ruling: Ruling, who: Actor | None = None, words: str = "看了核减单"
    ) -> list[str]:
        done = answering.rule(
            self.card.row.id,
            ruling=ruling,
            words=words,
            seen=len(self.card.row.deeds),
            actor=who or self.little.clerk,
            today=TODAY,
        )
        assert done.entered is not bool(done.findings)
        return [finding.code for finding in done.findings]


@pytest.fixture
def november(little: LittleCity) -> November:
    send(told(LESS), actor=little.filer)
    return November(little)


class TestSubmitting:
    def test_is_held_back_by_what_cannot_be_and_keeps_the_doubt(self, november: November) -> None:
        assert november.submit() == ["submission.doubt"]

        card = november.card
        assert november.stage is Stage.DRAFT
        assert card.holds_back
        assert (card.row.check, card.row.project) == ("hard_logic", "金州家属院改造项目")
        assert "由 500,000.00 元 减为 400,000.00 元" in card.row.message
        assert card.row.numbers["investment_yuan"] == "400000.00"
        assert "累计数不减少" in card.row.formula

    def test_goes_through_once_the_figure_is_corrected(self, november: November) -> None:
        november.submit()
        higher = [row.replace(",,40,", ",,60,") for row in LESS]
        send(told(higher, "十一月（更正）.csv"), actor=november.little.filer)

        assert november.submit() == []
        assert not november.card.row.stands
        assert november.rule(Ruling.CORRECTED) == []

    def test_goes_through_with_a_founded_reason(self, november: November) -> None:
        november.submit()
        assert november.explain(grade=TypedReason.ESTIMATE) == ["doubt.only_an_estimate"]
        assert november.explain(grade=None) == ["doubt.no_grade"]
        assert november.explain() == []

        assert november.submit() == []
        assert november.card.row.stands, "explained, and asked about all the same"
        assert not november.card.holds_back

    def test_keeps_a_doubt_once_however_often_it_is_tried(self, november: November) -> None:
        for _ in range(3):
            november.submit()

        assert len([c for c in november.cards() if c.row.answer is Answer.REFUSE]) == 1

    def test_of_a_sound_month_raises_nothing_that_holds_it_back(self, little: LittleCity) -> None:
        done = moving.move_return(
            Month(2020, 10),
            little.divisions.shiquan,
            MoveKind.SUBMIT,
            seen=0,
            actor=little.filer,
            now=datetime(2020, 11, 2, 9, tzinfo=SHANGHAI),
        )

        assert done.made
        assert not any(card.holds_back for card in November(little).cards())


class TestExamining:
    def test_can_be_asked_for_before_sending(self, november: November) -> None:
        examining.examine(NOVEMBER, [november.county_id], actor=november.little.filer, now=NOW)

        assert november.card.holds_back
        assert november.stage is Stage.DRAFT

    def test_of_every_county_is_the_citys(self, november: November) -> None:
        city = november.little.divisions
        for actor, many in ((november.little.clerk, 3), (november.little.filer, 1)):
            found = examining.examine(
                NOVEMBER, [city.shiquan, city.hanbin, city.xunyang], actor=actor, now=NOW
            )
            assert len(found) == many
        for actor in (november.little.reviewer, november.little.street, november.little.auditor):
            with pytest.raises(NotAllowed):
                examining.examine(NOVEMBER, [city.shiquan], actor=actor, now=NOW)

    def test_twice_by_one_request_is_one(self, november: November) -> None:
        key = uuid4()
        asked = {"actor": november.little.clerk, "now": NOW, "key": key}
        examining.examine(NOVEMBER, [november.county_id], **asked)  # type: ignore[arg-type]
        with pytest.raises(AlreadyDone):
            examining.examine(NOVEMBER, [november.county_id], **asked)  # type: ignore[arg-type]

    def test_does_not_depend_on_how_far_the_officer_reaches(self, november: November) -> None:
        asked = return_desk.horizon(LAST)
        found = []
        for actor in (november.little.filer, november.little.clerk):
            with as_officer(actor):
                found += examining.look(asked, [november.county_id], today=TODAY)

        assert found[0] == found[1]


class TestAnExplanation:
    def test_is_the_countys_own(self, november: November) -> None:
        november.submit()
        with pytest.raises(desk.NoSuchDoubt):
            desk.page(november.card.row.id, actor=november.little.sibling, today=TODAY)
        for who in (november.little.clerk, november.little.reviewer):
            with pytest.raises(NotAllowed):
                answering.explain(
                    november.card.row.id, words=REASON, seen=0, actor=who, today=TODAY
                )

    @pytest.mark.parametrize(
        ("words", "code"), [("  ", "doubt.no_reason"), ("已核实", "doubt.no_reason")]
    )
    def test_says_something(self, november: November, words: str, code: str) -> None:
        november.submit()
        assert november.explain(words=words) == [code]
        assert november.card.row.deeds == ()

    def test_is_not_said_twice(self, november: November) -> None:
        november.submit()
        november.explain()
        assert november.explain() == ["doubt.said_before"]

    def test_of_a_stop_ends_the_asking(self, november: November) -> None:
        november.submit()
        assert november.explain(declares_stop=True) == []

        (series,) = [
            one
            for one in examining.city_months(return_desk.horizon(LAST))
            if one.project == str(november.card.row.project_id)
        ]
        assert [(r.month, r.stopped) for r in series][-1] == (NOVEMBER, True)


class TestARuling:
    def test_is_given_by_another_hand_and_signed(self, november: November) -> None:
        november.submit()
        november.explain()
        assert november.rule(Ruling.DISMISSED) == []

        card = november.card
        assert card.standing.state is DoubtState.RULED
        assert (card.row.deeds[-1].label, card.row.deeds[-1].deed.on) == (
            "安康市改造办 综合岗",
            TODAY,
        )
        found = desk.doubts_on_file(actor=november.little.clerk, today=TODAY)
        assert found.by_ruling == {Ruling.DISMISSED: 1}

    def test_hears_the_county_first(self, november: November) -> None:
        november.submit()
        assert november.rule(Ruling.UPHELD) == ["doubt.unheard"]
        november.explain()
        assert november.rule(Ruling.UPHELD) == []
        assert november.submit() == ["submission.doubt"], "found false, it is to be put right"
        assert november.explain(words="核减单有误，审计已撤回，见复核意见第二条") == []
        assert november.submit() == [], "an objection with a ground opens the way again"

    def test_is_not_the_countys(self, november: November) -> None:
        november.submit()
        for who in (november.little.filer, november.little.reviewer, november.little.head):
            with pytest.raises(NotAllowed):
                november.rule(Ruling.DISMISSED, who)

    def test_of_two_at_once_counts_once(self, november: November) -> None:
        november.submit()
        november.explain()
        with pytest.raises(AnsweredMeanwhile):
            answering.rule(
                november.card.row.id,
                ruling=Ruling.DISMISSED,
                words="看了核减单",
                seen=0,
                actor=november.little.clerk,
                today=TODAY,
            )


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("column", "constraint"),
        [
            ("reported_by", "reporting_ruler_did_not_report"),
            ("explained_by", "reporting_ruler_did_not_explain"),
        ],
    )
    def test_refuses_a_ruling_by_whoever_answers_for_the_figure(
        self, november: November, column: str, constraint: str
    ) -> None:
        november.submit()
        november.explain()
        statement = f"""
            INSERT INTO reporting_doubt_deed (act_id, doubt_id, number, kind, user_id, on_day,
              words, paper, grade, ruling, {column})
            SELECT act_id, doubt_id, 2, 'rule', user_id, on_day, '属实', '', '', 'dismissed', user_id
            FROM reporting_doubt_deed
        """
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_refuses_an_explanation_without_a_word(self, november: November) -> None:
        november.submit()
        november.explain()
        with (
            pytest.raises(IntegrityError, match="reporting_doubt_deed_says_why"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                """INSERT INTO reporting_doubt_deed (act_id, doubt_id, number, kind, user_id,
                     on_day, words, paper, grade, ruling)
                   SELECT act_id, doubt_id, 2, 'explain', 1, on_day, ' ', '', '', ''
                   FROM reporting_doubt_deed"""
            )

    @pytest.mark.parametrize(
        "table", ["reporting_examination", "reporting_doubt", "reporting_doubt_deed"]
    )
    def test_refuses_to_change_or_forget(self, november: November, table: str) -> None:
        november.submit()
        november.explain()
        for statement in (f"UPDATE {table} SET act_id = act_id", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match=r"never changed|permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)

    @pytest.mark.parametrize(
        "table", ["reporting_examination", "reporting_doubt", "reporting_doubt_deed"]
    )
    def test_shows_a_county_nothing_of_another(self, november: November, table: str) -> None:
        november.submit()
        november.explain()
        for actor, sees in ((november.little.filer, True), (november.little.sibling, False)):
            with as_officer(actor):
                assert bool(rows(f"SELECT count(*) AS n FROM {table}", {})[0]["n"]) is sees


class TestTheTrace:
    def test_names_each_thing_that_was_done(self, november: November) -> None:
        november.submit()
        november.explain()
        november.rule(Ruling.UNCLEAR)

        verbs = [row["verb"] for row in rows("SELECT verb FROM audit_act ORDER BY id", {})]
        assert verbs[-3:] == [
            "reporting.examine_returns",
            "reporting.explain_doubt",
            "reporting.rule_doubt",
        ]
