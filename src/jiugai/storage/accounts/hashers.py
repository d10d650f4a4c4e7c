"""Password hashing at the OWASP minimum (口令散列)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idAtOwaspMinimum(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane.

    Django's own setting costs 100 MiB and a fifth of a second a sign-in: forty people on filing
    day would ask for 4 GiB.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
