"""Receipts of what was sent out: batches with their tries, what waits, and whose they are to see."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jiugai.domain.messages import Outcome, SendingState
from jiugai.services.actor import Actor, NotAllowed, PostKind
from jiugai.services.messages import receipts
from jiugai.services.messages.receipts import SentOut
from jiugai.services.reach import as_officer
from tests.officers import appoint
from tests.robot_server import Robot, robot_server
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity
from tests.services.messages.test_sending import Worker, wecom

__all__ = ["fresh_little", "little"]


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as found:
        yield found


@pytest.fixture
def file(tmp_path: Path, robot: Robot) -> Path:
    """The file that names the channel of every test below."""
    found = tmp_path / "channels.toml"
    found.write_text(
        '[[channel]]\nname = "群"\nkind = "wecom"\naccount = "filer"\n'
        f'address = "{robot.address}"\nsecret = "SEC"\n',
        "utf-8",
    )
    return found


def seen(file: Path, who: Actor, *, minutes: int = 0, **more: object) -> SentOut:
    with as_officer(who):
        now = datetime.now(UTC) + timedelta(minutes=minutes)
        return receipts.sent_out(file, actor=who, now=now, **more)  # type: ignore[arg-type]


class TestABatch:
    def test_gathers_all_tries_to_tell_the_same(
        self, little: LittleCity, robot: Robot, file: Path
    ) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen(2)
        robot.refuses(93000, "invalid webhook url, see https://work.example/send?key=k")
        worker.come()
        worker.come()
        robot.says = Robot.says
        worker.come(5)
        worker.happen()
        worker.come()

        later, first, begun = seen(file, little.administrator).batches
        assert (later.count, later.tries) == (1, (Outcome.SENT,))
        assert first.tries == (Outcome.SENT, Outcome.REFUSED, Outcome.REFUSED)
        assert (first.count, first.channel, first.kind, first.account) == (
            2,
            "群",
            "wecom",
            "filer",
        )
        assert first.post == "石泉县住建局 填报岗"
        assert (first.last_at - first.first_at) // timedelta(minutes=1) == 6
        assert begun.state is SendingState.BEGUN

    def test_waits_until_it_is_tried_again(
        self, little: LittleCity, robot: Robot, file: Path
    ) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen(3)
        robot.refuses(93000, "invalid webhook url, see https://work.example/send?key=k")
        worker.come()
        worker.come()

        found = seen(file, little.administrator)
        (standing,) = found.standings
        (waiting, _) = found.batches
        assert waiting.state is SendingState.WAITING
        assert (waiting.count, len(waiting.tries)) == (3, 2)
        assert standing.next_at == waiting.last_at + timedelta(minutes=2)
        assert standing.posts == ("石泉县住建局 填报岗",)
        assert "（网址略）" in waiting.words
        assert found.counts == {SendingState.WAITING: 1, SendingState.BEGUN: 1}

    def test_is_given_up_once_and_stays_on_file(
        self, little: LittleCity, robot: Robot, file: Path
    ) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen()
        robot.refuses(93000, "no")
        for minutes in (1, 1, 2, 4, 8):
            worker.come(minutes)

        found = seen(file, little.administrator, state=SendingState.GIVEN_UP)
        (given_up,) = found.batches
        assert len(given_up.tries) == 5
        assert found.standings[0].next_at is None

    def test_older_ones_follow_on_the_next_page(
        self, little: LittleCity, robot: Robot, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(receipts, "SHOWN", 2)
        worker = Worker(little, wecom(robot))
        for _ in range(2):
            worker.happen()
            worker.come()

        first = seen(file, little.administrator)
        rest = seen(file, little.administrator, before=first.batches[-1].id)
        assert (len(first.batches), first.has_older) == (2, True)
        assert ([one.state for one in rest.batches], rest.has_older) == (
            [SendingState.BEGUN],
            False,
        )


class TestAChannel:
    def test_that_has_not_begun_is_listed(self, little: LittleCity, file: Path) -> None:
        found = seen(file, little.administrator)
        assert [(one.name, one.kind, one.last) for one in found.standings] == [
            ("群", "企业微信群机器人", None)
        ]
        assert found.batches == ()

    def test_that_was_taken_out_of_the_file_stays_with_what_it_sent(
        self, little: LittleCity, robot: Robot, file: Path
    ) -> None:
        Worker(little, wecom(robot))
        file.unlink()
        (standing,) = seen(file, little.administrator).standings
        assert (standing.name, standing.is_named) == ("群", False)

    def test_of_an_account_that_is_not_there_tells_nobody(
        self, little: LittleCity, file: Path
    ) -> None:
        file.write_text(file.read_text("utf-8").replace("filer", "nobody"), "utf-8")
        assert seen(file, little.administrator).standings[0].posts == ()

    def test_file_that_cannot_be_followed_is_told(self, little: LittleCity, file: Path) -> None:
        file.write_text("channel = [", "utf-8")
        assert "不是 TOML 文件" in seen(file, little.administrator).trouble


class TestWhoSees:
    def test_the_citys_auditor_sees_all(self, little: LittleCity, robot: Robot, file: Path) -> None:
        Worker(little, wecom(robot))
        found = seen(file, little.auditor)
        assert (len(found.batches), found.is_whole) == (1, True)

    def test_a_countys_auditor_sees_his_countys_alone(
        self, little: LittleCity, robot: Robot, file: Path
    ) -> None:
        Worker(little, wecom(robot), wecom(robot, "sibling", "汉滨群"))
        auditor = county_auditor(little)
        found = seen(file, auditor)
        assert [batch.channel for batch in found.batches] == ["群"]
        assert [one.name for one in found.standings] == ["群"]
        assert not found.is_whole

    def test_nobody_else_does(self, little: LittleCity, file: Path) -> None:
        for who in (little.clerk, little.head, little.filer):
            with pytest.raises(NotAllowed, match="查阅外发回执"):
                seen(file, who)


def county_auditor(little: LittleCity) -> Actor:
    return appoint(
        little.divisions, "jian", PostKind.AUDITOR, "石泉县审计局", little.divisions.shiquan
    )
