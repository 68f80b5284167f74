"""What a run takes as given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run.

    Attributes:
        today: the day against which dates in the future are judged.
        expect_list: whether a draft without a reference list is a finding.
    """

    today: date = field(default_factory=date.today)
    expect_list: bool = False
