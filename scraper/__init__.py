"""Clean records from the pages of 齐鲁网 (iqilu.com).

`parse_article` turns one saved page into an `Article`; `to_dict` and `to_json` write it;
`read_articles` yields the articles of a crawl's files; `to_arrow`, `to_pandas` and `to_polars` make
tables of them.
"""

from .extract import parse_article
from .items import (
    Article,
    Author,
    Breadcrumb,
    EmptyArticleError,
    Image,
    Kind,
    Link,
    Metadata,
    NotAnArticleError,
    Problem,
    QiluError,
    Region,
    RelatedLink,
    Role,
    Video,
)
from .reader import read_articles
from .records import from_dict, to_dict, to_json
from .tables import to_arrow, to_pandas, to_polars
from .version import VERSION

__version__ = VERSION

__all__ = [
    "Article",
    "Author",
    "Breadcrumb",
    "EmptyArticleError",
    "Image",
    "Kind",
    "Link",
    "Metadata",
    "NotAnArticleError",
    "Problem",
    "QiluError",
    "Region",
    "RelatedLink",
    "Role",
    "Video",
    "__version__",
    "from_dict",
    "parse_article",
    "read_articles",
    "to_arrow",
    "to_dict",
    "to_json",
    "to_pandas",
    "to_polars",
]
