"""How much of the money has come, in the words of the screen (到位率的写法)."""

from typing import Any

from jiugai.domain.funding.book.rates import Raised
from jiugai.domain.funding.sources import Source
from jiugai.services.funding.book.overview import BookSheet, raised_of
from jiugai.web.funding.book_words import address_of, pages, years
from jiugai.web.templatetags.formats import rate, rate_text, wan


def rates_context(found: BookSheet) -> dict[str, Any]:
    """Return how much of the money has come, by county; every figure leads to its earmarks."""
    city = raised_of(found.lines)
    return {
        "pages": pages("/funding/rates/"),
        "switch": years(found, "/funding/rates/"),
        "sentence": f"到位率 {rate_text(city.arrival, 2)}，支付率 {rate_text(city.payment, 2)}，"
        f"居民筹资率 {rate_text(city.residents, 2)}",
        "table": {
            "caption": "各县区资金到位率、支付率、居民筹资率",
            "stacked": True,
            "columns": [
                {"label": "县区"},
                {"label": "指标", "unit": "万元", "numeric": True},
                {"label": "到位", "unit": "万元", "numeric": True},
                {"label": "到位率", "numeric": True},
                {"label": "支付", "unit": "万元", "numeric": True},
                {"label": "支付率", "numeric": True},
                {"label": "居民出资", "unit": "万元", "numeric": True},
                {"label": "居民筹资率", "numeric": True},
            ],
            "rows": [
                {"cells": _rate_cells(name, told, f"/funding/book/{address_of(found, county=county)}",
                                      f"/funding/book/{address_of(found, county=county, source=int(Source.RESIDENTS))}")}
                for county, (name, told) in found.counties.items()
            ],
            "total": {"cells": _rate_cells("合计", city, "", "")} if found.lines else None,
            "empty": "还没有记账。",
        },
    }  # fmt: skip


def _rate_cells(name: str, told: Raised, url: str, residents: str) -> list[dict[str, Any]]:
    def opened(fen: int, address: str) -> dict[str, Any]:
        return {"value": wan(fen, 2) if fen else "0", "url": address if fen else "", "figure": True}

    return [
        {"value": name},
        opened(told.quota_fen, url),
        opened(told.arrived_fen, url),
        {"value": rate(told.arrival, 2)},
        opened(told.paid_fen, url),
        {"value": rate(told.payment, 2)},
        opened(told.residents_fen, residents),
        {"value": rate(told.residents, 2)},
    ]
