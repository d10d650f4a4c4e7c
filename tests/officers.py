"""A small city and its officers, for tests."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.test import Client

from jiugai.domain.divisions import CITY_WIDE, Level, Scope
from jiugai.services.accounts import signing_in
from jiugai.services.actor import Actor, PostKind
from jiugai.services.organisations import OrganisationKind
from jiugai.storage.accounts.models import Appointment, Organisation, Post, User
from jiugai.storage.divisions import entries as divisions
from jiugai.storage.divisions.models import Version
from jiugai.storage.unit_of_work import unit_of_work
from jiugai.web import desk

SINCE = date(2000, 1, 1)
XUNYANG_BECOMES_A_CITY = date(2021, 1, 20)


@dataclass(frozen=True, slots=True)
class City:
    """Identities of the divisions of a small 安康市.

    旬阳 is 610928 旬阳县 until 2021-01-19 and 610981 旬阳市 from the day after; 高新区 has a local code.
    """

    shaanxi: int
    ankang: int
    shiquan: int
    hanbin: int
    xunyang: int
    gaoxin: int
    chengguan: int  # 城关镇 of 石泉县
    beijie: int  # 北街社区 of 城关镇

    @property
    def counties(self) -> tuple[int, ...]:
        return self.hanbin, self.shiquan, self.xunyang, self.gaoxin


def found_city() -> City:
    """Enter the divisions of the small city in one act."""
    with unit_of_work(verb="divisions.load", user_id=0, post_id=0, subject="安康市") as act:

        def add(code: str, name: str, level: Level, parent: int | None) -> int:
            return divisions.add_unit(
                act, code=code, name=name, level=level, parent_id=parent, since=SINCE
            )

        shaanxi = add("610000", "陕西省", Level.PROVINCE, None)
        ankang = add("610900", "安康市", Level.CITY, shaanxi)
        hanbin = add("610902", "汉滨区", Level.COUNTY, ankang)
        shiquan = add("610922", "石泉县", Level.COUNTY, ankang)
        xunyang = add("610928", "旬阳县", Level.COUNTY, ankang)
        gaoxin = add("610900-L01", "安康高新区", Level.COUNTY, ankang)
        chengguan = add("610922100", "城关镇", Level.SUBDISTRICT, shiquan)
        beijie = add("610922100001", "北街社区", Level.NEIGHBORHOOD, chengguan)
        Version.objects.create(
            act=act,
            effective_on=XUNYANG_BECOMES_A_CITY,
            division_id=xunyang,
            code="610981",
            name="旬阳市",
            parent_id=ankang,
        )
    return City(shaanxi, ankang, shiquan, hanbin, xunyang, gaoxin, chengguan, beijie)


def scope_in(city: City, division_id: int) -> Scope:
    """Return how far a post at this division of the small city reaches."""
    if division_id == city.ankang:
        return CITY_WIDE
    if division_id == city.chengguan:
        return Scope(frozenset({city.shiquan}), frozenset({city.chengguan, city.beijie}))
    if division_id == city.beijie:
        return Scope(frozenset({city.shiquan}), frozenset({city.beijie}))
    return Scope(frozenset({division_id}))


_TITLES = {
    PostKind.CITY_CLERK: "综合岗",
    PostKind.CITY_HEAD: "负责人",
    PostKind.COUNTY_FILER: "填报岗",
    PostKind.COUNTY_REVIEWER: "审核岗",
    PostKind.STREET: "城建岗",
    PostKind.NEIGHBORHOOD: "社区岗",
    PostKind.FINANCE: "财政岗",
    PostKind.AUDITOR: "督查岗",
    PostKind.CONTRACTOR: "项目部",
    PostKind.ADMINISTRATOR: "系统管理员",
}
_OFFICES = {
    PostKind.CITY_CLERK: OrganisationKind.CITY_OFFICE,
    PostKind.CITY_HEAD: OrganisationKind.CITY_OFFICE,
    PostKind.COUNTY_FILER: OrganisationKind.BUREAU,
    PostKind.COUNTY_REVIEWER: OrganisationKind.BUREAU,
    PostKind.STREET: OrganisationKind.SUBDISTRICT_OFFICE,
    PostKind.NEIGHBORHOOD: OrganisationKind.RESIDENTS_COMMITTEE,
    PostKind.FINANCE: OrganisationKind.FINANCE_OFFICE,
    PostKind.AUDITOR: OrganisationKind.AUDIT_OFFICE,
    PostKind.CONTRACTOR: OrganisationKind.FIRM,
    PostKind.ADMINISTRATOR: OrganisationKind.INFORMATION_CENTRE,
}


def appoint(
    city: City, username: str, kind: PostKind, organisation: str, division_id: int
) -> Actor:
    """Make an account in a post and return it as an actor; the account has no password."""
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"label": f"{organisation} {_TITLES[kind]}", "password": make_password(None)},
    )
    office, _ = Organisation.objects.get_or_create(
        name=organisation, defaults={"kind": _OFFICES[kind].value, "division_id": division_id}
    )
    post, _ = Post.objects.get_or_create(
        organisation=office, title=_TITLES[kind], defaults={"kind": kind.value}
    )
    Appointment.objects.get_or_create(user=user, post=post, since=SINCE)
    return Actor(
        user_id=user.pk,
        post_id=post.pk,
        label=f"{organisation} {post.title}",
        kind=kind,
        scope=Scope()
        if kind in {PostKind.CONTRACTOR, PostKind.ADMINISTRATOR}
        else scope_in(city, division_id),
    )


def browser_of(actor: Actor) -> Client:
    """Return a browser in which the officer has signed in and taken the post."""
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    session = client.session
    session["sign_in_id"] = signing_in.begin(
        user_id=actor.user_id, at=desk.now(), address="127.0.0.1", browser="pytest"
    )
    session["post_id"] = actor.post_id
    session.save()
    return client
