"""The returns of the made city on their way up: as the office's own rules allow, and not all alike."""

import tomllib
from collections import Counter, defaultdict
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from demo.make_city.city import City
from demo.make_city.frauds import FRAUDS
from demo.make_city.moves import ReturnMove, moves

from jiugai.domain.calendar import Month
from jiugai.domain.findings import blocking
from jiugai.domain.reporting.submission.stages import Move, MoveKind, Stage, check_move
from jiugai.domain.reporting.submission.stages import submission_standing as standing

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILER, REVIEWER, CLERK = 1, 2, 3
HANDS = {MoveKind.VERIFY: REVIEWER, MoveKind.SEND_BACK: REVIEWER, MoveKind.ACCEPT: CLERK}
County = tuple[str, str]


@pytest.fixture(scope="module")
def made_moves(made: City) -> list[ReturnMove]:
    return moves(made)


def by_return(found: list[ReturnMove]) -> dict[County, list[ReturnMove]]:
    told: dict[County, list[ReturnMove]] = defaultdict(list)
    for move in found:
        code = "610928" if move.county == "610981" else move.county
        told[code, move.month].append(move)
    return told


def closed_at(month: str) -> datetime:
    first = Month.parse(month).next.first_day
    return datetime.combine(first.replace(day=5), time(18), SHANGHAI)


class TestMoves:
    def test_stand_in_their_order(self, made_moves: list[ReturnMove]) -> None:
        assert [m.at for m in made_moves] == sorted(m.at for m in made_moves)

    def test_are_each_allowed_by_the_rules_of_the_desk(self, made_moves: list[ReturnMove]) -> None:
        for (_, month), mine in by_return(made_moves).items():
            done: list[Move] = []
            for told in mine:
                kind = MoveKind(told.kind)
                move = Move(kind, HANDS.get(kind, FILER), told.at.date(), told.words)
                closed = told.at >= closed_at(month)
                found = check_move(move, done, month=Month.parse(month), closed=closed)
                assert not blocking(found), (told, found)
                done.append(move)
            assert standing(done).stage is Stage.ACCEPTED, mine

    def test_are_in_time_late_sent_back_and_corrected(self, made_moves: list[ReturnMove]) -> None:
        first = [mine[0] for mine in by_return(made_moves).values()]
        days = Counter(
            "late" if (m.at.date() - Month.parse(m.month).last_day).days > 3 else "in time"
            for m in first
        )
        kinds = Counter(move.kind for move in made_moves)

        assert days["in time"] > 150
        assert days["late"] > 20
        assert kinds["send_back"] >= 5
        assert kinds["correct"] >= 5


class TestTheTruth:
    @pytest.fixture
    def truth(self, folder: dict[str, bytes]) -> list[dict[str, Any]]:
        return list(tomllib.loads(folder["returns_truth.toml"].decode())["fraud"])

    def test_names_every_planted_fraud_and_the_false_starts(
        self, truth: list[dict[str, Any]]
    ) -> None:
        kinds = Counter(fraud["kind"] for fraud in truth)

        assert (kinds.pop("false_start"), kinds.pop("false_finish")) == (3, 1)
        assert kinds == Counter(fraud.kind for fraud in FRAUDS)

    def test_falsifies_just_the_months_it_names(
        self, made: City, truth: list[dict[str, Any]]
    ) -> None:
        for fraud in FRAUDS:
            (site,) = [s for s in made.programme.sites[fraud.cohort] if s.which == fraud.which]
            differing = [
                told.sending.month
                for told in made.returns
                for line in told.lines
                if line.site.key == site.key
                and line.figures != made.progress.on(site, told.sending.effective_on)
            ]
            assert set(differing) & set(fraud.months), fraud
            assert min(differing) >= fraud.months[0], fraud

    def test_lies_apart_from_what_the_platform_reads(self, folder: dict[str, bytes]) -> None:
        manifest = folder["manifest.toml"].decode()

        assert "truth" not in manifest
