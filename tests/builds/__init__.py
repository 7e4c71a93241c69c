"""Whole builds: the worked example, real files, an installed wheel."""
