"""A JSON API for those who want no SPARQL: disclosures, figures, comparisons, series, findings, projects."""
