"""The shape of a decision on two records that look alike (核对结论)."""

from typing import Any

from django import forms

from jiugai.services.registry.look_alikes import LookAlike
from jiugai.services.registry.pairing import LONGEST_BASIS
from jiugai.web.registry.forms import Keyed
from jiugai.web.registry.look_alike_presenter import names

SAME, APART = "same", "apart"


class DecisionForm(Keyed):
    """One community or two; which record stands for both; on what ground."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)
    kept = forms.ChoiceField(
        label="是同一小区时，以哪条为准",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "请在这两条里选一条为准。"},
    )
    basis = forms.CharField(
        label="依据",
        max_length=LONGEST_BASIS,
        required=False,
        help_text="凭什么这样定，例如“现场核对，同一门牌”。认定同一小区、更正结论时必填。",
    )

    def __init__(self, *args: Any, found: LookAlike, **kwargs: Any) -> None:
        kept = found.decision.kept if found.decision else None
        chosen = next((s.card for s in found.sides if s.card.id == kept), found.first.card)
        kwargs.setdefault("initial", {}).update({"seen": found.seen, "kept": chosen.public_id})
        super().__init__(*args, **kwargs)
        called = zip(found.sides, names(found), strict=True)
        self.offer("kept", [(side.card.public_id, name) for side, name in called])
        self.verdict = self.data.get("verdict", "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"key", "seen"} & self.errors.keys():
            self.add_error(None, "这一页不完整，请刷新以后再定。没有改动任何数据。")
        if self.verdict not in {SAME, APART}:
            self.add_error(None, "请按“是同一小区”或“不是同一小区”来定。没有改动任何数据。")
        if self.verdict == SAME and not cleaned.get("kept"):
            self.add_error("kept", "请选以哪条为准，另一条不再单独计数。")
        return cleaned
