"""The preview: server, builder, watch and page."""
