"""The second reader: any language model, asked in one prompt and held to the text it was shown."""
