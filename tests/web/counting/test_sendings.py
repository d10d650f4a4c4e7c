"""The screen of what was sent out: each batch in a line, what waits, and no address anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from tests.officers import browser_of
from tests.robot_server import Robot, robot_server
from tests.services.little_city import LittleCity
from tests.services.messages.test_sending import Worker, wecom
from tests.web.reading import lines, page_of, said

PAGE = "/sendings/"


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as found:
        yield found


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    found = tmp_path / "channels.toml"
    with override_settings(CHANNELS_FILE=found):
        yield found


@pytest.fixture
def named(file: Path, robot: Robot) -> Path:
    file.write_text(
        '[[channel]]\nname = "群"\nkind = "wecom"\naccount = "filer"\n'
        f'address = "{robot.address}"\nsecret = "SECRET"\n',
        "utf-8",
    )
    return file


@pytest.fixture
def at_desk(little: LittleCity) -> Client:
    return browser_of(little.administrator)


class TestTheList:
    def test_tells_of_each_batch_what_went_where_and_what_was_answered(
        self, little: LittleCity, named: Path, robot: Robot, at_desk: Client
    ) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen(2)
        worker.come()
        worker.happen()
        robot.refuses(93000, f"invalid webhook url {robot.address}")
        worker.come()
        worker.come()

        response = at_desk.get(PAGE)
        waiting, sent, begun = (line.split(" | ") for line in lines(response, "外发回执，新的在前"))
        assert sent[1:4] == ["群企业微信群机器人", "石泉县住建局 填报岗", sent[3]]
        assert sent[3].startswith("2 条消息，到登记第 ")
        assert sent[4:] == ["1 次", "已发出", "对方已收下，答复“ok”。"]
        assert waiting[3:5] == ["1 条消息", "2 次"]
        assert "第一次" in waiting[0]
        assert waiting[5:] == [
            "待再试",
            "没有发出，还会再试。原因：“93000 invalid webhook url （网址略）”。",
        ]
        assert begun[5] == "已启用"
        (channel,) = lines(response, "各通道现在有没有待发的")
        assert "1 条等着发，" in channel

    def test_shows_no_address_key_or_secret(
        self, little: LittleCity, named: Path, robot: Robot, at_desk: Client
    ) -> None:
        worker = Worker(little, wecom(robot))
        worker.happen()
        robot.refuses(93000, f"no such key: {robot.address}")
        worker.come()
        page = at_desk.get(PAGE).content.decode()
        for secret in (robot.address, "127.0.0.1", "key=k", "SECRET"):
            assert secret not in page

    def test_is_narrowed_by_state(
        self, little: LittleCity, named: Path, robot: Robot, at_desk: Client
    ) -> None:
        Worker(little, wecom(robot))
        response = at_desk.get(f"{PAGE}?state=begun")
        (line,) = lines(response, "外发回执，新的在前")
        assert "通道启用，只外发这以后的消息。" in line
        switch = page_of(response).select_one(".segmented[aria-label=状态]")
        assert switch.get_text(" ", strip=True) == "全部 1 待再试 0 已发出 0 已放弃 0 已启用 1"
        empty = page_of(at_desk.get(f"{PAGE}?state=waiting")).select_one(".empty h3")
        assert empty.get_text() == "没有“待再试”的外发"

    @pytest.mark.parametrize(
        "asked", ["?state=abc", "?before=x", "?before=９", f"?before={10**40}"]
    )
    def test_takes_what_cannot_be_read_for_nothing_asked(
        self, little: LittleCity, file: Path, at_desk: Client, asked: str
    ) -> None:
        assert at_desk.get(f"{PAGE}{asked}").status_code == 200

    def test_asks_the_database_as_often_for_many_as_for_few(
        self,
        little: LittleCity,
        named: Path,
        robot: Robot,
        at_desk: Client,
        django_assert_max_num_queries,
    ) -> None:
        worker = Worker(little, wecom(robot))
        for _ in range(5):
            worker.happen()
            worker.come()
        with django_assert_max_num_queries(18):
            at_desk.get(PAGE)


class TestNothingToShow:
    def test_is_drawn_where_no_channel_is_named(
        self, little: LittleCity, file: Path, at_desk: Client
    ) -> None:
        page = page_of(at_desk.get(PAGE))
        assert page.select_one(".empty h3").get_text() == "没有开通外发"
        assert not page.select("table")

    def test_says_what_is_wrong_with_the_file(
        self, little: LittleCity, file: Path, at_desk: Client
    ) -> None:
        file.write_text("channel = [", "utf-8")
        assert "不是TOML文件" in said(at_desk.get(PAGE))[0]


class TestTheMenu:
    def test_leads_those_there_who_answer_for_it(self, little: LittleCity, file: Path) -> None:
        for who, led in (
            (little.administrator, True),
            (little.auditor, True),
            (little.clerk, False),
            (little.filer, False),
        ):
            page = page_of(browser_of(who).get("/me/sessions/"))
            assert bool(page.select(f".rail a[href='{PAGE}']")) is led
