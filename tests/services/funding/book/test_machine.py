"""The book against its model; see ``bench/book_faults.py`` for what this is proved to find."""

from datetime import date

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from jiugai.storage.funding import book
from jiugai.storage.server import Address
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import found_city
from tests.services.funding.book.little_book import open_book
from tests.services.funding.book.machine import BookMachine


def run_machine(*, examples: int, steps: int, shrink: bool = True) -> None:
    """Run the machine on the database under way, whose January 2020 is closed."""
    BookMachine.little = open_book(found_city())
    with unit_of_work(verb="tests.close", user_id=0, post_id=0) as act:
        book.close(act, month=date(2020, 1, 1), digest=bytes(32), user_id=0)
    phases = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
    run_state_machine_as_test(
        BookMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=phases if shrink else (Phase.generate,),
        ),
    )


def test_the_book_takes_and_holds_what_its_model_does(fresh_database: Address):
    run_machine(examples=8, steps=15)
