"""我为政府网站找错: what the public reports, handed to the unit of the site, answered in time."""
