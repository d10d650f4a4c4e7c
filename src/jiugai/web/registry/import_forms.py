"""The shape of an upload (上传)."""

from typing import Any

from django import forms


class UploadForm(forms.Form):
    """Whose ledger it is, of which year, and what day it tells of."""

    county = forms.ChoiceField(label="县区", required=False)
    year = forms.IntegerField(
        label="台账年度",
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": "请填年度，例如 2020。",
            "invalid": "年度应是四位数，例如 2020。",
        },
    )
    effective_on = forms.DateField(
        label="数据截至",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期没有读懂，请写成 2020-10-31 这样的年-月-日。"},
    )

    def __init__(self, *args: Any, counties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = [("", "按文件名认")] if len(counties) > 1 else []
        self.fields["county"].choices = [*by_name, *counties]  # type: ignore[attr-defined]
