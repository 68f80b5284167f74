"""What kind of work an entry is: its CSL type, from the fields it has and the words it uses.

The types are CSL's (https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types).
"""

import re

from citetool.folding import fold
from citetool.model import Item
from citetool.references.labelling.lexicon import lexicon

_THESIS = re.compile(
    r"\b(?:thesis|dissertation|diss\.|phd|ph\.\s?d|dottorato|doctorat|doctorado|doutorado|mestrado|tesis?|tesi|tese|"
    r"habilitation\w*|habil\.|magister\w*|master\w*arbeit|diplomarbeit|dissertação|proefschrift|praca\s(?:doktorska|magisterska))\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:speech|remarks|keynote|lecture|address\s(?:by|to|at|and)|statement\s(?:by|at)|rede|ansprache|discours|allocution|"
    r"discorso|intervento|discurso|toespraak|przemówienie|wystąpienie)\b",
    re.IGNORECASE,
)
_CASE = re.compile(r"\bv\.?\s[A-ZÀ-Þ]|\bECLI:|\bC-[0-9]+/[0-9]+|\bc\.\s[A-ZÀ-Þ][a-z]+\s\[", re.UNICODE)
_LAW = re.compile(
    r"^(?:.{0,60}\b)?(?:resolution\s(?:no\.?\s)?[0-9AS]|(?:council\s|commission\s|delegated\s|implementing\s)*(?:regulation|directive|"
    r"decision)\s\(?(?:EU|EC|EEC|[0-9]|no)|act\s(?:1[89]|20)[0-9]{2}|[a-z]*gesetz\b|verordnung\b|loi\sn|décret\s|lei\sn|decreto\b|"
    r"ley\s[0-9]|legge\s[0-9]|real\sdecreto|ustawa\s|treaty\son\b|convention\son\b)",
    re.IGNORECASE,
)
_BLOG = re.compile(r"\bblogs?\b|weblog|\[blog", re.IGNORECASE)
_BROADCAST = re.compile(
    r"podcast|\btelevision\b|\bradio\b|episode|broadcast|\bvideo\]|\[video|documentary", re.IGNORECASE
)
_DATASET = re.compile(r"data\s?set|\[data|dataset|database|datenbank|base\sde\sdonn", re.IGNORECASE)
_REPORT = re.compile(
    r"\b(?:working\spapers?|discussion\spapers?|policy\s(?:papers?|briefs?|notes?|brief|insights?)|papers?|briefs?|briefings?|"
    r"comments?|commentar(?:y|ies)|reports?|memos?|notes?|insights?|dispatch|factsheets?|"
    r"rapport|bericht|arbeitspapiere?|documento\sde\strabajo|documents?\sde\stravail|studie|analysen?|aktuell)\b",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"\b(?:times|post|guardian|express|telegraph|herald|tribune|news|daily|observer|gazette|independent|zeitung|allgemeine|"
    r"presse|spiegel|standard|tages\w*|monde|figaro|libération|corriere|repubblica|stampa|sole|país|mundo|vanguardia|folha|"
    r"estado|globo|público|agency|agence|agentur|reuters|afp|ap|politico|bloomberg|cnn|bbc|gazeta|wyborcza|"
    r"volkskrant|handelsblad|trouw|wall\sstreet|economist|morning|evening|star|sun|mirror|journal\sde|world\sservice)\b",
    re.IGNORECASE,
)
_OUTLET = re.compile(r"[^(]{2,40}\s\((?:1[89]|20)[0-9]{2}[a-z]?\)\s*[‘“«»„\"']")
"""`Daily Harbour (2020) ‘Title’, 13 November`: a year after an institution, a title in quotation marks, a day apart."""

_MEETING = re.compile(
    r"\b(?:proc(?:\.|eedings)?|conference|symposium|workshop|congress|kongress|convegno|colloque|meeting)\b", re.I
)


def kind(item: Item, own: str, *, periodical: bool) -> Item:
    """The item with its type, and with what stands in the places that its type has for it.

    Args:
        item: the fields, without a type.
        own: the entry's text.
        periodical: whether its container is labelled as a journal, magazine or newspaper.
    """
    # The address of a DOI says nothing of where a work appeared.
    address = item.url if item.url and "doi.org/" not in item.url.lower() else None
    found = _type(item._replace(url=address), own, periodical and item.container_title is not None)
    item = item._replace(type=found)
    if found == "report":
        number = item.number or item.issue or item.volume
        item = item._replace(number=number, issue=None, volume=None)
        if item.container_title is None and item.collection_title is not None:
            item = item._replace(container_title=item.collection_title, collection_title=None)
    if found == "article-newspaper" and item.container_title is None and item.author and item.author[0].literal:
        # An outlet that stands as its news item's author.
        item = item._replace(container_title=item.author[0].literal)
    return item


def _type(item: Item, own: str, periodical: bool) -> str:
    title, container, genre = item.title or "", item.container_title or "", item.genre or ""
    about = f"{genre} {item.medium or ''} {item.note or ''}"
    institutional = bool(item.author) and item.author[0].literal is not None
    opening = own[:160]
    if _THESIS.search(genre) or (not container and _THESIS.search(about)):
        return "thesis"
    if _CASE.search(title) and not item.author and not periodical:
        return "legal_case"
    if _LAW.search(title) and (not item.author or institutional) and not container:
        return "legislation"
    if _DATASET.search(about) or _DATASET.search(genre):
        return "dataset"
    if _BROADCAST.search(about) or _BROADCAST.search(genre):
        return "broadcast"
    if _BLOG.search(container) or _BLOG.search(about):
        return "post-weblog"
    if periodical:
        return _periodical(item, container)
    if container and not item.editor and _MEETING.search(container):
        return "paper-conference"
    if container:
        if _REPORT.search(container) and not item.editor and not item.page:
            return "report"
        if item.url and not (item.page or item.publisher or item.editor):
            return "webpage"
        return "chapter"
    if _SPEECH.search(title) or _SPEECH.search(genre):
        return "speech"
    if genre and _REPORT.search(genre):
        return "report"
    if item.collection_title and (item.number or item.issue or item.volume) and _REPORT.search(item.collection_title):
        return "report"
    dated = item.issued is not None and item.issued.day is not None
    if institutional and not item.publisher and (_NEWS.search(str(item.author[0])) or (dated and _OUTLET.match(own))):
        return "article-newspaper"
    if item.publisher and (item.publisher_place or not item.url):
        return "book"
    quoted = re.search(r"[‘“«»„\"']\s?" + re.escape(title[:12]), own) is not None if title else False
    if institutional or not item.author:
        dated = item.issued is not None and item.issued.year is not None
        if item.url and not _official(opening) and (quoted or not dated):
            return "webpage"
        return (
            "report"
            if item.url or (item.issued and item.issued.day) or item.publisher
            else "book"
            if item.publisher_place
            else "document"
        )
    if item.publisher:
        return "report"
    if item.publisher_place:
        return "book"
    return "webpage" if item.url else "book" if item.issued else "document"


def _periodical(item: Item, container: str) -> str:
    numbered = item.volume or item.issue
    day = item.issued is not None and item.issued.month is not None
    if _REPORT.search(container) and not item.page and not re.search(r"\b(?:journal|review)\b", container, re.I):
        return "report"
    if _NEWS.search(container) and not numbered:
        return "article-newspaper"
    if not numbered and not item.page and not item.doi and (day or item.url):
        return "article-newspaper" if item.url or (item.issued and item.issued.day) else "article-magazine"
    if lexicon()["meetings"].intersection(map(fold, container.split())) and _MEETING.search(container):
        return "paper-conference"
    return "article-journal"


def _official(opening: str) -> bool:
    """Whether an entry opens as an official document does: a communication, declaration, strategy, resolution."""
    return (
        re.search(
            r"\b(?:communication|declaration|strategy|concept|conclusions|charter|action\splan|resolution|white\spaper|"
            r"statement|agreement|guidelines|report|bericht|rapport|erklärung|strategie|déclaration|dichiarazione)\b",
            opening,
            re.IGNORECASE,
        )
        is not None
    )
