"""From a speech or plan to orders: the text left, its tasks right, one click to an order (讲话分解)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.supervision.orders import doing, from_paper
from jiugai.services.supervision.orders.from_paper import Endpoint
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import apart_words
from jiugai.web.supervision.order_forms import OrderForm

_PAGE = "supervision/apart.html"


class ApartForm(forms.Form):
    """A text or a file, and its day (讲话分解)."""

    day = forms.DateField(
        label="讲话或成文日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="“年底前”“下周五前”从这一天算起。",
        error_messages={
            "required": "请填日期，例如 2020-11-03。",
            "invalid": "日期没有读懂，请写成 2020-11-03 这样的年-月-日。",
        },
    )
    file = forms.FileField(
        label="文件", required=False, help_text=".docx、.pdf 或 .txt；扫描件没有文字，读不了。"
    )
    text = forms.CharField(
        label="或者粘贴文字", required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    ask_model = forms.BooleanField(label="请模型再提一遍", required=False)

    def __init__(self, *given: Any, model: Endpoint | None, **named: Any) -> None:
        super().__init__(*given, **named)
        if model is None:
            del self.fields["ask_model"]
        else:
            self.fields[
                "ask_model"
            ].help_text = f"文字会发到 {model.host}（{model.model}）；涉密文件不要勾。模型提的另列，由人确认。"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("text", "请选一个文件，或者粘贴文字。")
        return cleaned


@access("supervision.take_apart", Power.ISSUE_ORDER, form=True)
def apart(request: HttpRequest) -> HttpResponse:
    """Take a text apart; nothing is written (讲话分解)."""
    model = desk.model_endpoint()
    if request.method != "POST":
        blank = ApartForm(initial={"day": desk.default_as_of()}, model=model)
        return render(request, _PAGE, {"form": blank})
    form = ApartForm(request.POST, request.FILES, model=model)
    if not form.is_valid():
        return render(request, _PAGE, {"form": form}, status=422)
    said, actor = form.cleaned_data, desk.actor_of(request)
    asked = model if said.get("ask_model") else None
    sent = said["file"]
    if sent:
        paper = from_paper.paper_apart(
            sent.read(), document=sent.name, day=said["day"], actor=actor, model=asked
        )
    else:
        paper = from_paper.text_apart(said["text"], day=said["day"], actor=actor, model=asked)
    context: dict[str, Any] = {"form": form, "findings": paper.findings}
    if not paper.refused:
        owners = doing.owners(actor=actor, today=desk.default_as_of())
        source = f"{paper.document or '粘贴的文字'}，{said['day']:%Y-%m-%d}"[:160]
        context |= apart_words.apart_context(paper, owners, source)
        context["title"] = source
    return render(request, _PAGE, context, status=422 if paper.refused else 200)


@access("supervision.draft_order", Power.ISSUE_ORDER, writes=True)
def draft(request: HttpRequest) -> HttpResponse:
    """Show the form of an order filled in from a task; a person confirms before it is laid."""
    owners = doing.owners(actor=desk.actor_of(request), today=desk.default_as_of())
    fields = set(OrderForm.base_fields) - {"key"}
    told = {name: request.POST[name] for name in fields if name in request.POST}
    form = OrderForm(initial=told, owners=owners)
    return render(request, "supervision/order_new.html", {"form": form, "drafted": True})
