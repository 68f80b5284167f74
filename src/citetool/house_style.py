"""What a house wants of citations and lists, as data: a field for each choice, and the values it can have.

`auto` is what most of the draft does. docs/config.md says what each value means, the rules what departs from it.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

YesOrNo = Literal["auto", "yes", "no"]


class HouseStyle(NamedTuple):
    """What is expected of every draft; what is left at `auto`, each draft shows itself.

    Attributes:
        year_comma: whether a comma stands between names and year in a short cite.
        ibid_stop: whether “Ibid.” and other abbreviations of its kind have a full stop.
        page_label: whether several pages have a label of their own (“pp.”), or “p.” as one has.
        page_space: what stands between “p.” and the number.
        range_dash: what stands between the numbers of a range of pages.
        list_order: what the list's entries are sorted by: names; the works of the same authors then by their years;
            or where they are cited first.
        year_suffix: what works of the same authors and year have: 2018a and 2018b, or 2018 and 2018a.
        entry_pages: whether chapters and journal articles have pages.
    """

    year_comma: YesOrNo = "auto"
    ibid_stop: YesOrNo = "auto"
    page_label: Literal["auto", "p-pp", "p"] = "auto"
    page_space: Literal["auto", "yes", "no", "no-break"] = "auto"
    range_dash: Literal["auto", "en-dash", "hyphen"] = "auto"
    list_order: Literal["auto", "name", "name-year", "name-year-descending", "citation", "none"] = "auto"
    year_suffix: Literal["auto", "a", "none-a"] = "auto"
    entry_pages: YesOrNo = "auto"


CHOICES: dict[str, tuple[str, ...]] = {
    name.replace("_", "-"): get_args(values) for name, values in HouseStyle.__annotations__.items()
}
"""By key, as a config file has it, the values that it can have."""


def style_of(values: Mapping[str, str]) -> HouseStyle:
    """The style with these values, by key, all of them from `CHOICES`; the others are `auto`."""
    return HouseStyle._make(values.get(key, "auto") for key in CHOICES)
