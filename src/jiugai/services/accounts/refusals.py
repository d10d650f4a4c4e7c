"""Why the administration of accounts says no, each in one sentence that says what to do."""


class Refusal(Exception):
    """The office's rules forbid it; nothing was written."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"{sentence}没有改动任何数据。")


class NameTaken(Refusal):
    """Another account, organisation or post bears the name."""


class NameUnfit(Refusal):
    """A name that cannot be one."""


class NoSuchThing(Refusal):
    """The account, post, organisation or appointment is not on file, or no longer open."""


class OutOfPlace(Refusal):
    """An organisation at the wrong level, or a post in the wrong organisation."""


class PostHeld(Refusal):
    """The account holds the post already."""


class PostsClash(Refusal):
    """Posts that one account may not hold together."""


class OwnAccount(Refusal):
    """Administrators do not administer themselves."""


class TooEarly(Refusal):
    """An appointment that would begin in the past."""


class WrongPassword(Refusal):
    """The old password is not right."""


class WeakPassword(Refusal):
    """The new password will not do."""


class LinkSpent(Refusal):
    """The one-time link is unknown, used, replaced or too old."""


class AlreadyFounded(Refusal):
    """The city has an administrator who has signed in."""


class NotADemo(Refusal):
    """Accounts of people are on file; demo sign-ins do not belong beside them."""


class NotDelegable(Refusal):
    """A post that cannot be left to this deputy on these days."""


class NotParty(Refusal):
    """A delegation in which the officer has no part."""
