"""What keeps the local servers from starting, said so that a newcomer can mend it."""


class LocalProblem(Exception):
    """A reason not to start, in Indonesian and in English."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian}\n{english}")
