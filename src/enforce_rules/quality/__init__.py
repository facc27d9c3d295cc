"""How a rule shows that it is right: scenarios, mutation, proofs, lint, comparison with the text of the law, and change."""
