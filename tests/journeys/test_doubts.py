"""A county's month filed on screen: doubted, explained, corrected, ruled on, passed; another is late."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.timeout(420)]

Desk = Callable[..., Page]
Picture = Callable[[Page, str], None]

HEAD = (
    "小区名称,年度批次,申报日期,批复日期,方案完成日期,招标日期,开工日期,完工日期,"
    "累计完成投资（万元）,累计到位资金（万元）,累计支付资金（万元）,已完成户数"
)
FALLEN = (
    "银华花园,2020,2019-11-21,2020-05-20,2020-09-19,2020-10-17,2020-10-29,,506.74,700.16,482.23,80"
)
RISEN = "老街75号楼,2020,2019-11-10,2020-05-20,2020-09-12,2020-10-13,2020-11-25,,930.10,976.68,571.20,52"
REST = (
    "县水泥厂家属区,2020,2019-11-16,2020-05-20,2020-10-24,2020-11-30,2020-12-08,,240.30,513.29,201.20,0",
    "春潮路77号院,2020,2019-11-11,2020-05-20,2020-11-20,2020-12-13,2020-12-24,,401.77,933.97,322.15,0",
)
RIGHT = FALLEN.replace("506.74", "606.74")
SHIQUAN, HANYIN = "610922", "610921"


def do(page: Page, word: str, **said: str) -> None:
    """Do one of the things that a page offers under 我要办理."""
    deed = page.locator("details.deed").filter(has=page.get_by_text(word, exact=True)).first
    if deed.get_attribute("open") is None:
        deed.locator("summary").first.click()
    for name, text in said.items():
        field = deed.locator(f"[name={name}]")
        if field.evaluate("it => it.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    deed.get_by_role("button", name=word, exact=True).click()


def take_in(page: Page, folder: Path, name: str, *rows: str) -> None:
    """Import a month's figures from the return's own page."""
    page.get_by_role("link", name="导入2021年4月的台账").click()
    expect(page.get_by_label("数据截至")).to_have_value("2021-04-30")
    file = folder / name
    file.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    page.set_input_files("input[name=files]", str(file))
    page.locator("[data-send]").click()
    expect(page.get_by_text("都处理完了")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name=re.compile("^写入")).click()
    expect(page.get_by_text("已写入").first).to_be_visible(timeout=60_000)


def test_a_doubted_return_is_explained_corrected_ruled_on_and_passed(
    desk: Desk, site: Site, picture: Picture, tmp_path: Path
):
    with site.on("2021-05-02") as may:
        filer = desk(f"demo-tianbao-{SHIQUAN}", may)
        filer.goto("/returns/")
        filer.get_by_role("link", name="石泉县").click()
        expect(filer.get_by_role("heading", level=1)).to_have_text("石泉县 2021年4月月报")
        mine = filer.url
        take_in(filer, tmp_path, "石泉县四月.csv", FALLEN, RISEN, *REST)

        filer.goto(mine)
        do(filer, "报送")
        expect(filer.get_by_text("累计数不应减少").first).to_be_visible()
        doubts = filer.get_by_role("region", name="疑点")
        expect(doubts.get_by_text("待说明，不办不能报送")).to_have_count(1)
        picture(filer, "doubts-held-back")

        doubts.get_by_role("row").filter(has_text="进度跳增").get_by_role("link").first.click()
        numbers = filer.get_by_role("region", name="数据")
        expect(filer.get_by_text("形象进度由").first).to_be_visible()
        expect(numbers.get_by_role("row").filter(has_text="本项目以往每次")).to_have_count(1)
        do(filer, "说明", words="已核实")
        expect(filer.get_by_text("请写明原因").first).to_be_visible()
        picture(filer, "doubt-to-explain")
        do(filer, "说明", words="4月外墙保温集中计量两期，见监理第7期月报和计量单")
        expect(filer.get_by_text("已说明，登记在册")).to_be_visible()
        jump = filer.url

        filer.goto(mine)
        filer.get_by_role("region", name="疑点").get_by_role("row").filter(
            has_text="硬逻辑"
        ).get_by_role("link").first.click()
        expect(filer.get_by_text("公式")).to_be_visible()
        expect(filer.get_by_text("不能报送，更正报送也一样")).to_be_visible()
        fall = filer.url
        filer.goto(mine)
        take_in(filer, tmp_path, "石泉县四月（更正）.csv", RIGHT, RISEN, *REST)
        filer.goto(mine)
        do(filer, "报送")
        expect(filer.get_by_text("已报送，登记在册")).to_be_visible()

        reviewer = desk(f"demo-shenhe-{SHIQUAN}", may)
        reviewer.goto(mine)
        do(reviewer, "退回", words="老街75号楼支付比财务账多30万元，改后再报")
        filer.goto(mine)
        expect(filer.get_by_text("退回理由：老街75号楼支付比财务账多30万元")).to_be_visible()
        less = RISEN.replace("571.20", "541.20")
        take_in(filer, tmp_path, "石泉县四月（再更正）.csv", RIGHT, less, *REST)
        filer.goto(mine)
        do(filer, "报送")
        expect(filer.get_by_text("第 2 版")).to_be_visible()
        reviewer.goto(mine)
        do(reviewer, "审核通过")

        clerk = desk("demo-zonghe", may)
        clerk.goto(jump)
        do(clerk, "认定", ruling="dismissed", words="看了监理月报和两期计量单，数属实")
        expect(clerk.get_by_text("已认定，登记在册")).to_be_visible()
        picture(clerk, "doubt-ruled")
        clerk.goto(fall)
        do(clerk, "认定", ruling="corrected", words="第二次报的606.74万元与计量单一致")
        expect(clerk.get_by_text("已认定，登记在册")).to_be_visible()
        clerk.goto(mine)
        do(clerk, "接收")
        expect(clerk.get_by_text("已接收").first).to_be_visible()
        expect(clerk.get_by_text("第 2 版")).to_be_visible()
        picture(clerk, "doubts-accepted")


def test_a_county_that_files_after_the_deadline_is_late_by_the_clock(
    desk: Desk, site: Site, picture: Picture
):
    with site.on("2021-05-06") as late:
        filer = desk(f"demo-tianbao-{HANYIN}", late)
        filer.goto("/returns/2021-04/")
        filer.get_by_role("link", name="汉阴县").click()
        mine = filer.url
        do(filer, "报送")
        expect(filer.get_by_text("已报送，登记在册")).to_be_visible()
        timings = filer.get_by_role("region", name="各环节时限")
        expect(timings.get_by_text("迟 3 天").first).to_be_visible()
        picture(filer, "return-late")

        clerk = desk("demo-zonghe", late)
        clerk.goto("/returns/2021-04/")
        board = clerk.get_by_role("row").filter(has_text="汉阴县")
        expect(board.get_by_text("迟 3 天").first).to_be_visible()
        picture(clerk, "returns-board")
        assert mine != clerk.url
