"""The policy library: every rule that figures are counted by (政策库)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.supervision import documents_owed, policy_library
from jiugai.services.supervision.policy_library import PolicyPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import owed_words, policy_words


@access("supervision.policies", Power.SEE)
def library(request: HttpRequest) -> HttpResponse:
    """Show every policy file with its paper, its days and who computes with it (政策库)."""
    actor = desk.actor_of(request)
    found = policy_library.library(actor=actor)
    lines = documents_owed.documents(actor=actor, today=desk.default_as_of())
    context = policy_words.library_context(found)
    context["issued"] = owed_words.library_table(lines)
    return render(request, "supervision/policies.html", context)


def load_policy(request: HttpRequest, name: str) -> PolicyPage:
    """Load a policy file; all who may see records see the same."""
    return policy_library.page(name, actor=desk.actor_of(request))


@access("supervision.policy", Power.SEE, load=load_policy)
def policy(request: HttpRequest, found: PolicyPage) -> HttpResponse:
    """Show one policy file with all its values (一份规定)."""
    today = desk.default_as_of()
    lines = documents_owed.documents(actor=desk.actor_of(request), today=today)
    changed_by = documents_owed.issued_changing(lines, found.file.name)
    context = policy_words.page_context(found, today)
    context["changed_by"] = owed_words.library_table(changed_by) if changed_by else None
    return render(request, "supervision/policy.html", context)
