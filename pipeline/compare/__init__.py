"""Comparing: what a careful colleague sees only by laying two places of a submission side by side, or beside the ledger."""
