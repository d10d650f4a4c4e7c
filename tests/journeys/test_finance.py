"""Finance writes, posts and pays; the bank's statement agrees; the money is seen where it flows."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.timeout(420)]

EARMARK = "2020年 居民出资 宁陕居民出资公示〔2020〕1号"
CONTRACT = "2019-0923-6-3"
HEADS = ("交易日期", "金额（元）", "方向", "对方户名", "摘要", "余额（元）", "流水号")


def write(
    page: Page, step: str, amount: str, paper: str, contract: str = "", memo: str = ""
) -> str:
    """Write a voucher down as the maker; return where it stands."""
    page.goto("/funding/vouchers/")
    page.get_by_role("link", name="制一张凭证").click()
    page.get_by_role("link", name=re.compile(f"^{step}")).first.click()
    page.get_by_label("专款").select_option(label=EARMARK)
    page.get_by_label("县区").select_option(label="宁陕县")
    if contract:
        options = page.get_by_label("合同").locator("option", has_text=contract)
        page.get_by_label("合同").select_option(options.get_attribute("value"))
    page.get_by_label("金额").fill(amount)
    page.get_by_label("单位").select_option(label="万元")
    page.get_by_label("业务日期").fill("2021-03-30")
    page.get_by_label("依据").fill(paper)
    page.get_by_label("摘要").fill(memo)
    page.get_by_role("button", name="写下这张凭证").click()
    page.wait_for_url(re.compile(r"/funding/vouchers/\d+/$"))
    return page.url


def post(page: Page, voucher: str) -> None:
    """Post a voucher as the checker."""
    page.goto(voucher)
    page.get_by_role("button", name="复核记账").click()
    expect(page.get_by_text("已记账").first).to_be_visible()


def statement(folder: Path) -> Path:
    """Write the bank's statement as the bank gives it out."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADS)
    book.active.append(("2021-03-30", 180000, "收", "宁陕县财政国库", "拨款", 180000, "L1"))
    book.active.append(("2021-03-31", 100000, "付", "宁陕县示例建筑公司", "工程款", 80000, "L2"))
    content = io.BytesIO()
    book.save(content)
    file = folder / "宁陕专户对账单2021年3月.xlsx"
    file.write_bytes(content.getvalue())
    return file


def take(page: Page, file: Path) -> str:
    """Enter the special account and drop the statement in; return where the account stands."""
    page.goto("/funding/bank/")
    page.locator("summary", has_text="登记专户").click()
    page.locator("#id_county").select_option(label="宁陕县")
    page.locator("#id_bank").fill("长安银行宁陕支行")
    page.locator("#id_number").fill("6109 2301")
    page.get_by_role("button", name="登记专户").click()
    page.get_by_role("link", name="宁陕县").first.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="导入对账单").click()
    expect(page.get_by_role("button", name="确认这 2 笔对上")).to_be_visible()
    return page.url


def reconcile(page: Page, account: str) -> None:
    """Confirm, as another than the vouchers' maker, what can be matched; the month agrees."""
    page.goto(account)
    page.get_by_role("button", name="确认这 2 笔对上").click()
    page.get_by_role("link", name="2021年3月").click()
    expect(page.get_by_role("heading", name="余额调节表")).to_be_visible()
    expect(page.get_by_text("相符").first).to_be_visible()


def test_finance_posts_pays_and_reconciles(
    site: Site, desk: Callable[..., Page], picture: Callable[[Page, str], None], tmp_path: Path
) -> None:
    with site.on("2021-03-31") as address:
        maker, checker = desk("demo-caizheng", address), desk("demo-fuhe", address)
        funded = write(maker, "拨付到专户", "18", "宁陕财拨〔2021〕3号")
        maker.goto(funded)
        expect(maker.get_by_role("button", name="复核记账")).to_have_count(0)
        post(checker, funded)
        post(checker, write(maker, "支付", "10", "回单 0331", CONTRACT, "B03 供电进度款"))
        reconcile(checker, take(maker, statement(tmp_path)))

        maker.goto("/funding/book/")
        maker.get_by_role("link", name="流向").click()
        band = maker.get_by_role("row").filter(has_text="居民出资").filter(has_text="100,000.00")
        picture(maker, "finance-flows")
        band.get_by_role("link", name=re.compile("100,000.00")).click()
        expect(maker.get_by_role("heading", name=re.compile("的每一笔"))).to_be_visible()
        expect(maker.get_by_role("row").filter(has_text="100,000.00").first).to_be_visible()

        maker.goto("/funding/rates/")
        maker.get_by_role("link", name="三口报表").click()
        maker.get_by_role("link", name="宁陕县").first.click()
        expect(maker.get_by_role("heading", name="差异台账")).to_be_visible()
        with maker.expect_download() as download:
            maker.get_by_role("link", name="财政口 .xlsx").click()
        download.value.save_as(tmp_path / "finance.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "finance.xlsx").active
    assert sheet is not None
    assert "财政口" in str(sheet.cell(1, 1).value)
