"""An object of each kind for the access matrix: one's own county's, a sibling county's, none.

A URL with arguments needs an exemplar here, by its full name. It is called with the small city
(``tests.officers``) and returns, by relation, the arguments of the URL::

    @exemplar("registry:community")
    def communities(city: City) -> Arguments:
        own, sibling = ...enter one in city.shiquan, one in city.hanbin...
        return {OWN: {"public_id": own}, SIBLING: {"public_id": sibling}, NONE: {"public_id": "x"}}

``OWN`` lies in 石泉县 (for street and neighborhood posts: 城关镇, 北街社区), ``SIBLING`` in 汉滨区. An
argument that is no object, such as the name of a measure, goes under ``ANY``.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from jiugai.services import accounts
from jiugai.services.actor import PostKind
from tests.officers import City, appoint

OWN, SIBLING, NONE, ANY = "own", "sibling", "none", "-"
Arguments = dict[str, dict[str, object]]
Exemplar = Callable[[City], Arguments]
SomeExemplar = TypeVar("SomeExemplar", bound=Exemplar)

EXEMPLARS: dict[str, Exemplar] = {}
ABSENT = 10**9


def exemplar(*names: str) -> Callable[[SomeExemplar], SomeExemplar]:
    """Give the URLs of these names their sample arguments."""

    def register(make: SomeExemplar) -> SomeExemplar:
        for name in names:
            assert name not in EXEMPLARS, f"{name} has two exemplars"
            EXEMPLARS[name] = make
        return make

    return register


@exemplar(
    "accounts:account",
    "accounts:appoint",
    "accounts:end-appointment",
    "accounts:renew-link",
    "accounts:disable",
    "accounts:enable",
)
def an_account(city: City) -> Arguments:
    own = appoint(city, "own", PostKind.COUNTY_FILER, "石泉县住建局", city.shiquan)
    sibling = appoint(city, "sibling", PostKind.COUNTY_FILER, "汉滨区住建局", city.hanbin)
    return {
        OWN: {"user_id": own.user_id},
        SIBLING: {"user_id": sibling.user_id},
        NONE: {"user_id": ABSENT},
    }


@exemplar("accounts:link")
def a_link(city: City) -> Arguments:
    administrator = appoint(city, "inviter", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)
    invited = accounts.add_account(
        actor=administrator, username="invited", label="某某岗", at=datetime.now(UTC)
    )
    return {ANY: {"token": invited.token}, NONE: {"token": "x" * 43}}
