"""Messages sent out by ways that were named: one call for many, receipts, and waiting when refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.test import override_settings

from jiugai.console import background, outward
from jiugai.domain.calendar import Month
from jiugai.domain.messages import Outcome
from jiugai.exchange.outward_channels import Channel, ChannelKind
from jiugai.services.actor import Actor
from jiugai.services.messages import sending
from jiugai.services.reporting.submission.moving import grant_extension
from jiugai.storage.messages.queries import SendingRow
from tests.robot_server import Robot, robot_server
from tests.services.conftest import fresh_little, little, little_city_built
from tests.services.little_city import LittleCity

__all__ = ["fresh_little", "little", "little_city_built"]


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as found:
        yield found


class Worker:
    """A worker that comes by each minute."""

    def __init__(self, little: LittleCity, *channels: Channel) -> None:
        self.little, self.channels = little, channels
        self.minute = 0
        self.come()  # the first time it only begins

    def come(self, minutes: int = 1) -> list[Outcome]:
        return [row.outcome for row in self.receipts(minutes)]

    def receipts(self, minutes: int = 1) -> tuple[SendingRow, ...]:
        self.minute += minutes
        return sending.send_all(
            self.channels,
            actor_of=self.officer,
            mail=outward.mail,
            now=datetime.now(UTC) + timedelta(minutes=self.minute),
            days=30,
        )

    def officer(self, account: str) -> Actor | None:
        found = getattr(self.little, account, None)
        return found if isinstance(found, Actor) else None

    def happen(self, times: int = 1, county: int | None = None) -> None:
        for _ in range(times):
            grant_extension(
                Month(2020, 10), county_id=county, days=2, reason="停网", actor=self.little.clerk
            )


def wecom(robot: Robot, account: str = "filer", name: str = "群") -> Channel:
    return Channel(name, ChannelKind.WECOM, account, robot.address)


WORDS = "各县区2020年10月月报准予延期 2 天：停网"


class TestSending:
    def test_tells_what_happened_since_and_each_thing_once(
        self, little: LittleCity, robot: Robot
    ) -> None:
        worker = Worker(little, wecom(robot))
        assert robot.told == []
        worker.happen(3)
        assert worker.come() == [Outcome.SENT]
        assert robot.told == [
            "\n".join(["旧改通有 3 条新消息：", *(f"{n}. {WORDS}" for n in (1, 2, 3))])
        ]
        assert worker.come() == []
        worker.happen()
        assert worker.come() == [Outcome.SENT]
        assert robot.told[1:] == [f"旧改通有 1 条新消息：\n1. {WORDS}"]

    def test_begins_with_what_happens_after_it_was_named(
        self, little: LittleCity, robot: Robot
    ) -> None:
        Worker(little).happen()
        worker = Worker(little, wecom(robot))
        assert worker.come() == []
        assert robot.told == []

    def test_of_a_busy_minute_is_one_call_within_the_limit(
        self, little: LittleCity, robot: Robot
    ) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen(60)
        assert worker.come() == [Outcome.SENT]
        (text,) = robot.told
        assert len(text.encode()) <= 2_048
        assert text.startswith("旧改通有 60 条新消息：")
        assert text.endswith("条，请登录查看。")

    def test_calls_a_shared_robot_no_more_than_twenty_times_a_minute(
        self, little: LittleCity, robot: Robot
    ) -> None:
        worker = Worker(little, *(wecom(robot, name=f"群{n}") for n in range(23)))
        worker.happen()
        assert len(worker.come()) == len(robot.told) == 20
        assert len(worker.come(2)) == 3  # nothing of the others is lost

    def test_tells_nobody_what_another_county_is_told(
        self, little: LittleCity, robot: Robot
    ) -> None:
        worker = Worker(little, wecom(robot, "sibling"))
        worker.happen(county=little.divisions.shiquan)
        assert worker.come() == []

    def test_goes_by_mail(self, little: LittleCity) -> None:
        channel = Channel("邮件", ChannelKind.MAIL, "filer", "filer@city.example")
        worker = Worker(little, channel)
        worker.happen()
        assert worker.come() == [Outcome.SENT]
        (letter,) = outbox.outbox
        assert (letter.to, letter.subject) == (["filer@city.example"], "旧改通消息")
        assert WORDS in letter.body


class TestBeingRefused:
    def test_waits_longer_each_time_and_then_gives_up(
        self, little: LittleCity, robot: Robot
    ) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen()
        robot.refuses(93000, "invalid webhook url")
        (row,) = worker.receipts()
        assert (row.outcome, row.words) == (Outcome.REFUSED, "93000 invalid webhook url")
        assert worker.come(1) == [Outcome.REFUSED]
        assert worker.come(1) == []  # two minutes after the second
        assert worker.come(1) == [Outcome.REFUSED]
        assert worker.come(4) == [Outcome.REFUSED]
        assert worker.come(8) == [Outcome.GIVEN_UP]
        assert worker.come(60) == []  # what was given up is not tried again
        robot.says = Robot.says
        worker.happen()
        assert worker.come(1) == [Outcome.SENT]

    def test_tells_all_once_it_is_heard_again(self, little: LittleCity, robot: Robot) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen()
        robot.status = 500
        assert worker.come() == [Outcome.REFUSED]
        worker.happen()
        robot.status = 200
        assert worker.come(5) == [Outcome.SENT]
        assert robot.told[-1].startswith("旧改通有 2 条新消息：")

    def test_keeps_still_as_long_as_dingtalk_bans(self, little: LittleCity, robot: Robot) -> None:
        worker = Worker(little, Channel("钉", ChannelKind.DINGTALK, "filer", robot.address, "SEC"))
        worker.happen()
        robot.refuses(130101, "send too fast")
        assert worker.come() == [Outcome.TOO_FAST]
        robot.says = Robot.says
        assert worker.come(9) == []
        assert worker.come(1) == [Outcome.SENT]


class TestTheWorker:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Iterator[Path]:
        found = tmp_path / "channels.toml"
        with override_settings(CHANNELS_FILE=found):
            yield found

    def test_sends_nothing_where_none_is_named(self, little: LittleCity, file: Path) -> None:
        background.send_messages(timestamp=0)
        assert outward.send_waiting() == 0

    def test_sends_by_the_file(self, little: LittleCity, file: Path, robot: Robot) -> None:
        file.write_text(
            '[[channel]]\nname = "群"\nkind = "wecom"\naccount = "filer"\n'
            f'address = "{robot.address}"\n',
            "utf-8",
        )
        assert outward.send_waiting() == 1
        assert robot.told == []

    def test_says_in_the_log_what_it_cannot_follow(
        self, little: LittleCity, file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        file.write_text("channel = [", "utf-8")
        assert outward.send_waiting() == 0
        assert "不是 TOML 文件" in caplog.text

    def test_leaves_out_an_account_that_is_not_there(
        self, little: LittleCity, file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        file.write_text(
            '[[channel]]\nname = "群"\nkind = "mail"\naccount = "nobody"\naddress = "a@b.c"\n',
            "utf-8",
        )
        assert outward.send_waiting() == 0
        assert "不在册" in caplog.text
