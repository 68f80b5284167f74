r"""What a Markdown draft says about itself in YAML (`---`) at its top or further down, as far as citations go.

Of Hugo's TOML (`+++`) nothing is asked. Only a few keys are asked for, and YAML is read only as far as these are
written: plain and quoted scalars, `[a, b]`, `- a` a line, and blocks (`|`, `>`). All else is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from citetool.readers.markdown.keys import KEY


class FrontMatter(NamedTuple):
    """What the front matter says.

    Attributes:
        end: where the draft goes on in the file; 0 if it has no front matter.
        bibliographies: the files that `bibliography` names.
        also_cited: the keys of `nocite`; `*` is every key.
        own_keys: the keys of entries that stand in the front matter itself (`references`).
        language: the language of `lang`, without its region.
    """

    end: int = 0
    bibliographies: tuple[str, ...] = ()
    also_cited: tuple[str, ...] = ()
    own_keys: frozenset[str] = frozenset()
    language: str | None = None

    def with_more(self, other: "FrontMatter") -> "FrontMatter":
        """This one, and what metadata further down adds."""
        return FrontMatter(
            self.end,
            self.bibliographies + other.bibliographies,
            self.also_cited + other.also_cited,
            self.own_keys | other.own_keys,
            self.language or other.language,
        )


_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"\s*^---[ \t]*\n(?![ \t]*\n)", re.MULTILINE)
_TOML = re.compile(r"\s*^\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+[ \t]*(?:\n|$)", re.MULTILINE)
_TOP_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*)|[ \t]*)$")
_MAPPING = re.compile(r"[\w\"'][^:\n]{0,100}:(?:\s|$)|[ \t]|-[ \t]|#|[\]}]")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)$")
_ID = re.compile(r"[ \t]*(?:-[ \t]+)?id[ \t]*:[ \t]*(?P<value>\S.*)$")
_CITED = re.compile(rf"@(?:(?P<all>\*)|\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY}))")
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])", re.IGNORECASE)


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a draft, if it begins with one that is closed."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        toml = _TOML.match(text)
        return FrontMatter(toml.end()) if toml else FrontMatter()
    said = read_metadata(text[opening.end() : closing.start()])
    return said._replace(end=min(closing.end() + 1, len(text)))


def is_metadata(lines: Iterable[str]) -> bool:
    """Whether lines between `---` are metadata, as Pandoc has them anywhere, and not words between two rules."""
    own = [line for line in lines if line.strip()]
    return bool(own) and _TOP_KEY.match(own[0]) is not None and all(map(_MAPPING.match, own))


def read_metadata(text: str) -> FrontMatter:
    """What some YAML says."""
    values = _values(text)
    cited = [match["key"] or match["braced"] or "*" for match in _CITED.finditer(" ".join(values.get("nocite", ())))]
    language = _LANGUAGE.match(next(iter(values.get("lang", ())), ""))
    return FrontMatter(
        bibliographies=tuple(values.get("bibliography", ())),
        also_cited=tuple(dict.fromkeys(cited)),
        own_keys=frozenset(values.get("references", ())),
        language=language.group().lower() if language else None,
    )


def named_bibliographies(text: str) -> tuple[str, ...]:
    """The files that `bibliography` names in a file of YAML (Quarto's `_quarto.yml`)."""
    return tuple(_values(text).get("bibliography", ()))


def _values(text: str) -> dict[str, list[str]]:
    """The scalars of each key at the top level; of `references`, the ids."""
    found: dict[str, list[str]] = {}
    key = ""
    block = False
    for line in text.split("\n"):
        if top := _TOP_KEY.match(line):
            key = top["key"]
            value = _uncommented(top["value"] or "").strip()
            block = value[:1] in ("|", ">")
            found[key] = [] if block else list(_scalars(value))
        elif key == "references":
            found[key] += _scalars(each["value"]) if (each := _ID.match(line)) else ()
        elif key and block:
            found[key] += [line.strip()] if line.strip() else []
        elif key and (item := _ITEM.match(line)):
            found[key] += _scalars(_uncommented(item["value"]))
        elif key and line[:1] in (" ", "\t"):
            # A flow list, or a scalar, that goes on in the next line.
            found[key] += _scalars(_uncommented(line))
    return found


def _scalars(value: str) -> Iterator[str]:
    own = value.strip()
    if own[:1] not in ("'", '"'):
        own = own.strip("[],")
    for part in _split(own):
        plain = part.strip()
        if plain[:1] in ("'", '"') and plain[-1:] == plain[:1] and len(plain) > 1:
            plain = plain[1:-1]
        if plain:
            yield plain


def _split(value: str) -> list[str]:
    """The parts between commas that no quotation marks enclose; a scalar that begins with `@` is a list of keys."""
    if value[:1] == "@":
        return [value]
    return re.findall(r"(?:\"[^\"]*\"|'[^']*'|[^,'\"]|['\"])+", value)


def _uncommented(value: str) -> str:
    quoted = value.lstrip()[:1] in ("'", '"')
    return value if quoted else re.sub(r"(?:^|(?<=\s))#.*", "", value)
