"""From folders of notes written by many hands to one publication, without losing a word."""
