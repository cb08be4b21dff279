"""`CITATION.cff`: how to cite a dataset, in the Citation File Format."""

from __future__ import annotations

from .about import KEYWORDS, About
from .yaml import to_yaml


def citation_cff(about: About) -> str:
    """Return the citation of a dataset."""
    return to_yaml(
        {
            "cff-version": "1.2.0",
            "message": "If you use this dataset, please cite it, and the articles' publisher.",
            "type": "dataset",
            "title": about.title,
            "abstract": about.description,
            "authors": [{"name": name} for name in about.authors],
            "version": about.version,
            "date-released": about.day,
            "url": about.url,
            "keywords": list(KEYWORDS),
        }
    )


def citation(about: About) -> str:
    """Return the citation as a line of text."""
    authors = ", ".join(about.authors)
    return f"{authors} ({about.day[:4]}). {about.title}. Version {about.version}. {about.url}"
