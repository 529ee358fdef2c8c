"""The documentation site: what mkdocs.yml needs, and the pages that are written from the code."""
