"""What a run is to check, and how strictly."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from citetool.model import Severity


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run.

    Attributes:
        fail_on: the least severity that makes a run fail.
        today: the day against which dates in the future are judged.
    """

    fail_on: Severity = Severity.ERROR
    today: date = field(default_factory=date.today)
