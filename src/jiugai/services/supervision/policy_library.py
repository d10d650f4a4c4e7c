"""The policies that this platform counts by, open to whoever may see records (政策库)."""

from dataclasses import dataclass

from jiugai.exchange.policy_library import FOLDERS, PolicyFile, Provision, policy_files
from jiugai.exchange.policy_readers import ReadBy, Reader
from jiugai.services.actor import Actor, Power, require

__all__ = [
    "FOLDERS",
    "NoSuchPolicy",
    "PolicyFile",
    "PolicyPage",
    "Provision",
    "ReadBy",
    "Reader",
    "library",
    "page",
]


class NoSuchPolicy(LookupError):
    """No policy file bears this name."""


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """One policy file with those who compute with it (一份规定)."""

    file: PolicyFile
    read_by: ReadBy


def library(*, actor: Actor) -> tuple[PolicyPage, ...]:
    """Return every policy file, the nation's first.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    return tuple(PolicyPage(file, file.read_by) for file in policy_files())


def page(name: str, *, actor: Actor) -> PolicyPage:
    """Return one policy file by the name of its page, such as ``national-overdue_ladder``.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchPolicy: if there is none.
    """
    require(actor, Power.SEE)
    found = next((file for file in policy_files() if file.name == name), None)
    if found is None:
        raise NoSuchPolicy(name)
    return PolicyPage(found, found.read_by)
