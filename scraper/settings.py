"""Settings of the crawl. Each may be overridden with `-s NAME=VALUE` or by the command line.

Those whose names begin with `QILU_` may be set in the environment, too; so may `http_proxy`,
`https_proxy` and `no_proxy`, which are honoured as by every HTTP client.
"""

import os

from scrapy.settings import default_settings as scrapy

from .limits import LARGEST_PAGE
from .version import VERSION

BOT_NAME = "qilu-scraper"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "spiders.crawl"

# -- who is asking --
QILU_CONTACT = ""  # how the site's operator reaches you: goes into the user agent
USER_AGENT = f"{BOT_NAME}/{VERSION}"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
    "Accept-Language": "zh-CN,zh;q=0.9",
    # Not all that Scrapy may know: what is archived stays as it came, for any tool to read.
    "Accept-Encoding": "gzip, deflate",
}
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"

# -- politeness: one request at a time, a second apart, over all subdomains together --
# Every limit here is for the whole site, unless it says "host".
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = BOT_NAME
DOWNLOAD_DELAY = 1.0  # seconds; a longer Crawl-delay in robots.txt wins
DOWNLOAD_DELAY_JITTER = 0.0  # a jitter would at times ask sooner than DOWNLOAD_DELAY
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOADER = "spiders.politeness.PacedDownloader"  # Scrapy's forgets that without a delay
CONCURRENT_REQUESTS = 4  # waiting ones included: one asks, robots.txt and a part may wait
DOWNLOAD_TIMEOUT = 30  # seconds
RETRY_TIMES = 3  # each after a pause, see below
REDIRECT_MAX_TIMES = 5
# A site that answers slowly is asked more slowly: half of the time it is left alone.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0  # seconds; DOWNLOAD_DELAY is the least in any case
AUTOTHROTTLE_MAX_DELAY = 30.0  # seconds; never shortens a longer DOWNLOAD_DELAY or Crawl-delay
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5
# A failure is a status of RETRY_HTTP_CODES, a 403 or a broken transfer.
QILU_PAUSE_AFTER = 3  # failures in a row of one host
QILU_BACKOFF = 2.0  # seconds of that pause, doubled with each further failure
QILU_LONGEST_WAIT = 300.0  # seconds, for such a pause and for a Retry-After
QILU_HOST_FAILURES = 8  # in a row: then the host is given up for this run

# The hours of the day at which the site may be asked, by its clock (Asia/Shanghai): `22-6`. A
# crawl does not start outside of them, and ends with them. Empty: any hour.
QILU_HOURS = ""

# -- bounds: no column of the site is known to have as much; what goes on is a trap, and said --
QILU_MAX_COLUMNS = 200  # of one home page
QILU_MAX_LIST_ARTICLES = 1000  # of one list or home page
QILU_MAX_LIST_PAGES = 2000  # of one column
QILU_DEAD_LIST_PAGES = 3  # pages in a row none of whose articles is to be had

# -- closed doors --
DOWNLOAD_MAXSIZE = LARGEST_PAGE  # bytes; more of them means more memory than a crawl should take
DOWNLOAD_WARNSIZE = LARGEST_PAGE // 2
DOWNLOAD_FAIL_ON_DATALOSS = False  # spiders.whole decides: a wrong Content-Length is no loss
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("http", "https"), "spiders.politeness.OneTryHandler"),
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False
# What is off is not even loaded: that took a sixth of a run's start. Scrapy loads whatever a
# `_BASE` names, also what DOWNLOADER_MIDDLEWARES or EXTENSIONS set to None.
DOWNLOADER_MIDDLEWARES_BASE, EXTENSIONS_BASE = (
    {
        name: order
        for name, order in base.items()
        if not name.endswith((".CookiesMiddleware", ".RemoteControl", ".TelnetConsole"))
    }
    for base in (scrapy.DOWNLOADER_MIDDLEWARES_BASE, scrapy.EXTENSIONS_BASE)
)
TWISTED_DNS_RESOLVER = "spiders.guard.GlobalAddressResolver"
DNS_TIMEOUT = 15  # seconds
# Whether to ask over http where https has never answered. The site linked itself over http
# until 2019, and https in 2025.
QILU_HTTP_FALLBACK = True

DOWNLOADER_MIDDLEWARES = {
    "spiders.politeness.UnlessMiddleware": 30,
    "spiders.guard.GuardMiddleware": 40,
    "spiders.politeness.SharedSlotMiddleware": 45,  # before robots.txt sets the slot's delay
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.robots.Robots": 100,  # in its place
    "spiders.whole.WholePageMiddleware": 540,  # after decompression
    "spiders.backoff.BackoffMiddleware": 560,  # sees each try: between http and retries
    "spiders.plain_http.PlainHttpMiddleware": 570,
    "pipelines.archive.ArchiveMiddleware": 860,  # next to the network: bodies as they came
}
EXTENSIONS = {
    "spiders.bounds.Bounds": -2,
    "spiders.contact.Contact": -1,  # before anything is written
    "spiders.hours.HoursExtension": -1,
    "pipelines.hold.Hold": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "spiders.politeness.Throttle": 0,
    "spiders.politeness.CrawlDelay": 0,
    "pipelines.progress.Progress": 0,
    "pipelines.watch.Watch": 0,
    "pipelines.report.Reporter": 900,  # the last to see the end
}

# -- records --
ITEM_PIPELINES = {
    "pipelines.validate.Validate": 100,
    "pipelines.dedupe.Dedupe": 200,
    "pipelines.count.Count": 250,
    "pipelines.revise.Revise": 300,
    "pipelines.writer.Writer": 900,
}
# The folder of the JSON Lines files; empty: nothing is written, and nothing remembered.
QILU_OUTPUT = "data/out"
# When a recent article is looked at again, in hours since it was published; then never more.
QILU_CHECK_HOURS = [1, 6, 24, 72, 168]
# The share of the records whose pages may differ from the known layouts, from 0 to 1; beyond
# it a run of `qilu` ends as unhealthy. Single odd pages are normal, a relaunch touches them all.
QILU_TOLERATED_DRIFT = 0.2
# Whether responses are kept in WARC files, where there is a folder; and the bytes after which
# another file is begun.
QILU_ARCHIVE = True
QILU_ARCHIVE_SIZE = 100 * 1024 * 1024
# -- the report of each run, beside the output folder; how it is compared with earlier runs of
# the same spider, regions and columns. A run that is worse ends as unhealthy. --
QILU_LEAST_RUNS = 5  # earlier runs before anything is compared; the first ones are never judged
# Pages that a share is taken of, at least: an hourly run with 2 new articles tells nothing alone,
# so the newest runs are taken together, and compared with earlier ones taken together likewise.
QILU_LEAST_RECORDS = 20
# By which part of itself a share may fall (of the pages that have a field, look as known, …),
# from 0 to 1. Falls that chance explains, or that happened before, are tolerated, too.
QILU_TOLERATED_FALL = 0.2
# For how long there may be no news of a city; longer where its news are few and far between.
QILU_SILENT_HOURS = 72
# A command to run, without a shell, after a run that ended with 1, 3 or 4: it finds QILU_REPORT
# (a file), QILU_SENTENCE and more in its environment; docs/operations.md has them all.
QILU_ON_UNHEALTHY = ""
QILU_HOOK_SECONDS = 30  # then it is killed
# A file for the textfile collector of Prometheus's node exporter: `/…/qilu.prom`; empty: none.
QILU_METRICS = ""
QILU_PROGRESS = False  # a live display; `qilu` switches it on where it runs on a terminal
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = dict.fromkeys(("jsonlines", "jsonl", "jl"), "pipelines.feed.RecordExporter")

# -- memory and logs --
# First come, first served: with Scrapy's default, the last link of a list would go first.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOG_DATEFORMAT = "%Y-%m-%dT%H:%M:%S%z"
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 30.0  # seconds
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"
STATS_DUMP = False

# -- the environment, which Scrapy's own getters read as it reads `-s NAME=VALUE` --
for _name in [name for name in globals() if name.startswith("QILU_")]:
    globals()[_name] = os.environ.get(_name, "").strip() or globals()[_name]
