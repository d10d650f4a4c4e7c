"""The month's work of the clerk, from the counties' ledgers to the bulletin, in a real browser."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.demo_template import DEMO
from tests.exchange.photos.pictures import as_jpeg, front

pytestmark = [pytest.mark.journey, pytest.mark.timeout(420)]

Desk = Callable[[str], Page]
Picture = Callable[[Page, str], None]

MESSY = """石泉县老旧小区摸底台账（补充）,,,,,
序号,小区名称,所属街道,建成年份,楼栋,户数（户）
1,缫丝厂新区家属院,城关镇,1992年,３栋,105户
2,老粮站宿舍,城关镇,九十年代末,2,64
3,水电站家属楼,城关镇,1988,1,440/447
合计,,,,6,169
"""


def test_the_clerk_takes_three_workbooks_in(desk: Desk, picture: Picture, tmp_path: Path):
    page = desk("demo-zonghe")
    messy = tmp_path / "石泉县补充台账.csv"
    messy.write_text(MESSY, encoding="gb18030")
    known = DEMO / "ledgers" / "石泉县_2019年旧改摸底表.xls"
    other = DEMO / "ledgers" / "平利.csv"

    page.goto("/import/")
    page.set_input_files("input[name=files]", [str(messy), str(known), str(other)])
    picture(page, "import")
    page.locator("[data-send]").click()
    expect(page.get_by_text("都处理完了")).to_be_visible(timeout=60_000)
    picture(page, "batch")

    page.get_by_role("link", name="石泉县补充台账.csv").click()
    expect(page.get_by_text("尚未写入任何数据")).to_be_visible()
    expect(page.get_by_text("九十年代末").first).to_be_visible()
    expect(page.get_by_text("440/447").first).to_be_visible()
    picture(page, "plan")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载退回行").click()
    assert zipfile.is_zipfile(download.value.path())
    page.get_by_role("button", name="写入 1 行").click()
    expect(page.get_by_text("已写入 1 行")).to_be_visible(timeout=60_000)

    page.get_by_role("link", name="石泉县_2019年旧改摸底表.xls").click()
    expect(page.get_by_text("再写一次不会改变任何数据")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^写入"))).to_have_count(0)

    page.goto("/communities/?q=缫丝厂新区")
    page.get_by_role("link", name="缫丝厂新区家属院").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("缫丝厂新区家属院")
    expect(page.get_by_text("1992").first).to_be_visible()


def test_a_figure_opens_to_its_facts_in_two_clicks(desk: Desk, picture: Picture):
    page = desk("demo-zonghe")

    page.goto("/")
    expect(page.get_by_text("4.4").first).to_be_visible()
    picture(page, "cockpit")
    page.goto("/ranking/")
    expect(page.get_by_role("table").first).to_contain_text("石泉县")
    picture(page, "ranking")
    page.goto("/trace/?measure=start_rate&basis=communities&year=2020")
    expect(page.locator("main")).to_contain_text("45")
    expect(page.locator("main")).to_contain_text("2020-10-29")
    expect(page.locator("main")).to_contain_text("2020-09-21")
    picture(page, "trace")
    page.locator("main a[href^='/communities/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("开工").first).to_be_visible()
    picture(page, "community")


def test_the_bulletin_is_written_edited_checked_and_downloaded(desk: Desk, picture: Picture):
    page = desk("demo-zonghe")

    page.goto("/bulletins/2020-10/red_head/")
    expect(page.get_by_text("各数都与快照一致")).to_be_visible()
    picture(page, "studio")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 .docx").click()
    content = Path(download.value.path()).read_bytes()
    words = zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
    assert "4.4%" in re.sub(r"<[^>]+>", "", words)

    source = page.locator("#source")
    source.fill(source.input_value() + "\n全市开工率为4.5%。")
    page.get_by_role("button", name="保存正文").click()
    expect(page.get_by_text("处要改")).to_be_visible()
    page.get_by_role("button", name="放弃改动").click()
    expect(page.get_by_text("已恢复为自动成文的正文")).to_be_visible()

    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "word/document.xml":
                part = part.replace(b"4.4%", b"4.5%", 1)
            new.writestr(item, part)
    page.set_input_files(
        "#check-file",
        {"name": "改过的通报.docx", "mimeType": "application/zip", "buffer": changed.getvalue()},
    )
    page.get_by_role("button", name="校对这份文件").click()
    expect(page.get_by_text("与快照不符").first).to_be_visible()


def test_two_records_are_told_apart_and_two_found_to_be_one(desk: Desk, picture: Picture):
    page = desk("demo-zonghe")

    page.goto("/communities/")
    page.get_by_role("link", name="重名核对").click()
    card = page.get_by_role("article").filter(has_text="供销社家属院")
    card.get_by_role("button", name="不是同一小区").click()
    expect(page.get_by_text("不是同一小区。结论留痕，可再更正。")).to_be_visible()
    expect(page.get_by_role("article").filter(has_text="供销社家属院")).to_have_count(0)
    picture(page, "look-alikes")

    page.get_by_role("article").filter(has_text="清坪小区").get_by_role("link").first.click()
    page.get_by_role("button", name="是同一小区", exact=True).click()
    expect(page.get_by_text("没有写依据")).to_be_visible()
    page.get_by_label("依据").fill("现场核对：划入高新区后两边都报")
    page.get_by_role("button", name="是同一小区", exact=True).click()
    expect(page.get_by_text("同一小区。结论留痕，可再更正。")).to_be_visible()
    page.goto("/look-alikes/?state=same")
    expect(page.get_by_role("article")).to_contain_text("现场核对：划入高新区后两边都报")


def test_a_county_filer_sees_only_the_own_county(desk: Desk):
    page = desk("demo-tianbao-610922")

    page.goto("/communities/")
    counties = set(page.locator("tbody td[data-label='县区']").all_inner_texts())
    assert counties == {"石泉县"}
    clerk = desk("demo-zonghe")
    clerk.goto("/communities/?q=&cohort=2019&sort=name")
    links = clerk.locator("tbody tr").filter(has_text="汉滨区").locator("a")
    elsewhere = links.first.get_attribute("href")
    assert elsewhere
    answer = page.goto(elsewhere)
    assert answer is not None
    assert answer.status == 404
    answer = page.goto("/accounts/")
    assert answer is not None
    assert answer.status == 403


def test_photos_taken_without_a_network_are_sent_when_it_is_back(
    desk: Desk, picture: Picture, tmp_path: Path
):
    page = desk("demo-tianbao-610922")
    page.set_viewport_size({"width": 390, "height": 844})
    photos = []
    for seed in (1, 2):
        photos.append(tmp_path / f"{seed}.jpg")
        photos[-1].write_bytes(as_jpeg(front(seed)))

    page.goto("/site-photos/")
    picture(page, "site-photos")
    page.locator("button[name=site]").first.click()
    expect(page.locator(".code")).to_be_visible()
    page.context.set_offline(True)
    page.set_input_files("input[name=photo]", photos[0])
    expect(page.get_by_text("没有网，有网就接着传")).to_be_visible()
    picture(page, "site-photos-offline")
    page.context.set_offline(False)
    expect(page.locator(".came li")).to_have_count(1, timeout=30_000)
    expect(page.locator(".waiting")).to_be_hidden()

    page.goto("/site-photos/")
    page.locator("button[name=site]").nth(1).click()
    page.set_input_files("input[name=photo]", photos[0])  # the same photo for another site
    expect(page.get_by_text("是同一张照片")).to_be_visible(timeout=30_000)
    page.set_input_files("input[name=photo]", photos[1])
    expect(page.locator(".came li")).to_have_count(2, timeout=30_000)
    picture(page, "site-photos-sent")
    page.goto("/evidence/?month=2020-11")
    expect(page.locator(".wall > li")).to_have_count(2)
    picture(page, "evidence")
