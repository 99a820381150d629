"""What the bench prints: lines, and marks that are met or missed."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Prints as it goes; ``missed`` are the marks that were not reached."""

    smoke: bool = False
    marks: int = 0
    missed: list[str] = field(default_factory=list)

    def title(self, text: str) -> None:
        """Begin a section."""
        print(f"\n{text}\n{'-' * len(text)}", flush=True)

    def line(self, text: str) -> None:
        """Print a line."""
        print(text, flush=True)

    def at_least(self, what: str, value: float, wanted: float, unit: str = "x") -> None:
        """Hold a figure against a mark that it should reach."""
        self._mark(f"{what}: {value:.1f}{unit}, wanted at least {wanted:g}{unit}", what, met=value >= wanted)

    def at_most(self, what: str, value: float, wanted: float, unit: str) -> None:
        """Hold a figure against a mark that it should stay under."""
        self._mark(f"{what}: {value:.1f}{unit}, wanted under {wanted:g}{unit}", what, met=value < wanted)

    def sum_up(self) -> None:
        """Say how many marks were met."""
        note = "; too few mails to mean anything" if self.smoke else ""
        self.title(f"{self.marks - len(self.missed)} of {self.marks} marks met{note}")
        for what in self.missed:
            self.line(f"missed: {what}")

    def _mark(self, text: str, what: str, *, met: bool) -> None:
        self.marks += 1
        if not met:
            self.missed.append(what)
        self.line(f"  {'MET   ' if met else 'MISSED'} {text}")
