"""Review: who looks at what next, double coding, adjudication, how far people agree, history, and export as gold."""
