"""Pages of a site: links, lists, columns, frames that all pages share, and what a home page says of its site."""
