"""What the alerts find in the little city's book, and who is shown it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.funding.alerts.cases import FactKind
from jiugai.services.actor import NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.funding.book.writing import post_voucher, reverse
from jiugai.services.reach import as_officer
from jiugai.services.supervision.audit.findings import (
    AuditFindings,
    NoSuchFinding,
    audit_findings,
    audit_list,
    finding_called,
)
from jiugai.storage.funding.models import PostingRow
from tests.services.supervision.audit.little_audit import LATER, TODAY, LittleAudit, post

OCTOBER = date(2020, 10, 31)


def codes(found: AuditFindings, kind: str) -> set[str]:
    return {one.answer.alert.code for one in found.findings if one.answer.place.kind.value == kind}


class TestFindings:
    def test_are_those_of_the_day(self, audit: LittleAudit):
        early, later = audit_list(horizon(OCTOBER)), audit_list(horizon(LATER))

        assert codes(early, "earmark") == {"FD-03"}
        assert codes(later, "earmark") == {"FD-01", "FD-02", "FD-03", "FD-04", "FD-15"}
        assert codes(early, "project") == {"FD-06", "FD-10"}

    def test_bear_their_numbers_and_one_sentence(self, audit: LittleAudit):
        found = audit_list(horizon(LATER))
        (idle,) = [one for one in found.findings if one.answer.alert.code == "FD-01"]

        assert idle.answer.verdict.numbers["idle_fen"] == 95_000_000
        assert idle.answer.verdict.numbers["days"] == (LATER - date(2020, 9, 10)).days
        assert idle.answer.sentence.startswith("石泉县“中央财政补助（财综〔2020〕1号，2020 年）”：")
        assert [one.code for one in idle.also] == ["GJ-04"]

    def test_put_the_largest_sum_first(self, audit: LittleAudit):
        fen = [one.fen for one in audit_list(horizon(LATER)).findings]
        assert fen == sorted(fen, reverse=True)

    def test_open_to_the_facts_that_they_rest_on(self, audit: LittleAudit):
        found = audit_list(horizon(OCTOBER))
        (diverted,) = [one for one in found.findings if one.answer.alert.code == "FD-06"]

        assert set(diverted.facts) == {FactKind.POSTINGS, FactKind.CONTRACTS}
        named = PostingRow.objects.filter(id__in=list(map(int, diverted.facts[FactKind.POSTINGS])))
        assert sorted(row.step for row in named) == ["allot", "commit", "pay", "pay"]

    def test_count_what_cannot_be_said(self, audit: LittleAudit):
        found = audit_list(horizon(OCTOBER))
        missing = found.examination.missing()

        assert (
            missing["FD-07"]["1 笔付款的摘要没有写改造内容编号（如 B01），不知道付的是哪一项"] == 1
        )
        assert missing["FD-01"]["这笔资金没有记进资金账，不知道专户里还有多少"] == 1  # 旬阳县
        assert {one.code for one in found.never_told} >= {"RS-02", "RS-04", "RS-06"}

    def test_forget_what_was_reversed(self, audit: LittleAudit):
        (office,) = PostingRow.objects.filter(voucher__memo="办公费")
        written = reverse(
            office.pk, paper="更正单", reason="摘要写错", actor=audit.maker, today=TODAY
        )
        assert written.id is not None
        assert post_voucher(written.id, actor=audit.checker, today=TODAY).entered

        assert "FD-06" in codes(audit_list(horizon(LATER)), "project")  # reversed in March
        assert "FD-06" not in codes(audit_list(horizon(TODAY)), "project")

    def test_find_a_contract_that_two_funds_pay(self, audit: LittleAudit):
        local = {"source": "县区配套", "paper": "石财〔2020〕9号", "year": 2020, "county": "610922"}
        on = {"unit": "万元", "on": "2020-09-20", "amount": "10"}
        of = {"project": audit.project}
        post(
            audit,
            [
                {**local, **on, "key": "L1", "step": "收到指标", "basis": "石财〔2020〕9号"},
                {**local, **on, **of, "key": "L2", "step": "下达到项目", "basis": "单L2"},
                {**local, **on, **of, "key": "L3", "step": "合同占用", "basis": "HT-1"}
                | {"contract": "HT-1"},
            ],
        )
        found = audit_list(horizon(OCTOBER))

        (twice,) = [one for one in found.findings if one.answer.alert.code == "FD-08"]
        assert twice.answer.verdict.numbers["taken_fen"] == 110_000_000

    def test_leave_a_place_untold_undefined(self, audit: LittleAudit):
        """无障碍设施 may be paid inside a community alone; a memo does not say where."""
        paying = {"source": "中央财政补助", "paper": "财综〔2020〕1号", "year": 2020}
        line = {"key": "8", "step": "支付", "county": "610922", "amount": "1", "unit": "万元"}
        of = {"project": audit.project, "contract": "HT-1", "on": "2020-10-29", "basis": "单8"}
        post(audit, [{**paying, **line, **of, "memo": "W05 坡道"}])
        assert "FD-07" not in codes(audit_list(horizon(OCTOBER)), "project")

    def test_find_an_item_that_the_source_may_not_pay_for(self, audit: LittleAudit):
        paying = {"source": "中央财政补助", "paper": "财综〔2020〕1号", "year": 2020}
        line = {"key": "8", "step": "支付", "county": "610922", "amount": "1", "unit": "万元"}
        of = {"project": audit.project, "contract": "HT-1", "on": "2020-10-29", "basis": "单8"}
        post(audit, [{**paying, **line, **of, "memo": "W13 物业用房"}])

        (wide,) = [
            one for one in audit_list(horizon(OCTOBER)).findings if one.answer.alert.code == "FD-07"
        ]
        assert "物业用房" in wide.answer.sentence


class TestReach:
    def test_a_county_is_shown_its_own(self, audit: LittleAudit):
        asked = horizon(LATER)
        with as_officer(audit.finance):
            own = audit_findings(asked, actor=audit.finance)
        with as_officer(audit.other_finance):
            other = audit_findings(asked, actor=audit.other_finance)

        assert {one.answer.place.county_name for one in own.findings} == {"石泉县"}
        assert "石泉县" not in {one.answer.place.county_name for one in other.findings}

    def test_the_auditor_is_shown_all(self, audit: LittleAudit):
        with as_officer(audit.city.auditor):
            found = audit_findings(horizon(LATER), actor=audit.city.auditor)
        assert len(found.findings) == len(audit_list(horizon(LATER)).findings)

    @pytest.mark.parametrize("who", ["street", "filer", "administrator"])
    def test_others_are_shown_nothing(self, audit: LittleAudit, who: str):
        with pytest.raises(NotAllowed):
            audit_findings(horizon(LATER), actor=getattr(audit.city, who))

    def test_another_countys_finding_is_not_there(self, audit: LittleAudit):
        asked = horizon(LATER)
        key = next(
            one.key for one in audit_list(asked).findings if one.answer.place.county == "610922"
        )
        with as_officer(audit.other_finance), pytest.raises(NoSuchFinding):
            finding_called(key, asked, actor=audit.other_finance)
        with as_officer(audit.finance):
            assert finding_called(key, asked, actor=audit.finance).key == key

    def test_the_whole_city_is_asked_for_in_few_queries(
        self, audit: LittleAudit, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        asked = horizon(LATER)
        with django_assert_max_num_queries(25):
            audit_list(asked)
