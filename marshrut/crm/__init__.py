"""Companies and their requisites. Knows neither documents nor stages."""
