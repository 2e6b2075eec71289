"""What the words mean: vocabulary, data structure definitions, code lists, links and IRIs."""
