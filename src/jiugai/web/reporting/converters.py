"""What stands in addresses of months (报告期)."""

from django.urls import converters, register_converter

from jiugai.domain.calendar import Month


class MonthConverter:
    """A month in an address."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> Month:
        """Read a month; what is none does not match, which is a 404."""
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        """Write a month."""
        return str(value)


def register() -> None:
    """Let addresses name months; asked again, it does nothing."""
    if "month" not in converters.get_converters():
        register_converter(MonthConverter, "month")
