"""Gates: the manuscript, the EPUB and the PDF judged by others and by their own words."""
