"""The case file: one YAML document, checked in full before anything is computed."""
