-- Every disclosure with where, who, and its headline figures.
SELECT * FROM overview
