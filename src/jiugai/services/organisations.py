"""Which kinds of organisation there are (单位类别), and which posts each has (编制)."""

from dataclasses import dataclass
from enum import Enum

from jiugai.domain.divisions import Level
from jiugai.services.actor import PostKind


class OrganisationKind(Enum):
    """Kinds of organisation (单位类别)."""

    CITY_OFFICE = "city_office"
    BUREAU = "bureau"
    SUBDISTRICT_OFFICE = "subdistrict_office"
    RESIDENTS_COMMITTEE = "residents_committee"
    FINANCE_OFFICE = "finance_office"
    AUDIT_OFFICE = "audit_office"
    FIRM = "firm"
    INFORMATION_CENTRE = "information_centre"

    @property
    def title(self) -> str:
        """Return the words of the screen."""
        return _ORGANISATION_TITLES[self]


_ORGANISATION_TITLES = {
    OrganisationKind.CITY_OFFICE: "市改造办",
    OrganisationKind.BUREAU: "县区主管部门",
    OrganisationKind.SUBDISTRICT_OFFICE: "街道办（镇政府）",
    OrganisationKind.RESIDENTS_COMMITTEE: "社区居委会",
    OrganisationKind.FINANCE_OFFICE: "财政部门",
    OrganisationKind.AUDIT_OFFICE: "审计督查部门",
    OrganisationKind.FIRM: "企业",
    OrganisationKind.INFORMATION_CENTRE: "信息中心",
}


@dataclass(frozen=True, slots=True)
class Establishment:
    """What an organisation of a kind may be (编制): at which levels it stands, which posts it has."""

    levels: frozenset[Level]
    posts: frozenset[PostKind]


ESTABLISHMENTS: dict[OrganisationKind, Establishment] = {
    OrganisationKind.CITY_OFFICE: Establishment(
        frozenset({Level.CITY}), frozenset({PostKind.CITY_CLERK, PostKind.CITY_HEAD})
    ),
    OrganisationKind.BUREAU: Establishment(
        frozenset({Level.COUNTY}), frozenset({PostKind.COUNTY_FILER, PostKind.COUNTY_REVIEWER})
    ),
    OrganisationKind.SUBDISTRICT_OFFICE: Establishment(
        frozenset({Level.SUBDISTRICT}), frozenset({PostKind.STREET})
    ),
    OrganisationKind.RESIDENTS_COMMITTEE: Establishment(
        frozenset({Level.NEIGHBORHOOD}), frozenset({PostKind.NEIGHBORHOOD})
    ),
    OrganisationKind.FINANCE_OFFICE: Establishment(
        frozenset({Level.CITY, Level.COUNTY}), frozenset({PostKind.FINANCE})
    ),
    OrganisationKind.AUDIT_OFFICE: Establishment(
        frozenset({Level.CITY, Level.COUNTY}), frozenset({PostKind.AUDITOR})
    ),
    OrganisationKind.FIRM: Establishment(
        frozenset({Level.CITY, Level.COUNTY}), frozenset({PostKind.CONTRACTOR})
    ),
    OrganisationKind.INFORMATION_CENTRE: Establishment(
        frozenset({Level.CITY}), frozenset({PostKind.ADMINISTRATOR})
    ),
}
