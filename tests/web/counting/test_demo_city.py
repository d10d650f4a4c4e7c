"""The demo city behind the screens of counting: the figures of the speech, at the city's full size."""

import pytest
from django.http import HttpResponse

from tests.web.counting.reading import section, sentence, spoken
from tests.web.reading import lines, page_of

CLERK, HEAD, FILER, STREET = "demo-zonghe", "demo-fuzeren", "demo-tianbao-610922", "demo-jiedao"
PAGES = {
    "/": "要盯的",
    "/?measure=funding_rate": "要盯的",
    "/ranking/?second=households": "2020年批次开工率",
    "/trace/?measure=payment_rate&basis=fen&year=2019": "何时之数",
    "/eligibility/?page=7": None,
    "/eligibility/types/": None,
    "/eligibility/areas/": None,
    "/eligibility/what-if/?built_by=1991": "前后对比",
}


def test_two_of_forty_five_have_started(demo):
    page = demo(CLERK).get("/")

    assert sentence(page, ".say") == (
        "2020年批复45个，开工2个，开工率4.4%；须在2020年12月31日前全部开工，还有58天、43个。"
    )


def test_three_cohorts_stand_in_their_phases(demo):
    page = demo(CLERK).get("/")
    cards = {year: spoken(section(page, f"{year}年批次")) for year in (2019, 2020, 2021)}

    assert "收官：年底前全部完工" in cards[2019]
    assert "完工9/批复21个小区" in cards[2019]
    assert "攻坚：年底前全部开工" in cards[2020]
    assert "按期须每周开工5.2个，近8周为0.3个" in cards[2020]
    assert "滞后" in cards[2020]
    assert "谋划：已申报，待批复" in cards[2021]
    assert "未定文件未写期限" in cards[2021]
    assert "批复0/申报72个项目" in cards[2021]
    assert "涉及75个小区" in cards[2021]
    assert "各阶段小区数已申报75" in cards[2021]


@pytest.mark.parametrize("day", ["2020-11-03", "2020-12-31", "2021-03-31"])
def test_every_stage_opens_just_as_many_communities(demo, day):
    client = demo(CLERK)
    cards = page_of(client.get(f"/?as_of={day}")).select(".cohort")
    for card in cards:
        stages = card.select(".phase .key li")
        for stage in stages:
            many, link = stage.select_one("b").get_text(), stage.select_one("a")["href"]
            assert f"{many} 个小区" in found(client.get(link)), (day, link)


def test_a_cohort_is_listed_in_projects_and_in_communities(demo):
    assert found(demo(CLERK).get("/communities/?cohort=2021")).startswith("75 个小区（72 个项目）")


def test_every_county_of_the_map_is_called_as_then_whatever_it_has_to_show(demo):
    page = page_of(demo(CLERK).get("/?year=2019&measure=completion_rate"))

    names = {text.get_text() for text in page.select(".county-map text.name")}
    assert "旬阳县" in names
    assert "旬阳市" not in names


def found(page: HttpResponse) -> str:
    element = page_of(page).select_one(".filter .found")
    return element.get_text() if element else ""


def test_an_equation_stands_behind_the_rate(demo):
    page = demo(CLERK).get("/trace/?measure=start_rate&basis=communities&year=2020")

    assert sentence(page, ".equation") == "截至当日已开工2个除以列入上报计划45个=4.444…%取为→4.4%"
    assert len(lines(page, "列入计划的小区")) == 45
    assert "陕旧改〔2020〕5号" in spoken(section(page, "分母：计划内45个小区"))


def test_the_counties_are_twelve_and_called_as_then(demo):
    rows = lines(demo(CLERK).get("/"), "2020 年批次开工率，按小区数计，各县区")

    assert rows[:2] == [
        "1 | 石泉县 | 4 | 1 | 25.0 | +25.0 | 1 | 有开工",
        "2 | 汉阴县 | 5 | 1 | 20.0 | 持平 | 1 | 有开工",
    ]
    assert len(rows) == 12
    assert any("旬阳县" in row for row in rows)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("day", ["2020-10-17"])
def test_the_questions_asked_are_few_at_full_size(demo, path, day, django_assert_max_num_queries):
    client = demo(CLERK)
    client.get("/me/sessions/")

    with django_assert_max_num_queries(30):
        page = client.get(f"{path}{'&' if '?' in path else '?'}as_of={day}")

    assert page.status_code == 200
    if PAGES[path]:
        assert section(page, PAGES[path]) is not None


def test_whoever_looks_is_answered(demo):
    for username in (HEAD, FILER, STREET):
        for path in ("/", "/ranking/", "/trace/", "/eligibility/", "/eligibility/areas/"):
            assert demo(username).get(path).status_code == 200, (username, path)
