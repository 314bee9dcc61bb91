"""A page, from its text to its articles: `chain` names the stages in their order."""
