"""Who the reports are for: client folders, the agency, and the calendar."""
