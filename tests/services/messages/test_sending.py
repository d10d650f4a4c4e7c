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
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.exchange.outward_channels import Channel, ChannelKind
from jiugai.services import accounts
from jiugai.services.messages import sending
from jiugai.services.messages.addressees import Addressee, addressees_of
from jiugai.services.reporting.submission.moving import SHANGHAI, grant_extension
from jiugai.storage.accounts import queries
from jiugai.storage.messages.queries import SendingRow
from tests.robot_server import Robot, robot_server
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity
from tests.services.test_delegating import move, named, second_filer

__all__ = ["fresh_little", "little"]


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
            told=self.told,
            mail=outward.mail,
            now=datetime.now(UTC) + timedelta(minutes=self.minute),
            days=30,
        )

    def told(self, account: str) -> tuple[Addressee, ...]:
        found = getattr(self.little, account)
        name = queries.account(found.user_id).username
        return addressees_of(name, day=datetime.now(SHANGHAI).date())

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


class TestADeputy:
    """``head`` takes the clerk's post, and is told in his own what he is told in it."""

    @pytest.fixture
    def channel(self, robot: Robot) -> Channel:
        return wecom(robot, "head", "负责人")

    def test_is_told_what_his_principals_post_is_told(
        self, little: LittleCity, channel: Channel, robot: Robot
    ) -> None:
        named(little.clerk, little.head)
        worker = Worker(little, channel)
        assert worker.come() == []
        move(little, MoveKind.SUBMIT, little.filer, 0)
        move(little, MoveKind.VERIFY, little.reviewer, 1)
        (row,) = worker.receipts()
        assert robot.told == ["旧改通有 1 条新消息：\n1. 石泉县2020年10月月报已审核，等您接收。"]
        own, taken = row.post.split("、")
        assert own == "安康市改造办 负责人"
        assert taken.startswith("安康市改造办 综合岗（代办 至")

    def test_is_told_one_thing_once_that_both_posts_are_told(
        self, little: LittleCity, robot: Robot
    ) -> None:
        second = second_filer(little.divisions, little.filer)
        named(little.filer, second)
        posts = addressees_of("second", day=datetime.now(SHANGHAI).date())
        assert len(posts) == 2
        worker = Worker(little)
        worker.channels, worker.told = (wecom(robot),), lambda _: posts  # type: ignore[method-assign]
        worker.come()
        worker.happen()
        assert worker.come() == [Outcome.SENT]
        assert robot.told[-1] == f"旧改通有 1 条新消息：\n1. {WORDS}"

    def test_is_told_nothing_of_the_time_before_his_days(
        self, little: LittleCity, channel: Channel, robot: Robot
    ) -> None:
        worker = Worker(little, channel)
        move(little, MoveKind.SUBMIT, little.filer, 0)
        move(little, MoveKind.VERIFY, little.reviewer, 1)
        assert worker.come() == []
        tomorrow = datetime.now(SHANGHAI).date() + timedelta(days=1)
        named(little.clerk, little.head, first_day=tomorrow)
        own, taken = addressees_of("head", day=tomorrow)
        assert (own.since, taken.since) == (None, tomorrow)
        worker.told = lambda _: (own, taken)  # type: ignore[method-assign]
        worker.come()
        (text,) = robot.told
        assert text.startswith("旧改通有 1 条新消息：\n1. “安康市改造办 综合岗”由")

    def test_is_told_nothing_once_it_is_over(
        self, little: LittleCity, channel: Channel, robot: Robot
    ) -> None:
        id_ = named(little.clerk, little.head)
        worker = Worker(little, channel)
        accounts.end_delegation(id_, actor=little.clerk, today=datetime.now(SHANGHAI).date())
        robot.told.clear()
        move(little, MoveKind.SUBMIT, little.filer, 0)
        move(little, MoveKind.VERIFY, little.reviewer, 1)
        worker.come()
        assert not any("等您接收" in text for text in robot.told)


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
