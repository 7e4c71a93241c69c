"""Zip packages of XML parts (OOXML, ODF): opened within limits, parsed without entities, written the same."""
