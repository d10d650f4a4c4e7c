"""What a request to the book says, as a digest: the same number with another content is refused."""

from jiugai.domain.funding.book.vouchers import Voucher
from jiugai.domain.sealing.events import canonical
from jiugai.exchange.digests import sm3


def digest_of(told: Voucher, about: int | None = None) -> bytes:
    """Return the SM3 digest of a voucher, and of the row that it is about."""
    said = {
        "step": told.step.value,
        "earmark": told.earmark,
        "county": told.county,
        "amount_fen": told.amount_fen,
        "on": told.on.isoformat(),
        "paper": told.paper,
        "project": told.project,
        "contract": told.contract,
        "giver": told.giver,
        "memo": told.memo,
        "about": about,
    }
    return sm3(canonical({name: what for name, what in said.items() if what is not None}))
