"""Addresses of the bulletin; a month is written 2020-10."""

from django.urls import path, register_converter

from jiugai.domain.bulletins.document import Template
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.web.bulletins import meetings, views
from jiugai.web.reporting import converters
from jiugai.web.supervision import papers


class TemplateConverter:
    """A form of the bulletin in an address."""

    regex = "|".join(template.value for template in Template)

    def to_python(self, value: str) -> Template:
        """Read a form."""
        return Template(value)

    def to_url(self, value: Template | str) -> str:
        """Write a form."""
        return value.value if isinstance(value, Template) else value


class PaperKindConverter:
    """A kind of an order's paper in an address."""

    regex = "|".join(kind.value for kind in PaperKind)

    def to_python(self, value: str) -> PaperKind:
        """Read a kind."""
        return PaperKind(value)

    def to_url(self, value: PaperKind | str) -> str:
        """Write a kind."""
        return value.value if isinstance(value, PaperKind) else value


converters.register()
register_converter(TemplateConverter, "form")
register_converter(PaperKindConverter, "paper")

_PAPER = "bulletins/<month:month>/<form:template>/"
_MEETING = "meetings/<str:public_id>/"
_OF_ORDER = "orders/<str:public_id>/papers/<paper:kind>/"

app_name = "bulletins"
urlpatterns = [
    path("bulletins/", views.months, name="months"),
    path("bulletins/<month:month>/close/", views.close, name="close"),
    path(_PAPER, views.studio, name="studio"),
    path(f"{_PAPER}keep/", views.keep, name="keep"),
    path(f"{_PAPER}recompose/", views.recompose, name="recompose"),
    path(f"{_PAPER}issue/", views.issue, name="issue"),
    path(f"{_PAPER}check/", views.check, name="check"),
    path(f"{_PAPER}bulletin.docx", views.docx, name="docx"),
    path(f"{_PAPER}annex.xlsx", views.annex, name="annex"),
    path(f"{_PAPER}figures.json", views.figures, name="figures"),
    path("meetings/", meetings.meetings, name="meetings"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}agenda.docx", meetings.agenda_file, name="agenda-file"),
    path(f"{_MEETING}minutes/", meetings.keep, name="keep-minutes"),
    path(f"{_MEETING}minutes.docx", meetings.minutes_file, name="minutes-file"),
    path(f"{_MEETING}apart/", meetings.apart, name="minutes-apart"),
    path(f"{_MEETING}issue/", meetings.issue, name="issue-minutes"),
    path(_OF_ORDER, papers.paper, name="order-paper"),
    path(f"{_OF_ORDER}draft.docx", papers.draft_file, name="order-paper-draft"),
    path(f"{_OF_ORDER}issue/", papers.issue, name="order-paper-issue"),
    path(f"{_OF_ORDER}<int:year>-<int:number>.docx", papers.issued_file, name="order-paper-file"),
]
