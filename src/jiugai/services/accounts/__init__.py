"""Accounts: signing in, and who holds which post in which organisation (账号与岗位)."""

from jiugai.services.accounts.administration import (
    Invited,
    add_account,
    add_organisation,
    add_post,
    appoint,
    disable,
    enable,
    end_appointment,
    first_administrator,
    renew_link,
)
from jiugai.services.accounts.delegating import (
    all_delegations,
    delegate,
    delegate_for,
    end_delegation,
    my_delegations,
)
from jiugai.services.accounts.demonstration import (
    DemoSignIn,
    demo_sign_ins,
    load_demo_accounts,
)
from jiugai.services.accounts.places import (
    city_called,
    city_served,
    find_place,
    places_offered,
)
from jiugai.services.accounts.refusals import AlreadyFounded, NotADemo, Refusal
from jiugai.services.accounts.signing_in import change_password, set_password_by_link
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused, SameHands

__all__ = [
    "AlreadyDone",
    "AlreadyFounded",
    "DemoSignIn",
    "Invited",
    "KeyReused",
    "NotADemo",
    "Refusal",
    "SameHands",
    "add_account",
    "add_organisation",
    "add_post",
    "all_delegations",
    "appoint",
    "change_password",
    "city_called",
    "city_served",
    "delegate",
    "delegate_for",
    "demo_sign_ins",
    "disable",
    "enable",
    "end_appointment",
    "end_delegation",
    "find_place",
    "first_administrator",
    "load_demo_accounts",
    "my_delegations",
    "places_offered",
    "renew_link",
    "set_password_by_link",
]
