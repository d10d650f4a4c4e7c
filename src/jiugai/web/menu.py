"""The menu (左栏、手机菜单): which pages an officer finds where, and on which he begins."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.urls import Resolver404, resolve

from jiugai.services.actor import Actor, PostKind, Power


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the left rail.

    Attributes:
      of: the kinds of post that look for it here; empty for all that may open it.
    """

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    of: frozenset[PostKind] = frozenset()


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Entries under one heading of the left rail."""

    label: str
    items: tuple[NavItem, ...]


_WITNESSES = frozenset({PostKind.COUNTY_FILER, PostKind.COUNTY_REVIEWER, PostKind.AUDITOR})
"""Who keeps what proves a county's word; the city's own posts reach it from the months."""

_OF_MONEY = frozenset(PostKind) - {PostKind.STREET, PostKind.NEIGHBORHOOD}
"""Whose books there are: a county's, the city's; streets keep none."""
_BOOKKEEPERS = frozenset({PostKind.FINANCE})
"""Who writes the book; others come to a voucher from a figure."""
_WATCHERS = frozenset({PostKind.FINANCE})
"""Who chases idle money of all counties; others come to it from the book."""
_SHARING = frozenset({PostKind.FINANCE})
"""Who shares money out; others come to it from the plan and from the rules on money."""
_APPLYING = frozenset(
    {PostKind.CITY_CLERK, PostKind.COUNTY_FILER, PostKind.COUNTY_REVIEWER, PostKind.FINANCE}
)
"""Who asks the upper mouths for money; others come to it from the plan and the two mouths."""
_AUDITING = frozenset(
    {PostKind.AUDITOR, PostKind.CITY_HEAD, PostKind.FINANCE, PostKind.COUNTY_REVIEWER}
)
"""Who answers for what auditors find; the city's clerk comes to it from the sharing out."""
_PLANNING = frozenset({PostKind.CITY_CLERK, PostKind.CITY_HEAD, PostKind.COUNTY_REVIEWER})
"""Who weighs the next year's plan, decides it, or reads what it means for the county."""
_AUDITORS, _ADMINISTRATORS = frozenset({PostKind.AUDITOR}), frozenset({PostKind.ADMINISTRATOR})
"""To whom what went out proves something, and who sees that it goes out."""

_NAV: tuple[NavGroup, ...] = (
    NavGroup(
        "调度",
        (
            NavItem("今日", "/today/", "today"),
            NavItem("驾驶舱", "/", "cockpit"),
            NavItem("督办", "/orders/", "chase"),
            NavItem("拍照", "/site-photos/", "camera"),
            NavItem("月报", "/returns/", "calendar"),
            NavItem("会议", "/meetings/", "today"),
            NavItem("包抓", "/leads/", "people"),
            NavItem("抽查", "/draws/", "search"),
        ),
    ),
    NavGroup(
        "底数",
        (
            NavItem("台账", "/communities/", "ledger"),
            NavItem("地图", "/map/", "map"),
            NavItem("证据墙", "/evidence/", "seal"),
            NavItem("导入", "/import/", "import"),
            NavItem("认定", "/eligibility/", "scales"),
        ),
    ),
    NavGroup(
        "资金",
        (
            NavItem("计划", "/plan/", "programme", of=_PLANNING),
            NavItem("资金账", "/funding/book/", "coins", of=_OF_MONEY),
            NavItem("闲置", "/funding/idle/", "clock", of=_WATCHERS),
            NavItem("记账", "/funding/vouchers/", "table", of=_BOOKKEEPERS),
            NavItem("申报", "/batches/", "upload", of=_APPLYING),
            NavItem("分配", "/funding/allocation/", "calculator", of=_SHARING),
            NavItem("审计", "/funding/audit/", "scales", of=_AUDITING),
        ),
    ),
    NavGroup(
        "公文",
        (
            NavItem("排名", "/ranking/", "rank"),
            NavItem("通报", "/bulletins/", "document"),
            NavItem("政策", "/policy/", "book"),
        ),
    ),
    NavGroup(
        "自证",
        (
            NavItem("档案", "/defence/", "shield", of=_WITNESSES),
            NavItem("回执", "/receipts/", "done", of=_WITNESSES),
            NavItem("留痕", "/trace/acts/", "trace"),
            NavItem("外发", "/sendings/", "upload", of=_AUDITORS),
        ),
    ),
    NavGroup(
        "管理",
        (
            NavItem("账号", "/accounts/", "people"),
            NavItem("外发", "/sendings/", "upload", of=_ADMINISTRATORS),
        ),
    ),
)


@cache
def _needed_at(path: str, site: str) -> object:
    """Return what the page's policy needs; None if the site has no such page."""
    try:
        view = resolve(path, site).func
    except Resolver404:
        return None
    return getattr(getattr(view, "policy", None), "needs", None)


def nav_of(actor: Actor | None, path: str) -> tuple[NavGroup, ...]:
    """Return the rail for an officer: only pages that exist and that the post may open."""
    if actor is None:
        return ()
    groups = (
        NavGroup(
            group.label,
            tuple(
                replace(item, current=_is_at(path, item.url))
                for item in _begun(group.items, actor)
                if _opens(item, actor)
            ),
        )
        for group in _NAV
    )
    return tuple(group for group in groups if group.items)


def _begun(items: tuple[NavItem, ...], actor: Actor) -> Iterable[NavItem]:
    """Put the cockpit first for whoever answers for the whole, before what waits for the post."""
    if Power.ISSUE_BULLETIN not in actor.powers:
        return items
    return sorted(items, key=lambda item: item.url != "/")


def _opens(item: NavItem, actor: Actor) -> bool:
    if item.of and actor.kind not in item.of:
        return False
    needed = _needed_at(item.url, settings.ROOT_URLCONF)
    return isinstance(needed, Power) and needed in actor.powers


def _is_at(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def landing(actor: Actor | None) -> str:
    """Return where an officer begins: the first page of the rail, else one's own sessions."""
    groups = nav_of(actor, "")
    return groups[0].items[0].url if groups else "/me/sessions/"
