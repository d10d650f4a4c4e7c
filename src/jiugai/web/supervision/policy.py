"""The policy library: every rule that figures are counted by (政策库)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.supervision import policy_library
from jiugai.services.supervision.policy_library import PolicyPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import policy_words


@access("supervision.policies", Power.SEE)
def library(request: HttpRequest) -> HttpResponse:
    """Show every policy file with its paper, its days and who computes with it (政策库)."""
    found = policy_library.library(actor=desk.actor_of(request))
    return render(request, "supervision/policies.html", policy_words.library_context(found))


def load_policy(request: HttpRequest, name: str) -> PolicyPage:
    """Load a policy file; all who may see records see the same."""
    return policy_library.page(name, actor=desk.actor_of(request))


@access("supervision.policy", Power.SEE, load=load_policy)
def policy(request: HttpRequest, found: PolicyPage) -> HttpResponse:
    """Show one policy file with all its values (一份规定)."""
    context = policy_words.page_context(found, desk.default_as_of())
    return render(request, "supervision/policy.html", context)
