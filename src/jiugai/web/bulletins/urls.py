"""Addresses of the bulletin; a month is written 2020-10."""

from django.urls import path, register_converter

from jiugai.domain.bulletins.document import Template
from jiugai.web.bulletins import views
from jiugai.web.reporting import converters


class TemplateConverter:
    """A form of the bulletin in an address."""

    regex = "|".join(template.value for template in Template)

    def to_python(self, value: str) -> Template:
        """Read a form."""
        return Template(value)

    def to_url(self, value: Template | str) -> str:
        """Write a form."""
        return value.value if isinstance(value, Template) else value


converters.register()
register_converter(TemplateConverter, "form")

_PAPER = "bulletins/<month:month>/<form:template>/"

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
]
