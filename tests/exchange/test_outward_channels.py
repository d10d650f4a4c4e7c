"""The file of channels, and a robot called over the wire."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from jiugai.domain.messages import Outcome
from jiugai.exchange.outward_channels import (
    Channel,
    ChannelKind,
    UnreadableChannels,
    call_robot,
    read_channels,
)
from tests.robot_server import Robot, robot_server

AT = datetime(2020, 11, 3, 9, tzinfo=UTC)
GOOD = """
[[channel]]
name = "市改造办工作群"
kind = "wecom"
account = "zonghe"
address = "https://robot.example/send?key=1"
"""


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as found:
        yield found


def channel(robot: Robot, kind: ChannelKind = ChannelKind.WECOM, secret: str = "") -> Channel:
    return Channel("群", kind, "zonghe", robot.address, secret)


class TestTheFile:
    def test_may_be_absent(self, tmp_path: Path) -> None:
        assert read_channels(tmp_path / "channels.toml") == ()

    def test_names_channels(self, tmp_path: Path) -> None:
        file = tmp_path / "channels.toml"
        file.write_text(GOOD, "utf-8")
        (found,) = read_channels(file)
        assert (found.name, found.kind, found.account) == (
            "市改造办工作群", ChannelKind.WECOM, "zonghe",
        )  # fmt: skip
        assert "robot.example" not in repr(found)  # an address opens the group to whoever has it

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("channel = [", "不是 TOML 文件"),
            (GOOD.replace('account = "zonghe"', ""), "第 1 个通道没有写 account"),
            (GOOD.replace("wecom", "fax"), "应为 wecom、dingtalk、mail 之一"),
            (GOOD.replace("https://", "file:///"), "不是 http 或 https 地址"),
            (GOOD + GOOD, "有两个通道都叫“市改造办工作群”"),
        ],
    )
    def test_that_cannot_be_followed_is_told_whole(
        self, tmp_path: Path, text: str, why: str
    ) -> None:
        file = tmp_path / "channels.toml"
        file.write_text(text, "utf-8")
        with pytest.raises(UnreadableChannels, match=why) as told:
            read_channels(file)
        assert "没有外发任何消息" in str(told.value)


class TestARobot:
    def test_is_told_the_text(self, robot: Robot) -> None:
        assert call_robot(channel(robot), "石泉县月报已报送", at=AT).outcome is Outcome.SENT
        assert robot.told == ["石泉县月报已报送"]

    def test_of_dingtalk_is_called_with_a_signature(self, robot: Robot) -> None:
        call_robot(channel(robot, ChannelKind.DINGTALK, "SEC1"), "甲", at=AT)
        asked = parse_qs(urlsplit(robot.paths[0]).query)
        assert asked["key"] == ["k"]
        assert asked["timestamp"] == [str(int(AT.timestamp() * 1000))]
        # printf '1604394000000\\nSEC1' | openssl dgst -sha256 -hmac SEC1 -binary | base64
        assert asked["sign"] == ["gCRvc+s4tV8TML3opwG4uyAchQWjFqzVe3O9VEwAz0A="]

    @pytest.mark.parametrize(
        ("code", "outcome"),
        [(93000, Outcome.REFUSED), (45009, Outcome.TOO_FAST), (130101, Outcome.TOO_FAST)],
    )
    def test_that_refuses_is_quoted(self, robot: Robot, code: int, outcome: Outcome) -> None:
        robot.refuses(code, "invalid webhook url")
        reply = call_robot(channel(robot), "甲", at=AT)
        assert (reply.outcome, reply.words) == (outcome, f"{code} invalid webhook url")

    @pytest.mark.parametrize("says", [b"", b"<html>", b"[]", b"{}", b'{"errcode": null}'])
    def test_that_answers_something_else_is_refused(self, robot: Robot, says: bytes) -> None:
        robot.says = says
        reply = call_robot(channel(robot), "甲", at=AT)
        assert (reply.outcome, reply.words) == (Outcome.REFUSED, "对方的答复读不懂")

    @pytest.mark.parametrize(
        ("status", "outcome"), [(500, Outcome.REFUSED), (429, Outcome.TOO_FAST)]
    )
    def test_that_fails_is_refused(self, robot: Robot, status: int, outcome: Outcome) -> None:
        robot.status = status
        assert call_robot(channel(robot), "甲", at=AT).outcome is outcome

    def test_that_nobody_is_there_for_is_refused(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        gone = Channel("群", ChannelKind.WECOM, "zonghe", address)
        reply = call_robot(gone, "甲", at=AT)
        assert reply.outcome is Outcome.REFUSED
        assert reply.words.startswith("没有连上")
