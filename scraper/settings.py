"""Settings of the crawl. Each may be overridden with `-s NAME=VALUE` or by the command line.

Environment: `QILU_CONTACT` (how the site's operator can reach you), `QILU_TOLERATED_DRIFT`,
`QILU_ON_UNHEALTHY`, `QILU_METRICS`, `http_proxy`, `https_proxy` and `no_proxy` (honoured as by
every HTTP client).
"""

import os

from .version import VERSION

BOT_NAME = "qilu-scraper"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "spiders.crawl"

# -- who is asking --
QILU_CONTACT = os.environ.get("QILU_CONTACT", "").strip()
USER_AGENT = f"{BOT_NAME}/{VERSION}" + (f" (+{QILU_CONTACT})" if QILU_CONTACT else "")
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"

# -- politeness: one request at a time, a second apart, over all subdomains together --
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = BOT_NAME
DOWNLOAD_DELAY = 1.0  # seconds; a longer Crawl-delay in robots.txt wins
DOWNLOAD_DELAY_JITTER = 0.0  # a jitter would at times ask sooner than DOWNLOAD_DELAY
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 4  # waiting ones included: one asks, robots.txt and a part may wait
DOWNLOAD_TIMEOUT = 30  # seconds
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5

# -- closed doors --
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # bytes, after decompression too
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True  # a cut-off page is asked for again, not recorded
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False
TWISTED_DNS_RESOLVER = "spiders.guard.GlobalAddressResolver"
DNS_TIMEOUT = 15  # seconds
# Whether to ask over http where https has never answered. The site linked itself over http
# until 2019, and https in 2025.
QILU_HTTP_FALLBACK = True

DOWNLOADER_MIDDLEWARES = {
    "spiders.politeness.UnlessMiddleware": 30,
    "spiders.guard.GuardMiddleware": 40,
    "spiders.politeness.SharedSlotMiddleware": 45,  # before robots.txt sets the slot's delay
    "spiders.plain_http.PlainHttpMiddleware": 570,
}
EXTENSIONS = {
    "pipelines.hold.Hold": 0,
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
QILU_TOLERATED_DRIFT = os.environ.get("QILU_TOLERATED_DRIFT", "0.2")
# -- the report of each run, beside the output folder; how it is compared with earlier runs of
# the same spider, regions and columns. A run that is worse ends as unhealthy. --
QILU_LEAST_RUNS = 5  # earlier runs before anything is compared; the first ones are never judged
# Pages that a share is taken of, at least: an hourly run with 2 new articles tells nothing alone,
# so the newest runs are taken together, and compared with earlier ones taken together likewise.
QILU_LEAST_RECORDS = 20
# By which part of itself a share may fall (of the pages that have a field, look as known, …),
# from 0 to 1. Falls that chance explains, or that happened before, are tolerated, too.
QILU_TOLERATED_FALL = 0.2
# For how long there may be no news of a city; for twice its longest pause, if that is more.
QILU_SILENT_HOURS = 72
# A command to run, without a shell, after a run that ended with 1, 3 or 4: it finds QILU_REPORT
# (a file), QILU_SENTENCE and more in its environment; docs/operations.md has them all.
QILU_ON_UNHEALTHY = os.environ.get("QILU_ON_UNHEALTHY", "")
QILU_HOOK_SECONDS = 30  # then it is killed
# A file for the textfile collector of Prometheus's node exporter: `/…/qilu.prom`; empty: none.
QILU_METRICS = os.environ.get("QILU_METRICS", "")
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
