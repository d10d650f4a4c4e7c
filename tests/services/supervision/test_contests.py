"""A round of judging from its opening to the model named: the office's hands and the database's."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction

from jiugai.services.actor import NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.supervision.contests import judging, opening, reading
from jiugai.services.supervision.contests.reading import NoSuchContest
from jiugai.services.supervision.contests.workbook import contest_workbook
from jiugai.storage.supervision import contests as stored
from jiugai.storage.supervision.models import ContestJuror, ContestSheet
from jiugai.storage.unit_of_work import unit_of_work
from tests.services.little_city import LittleCity
from tests.services.supervision.little_contest import (
    CLOSED,
    DAY,
    DRAFT,
    ENGINEER,
    FILER,
    HANBIN,
    LEADER,
    MARKS,
    NAMED,
    SHIQUAN,
    SIBLING,
    closed,
    judged,
    mark,
    open_round,
    opened,
)


def refused(little: LittleCity, **changed: str) -> list[str]:
    done = open_round(little, replace(DRAFT, **changed))  # type: ignore[arg-type]  # texts alone
    assert not done.entered
    assert stored.contests() == ()
    return [finding.code for finding in done.findings]


class TestOpening:
    def test_takes_the_round_as_it_was_typed(self, little: LittleCity) -> None:
        known = stored.contest(opened(little)).contest
        assert [(line.title, line.full) for line in known.criteria] == [
            ("工程质量", 60),
            ("长效管理", 40),
        ]
        assert [one.name for one in known.entrants] == ["金州家属院", "江北小区", "河街小区"]
        assert [juror.user_id for juror in known.jurors] == [
            little.filer.user_id,
            little.sibling.user_id,
            None,
            None,
        ]
        assert (known.least_sheets, known.trim_from) == (3, 5)

    def test_begins_with_the_default_sheet_of_a_hundred(self, little: LittleCity) -> None:
        found = opening.default_sheet(DAY, actor=little.clerk)
        assert sum(rule.full for rule in found) == 100
        assert not any(rule.verified for rule in found)

    def test_says_line_by_line_what_it_could_not_read(self, little: LittleCity) -> None:
        codes = refused(
            little,
            sheet="工程质量",
            entrants="石泉县，没有的小区",
            jurors="王工，市设计院\n某人，某局，市级，nobody\n填报，某局，汉滨区，filer",
        )
        assert codes == [
            "contest.criterion_unread",
            "contest.entrant_unknown",
            "contest.juror_unread",
            "contest.account_unknown",
            "contest.account_of_another_county",
        ]

    def test_asks_for_jurors_enough_of_other_counties(self, little: LittleCity) -> None:
        jurors = DRAFT.jurors.rpartition("\n")[0]
        assert refused(little, jurors=jurors) == ["contest.too_few_judges"] * 2

    def test_is_the_citys(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            opening.open_contest(DRAFT, actor=little.filer, today=DAY)


class TestSheets:
    def test_are_each_jurors_own(self, little: LittleCity) -> None:
        number = opened(little)
        with pytest.raises(NoSuchContest):
            judging.hand_in(number, FILER, HANBIN, (1, 1), actor=little.sibling, today=DAY)
        with pytest.raises(NoSuchContest):
            judging.hand_in(number, FILER, HANBIN, (1, 1), actor=little.clerk, today=DAY)
        assert mark(little, number, ENGINEER, HANBIN).entered

    def test_judge_no_community_of_the_own_county(self, little: LittleCity) -> None:
        done = mark(little, opened(little), FILER, SHIQUAN, (1, 1))
        assert [finding.code for finding in done.findings] == ["contest.own_county"]

    def test_are_corrected_by_another_version_with_its_reason(self, little: LittleCity) -> None:
        number = opened(little)
        mark(little, number, FILER, HANBIN)
        again = {"seen": 1, "reason": "看错行"}
        assert mark(little, number, FILER, HANBIN, (10, 10), **again).entered  # type: ignore[arg-type]
        row = stored.contest(number)
        assert [(one.version, one.reason) for one in row.versions] == [(1, ""), (2, "看错行")]
        assert row.standing[FILER, HANBIN].sheet.marks == (10, 10)
        with pytest.raises(judging.JudgedMeanwhile):
            mark(little, number, FILER, HANBIN, (20, 20), **again)  # type: ignore[arg-type]

    def test_of_others_are_hidden_while_the_round_is_open(self, little: LittleCity) -> None:
        number = judged(little)
        with as_officer(little.sibling):
            found = reading.entrant_of(number, HANBIN, actor=little.sibling, today=DAY)
            assert (found.versions, found.page.result, found.page.handed) == ((), None, None)
            assert {row.sheet.juror for row in found.page.row.versions} == {SIBLING}
        found = reading.entrant_of(number, HANBIN, actor=little.clerk, today=DAY)
        assert {row.sheet.juror for row in found.versions} == {ENGINEER, LEADER}
        assert found.page.handed == {1: 3, 2: 3, 3: 2}

    def test_are_everybodys_once_it_is_closed(self, little: LittleCity) -> None:
        number = closed(little)
        with as_officer(little.sibling):
            found = reading.entrant_of(number, HANBIN, actor=little.sibling, today=DAY)
        assert {row.sheet.juror for row in found.versions} == {FILER, ENGINEER, LEADER}


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("juror", "entrant", "marks", "version"),
        [
            (FILER, SHIQUAN, [1, 1], 1),
            (FILER, HANBIN, [601, 1], 1),
            (FILER, HANBIN, [1], 1),
            (FILER, HANBIN, [1, 1], 2),
        ],
    )
    def test_refuses_what_no_rule_would_let_through(
        self, little: LittleCity, juror: int, entrant: int, marks: list[int], version: int
    ) -> None:
        row = stored.contest(opened(little))
        with pytest.raises(DatabaseError), unit_of_work(verb="t", user_id=0, post_id=0) as act:
            ContestSheet.objects.create(
                act=act,
                juror_id=row.juror_ids[juror],
                entrant_id=row.entrant_ids[entrant],
                version=version,
                marks=marks,
                reason="x" if version > 1 else "",
                user_id=1,
                on_day=DAY,
            )
        assert ContestSheet.objects.count() == 0

    def test_lets_nobody_join_an_open_round(self, little: LittleCity) -> None:
        row = stored.contest(opened(little))
        with (
            pytest.raises(DatabaseError, match="nobody joins"),
            unit_of_work(verb="t", user_id=0, post_id=0) as act,
        ):
            ContestJuror.objects.create(
                act=act, contest_id=row.id, number=9, name="后来", office="某局"
            )

    def test_takes_no_sheet_after_the_closing(self, little: LittleCity) -> None:
        number = closed(little)
        row = stored.contest(number)
        sheet = replace(row.standing[FILER, HANBIN].sheet, marks=(1, 1))
        with (
            pytest.raises(DatabaseError, match="the round is closed"),
            unit_of_work(verb="t", user_id=0, post_id=0) as act,
        ):
            stored.enter_sheet(act, row, sheet, version=2, reason="晚", user_id=1, on=DAY)

    def test_refuses_the_openers_own_closing(self, little: LittleCity) -> None:
        row = stored.contest(judged(little))
        opener = little.clerk.user_id
        with (
            pytest.raises(DatabaseError, match="supervision_closer_did_not_open"),
            unit_of_work(verb="t", user_id=opener, post_id=1) as act,
        ):
            stored.enter_closing(act, row, user_id=opener, on=DAY)

    def test_keeps_what_was_entered(self, little: LittleCity) -> None:
        judged(little)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE supervision_contest_sheet SET marks = '{0,0}'")


class TestClosing:
    def test_is_another_hands(self, little: LittleCity) -> None:
        number = judged(little)
        done = judging.close(number, actor=little.clerk, today=CLOSED)
        assert [finding.code for finding in done.findings] == ["contest.own_round"]
        assert not reading.contest_of(number, actor=little.clerk, today=DAY).may_close
        assert reading.contest_of(number, actor=little.head, today=DAY).may_close

    def test_ranks_and_leaves_the_short_one_out(self, little: LittleCity) -> None:
        page = reading.contest_of(closed(little), actor=little.filer, today=CLOSED)
        assert page.result is not None
        assert [(row.entrant.name, row.rank) for row in page.result.rows] == [
            ("金州家属院", 1),
            ("江北小区", 2),
            ("河街小区", None),
        ]

    def test_gives_a_workbook_with_every_sheet(self, little: LittleCity) -> None:
        page = reading.contest_of(closed(little), actor=little.filer, today=CLOSED)
        sheet = openpyxl.load_workbook(BytesIO(contest_workbook(page))).active
        assert sheet is not None
        lines = list(sheet.iter_rows(min_row=3, values_only=True))
        assert len(lines) == len(MARKS)
        assert lines[0][:6] == (1, "石泉县", "金州家属院", None, 3, 87.5)
        assert lines[-1][0] == "评分表不够，不排"
        assert sum(float(str(line[17])) for line in lines) == 648.5


class TestModel:
    def test_is_named_by_the_head_with_its_paper(self, little: LittleCity) -> None:
        number = closed(little)
        done = judging.name_model(
            number, SHIQUAN, paper="安旧改办〔2020〕20号", on=NAMED, actor=little.head, today=NAMED
        )
        assert done.entered
        assert [line.models for line in stored.contests()] == [["金州家属院"]]
        again = judging.name_model(
            number, SHIQUAN, paper="又一份", on=NAMED, actor=little.head, today=NAMED
        )
        assert [finding.code for finding in again.findings] == ["contest.model_already"]

    def test_is_not_the_clerks(self, little: LittleCity) -> None:
        number = closed(little)
        with pytest.raises(NotAllowed):
            judging.name_model(number, 1, paper="x", on=NAMED, actor=little.clerk, today=NAMED)
