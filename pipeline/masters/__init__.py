"""The masters: the workbooks in which the secretariat keeps what forms, departments and item names there are."""
