"""What is known of languages other than English: how their reports count, date and inflect names; nothing is parsed."""
