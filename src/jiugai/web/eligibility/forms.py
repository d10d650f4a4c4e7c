"""The shape of a what-if (试算)."""

from django import forms

EARLIEST, LATEST = 1950, 2100


class CutoffForm(forms.Form):
    """To the end of which year the cut-off is moved (建成年份界线)."""

    built_by = forms.IntegerField(
        label="建成年份界线",
        min_value=EARLIEST,
        max_value=LATEST,
        help_text="到这一年年底前建成的都算在内，例如 2005。",
        error_messages={
            "required": "请填年份，例如 2005。",
            "invalid": "年份应是四位数，例如 2005。",
            "min_value": f"年份应在 {EARLIEST} 至 {LATEST} 之间，例如 2005。",
            "max_value": f"年份应在 {EARLIEST} 至 {LATEST} 之间，例如 2005。",
        },
    )
