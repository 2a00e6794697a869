"""The newsletter: who asked for it, in which words they agreed, and whether they confirmed."""
