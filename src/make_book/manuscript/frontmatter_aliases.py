"""The keys of front matter as other systems call them: Jekyll, Hugo, Hexo, Pelican, Zola, Astro, Docusaurus."""

from __future__ import annotations

ALIASES = {
    "author": "author authors byline creator writer",
    "date": "date post-date pub-date pubdate publish-date publishdate published-at publishedat published-on"
    " date-published datepublished created created-at createdat datetime",
    "draft": "draft is-draft isdraft",
    "language": "language lang locale",
    "narrator": "narrator narrators teller",
    "number": "number episode-number chapter-number issue-number episode chapter issue no",
    "place": "place location",
    "standfirst": "standfirst description summary excerpt dek deck lede lead teaser abstract intro tldr",
    "tags": "tags keywords tag",
    "title": "title headline",
    "subtitle": "subtitle sub-title subheading",
    "kicker": "kicker eyebrow",
    "translators": "translators translator translated-by",
    "weight": "weight nav-order sidebar-position order position rank index menu-order",
    "source-url": "source-url canonical-url canonicalurl canonical original-url",
}
"""Other systems' names for our keys, ours first; of several that a file has, the first here is taken."""
KEY_OF = {alias: key for key, aliases in ALIASES.items() for alias in aliases.split()}
PASSED_OVER = frozenset(
    """
    aliases archived cascade categories category class classes comment comments css disqus
    eleventyexcludefromcollections eleventynavigation expirydate extra featured fmcontenttype grand-parent guid
    has-children hidden hide-toc hidetoc id insert-anchor-links js key kind last-modified last-modified-at
    lastmod lastupdated layout linktitle locked math mathjax menu meta mod modified nav-exclude noindex og
    outputs page-template paginate-by params parent part path permalink pin pinned post-id publish raw
    raw-sha256 readingtime redirect redirect-from redirect-to render resources robots save-as scripts search seo
    series series-index sidebar sitemap slug sort-by sort-order source sticky styles taxonomies template theme
    toc twitter type uid updated updated-at updatedat url uuid version vtype weightx widgets wordcount
    """.split()
)
"""Keys that only concern a website: they are passed over."""
PICTURES = frozenset(
    """
    background banner cover cover-image coverimage feature-image featured-image featuredimage featuredimg header
    hero hero-image heroimage image images img og-image photo photos social-image teaser-image thumb thumbnail
    thumbnails
    """.split()
)
"""Keys whose pictures a website shows above the text."""
