"""Counters that check that no word is lost, sharing no code with what they check.

`reading.check_reading` compares a file with what a reader made of it; `align.missing_in_order` compares any two
lists of words; `words.words` says what a word is. Nothing here knows the readers: the rules come from the formats.
"""
