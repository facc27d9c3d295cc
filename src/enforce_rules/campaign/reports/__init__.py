"""The reports of a campaign: as data, text, Word, PDF, workbooks, and pages with pictures."""
