import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.exchange.funding.book_lines import read_book_lines

PAYMENT = {
    "key": "2020-001",
    "step": "支付",
    "source": "中央财政补助",
    "paper": "财综〔2020〕1号",
    "year": 2020,
    "county": "610922",
    "project": "P-1",
    "contract": "HT-1",
    "amount": "120,000.00",
    "unit": "元",
    "on": "2020-10-09",
    "basis": "回单 1",
}


def file_of(*told: dict[str, object]) -> bytes:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in told).encode()


def read(content: bytes):
    return read_book_lines(content, document="凭证.jsonl")


class TestReading:
    def test_takes_a_line_as_it_is_meant(self):
        found = read(b"\xef\xbb\xbf" + file_of(PAYMENT) + b"\n\n")

        (line,) = found.lines
        assert (line.number, line.step, line.amount_fen) == (1, MoneyStep.PAY, 12_000_000)
        assert found.findings == ()

    def test_takes_a_step_by_its_code_too(self):
        assert read(file_of(PAYMENT | {"step": "pay"})).lines[0].step is MoneyStep.PAY

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"unit": ""}, "“unit”应为"),
            ({"unit": "千元"}, "单位不猜"),
            ({"amount": 120000}, "应写成带引号的文字"),
            ({"amount": "1_000"}, "金额读到“1_000”"),
            ({"amount": "１２"}, "金额读到"),
            ({"step": "花钱"}, "环节读到“花钱”"),
            ({"step": "reverse"}, "环节读到“reverse”"),
            ({"source": "未分来源"}, "资金来源读到"),
            ({"year": "2020"}, "应为四位年份"),
            ({"year": True}, "应为四位年份"),
            ({"on": "2020-13-09"}, "业务日期读到"),
            ({"on": "20201009"}, "业务日期读到"),
            ({"key": ""}, "“key”应为"),
            ({"basis": "x" * 121}, "“basis”应为"),
            ({"memo": "a\x00b"}, "“memo”应为"),
        ],
    )
    def test_says_of_a_bad_line_what_was_read_and_what_was_expected(self, change, said: str):
        found = read(file_of(PAYMENT | {"key": "before"}, PAYMENT | change))

        (fault,) = found.findings
        assert said in fault.message
        assert fault.message.endswith("这一行没有记账。")
        assert fault.place.cell == "第2行"
        assert [line.key for line in found.lines] == ["before"]

    @pytest.mark.parametrize(
        "content",
        [b"", b"\n\n", b"\xff\xfe", b"[1]", b'{"key":NaN}', b'{"key":"a","key":"b"}',
         b"[" * 100_000, b"{}", b'"x"'],
    )  # fmt: skip
    def test_never_crashes(self, content: bytes):
        found = read(content)

        assert found.lines == ()
        assert found.findings

    def test_takes_a_key_once(self):
        found = read(file_of(PAYMENT, PAYMENT))

        assert len(found.lines) == 1
        assert "与第 1 行相同" in found.findings[0].message

    @given(st.binary(max_size=200))
    def test_of_anything_says_something(self, content: bytes):
        found = read(content)

        assert found.lines or found.findings
