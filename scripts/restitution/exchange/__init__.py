"""What a project hands to other programs: tables, a project of qualitative analysis, a calendar, the document."""
