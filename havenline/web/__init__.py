"""How pages look and behave: base templates, parts, headers, languages, quick exit."""
