"""The register of people: who is missing, where somebody is named, what she agreed to, how she may be told."""
