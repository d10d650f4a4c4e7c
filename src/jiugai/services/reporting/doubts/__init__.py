"""The doubt list (疑点): examining what is counted, explaining, finding out."""
