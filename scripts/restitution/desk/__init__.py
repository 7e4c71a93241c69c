"""The editor's desk: pages of this machine alone, in a browser, that do what the commands do.

How a page is added: one module of `desk/pages/` and its templates beside it, and one word in `pages.EVERY`.

    page = Page("personnes", "Personnes")             # its address, and its word in the menu

    @page.get("/personnes")
    def show(asked: Asked) -> Response:
        return asked.page("personnes.html.j2", people=people_of(asked.desk))

    @page.post("/personnes/accord")
    def agree(asked: Asked) -> Response:
        with asked.desk.lock:                         # one thing after the other
            done = acts.people.agree(...)             # the function that the command calls, in `acts`
        return asked.part("personne.html.j2", person=..., said=[...])

`Asked` is what was asked: `desk` (the project: what its files say now, read again only when they change), `form`
and `query` (words, never paths: look up a name among what exists), `is_part` (whether htmx asks for a part of the
page). `page` answers with the whole page around a template, `part` with the template alone.

What holds for every page: an address that changes something is a `post`, whose form holds `{{ csrf() }}`; a form
says which version of a thing was seen, and what changed meanwhile is refused (`project.Changed`); an error of ours
that an act raises is told on the page, by its own words; texts come from elsewhere, templates escape them all. No
script and no style stands in a page: `static/bureau.js` reads attributes (`data-touche` is the key of a button).
"""
