"""What a charge text was understood to say: a value, with its doubt written out instead of hidden."""

from __future__ import annotations

from dataclasses import dataclass


def written(code: str, section: str, paragraphs: tuple[str, ...]) -> str:
    """The normalized form `CODE SECTION(sub)(sub)`; empty when no code is known."""
    if not code:
        return ""
    return f"{code} {section}" + "".join(f"({paragraph})" for paragraph in paragraphs)


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge as read from text.

    `code`, `section`, `paragraphs`: what the text names (`PC`, `647`, `("b", "1")`), empty if it names none.
    `modifier`: ATTEMPT, CONSPIRACY, SOLICITATION, ACCESSORY or empty. `level`: M, F, I, W or empty, and
    `level_source`: where it was found. `alternatives`: competing readings, or one proposal to confirm.
    `parts`: each charge by itself when the line holds several (the other fields then describe the first).
    `charge_bar_listed` and `use_bar_listed`: Y, N or REVIEW, for clauses C2 and C4. `enhancements`: sections
    that only raise the penalty. `reason`: what was understood, one plain sentence.
    """

    code: str = ""
    section: str = ""
    paragraphs: tuple[str, ...] = ()
    modifier: str = ""
    enhancements: tuple[str, ...] = ()
    level: str = ""
    level_source: str = ""
    alternatives: tuple[str, ...] = ()
    parts: tuple[Charge, ...] = ()
    charge_bar_listed: str = "REVIEW"
    use_bar_listed: str = "REVIEW"
    reason: str = ""

    @property
    def subdivisions(self) -> str:
        """The paragraphs as a dot list: `b.1`."""
        return ".".join(self.paragraphs)

    @property
    def normalized(self) -> str:
        """`PC 647(b)(1)`; empty when the text names no code."""
        return written(self.code, self.section, self.paragraphs)

    @property
    def ambiguous(self) -> str:
        """Empty when certain; `A|B` alternatives; one reading, a proposal; `A+B` several charges."""
        if self.parts:
            return "+".join(
                part.normalized or "|".join(part.alternatives) or part.section for part in self.parts
            )
        return "|".join(self.alternatives)

    def as_dict(self) -> dict[str, str]:
        """Every key of the command-line contract, all values strings, in the contract's order."""
        return {
            "code": self.code,
            "section": self.section,
            "subdivisions": self.subdivisions,
            "normalized": self.normalized,
            "modifier": self.modifier,
            "enhancements": "; ".join(self.enhancements),
            "level": self.level,
            "level_source": self.level_source,
            "ambiguous": self.ambiguous,
            "charge_bar_listed": self.charge_bar_listed,
            "use_bar_listed": self.use_bar_listed,
            "reason": self.reason,
        }
