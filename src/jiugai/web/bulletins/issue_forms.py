"""What is typed when a bulletin goes out before its ranking is released (不经公示签发)."""

from django import forms

from jiugai.web.registry.forms import Keyed

LONGEST_REASON = 1000


class UnheardForm(Keyed):
    """Why a bulletin goes out without its ranking having been heard (理由)."""

    because = forms.CharField(
        label="不经公示签发的理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如“市政府要求当日印发，排名随后补公示”。理由随通报留存，从此可查。",
    )
