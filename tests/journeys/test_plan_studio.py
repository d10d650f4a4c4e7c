"""A planner weighs next year's plan, reads why one is not in, pins it, sees who left, and adopts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

Desk = Callable[..., Page]
Picture = Callable[[Page, str], None]
SOLVED = 60_000  # milliseconds; a run of the whole city takes a few seconds


def solved(page: Page, number: int) -> None:
    """Wait until a run of this number has ended and is shown."""
    heading = page.get_by_role("heading", name=f"第 {number} 次比选")
    expect(heading).to_be_visible(timeout=SOLVED)
    expect(page.get_by_role("heading", name="正在比选")).to_have_count(0, timeout=SOLVED)


def test_a_plan_is_weighed_explained_changed_and_adopted(desk: Desk, picture: Picture):
    clerk = desk("demo-zonghe")
    clerk.goto("/plan/")
    expect(clerk.get_by_role("link", name="2022 年计划第一稿")).to_be_visible()
    clerk.get_by_label("名称").fill("2022 年计划第二稿")
    clerk.get_by_label(re.compile("^首年")).fill("2022")
    clerk.get_by_role("button", name="建方案").click()
    expect(clerk.get_by_text("还没有比选过")).to_be_visible()

    clerk.get_by_label("市级配套", exact=True).fill("9000")
    clerk.get_by_label("至多算多少秒").fill("8")
    clerk.get_by_role("button", name="比选", exact=True).click()
    expect(clerk.get_by_role("heading", name="正在比选")).to_be_visible()
    solved(clerk, 1)
    expect(clerk.get_by_text("个小区列入 2022 年")).to_be_visible()
    expect(clerk.get_by_text(re.compile("离最好的至多差|已证最优")).first).to_be_visible()

    slider = clerk.get_by_label("市级配套试算增减（%）")
    slider.focus()
    for _ in range(2):
        slider.press("ArrowRight")
    expect(clerk.locator("output[for=set-change_4]")).to_have_text("+10%")
    solved(clerk, 2)
    expect(clerk.get_by_text(re.compile("和第 1 次比，进了"))).to_be_visible()
    picture(clerk, "plan-studio")

    clerk.get_by_role("link", name=re.compile("^没有入选")).click()
    left_out = clerk.locator("#list tbody th a").first
    name = left_out.inner_text()
    left_out.click()
    expect(clerk.get_by_role("heading", name="为什么没进")).to_be_visible()
    expect(clerk.get_by_text("要怎样才能进")).to_be_visible()
    picture(clerk, "plan-why")
    clerk.get_by_role("button", name="指定入选，重新比选").click()
    solved(clerk, 3)
    pinned = clerk.get_by_text("指定了的：")
    expect(pinned).to_contain_text(name)
    expect(clerk.locator(".moved li").filter(has_text=name)).to_contain_text("指定入选")
    expect(clerk.locator(".moved li").filter(has_text="出").first).to_be_visible()

    clerk.get_by_label("说明").fill("按 9000 万元测算，报市政府审定")
    clerk.get_by_role("button", name="采纳第 3 次，提请决定").click()
    expect(clerk.get_by_text("已提出，等决定").first).to_be_visible()
    where = clerk.url
    head = desk("demo-fuzeren")
    head.goto(where)
    head.get_by_label("决定", exact=True).select_option("yes")
    head.get_by_label("决定见于").fill("市政府专题会议纪要〔2020〕15号")
    head.get_by_role("button", name="记下决定").click()
    expect(head.get_by_text("已采纳").first).to_be_visible()
