"""Drafts in Markdown: their front matter, their blocks, and what stands in these, read one after the other.

Markdown is what Pandoc's manual says it is (https://pandoc.org/MANUAL.html#pandocs-markdown), with CommonMark's blocks
where Pandoc wants a blank line that authors leave out. No parser in Python tells where in the file an emphasis, a link
or a note stands, which is what mends and editors need.
"""
