"""The only writers of shipments, their events and carriers."""
