"""A step that a form asks for: taken, or the form shown again with what is wrong (办理一步)."""

from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse

from jiugai.domain.findings import Finding
from jiugai.web import desk
from jiugai.web.registry.forms import Keyed


class Outcome(Protocol):
    """What became of a step: entered unless a finding blocks."""

    @property
    def entered(self) -> bool: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...


def carried_out(
    request: HttpRequest,
    form: Keyed,
    act: Callable[[dict[str, Any]], Outcome],
    sentence: str,
    *,
    again: Callable[[], HttpResponse],
    onward: Callable[[], HttpResponse],
    meanwhile: tuple[type[Exception], ...],
) -> HttpResponse:
    """Carry out what a form asks, or show it again with what is wrong.

    :param sentence: said on the next page once the step is entered.
    :param again: the page with this form; ``onward``: the page that follows.
    :param meanwhile: what says that somebody came before; its sentence is said on that page.
    """
    if not form.is_valid():
        return again()
    try:
        done = act(form.cleaned_data)
    except meanwhile as refusal:
        desk.say(request, str(refusal), kind="info")
        return onward()
    if not done.entered:
        form.refuse(done.findings)
        return again()
    desk.say(request, sentence)
    return onward()
