"""FD-16: implicit debt (隐性债务): a platform company borrowed, or a government vouched."""

from jiugai.domain.funding.alerts.alert import AlertLimits, EarmarkAlert
from jiugai.domain.funding.alerts.cases import EarmarkCase, FactKind
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined
from jiugai.domain.funding.sources import Source

MAY_BE_DEBT = frozenset({Source.POLICY_BANK_LOAN, Source.PRIVATE_CAPITAL, Source.OTHER})


def examine(case: EarmarkCase, limits: AlertLimits) -> AlertVerdict:
    """Look in every paper by which money came for a platform company or a guarantee."""
    told = (*case.papers, *([case.borrower] if case.borrower else []))
    found = next(((text, word) for text in told if (word := limits.word_in(text))), None)
    if found:
        text, word = found
        return failed(
            f"{case.source.word}的依据写“{text}”（有“{word}”）",
            "不得由融资平台公司举债，政府不得担保、承诺还款",
            paper=text,
            word=word,
        )
    if case.borrower is None:
        return undefined("没有登记谁借的、谁担保")
    return OK


ALERT = EarmarkAlert(
    code="FD-16",
    title="隐性债务",
    formula="贷款、社会资本等资金的依据里有融资平台公司，或者有政府担保、承诺还款",
    needs="资金账的依据和摘要，借款人",
    remedy="请停止使用这笔资金，报财政部门处置",
    rests_on=(FactKind.POSTINGS,),
    words=True,
    concerns=lambda case: case.source in MAY_BE_DEBT or not case.is_booked,
    examine=examine,
)
