r"""What LaTeX's commands and environments do with their arguments, as far as a reader of the text needs to know it.

Arguments are written as in the manual of xparse: `s` a star (part of the name here), `o` one in square brackets that
may be missing, `m` one in braces. An unknown command is looked through: its arguments' text is text of the draft.

Sources: LaTeX2e: an unofficial reference manual (https://latexref.xyz); the manuals of the packages named.
"""

SECTIONS = {
    "part": "om",
    "chapter": "om",
    "section": "om",
    "subsection": "om",
    "subsubsection": "om",
    "paragraph": "om",
    "subparagraph": "om",
    "addpart": "om",
    "addchap": "om",
    "addsec": "om",
    "minisec": "m",
    "frametitle": "m",
    "title": "om",
    "subtitle": "om",
}
"""Headings; the last argument is what they print. KOMA-Script's (`addchap`, …) and beamer's among them."""

BLOCKS = {
    "caption": "om",
    "captionof": "mom",
    "author": "om",
    "abstract": "m",
    "dedication": "m",
    "keywords": "m",
    "acknowledgements": "m",
    "epigraph": "m",
}
"""What is printed apart from the text around it; the last argument is."""

IN_PREAMBLE = frozenset(["title", "subtitle", "author", "abstract", "keywords", "dedication"])
"""What is printed of a preamble."""

NOTES = {
    "footnote": "footnote",
    "endnote": "endnote",
    "thanks": "thanks",
    "sidenote": "footnote",
    "tablefootnote": "footnote",
    "footnoteA": "footnote",
    "footnoteB": "footnoteB",
    "pagenote": "endnote",
    "fnote": "footnote",
}
"""Command -> the series its notes are numbered in."""

NOTE_MARKS = {"footnotemark": "footnote", "endnotemark": "endnote", "sidenotemark": "footnote"}
NOTE_TEXTS = {"footnotetext": "footnote", "endnotetext": "endnote", "sidenotetext": "footnote"}

SYMBOLS_OF_NOTES = ("*", "†", "‡", "§", "¶", "‖", "**", "††", "‡‡")
r"""How `\thanks` numbers (`\fnsymbol`)."""

DEFINITIONS = {
    "newcommand": "moom",
    "renewcommand": "moom",
    "providecommand": "moom",
    "DeclareRobustCommand": "moom",
    "newenvironment": "moomm",
    "renewenvironment": "moomm",
    "newtheorem": "momo",
    "NewDocumentCommand": "mmm",
    "RenewDocumentCommand": "mmm",
    "ProvideDocumentCommand": "mmm",
    "DeclareDocumentCommand": "mmm",
    "NewDocumentEnvironment": "mmmm",
    "DeclareCiteCommand": "mommmm",
    "DeclareMultiCiteCommand": "mmm",
    "DeclareFieldFormat": "omm",
    "DeclareNameFormat": "omm",
    "DeclareListFormat": "omm",
    "DeclareBibliographyDriver": "mm",
    "DeclareMathOperator": "mm",
    "newbibmacro": "moom",
    "renewbibmacro": "moom",
    "titleformat": "momommo",
    "titlespacing": "mmmmo",
    "AtEveryBibitem": "m",
    "AtEveryCitekey": "m",
    "AtBeginBibliography": "m",
    "newacronym": "ommm",
    "newglossaryentry": "mm",
    "DeclareAcronym": "mm",
    "newlist": "mmm",
    "setlist": "om",
    "pagenumbering": "m",
    "lstset": "m",
    "lstdefinestyle": "mm",
    "tikzset": "m",
    "pgfplotsset": "m",
    "definecolor": "mmm",
    "sisetup": "m",
    "captionsetup": "om",
    "DeclareUnicodeCharacter": "mm",
    "babelprovide": "om",
    "hyphenation": "m",
    "IfFileExists": "mmm",
}
"""What defines or sets something up; nothing in it is text."""

WITHOUT_TEXT = {
    "documentclass": "om",
    "usepackage": "om",
    "RequirePackage": "om",
    "PassOptionsToPackage": "mm",
    "usetheme": "om",
    "hypersetup": "m",
    "label": "m",
    "ref": "m",
    "pageref": "m",
    "eqref": "m",
    "autoref": "m",
    "nameref": "m",
    "cref": "m",
    "Cref": "m",
    "vref": "m",
    "cpageref": "m",
    "crefrange": "mm",
    "subref": "m",
    "includegraphics": "oom",
    "includepdf": "om",
    "includesvg": "om",
    "graphicspath": "m",
    "vspace": "m",
    "hspace": "m",
    "addvspace": "m",
    "enlargethispage": "m",
    "rule": "omm",
    "setlength": "mm",
    "addtolength": "mm",
    "settowidth": "mm",
    "newlength": "m",
    "newcounter": "mo",
    "stepcounter": "m",
    "refstepcounter": "m",
    "usecounter": "m",
    "value": "m",
    "counterwithin": "mm",
    "counterwithout": "mm",
    "bibliographystyle": "m",
    "bibliographyunit": "o",
    "setcitestyle": "m",
    "citestyle": "m",
    "bibpunct": "ommmmmm",
    "citeindextrue": "",
    "citation": "m",
    "bibcite": "mm",
    "bibdata": "m",
    "printbibliography": "o",
    "printbibheading": "o",
    "printshorthands": "o",
    "bibsetup": "m",
    "ExecuteBibliographyOptions": "om",
    "DefineBibliographyStrings": "mm",
    "pagestyle": "m",
    "thispagestyle": "m",
    "markboth": "mm",
    "markright": "m",
    "fancyhead": "om",
    "fancyfoot": "om",
    "fancyhf": "om",
    "lhead": "om",
    "rhead": "om",
    "chead": "om",
    "lfoot": "om",
    "rfoot": "om",
    "cfoot": "om",
    "addcontentsline": "mmm",
    "addtocontents": "mm",
    "color": "om",
    "pagecolor": "m",
    "rowcolor": "om",
    "cellcolor": "om",
    "columncolor": "om",
    "arrayrulecolor": "m",
    "selectlanguage": "m",
    "setotherlanguage": "om",
    "setdefaultlanguage": "om",
    "setmainlanguage": "om",
    "setmainfont": "omo",
    "setsansfont": "omo",
    "setmonofont": "omo",
    "fontsize": "mm",
    "fontfamily": "m",
    "fontseries": "m",
    "fontshape": "m",
    "linespread": "m",
    "index": "m",
    "glossary": "m",
    "todo": "om",
    "missingfigure": "om",
    "marginpar": "om",
    "geometry": "m",
    "date": "m",
    "includeonly": "m",
    "input@path": "m",
    "cline": "m",
    "cmidrule": "om",
    "hhline": "m",
    "thanksref": "m",
    "pdfbookmark": "omm",
    "phantom": "m",
    "hphantom": "m",
    "vphantom": "m",
    "tikz": "om",
    "lstinputlisting": "om",
    "verbatiminput": "m",
    "inputminted": "omm",
    "ensuremath": "m",
    "write": "m",
    "special": "m",
    "typeout": "m",
    "message": "m",
    "theoremstyle": "m",
    "allowdisplaybreaks": "o",
    "pagebreak": "o",
    "nopagebreak": "o",
    "linebreak": "o",
    "nolinebreak": "o",
    "columnbreak": "o",
    "newsavebox": "m",
    "defbibheading": "mom",
    "defbibfilter": "mm",
    "defbibnote": "mm",
    "DeclareBibliographyCategory": "m",
    "addtocategory": "mm",
    "theendnotes": "",
    "vadjust": "m",
    "leavevmode": "",
}
"""What prints nothing that a reader of the text needs."""

LEADING = {
    "textcolor": "om",
    "colorbox": "om",
    "fcolorbox": "omm",
    "parbox": "ooom",
    "raisebox": "moo",
    "rotatebox": "om",
    "resizebox": "mm",
    "scalebox": "mo",
    "multicolumn": "mm",
    "multirow": "omom",
    "hypertarget": "m",
    "hyperlink": "m",
    "hyperref": "o",
    "foreignlanguage": "om",
    "textlang": "om",
    "item": "",
    "makebox": "oo",
    "framebox": "oo",
    "adjustbox": "m",
    "texorpdfstring": "",
    "bibfield": "m",
    "bibinfo": "m",
    "bibnamefont": "",
    "captionbox": "",
    "footnotesize": "",
    "textattachfile": "om",
    "newtcolorbox": "omm",
}
"""Command -> the arguments before what it prints."""

ENVIRONMENTS = {
    "tabular": "om",
    "tabular*": "mom",
    "tabularx": "mom",
    "tabulary": "mom",
    "tabu": "m",
    "longtable": "om",
    "longtabu": "m",
    "xltabular": "omm",
    "supertabular": "m",
    "array": "om",
    "minipage": "ooom",
    "multicols": "mo",
    "figure": "o",
    "figure*": "o",
    "table": "o",
    "table*": "o",
    "sidewaystable": "o",
    "sidewaysfigure": "o",
    "wrapfigure": "omom",
    "wraptable": "omom",
    "subfigure": "oom",
    "subtable": "oom",
    "list": "mm",
    "enumerate": "o",
    "itemize": "o",
    "description": "o",
    "inparaenum": "o",
    "compactitem": "o",
    "compactenum": "o",
    "thebibliography": "m",
    "CSLReferences": "mm",
    "cslreferences": "",
    "adjustwidth": "mm",
    "spacing": "m",
    "otherlanguage": "om",
    "otherlanguage*": "om",
    "foreigndisplayquote": "m",
    "tablenotes": "o",
    "tcolorbox": "o",
    "mdframed": "o",
    "frame": "o",
    "column": "om",
    "columns": "o",
    "refsection": "o",
    "refsegment": "",
    "appendices": "",
    "subappendices": "",
    "letter": "m",
    "landscape": "",
}
"""Environment -> the arguments of its beginning. What is in one that isn't known is read."""

TABLES = frozenset(
    ["tabular", "tabular*", "tabularx", "tabulary", "tabu", "longtable", "longtabu", "xltabular", "supertabular"]
)
"""Environments whose cells `&` and `\\\\` part."""

LISTS_OF_ENTRIES = frozenset(["thebibliography", "CSLReferences", "cslreferences"])

SKIPPED = frozenset(
    [
        "equation", "equation*", "align", "align*", "alignat", "alignat*", "gather", "gather*", "multline",
        "multline*", "flalign", "flalign*", "eqnarray", "eqnarray*", "displaymath", "math", "dmath", "dmath*",
        "tikzpicture", "pgfpicture", "picture", "forest", "axis", "circuitikz", "algorithm", "algorithmic",
        "algorithm2e", "tikzcd", "pspicture", "prooftree", "chart", "scope",
    ]
)  # fmt: skip
"""Formulas, drawings and programs: nothing in them is text."""

WORDS = {
    "xspace": "",
    "textendash": "–",
    "textemdash": "—",
    "enspace": " ",
    "enskip": " ",
    "thinspace": " ",
    "nobreakspace": " ",
    "hfill": " ",
    "quad": " ",
    "qquad": " ",
    "textquoteleft": "‘",
    "lq": "‘",
    "rq": "’",
    "glqq": "„",
    "grqq": "“",
    "glq": "‚",
    "grq": "‘",
    "flqq": "«",
    "frqq": "»",
    "og": "«\u00a0",
    "fg": "\u00a0»",
    "newline": "\n",
    "linebreak": "\n",
    "tabularnewline": "\n",
    "textnumero": "№",
    "textgreater": ">",
    "ordinalmark": "",
    "no": "nº",
    "psq": " f.",
    "psqq": " ff.",
    "pno": "p.",
    "ppno": "pp.",
    "ibidem": "Ibid.",
}
"""Commands that print these characters, beside those of `citetool.tex`."""

BREAKS = frozenset(
    [
        "newpage", "clearpage", "cleardoublepage", "bigskip", "medskip", "smallskip", "maketitle", "appendix",
        "tableofcontents", "listoffigures", "listoftables", "hline", "toprule", "midrule", "bottomrule", "endhead",
        "endfirsthead", "endfoot", "endlastfoot", "frontmatter", "mainmatter", "backmatter", "printnotes",
    ]
)  # fmt: skip
"""What ends a paragraph, and takes no argument."""

EMPHASES = frozenset(["emph", "textit", "textsl", "mkbibemph", "mkbibitalic"])
"""What sets its argument in italics."""

QUOTES = {"enquote": "“”", "enquote*": "‘’", "textquote": "“”", "blockquote": "“”", "mkbibquote": "“”"}
"""What puts its argument between these (csquotes)."""

INCLUSIONS = frozenset(
    ["input", "include", "subfile", "subfileinclude", "import", "subimport", "includefrom", "inputfrom"]
)

BIBLIOGRAPHIES = frozenset(
    ["bibliography", "addbibresource", "addglobalbib", "addsectionbib", "nobibliography", "putbib"]
)
