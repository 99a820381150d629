"""The base of every shape of ``rules/``: frozen, and no key that nobody knows."""

from pydantic import BaseModel, ConfigDict


class Rule(BaseModel):
    """The base of all rules: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
