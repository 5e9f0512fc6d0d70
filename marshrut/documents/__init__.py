"""Files and their previews. Knows neither cards' stages nor companies."""
