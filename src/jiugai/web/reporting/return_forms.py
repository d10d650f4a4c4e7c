"""Shapes of what is typed about monthly returns (报送、审核、延期、手填)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from jiugai.domain.quantities import DM2_PER_M2
from jiugai.domain.reporting.indicators import Basis
from jiugai.domain.reporting.submission.cells import NEVER_TYPED, Cell, Typed, TypedReason
from jiugai.domain.reporting.submission.stages import REASONED, SENDS, MoveKind
from jiugai.web.registry.forms import Keyed
from jiugai.web.reporting.wording import column_word

TYPED_ROWS = 3
FEN_PER_WAN = 1_000_000


class MoveForm(Keyed):
    """One move of a return (报送、审核、退回、接收、更正)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(kind.value, kind.word) for kind in MoveKind]
    )
    words = forms.CharField(
        label="说明",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, for_kind: MoveKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_kind is None:
            return
        self.auto_id = f"id_{for_kind.value}_%s"
        if for_kind in REASONED:
            field = self.fields["words"]
            field.required = True
            field.label = "理由（公开）" if for_kind is MoveKind.CORRECT else "退回的理由"
            field.error_messages["required"] = "请写明理由，例如“2020年批次开工数与现场不符”。"


class TypedForm(forms.Form):
    """One value typed over a count (手填一格); left empty, it types nothing."""

    cell = forms.ChoiceField(label="哪一格", required=False)
    value = forms.DecimalField(
        label="手填的数",
        required=False,
        decimal_places=6,
        max_digits=18,
        error_messages={"invalid": "数没有读懂，请只写数字，例如 12。"},
    )
    reason = forms.ChoiceField(
        label="凭什么",
        required=False,
        choices=[(one.value, f"{one.grade}：{one.word}") for one in TypedReason],
    )
    words = forms.CharField(label="依据", required=False, max_length=200)

    def __init__(self, *args: Any, cells: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cell"].choices = [("", "不手填"), *cells]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("cell") and cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", "选了格子就要写数，例如 12；不手填的，格子请选“不手填”。")
        return cleaned


class ExtensionForm(Keyed):
    """Days more for a month (延期)."""

    county = forms.TypedChoiceField(label="给谁", coerce=int, empty_value=None, required=False)
    days = forms.IntegerField(
        label="延几天",
        min_value=1,
        max_value=60,
        error_messages={
            "required": "请写延几天，例如 2。",
            "min_value": "延期应在 1 到 60 天之间，例如 2。",
            "max_value": "延期应在 1 到 60 天之间，例如 2。",
        },
    )
    reason = forms.CharField(
        label="理由（对各县区公开）",
        max_length=200,
        error_messages={"required": "请写明理由，例如“10月31日至11月2日市里停网”。"},
    )

    def __init__(self, *args: Any, counties: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("county", [("", "所有县区"), *counties])


class FormFile(Keyed):
    """A return's workbook that comes back (传回表样)."""

    file = forms.FileField(
        label="填好的表样（.xlsx）",
        error_messages={
            "required": "请选择填好的表样，例如 石泉县2020年10月月报.xlsx。",
            "empty": "文件是空的，没有读取；请重新保存后再传。",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


def typed_forms(
    cells: Iterable[Cell],
    lists: Mapping[int, str],
    data: Any = None,
    typed: Mapping[tuple[int, str], Typed] | None = None,
) -> list[TypedForm]:
    """Return the rows in which single cells may be typed.

    :param data: what was sent; as many rows are read as were shown.
    :param typed: what is typed already, to be shown filled in.
    """
    cells = tuple(cells)
    offered = [
        (
            f"{cell.list_id}.{cell.name}",
            f"{lists.get(cell.list_id, '')} {column_word(cell.quantity)} "
            f"{cell.basis.word}（{cell.basis.unit}）",
        )
        for cell in cells
        if cell.quantity is not NEVER_TYPED
    ]
    if data is not None:
        many = sum(f"t{n}-cell" in data for n in range(len(cells)))
        return [TypedForm(data, prefix=f"t{n}", cells=offered) for n in range(max(many, 1))]
    filled = [_initial(cell, (typed or {}).get((cell.list_id, cell.name))) for cell in cells]
    rows = [one for one in filled if one]
    rows += [{}] * (TYPED_ROWS - len(rows))
    return [TypedForm(prefix=f"t{n}", cells=offered, initial=row) for n, row in enumerate(rows)]


def _initial(cell: Cell, typed: Typed | None) -> dict[str, Any]:
    if typed is None:
        return {}
    shown = Decimal(typed.value) / per_shown(cell.basis)
    return {
        "cell": f"{cell.list_id}.{cell.name}",
        "value": f"{shown:f}",
        "reason": typed.reason.value,
        "words": typed.words,
    }


def typed_values(rows: Iterable[TypedForm], cells: Iterable[Cell]) -> dict[tuple[int, str], Typed]:
    """Return the typed values in the units in which cells are kept."""
    known = {f"{cell.list_id}.{cell.name}": cell for cell in cells}
    found = {}
    for row in rows:
        said = row.cleaned_data
        cell = known.get(said.get("cell", ""))
        if cell is not None:
            value = stored(said["value"], cell.basis)
            found[cell.list_id, cell.name] = Typed(
                value, TypedReason(said["reason"]), said["words"]
            )
    return found


def per_shown(basis: Basis) -> int:
    """Return how many stored units make one that is shown: dm² in ㎡, 分 in 万元, or 1."""
    return {Basis.AREA: DM2_PER_M2, Basis.FEN: FEN_PER_WAN}.get(basis, 1)


def stored(value: Decimal, basis: Basis) -> int:
    """Return a typed value in the unit in which it is kept: dm², 分, or as it is."""
    return int((value * per_shown(basis)).to_integral_value())


def sends(kind: MoveKind) -> bool:
    """Say whether a move brings cells, so that some may be typed."""
    return kind in SENDS
