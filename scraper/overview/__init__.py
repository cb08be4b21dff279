"""The quality report: one page that shows what the records hold, and what is wrong with them.

`count` walks the records once and counts, `copies` finds texts that occur twice, `runs` reads how
the crawls went, `page` makes one HTML file of it all. The page itself is `page.html`, `page.css`,
`draw.js` (charts and tables), `page.js` (filters, sections) and `words.json` (both languages).
"""
