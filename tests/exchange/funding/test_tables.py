"""Tables of which money depends: every doubt is told with its place, and then nothing is computed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.funding.bond_form import BondField
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.funding.allocation_rules import allocation_rules
from jiugai.exchange.funding.bond_tables import read_payments, read_projects
from jiugai.exchange.funding.claims_table import read_claims
from jiugai.exchange.funding.grant_rules import grant_rules
from jiugai.exchange.funding.regions_table import read_regions

MOF = allocation_rules()["mof_2019_later"]
WENZHOU, CHENGDU = grant_rules()["wenzhou_2020"], grant_rules()["chengdu"]
HEAD = "region,area_m2,households,buildings,communities,hardship,performance\n"
GOOD = f"{HEAD}甲,1200.5,30,4,1,0.85,90\n乙,800,20,3,1,1,88.5\n"
FORM_HEAD = "编号,总投资(万元),不含专项债的资本金(万元),申请专项债总额(万元),其他债务融资(万元)\n"


def regions(text: str | bytes):
    return read_regions(text if isinstance(text, bytes) else text.encode(), "表.csv", MOF)


def codes(found) -> list[str]:
    return [one.code for one in found.findings if one.weight is Weight.BLOCKS]


class TestCells:
    @pytest.mark.parametrize(
        "text",
        ["1_000", "1e5", "1E5", "NaN", "Infinity", "-3", "+3", "٣", "1,2", "1 000", "12万", "1.", ".5", "1.234",
         "0x10", "", "12345678901234", "=1+1", "1２.5.1"],
    )  # fmt: skip
    def test_takes_nothing_that_is_not_one_plain_figure(self, text: str):
        assert cells.plain_number(text, 2) is None

    @pytest.mark.parametrize(
        ("text", "value"),
        [("1200", "1200"), ("１２００", "1200"), ("1,200.50", "1200.5"), ("1，200", "1200"), ("0", "0"), ("30.0", "30"),
         (" 7 ", "7"), ("1234567890123.99", "1234567890123.99")],
    )  # fmt: skip
    def test_takes_a_plain_figure_however_wide_its_digits(self, text: str, value: str):
        assert str(cells.plain_number(text, 2)) in {value, str(Fraction(value))}

    @pytest.mark.parametrize("text", ["1e8", "1亿", "0", "-5", "100.005", "NaN", ""])
    def test_takes_no_doubtful_sum_to_share_out(self, text: str):
        with pytest.raises(cells.Unread, match="例如 100000000"):
            cells.fen_of(text)

    def test_takes_a_sum_to_the_fen(self):
        assert cells.fen_of("100,000,000.01") == 10_000_000_001

    @pytest.mark.parametrize("text", ["1", "50", "1.5", "101%", "-1%"])
    def test_a_share_without_a_sign_is_below_one(self, text: str):
        with pytest.raises(cells.Unread):
            cells.share("50%", percent=False)(text)


class TestRegions:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_are_read_in_whatever_encoding(self, encoding: str):
        found = regions(GOOD.encode(encoding))

        assert [one.region for one in found.regions] == ["甲", "乙"]
        assert found.findings == ()

    def test_are_read_by_chinese_headings_too(self):
        head = "县区,改造面积（㎡）,户数,楼栋数,小区数,财政困难程度系数,绩效\n"

        assert len(regions(GOOD.replace(HEAD, head)).regions) == 2

    @pytest.mark.parametrize(
        ("text", "code", "cell"),
        [
            (GOOD.replace("1200.5", "1_200"), "funding.bad_value", "B2"),
            (GOOD.replace("1200.5", ""), "funding.bad_value", "B2"),
            (GOOD.replace("1200.5", "-1"), "funding.bad_value", "B2"),
            (GOOD.replace(",30,", ",30.5,"), "funding.bad_value", "C2"),
            (GOOD.replace("0.85", "0"), "funding.bad_value", "F2"),
            (GOOD.replace("1200.5", "1,200.5"), "funding.row_too_long", "H2"),
            (GOOD.replace("乙", "甲"), "funding.same_twice", "A3"),
            (GOOD.replace("乙", "　甲 "), "funding.same_twice", "A3"),
            (GOOD.replace("乙", "合 计"), "funding.total_row", "A3"),
            (GOOD.replace("乙", ""), "funding.bad_value", "A3"),
            (GOOD.replace("hardship", "系数"), "funding.no_column", ""),
            (GOOD.replace("area_m2", "改造面积(万㎡)"), "funding.head_unit", "B1"),
            (GOOD.replace("buildings", "户数"), "funding.column_twice", "D1"),
            (HEAD, "table.empty", ""),
        ],
    )  # fmt: skip
    def test_a_doubt_refuses_the_table_with_its_place(self, text: str, code: str, cell: str):
        found = regions(text)

        assert found.regions == ()
        assert code in codes(found)
        assert cell in {one.place.cell for one in found.findings if one.code == code}

    def test_all_doubts_are_told_at_once(self):
        found = regions(GOOD.replace("1200.5", "x").replace("88.5", "y").replace("0.85", "z"))

        assert codes(found) == ["funding.bad_value"] * 3

    def test_no_more_of_them_than_a_person_reads(self):
        found = regions(HEAD + "".join(f"区{n},x,x,x,x,x,x\n" for n in range(100)))

        assert len(found.findings) == 201
        assert "还有 400 处" in found.findings[-1].message

    def test_a_column_that_the_rule_does_not_use_may_hold_anything(self):
        found = read_regions(
            GOOD.replace("88.5", "没有评").encode(), "表.csv", allocation_rules()["mof_2019"]
        )

        assert len(found.regions) == 2
        assert [one.weight for one in found.findings] == [Weight.NOTES]

    @given(st.text(max_size=80))
    def test_whatever_is_in_the_file_never_raises(self, text: str):
        found = regions((HEAD + text).encode("utf-8", "ignore"))

        assert found.regions or found.findings


class TestClaims:
    BASE = "community,area_m2,ratio,base_yuan_per_m2,class,residents_pct\n甲,10000,50%,300,基础类,12.3\n"

    def claims(self, text: str, rule=WENZHOU):
        return read_claims(text.encode(), "表.csv", rule)

    def test_may_give_one_class_and_a_share(self):
        (claim,) = self.claims(self.BASE).claims

        assert claim.residents_share == Fraction(123, 1000)

    def test_may_give_sums_by_class_and_what_the_residents_pay(self):
        head = "小区,改造面积(㎡),补助比例(%),基础类投资(元),完善类投资(元),提升类投资(元),居民出资(元)\n"
        (claim,) = self.claims(f"{head}甲,10000,50,2000000,1000000,,300000\n").claims

        assert claim.yuan_per_m2 == 300
        assert claim.residents_share == Fraction(1, 10)
        assert [one.word for one in claim.invested] == ["基础类", "完善类"]

    @pytest.mark.parametrize(
        ("before", "after", "code"),
        [
            ("50%", "50", "funding.bad_value"),
            ("50%", "", "funding.bad_value"),
            ("基础类", "", "funding.claim"),
            ("基础类", "美化类", "funding.bad_value"),
            (",300,", ",,", "funding.claim"),
            ("12.3", "", "funding.claim"),
            ("10000", "0", "funding.bad_value"),
        ],
    )
    def test_what_is_missing_or_doubtful_is_never_filled_in(self, before, after, code):
        found = self.claims(self.BASE.replace(before, after))

        assert found.claims == ()
        assert codes(found) == [code]

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("100,,,基础类,150,,40%", "多于总投资"),
            ("100,,,基础类,10,5%,40%", "两列都写了"),
            ("100,,50,,10,,40%", "两者不等"),
            ("100,,100,完善类,10,,40%", "两者矛盾"),
            (",,,基础类,10,,40%", "没有投资额"),
        ],
    )
    def test_what_contradicts_itself_is_refused(self, row: str, said: str):
        head = "community,investment_yuan,upgrade_yuan,basic_yuan,class,residents_yuan,residents_share,ratio,area_m2,base_yuan_per_m2\n"
        found = self.claims(f"{head}甲,{row},10,300\n")

        assert said in "".join(one.message for one in found.findings)
        assert found.claims == ()

    @pytest.mark.parametrize("district", ["锦江", "锦江县", ""])
    def test_a_district_that_only_looks_like_one_is_refused(self, district: str):
        head = "community,households,district,committee,covenant,service,granted_before\n"
        found = self.claims(f"{head}甲,20,{district},是,是,是,否\n", CHENGDU)

        assert codes(found) == ["funding.bad_value"]

    def test_what_is_neither_yes_nor_no_is_refused(self):
        head = "community,households,district,committee,covenant,service,granted_before\n"
        found = self.claims(f"{head}甲,20,锦江区,是,在建,,否\n", CHENGDU)

        assert [one.place.cell for one in found.findings] == ["E2", "F2"]


class TestBondForms:
    def test_keeps_what_was_printed_with_its_unit_and_last_digit(self):
        (form,) = read_projects(f"{FORM_HEAD}S01,35528.0,7528,20000,/\n".encode(), "表.csv").forms

        total = form.at(BondField.TOTAL)
        assert (total.text, total.decimals, total.value) == ("35528.0", 1, 355_280_000)
        assert form.at(BondField.OTHER_DEBT).says_none

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (FORM_HEAD.replace("总投资(万元)", "总投资") + "S01,1,1,1,1\n", "funding.head_unit"),
            (FORM_HEAD.replace("总投资(万元)", "总投资(美元)") + "S01,1,1,1,1\n", "funding.head_unit"),
            (FORM_HEAD.replace("总投资(万元)", "投资") + "S01,1,1,1,1\n", "funding.no_column"),
            (FORM_HEAD.replace("编号", "号") + "S01,1,1,1,1\n", "funding.no_column"),
            (FORM_HEAD + "S01,1,1,1,1\nS01,1,1,1,1\n", "funding.same_twice"),
            (FORM_HEAD + ",1,1,1,1\n", "funding.bad_value"),
            (FORM_HEAD + "S01,1,234,1,1,1\n", "funding.row_too_long"),
            (FORM_HEAD.replace("\n", ",发行期限(月)\n") + "S01,1,1,1,1,360\n", "funding.head_unit"),
            (FORM_HEAD.replace("\n", ",资本金(万元)\n") + "S01,1,1,1,1,1\n", "funding.column_twice"),
        ],
    )  # fmt: skip
    def test_refuses_what_would_make_every_check_wrong(self, text: str, code: str):
        found = read_projects(text.encode(), "表.csv")

        assert found.forms == ()
        assert code in codes(found)

    @pytest.mark.parametrize("text", ["1_000", "1e5", "NaN", "约100", "-5"])
    def test_leaves_out_a_cell_that_is_not_a_number_and_says_so(self, text: str):
        found = read_projects(f"{FORM_HEAD}S01,{text},1,1,1\n".encode(), "表.csv")

        assert found.forms[0].value(BondField.TOTAL) is None
        assert [(one.code, one.place.cell) for one in found.findings] == [
            ("funding.not_read", "B2")
        ]

    @pytest.mark.parametrize(
        "text", ["2024-05-06", "2024/5/6", "2024年5月6日", "2024-05-06 00:00:00"]
    )
    def test_takes_a_day_as_tables_and_workbooks_write_it(self, text: str):
        found = read_payments(f"编号,起息日\nS01,{text}\n".encode(), "表.csv")

        assert str(found.forms[0].at(BondField.VALUE_ON).day) == "2024-05-06"

    @pytest.mark.parametrize("text", ["2024-02-30", "20240506", "1824-05-06", "5月6日", "2024-05"])
    def test_takes_no_day_that_there_is_not(self, text: str):
        found = read_payments(f"编号,起息日\nS01,{text}\n".encode(), "表.csv")

        assert found.forms[0].at(BondField.VALUE_ON).day is None
        assert [one.code for one in found.findings] == ["funding.not_read"]

    @given(st.text(max_size=80))
    def test_whatever_is_in_the_file_never_raises(self, text: str):
        found = read_projects((FORM_HEAD + text).encode("utf-8", "ignore"), "表.csv")

        assert found.forms or found.findings
