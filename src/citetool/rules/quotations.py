"""Whose words a place is in: what stands in a quotation was cited by another, whose list is another list."""

from citetool.model import Span


def within_quotation(text: str, span: Span) -> bool:
    """Whether a quotation in its paragraph opens before a span and closes after it; `„` opens others, which are not."""
    end = text.find("\n\n", span.end)
    before = text[text.rfind("\n\n", 0, span.start) + 1 : span.start]
    after = text[span.end : end if end >= 0 else len(text)]
    return "„" not in before and any(
        before.count(opener) > before.count(closer) and closer in after for opener, closer in ("“”", "«»")
    )
