"""The red line: barred borrowed money, listed companies, words that name one; what a county promises."""

from datetime import date

import pytest

from jiugai.domain.funding.debt import (
    DeclarationFacts,
    PlatformCompany,
    RedLine,
    check_listing,
    declaration_text,
    red_line,
)
from jiugai.domain.funding.sources import Source
from jiugai.exchange.funding.source_rules import source_rules

DAY, BEFORE = date(2020, 11, 3), date(2020, 11, 2)
LISTED = PlatformCompany("石泉县城市建设投资有限公司", "石财〔2020〕18号", date(2020, 1, 1))
WORDS = ("融资平台", "城投", "兜底")


def line(
    on: date = DAY, code: str = "610922", companies: tuple[PlatformCompany, ...] = (LISTED,)
) -> RedLine:
    return red_line(source_rules(), WORDS, companies, code=code, on=on)


class TestRedLine:
    @pytest.mark.parametrize("source", list(Source))
    def test_bars_the_loans_of_policy_banks_alone(self, source: Source) -> None:
        """Bonds are the state's own open debt; the city's paper of that day bars loans."""
        barred = line().of_source(source)
        assert [one.code for one in barred] == (
            ["debt.borrowed"] if source is Source.POLICY_BANK_LOAN else []
        )

    def test_was_not_drawn_before_its_paper(self) -> None:
        before = line(BEFORE)
        assert before.of_source(Source.POLICY_BANK_LOAN) == ()
        assert before.of_text("依据", "某城投公司借款合同") == ()

    def test_is_not_another_citys(self) -> None:
        assert line(code="420100").of_source(Source.POLICY_BANK_LOAN) == ()

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("石泉县第一建筑公司", []),
            ("石泉县城市建设投资有限公司", ["debt.platform_listed"]),
            ("付 石泉县城市建设 投资有限公司 工程款", ["debt.platform_listed"]),
            ("石泉城投借款合同", ["debt.platform_named"]),
            ("县财政兜底的函", ["debt.platform_named"]),
        ],
    )
    def test_finds_who_is_named(self, text: str, codes: list[str]) -> None:
        found = line().of_text("收款单位", text)
        assert [one.code for one in found] == codes
        for one in found:
            assert text in one.message
            assert one.message.endswith("没有写入任何数据。")

    def test_refuses_the_listed_even_where_no_rule_bars(self) -> None:
        (found,) = line(BEFORE).of_text("收款单位", LISTED.name)
        assert found.code == "debt.platform_listed"


class TestListing:
    @pytest.mark.parametrize(
        ("name", "paper", "on", "codes"),
        [
            (LISTED.name, "石财〔2020〕18号", DAY, []),
            (
                " 城投 ",
                "",
                date(2020, 11, 4),
                ["debt.name_short", "debt.no_paper", "debt.in_future"],
            ),
        ],
    )
    def test_asks_for_name_paper_and_day(
        self, name: str, paper: str, on: date, codes: list[str]
    ) -> None:
        assert [one.code for one in check_listing(name, paper, on, DAY)] == codes


class TestDeclaration:
    def test_says_what_is_on_file(self) -> None:
        received = ((Source.CENTRAL_SUBSIDY, 12_345_600), (Source.POLICY_BANK_LOAN, 100))
        facts = DeclarationFacts("石泉县", 2020, DAY, received, (LISTED.name,))
        text = declaration_text(facts)
        assert "中央财政补助 123,456.00 元" in text
        assert "政策性银行贷款 1.00 元，将按规定核查处置" in text
        assert LISTED.name in text
        assert "2020年城镇老旧小区改造中不新增地方政府隐性债务" in text

    def test_says_that_there_is_nothing(self) -> None:
        text = declaration_text(DeclarationFacts("石泉县", 2020, DAY, (), ()))
        assert "收到的改造资金：没有；其中没有政策性银行贷款" in text
        assert "没有登记平台公司" in text
