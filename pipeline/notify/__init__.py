"""Letters about what came in the night: to whom, what they say, how they become mail, and how the mail goes out."""
