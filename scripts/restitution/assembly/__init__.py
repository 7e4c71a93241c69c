"""From notes to one document: the plan, identities, splices, matrices."""
