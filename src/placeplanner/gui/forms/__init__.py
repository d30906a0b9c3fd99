"""What people fill in about a record, beside the map and never over it.

The rule that matters: there is no Save. An answer is an edit the moment it is left; only a new record waits for
its name. Forms emit edits and perform none. Start reading at `record_form`, then `answers`.
"""
