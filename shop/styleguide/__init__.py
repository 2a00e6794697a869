"""The living style guide: every component in every state, from sample data. In DEBUG only."""
