"""Packaging: `pip install .` gives the command `qilu` and the library `scraper`."""

import runpy
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
VERSION = runpy.run_path(str(HERE / "scraper" / "version.py"))["VERSION"]

EXTRAS = {
    "arrow": ["pyarrow>=20"],
    "dataset": ["pyarrow>=20"],
    "pandas": ["pandas>=2.2", "pyarrow>=20"],
    "polars": ["polars>=1.20", "pyarrow>=20"],
}

setup(
    name="qilu-scraper",
    version=VERSION,
    description="Clean records from the pages of 齐鲁网 (iqilu.com)",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="MIT",
    python_requires=">=3.11",
    packages=find_packages(include=["scraper*", "spiders*", "pipelines*"]),
    package_data={
        "scraper": ["py.typed"],
        "scraper.overview": ["static/*"],
    },
    install_requires=[
        "scrapy>=2.19",
        "beautifulsoup4>=4.13",
        "lxml>=6.0",
        "dateparser>=1.3",
        "click>=8.2",
        "rich>=14.0",
        "jsonschema-rs>=0.37",
        "cryptography>=46.0",
        "filelock>=3.20",
        "warcio>=1.8",
        "packaging>=24.0",
    ],
    extras_require={**EXTRAS, "all": sorted({name for names in EXTRAS.values() for name in names})},
    entry_points={
        "console_scripts": ["qilu=scraper.cli:main"],
        "scrapy": ["settings=scraper.settings"],  # where scrapyd looks, in an egg
    },
)
