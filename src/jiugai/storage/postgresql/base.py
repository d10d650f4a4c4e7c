"""The backend's connection; Django finds it by this module's name."""

from typing import Any

from django.db.backends.postgresql import base

from jiugai.storage import reach


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that tells the server, statement by statement, how far it may reach."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(reach.tell)
