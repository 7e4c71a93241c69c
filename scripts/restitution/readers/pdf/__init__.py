"""Reads PDF files that have a text: signs with their place on the paper become lines, columns, tables, paragraphs.

- `raw`: what the library says of a page: signs, ruled lines, pictures, links, remarks, fields
- `tags`: which pieces of text are headings, by the tags of the file
- `upright`: a page whose text runs up or down the paper, turned
- `pieces`: signs that follow each other on one line
- `grids`: tables that are drawn with lines
- `order`: the order in which a person reads what stands on a page, column by column
- `margins`: running heads, feet and numbers of pages
- `paragraphs`: lines joined into paragraphs and items, hyphens of line ends settled (`hyphens`, `items`)
- `reader`: all of it, and what is told (`sentences`)
"""
