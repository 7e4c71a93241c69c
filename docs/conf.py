"""How the manual is built: `uv run sphinx-build -n -W --keep-going docs FOLDER`. Nothing is fetched."""

project = "restitution"
author = "les personnes qui contribuent à restitution"
copyright = "les personnes qui contribuent à restitution, EUPL-1.2"  # noqa: A001 the name that Sphinx wants
language = "fr"

extensions = ["myst_parser"]
exclude_patterns = ["schema"]
myst_heading_anchors = 4
nitpicky = True

html_theme = "furo"
html_title = "Le manuel de restitution"
html_static_path = ["_static"]
html_css_files = ["manuel.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "footer_icons": [],
    "light_css_variables": {"color-brand-primary": "#1f5c4d", "color-brand-content": "#1f5c4d"},
    "dark_css_variables": {"color-brand-primary": "#8fd0bd", "color-brand-content": "#8fd0bd"},
}
