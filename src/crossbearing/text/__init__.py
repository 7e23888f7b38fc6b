"""From characters to parsed sentences: segments, sentences, names, proxies, the parser adapter."""
