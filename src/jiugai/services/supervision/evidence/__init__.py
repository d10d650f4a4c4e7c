"""Evidence of works (留证): photos of sites, what they are worth, and where they are shown."""
