"""Registers of the 台帳 that are put together from its sheets: by company, by partner, by item, by measure, by line of cases."""
