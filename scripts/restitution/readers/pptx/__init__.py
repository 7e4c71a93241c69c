"""Reads slides (.pptx) whole, without pandoc, whose reader drops notes, groups, diagrams, charts and comments.

- `deck`: the slides in their order, and the parts that each of them names
- `order`: shapes in the order in which a person reads a slide
- `text`: paragraphs of a shape, and which of them are items
- `drawn`: charts and diagrams: what they say
- `remarks`: comments, old and new
- `reader`: all of it, as a note
"""
