"""The quality report: one page that shows what the records hold, and what is wrong with them.

`count` counts the records, `copies` finds texts that occur twice, `runs` reads how the crawls
went, `tell` does the three in one walk, `document` makes plain values of it, `page` one HTML file.
The page itself is in `static`: `page.html` and `page.css`, `draw.js` (charts and tables), a script
for the larger sections and one for the others, `page.js` (data and filters), `words.json`.
"""
