"""Business documents in whatever file they come: bytes in, laid-out papers and documents out; each refusal a sentence."""
