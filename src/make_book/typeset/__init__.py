"""The composed book set into sections: the XHTML both editions share."""
