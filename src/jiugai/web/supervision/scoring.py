"""Scoring the counties by a scheme (考核评分): a table dropped in, or a closed month's own rates."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.calendar import Month
from jiugai.services.actor import Actor, Power
from jiugai.services.supervision import scoring_desk
from jiugai.services.supervision.scoring_desk import NoSuchScoring, ScoredTable
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import workbook
from jiugai.web.supervision import scoring_words

_PAGE = "supervision/scoring.html"


class ScoringForm(forms.Form):
    """By which scheme, and from where (评分)."""

    scheme = forms.ChoiceField(label="评分办法", error_messages={"required": "请选评分办法。"})
    file = forms.FileField(
        label="考核结果表",
        required=False,
        help_text="一行一个县区，.xlsx 或 .csv；表头写各评分项的名称。",
    )
    month = forms.CharField(
        label="或者取封账月份的数",
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"placeholder": "2020-10"}),
        help_text="开工率、完工率等由封账数算出；月份里没有的项要用表补。",
    )
    cohort = forms.IntegerField(
        label="批次年度",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="不填即该月所在年度。",
        error_messages={
            "invalid": "批次没有读懂，请填年份，例如 2020。",
            "min_value": "批次请填年份，例如 2020。",
            "max_value": "批次请填年份，例如 2020。",
        },
    )

    def __init__(self, *given: Any, schemes: dict[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["scheme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(schemes.items())

    def clean_month(self) -> Month | None:
        """Read the month."""
        typed = self.cleaned_data["month"].strip()
        if not typed:
            return None
        try:
            return Month.parse(typed)
        except ValueError as unread:
            message = f"没有读懂月份“{typed}”，请写成 2020-10 这样的年-月。"
            raise forms.ValidationError(message) from unread

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent, most = cleaned.get("file"), scoring_desk.largest_table()
        if sent is not None and (sent.size or 0) > most[0]:
            self.add_error("file", f"文件超过 {most[1]}，请删去用不到的内容再试。没有评分。")
        if not sent and not cleaned.get("month") and not self.errors:
            self.add_error("file", "请选一份考核结果表，或者填一个封账的月份。")
        return cleaned


@access("supervision.scoring", Power.RELEASE_RANKING, form=True)
def scoring(request: HttpRequest) -> HttpResponse:
    """Score the counties; nothing is written (考核评分)."""
    form, found = _asked(request)
    context = {"form": form, **scoring_words.page_context(found)}
    wrong = form.is_bound and (found is None or found.refused)
    return render(request, _PAGE, context, status=422 if wrong else 200)


@access("supervision.scoring_export", Power.RELEASE_RANKING, writes=True)
def export(request: HttpRequest) -> HttpResponse:
    """Score the counties and answer with the workbook; nothing is written (导出)."""
    form, found = _asked(request)
    if found is None or found.refused:
        context = {"form": form, **scoring_words.page_context(found)}
        return render(request, _PAGE, context, status=422)
    return workbook(scoring_desk.scores_workbook(found), "考核评分.xlsx")


def _asked(request: HttpRequest) -> tuple[ScoringForm, ScoredTable | None]:
    """Return the form, and what was scored if it asks for something that can be."""
    actor = desk.actor_of(request)
    titles = {
        name: f"{one.title}{'' if one.verified else '（待核实）'}"
        for name, one in scoring_desk.scorings(actor=actor).items()
    }
    if request.method != "POST":
        return ScoringForm(schemes=titles), None
    form = ScoringForm(request.POST, request.FILES, schemes=titles)
    if not form.is_valid():
        return form, None
    try:
        return form, _score(form.cleaned_data, actor)
    except NoSuchScoring:
        form.add_error("month", "这个月还没有封账，没有封账数可用。请填已封账的月份。没有评分。")
        return form, None


def _score(said: dict[str, Any], actor: Actor) -> ScoredTable:
    sent = said["file"]
    if sent:
        return scoring_desk.score_file(
            sent.read(),
            document=sent.name,
            scheme=said["scheme"],
            actor=actor,
            today=desk.default_as_of(),
        )
    month = said["month"]
    cohort = said["cohort"] or month.year
    return scoring_desk.score_month(month, cohort, scheme=said["scheme"], actor=actor)
