"""The forms: what they are, where everything on them stands, and how a blank one is drawn."""
