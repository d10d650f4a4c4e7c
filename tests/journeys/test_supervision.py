"""Orders followed to their end, and a month drawn, verified, ranked, heard and released."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.timeout(420)]

Desk = Callable[..., Page]
Picture = Callable[[Page, str], None]

SPEECH = """同志们：
今年省上批复我市项目45个，目前只开工了2个，开工率仅为4.4%，排全省倒数第一。
石泉县住建局要在11月20日前完成北苑小区进场施工。
市财政局要在*月*日前把补助资金拨付到县区。
"""


def do(page: Page, word: str, **said: str) -> None:
    """Do a deed upon the order that a page shows."""
    deed = page.locator("details.deed").filter(has=page.get_by_text(word, exact=True)).first
    if deed.get_attribute("open") is None:
        deed.locator("summary").click()
    for name, text in said.items():
        deed.locator(f"[name={name}]").fill(text)
    deed.get_by_role("button", name=word, exact=True).click()


def test_a_speech_becomes_an_order_that_is_followed_to_its_end(desk: Desk, picture: Picture):
    clerk = desk("demo-zonghe")
    clerk.goto("/orders/")
    clerk.get_by_role("link", name="讲话分解").click()
    clerk.get_by_label("讲话或成文日期").fill("2020-11-03")
    clerk.get_by_label(re.compile("或者粘贴文字")).fill(SPEECH)
    clerk.get_by_role("button", name="分解").click()
    expect(clerk.get_by_text("2 ÷ 45").or_(clerk.get_by_text("2/45")).first).to_be_visible()
    expect(clerk.get_by_role("heading", name="任务 2 项")).to_be_visible()
    masked = clerk.locator("ol.tasks > li").nth(1)
    expect(masked).to_contain_text("未定")
    picture(clerk, "speech")
    clerk.locator("ol.tasks > li").first.get_by_role("button", name="立项").click()
    expect(clerk.get_by_label(re.compile("^期限（?")).first).to_be_visible()
    clerk.get_by_role("button", name="立项").click()
    expect(clerk.get_by_text("已立项，还没有交办")).to_be_visible()
    order = clerk.url

    do(clerk, "交办")
    filer = desk("demo-tianbao-610922")
    filer.goto(order)
    do(filer, "签收")
    clerk.goto(order)
    do(clerk, "催办", words="离期限不到三周，请报进场的日子")
    filer.goto(order)
    expect(filer.get_by_text("离期限不到三周")).to_be_visible()
    do(filer, "反馈", words="11月3日已进场，施工单位两班作业")
    filer.goto("/orders/")
    picture(filer, "orders-filer")
    filer.goto(order)
    expect(filer.get_by_role("button", name="核查通过")).to_have_count(0)

    checker = desk("demo-fuzeren")
    checker.goto(order)
    do(checker, "核查通过", words="看了现场照片和施工日志")
    clerk.goto(order)
    do(clerk, "销号")
    expect(clerk.get_by_text("已销号").first).to_be_visible()
    picture(clerk, "order-closed")
    deeds = clerk.get_by_role("region", name="办理记录")
    for deed in ("立项", "交办", "签收", "催办", "反馈", "核查通过", "销号"):
        expect(deeds.get_by_role("rowheader", name=deed, exact=True)).to_have_count(1)

    neighbour = desk("demo-tianbao-610902")
    assert neighbour.goto(order).status == 404


def test_a_month_is_ranked_heard_released_issued_drawn_and_verified(
    desk: Desk, site: Site, picture: Picture
):
    head = desk("demo-fuzeren")
    head.goto("/bulletins/2020-10/red_head/")
    expect(head.get_by_text("还没有发布").first).to_be_visible()

    clerk = desk("demo-zonghe")
    clerk.goto("/ranking/")
    clerk.get_by_role("link", name="公示与发布").click()
    months = clerk.get_by_role("region", name="各月排名").get_by_role("link")
    expect(months.first).to_have_text("2020年10月")
    months.first.click()
    clerk.get_by_label("公示截止").fill("2020-11-10")
    clerk.get_by_role("button", name="公示2020年10月排名").click()
    expect(clerk.get_by_text("排名已公示")).to_be_visible()
    hearing = clerk.url.removeprefix(site.address)
    filer = desk("demo-tianbao-610922")
    filer.goto(hearing)
    filer.get_by_label("对哪个数有异议").fill("石泉县开工1个")
    filer.get_by_label("理由和依据").fill("北苑小区10月30日已开工，照片已报")
    filer.get_by_role("button", name="提出异议").click()
    head.goto(hearing)
    head.get_by_label("结论").select_option("no")
    head.get_by_label("答复理由").fill("开工日期晚于本月，计入下月")
    head.get_by_role("button", name="答复这件异议").click()
    picture(head, "hearing")
    head.get_by_role("button", name="发布2020年10月排名").click()
    expect(head.get_by_text("次日起才能发布")).to_be_visible()

    with site.on("2020-11-11") as later:
        head = desk("demo-fuzeren", later)
        head.goto(hearing)
        head.get_by_role("button", name="发布2020年10月排名").click()
        expect(head.get_by_text("已发布").first).to_be_visible()
        picture(head, "released")

        head.goto("/bulletins/2020-10/red_head/")
        head.get_by_role("button", name="发出通报").first.click()
        head.get_by_role("dialog").get_by_role("button", name=re.compile("发出")).click()
        expect(head.get_by_text("不能再改。更正请另发一期")).to_be_visible()

        _draw_and_visit(desk("demo-zonghe", later), picture)


def _draw_and_visit(clerk: Page, picture: Picture) -> None:
    clerk.goto("/draws/")
    clerk.get_by_role("button", name="抽2020年10月名单").click()
    expect(clerk.get_by_text("种子和名册摘要印在下面")).to_be_visible()
    picture(clerk, "drawn")
    projects = clerk.get_by_role("region", name="名单").get_by_role("link")
    projects.first.click()
    visit = clerk.locator("form.visit")
    for count in visit.locator("input[type=number]").all():
        count.fill("0")
    visit.get_by_label("核实日期").fill("2020-11-11")
    visit.get_by_label("现场情况").fill("现场没有开工迹象，围挡未立")
    visit.get_by_role("button").click()
    expect(clerk.get_by_text("现场核实已记下")).to_be_visible()
