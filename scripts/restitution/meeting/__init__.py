"""What a meeting is shown of the publication: its sentences, chosen, and nothing that it does not say."""
