"""The desk of money: a sum, a rule, a table; every yuan explained, and nothing stored."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.web.reading import lines, page_of, wrong

PAGE = "/funding/allocation/"
TABLE = (
    "地区,改造面积(㎡),改造户数,改造楼栋数,改造小区个数,财政困难程度系数,绩效评价结果\n"
    "甲县,300,100,3,1,0.8,90\n乙县,100,300,1,1,1,80\n"
)


def a_file(text: str = TABLE, name: str = "基数.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("gb18030"))


def a_workbook(text: str = TABLE) -> SimpleUploadedFile:
    book, target = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    for number, line in enumerate(text.splitlines()):
        cells = line.split(",")
        book.active.append([*cells[:1], *map(float, cells[1:])] if number else cells)
    book.save(target)
    return SimpleUploadedFile("基数.xlsx", target.getvalue())


def send(little: LittleCity, where: str = PAGE, **more: object) -> HttpResponse:
    said = {"rule": "mof_2019_later", "total": "100,000,000.01", "file": a_file(), **more}
    return browser_of(little.clerk).post(where, said)


class TestAllocationPage:
    def test_offers_the_rules_on_file(self, little: LittleCity) -> None:
        options = page_of(browser_of(little.clerk).get(PAGE)).select("select[name=rule] option")

        assert {str(option["value"]) for option in options} == {
            "mof_2019", "mof_2019_later", "mof_2024", "hebei_2019",
        }  # fmt: skip
        assert sum("待核实" in option.get_text() for option in options) == 2

    def test_shows_shares_their_sources_and_what_one_more_would_bring(
        self, little: LittleCity
    ) -> None:
        response = send(little)

        assert response.status_code == 200
        first, second = lines(response, "各地区份额和金额")
        assert first.startswith("甲县 | ")
        assert second.startswith("乙县 | ")
        totals = [foot.get_text("|", strip=True) for foot in page_of(response).select("tfoot")]
        assert totals[0] == "合计|100%|100,000,000.01"
        assert len(lines(response, "甲县的钱从哪里来")) == 5
        (more, _) = lines(response, "其余不变，多报一个单位会多得多少元")
        assert len(more.split(" | ")) == 7

    def test_says_where_the_performance_comes_from(self, little: LittleCity) -> None:
        said = "“绩效评价结果”占 10%，各地区的数取自“基数.csv”这一列"
        assert said in page_of(send(little)).get_text()
        assert "绩效评价结果”占" not in page_of(send(little, rule="mof_2019")).get_text()

    def test_reads_a_workbook_as_it_reads_text(self, little: LittleCity) -> None:
        tables = [
            lines(send(little, file=sent), "各地区份额和金额") for sent in (a_file(), a_workbook())
        ]

        assert tables[0] == tables[1] != []

    def test_says_what_is_only_recalled(self, little: LittleCity) -> None:
        assert "奖励二成的算式" in send(little, rule="mof_2024").content.decode()

    def test_says_what_is_wrong_beside_the_field(self, little: LittleCity) -> None:
        assert wrong(send(little, total="1亿"))[0].startswith("写的是“1亿”，应为以元计")
        assert wrong(send(little, rule="../x"))[0].startswith("没有这份办法")
        assert wrong(browser_of(little.clerk).post(PAGE, {}))[0] == "请选分配办法。"

    def test_says_all_that_is_wrong_with_a_table_and_shares_nothing_out(
        self, little: LittleCity
    ) -> None:
        response = send(little, file=a_file(TABLE.replace("300", "1e2").replace("0.8", "")))

        assert response.status_code == 422
        assert len(page_of(response).select("article.finding")) == 3
        assert not page_of(response).select("table")

    def test_gives_the_workbook(self, little: LittleCity) -> None:
        response = send(little, f"{PAGE}export/")

        sheet = openpyxl.load_workbook(BytesIO(response.content)).active
        assert sheet is not None
        rows = list(sheet.iter_rows(min_row=3, values_only=True))
        assert len(rows) == 10
        assert round(sum(float(row[8]) for row in rows), 2) == 100_000_000.01
        assert send(little, f"{PAGE}export/", total="x").status_code == 422

    def test_may_be_worked_out_again_by_a_county(self, little: LittleCity) -> None:
        assert browser_of(little.filer).get(PAGE).status_code == 200
        assert "资金" in page_of(browser_of(little.filer).get(PAGE)).select_one("nav").get_text()

    def test_asks_little_of_the_database(
        self, little: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(little.clerk)
        with django_assert_max_num_queries(30):
            browser.post(PAGE, {"rule": "mof_2019", "total": "100", "file": a_file()})


class TestBondsPage:
    FORMS = (
        "编号,总投资(万元),不含专项债的资本金(万元),申请专项债总额(万元),其他债务融资(万元),发行期限(年),运营期\n"
        "S01,100.0,60,40,/,30,2025—2060\nS02,100.0,60,39,/,30,\n"
    )
    PAYMENTS = "编号,起息日,付息日,最近付息日,到期日\nS01,2024-05-06,11月6日 5月6日,2024-11-06,2054-05-06\n"

    def send(self, little: LittleCity, **more: object) -> HttpResponse:
        said = {"projects": a_file(self.FORMS), "payments": a_file(self.PAYMENTS), **more}
        return browser_of(little.clerk).post("/funding/bonds/", said)

    def test_shows_each_check_with_what_disagrees_first(self, little: LittleCity) -> None:
        response = self.send(little)

        assert response.status_code == 200
        first, *_ = lines(response, "S02 的核对")
        assert first.startswith(
            "总投资＝资本金＋专项债＋其他债务融资 | 100.0 | 99 | 不符 | 60 ＋ 39 ＝ 99"
        )
        assert any("2054-05-06 | 2054-05-06 | 相符" in row for row in lines(response, "S01 的核对"))

    def test_does_without_the_table_of_payments(self, little: LittleCity) -> None:
        response = browser_of(little.clerk).post(
            "/funding/bonds/", {"projects": a_file(self.FORMS)}
        )

        assert any("没有给出付息日表" in row for row in lines(response, "S01 的核对"))

    def test_refuses_money_without_its_unit(self, little: LittleCity) -> None:
        response = self.send(little, projects=a_file(self.FORMS.replace("总投资(万元)", "总投资")))

        assert response.status_code == 422
        assert "没有替您猜" in response.content.decode()

    def test_asks_for_a_table(self, little: LittleCity) -> None:
        assert wrong(browser_of(little.clerk).post("/funding/bonds/", {})) == [
            "请选项目信息表，.xlsx或.csv。"
        ]
