-- The index of one release. It is built once, when the release is loaded, and only read afterwards.
CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    label TEXT NOT NULL,
    english TEXT NOT NULL DEFAULT '',
    notation TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT ''
);
CREATE INDEX entity_kind ON entity (kind, type, notation);
CREATE INDEX entity_notation ON entity (notation);
CREATE TABLE name (entity INTEGER NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL);
CREATE INDEX name_entity ON name (entity);
CREATE INDEX name_text ON name (text);
-- One row per name: pairs of characters, single characters, first letters of the pinyin, the code, kind and type.
CREATE VIRTUAL TABLE words USING fts5 (grams, chars, initials, notation, kind, tokenize = 'unicode61');
CREATE TABLE disclosure (
    id TEXT PRIMARY KEY,
    iri TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    region TEXT NOT NULL,
    region_name TEXT NOT NULL,
    province TEXT NOT NULL,
    province_name TEXT NOT NULL,
    department TEXT NOT NULL,
    department_code TEXT NOT NULL,
    department_iri TEXT NOT NULL DEFAULT '',
    department_type TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL DEFAULT '',
    year INTEGER NOT NULL,
    phase TEXT NOT NULL,
    cells INTEGER NOT NULL,
    undecided INTEGER NOT NULL,
    findings INTEGER NOT NULL
);
CREATE INDEX disclosure_iri ON disclosure (iri);
CREATE INDEX disclosure_version ON disclosure (version);
CREATE INDEX disclosure_place ON disclosure (region, year);
CREATE INDEX disclosure_type ON disclosure (department_type, year);
CREATE TABLE figure (
    iri TEXT PRIMARY KEY, disclosure TEXT NOT NULL, item TEXT NOT NULL, amount TEXT NOT NULL, printed INTEGER,
    lines TEXT NOT NULL
);
CREATE INDEX figure_item ON figure (item, disclosure);
CREATE INDEX figure_disclosure ON figure (disclosure);
CREATE TABLE finding (
    iri TEXT PRIMARY KEY, disclosure TEXT NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL, fault TEXT NOT NULL,
    comment_zh TEXT NOT NULL, comment_en TEXT NOT NULL, expected TEXT, found TEXT, difference TEXT, lines TEXT NOT NULL
);
CREATE INDEX finding_rule ON finding (rule, disclosure);
CREATE INDEX finding_disclosure ON finding (disclosure);
CREATE TABLE project (
    iri TEXT PRIMARY KEY, disclosure TEXT NOT NULL, project TEXT NOT NULL, name TEXT NOT NULL, amount TEXT,
    type TEXT NOT NULL, lines TEXT NOT NULL
);
CREATE INDEX project_disclosure ON project (disclosure);
CREATE TABLE predicate (iri TEXT PRIMARY KEY, triples INTEGER NOT NULL);
CREATE TABLE class (iri TEXT PRIMARY KEY, entities INTEGER NOT NULL);
CREATE TABLE graph (iri TEXT PRIMARY KEY, triples INTEGER NOT NULL);
-- What comparisons and lists begin with, added up once.
CREATE TABLE overview (
    disclosure TEXT PRIMARY KEY, region TEXT, province TEXT, department TEXT, type TEXT, scope TEXT, revenue TEXT,
    total TEXT, basic TEXT, project TEXT, personnel TEXT, public TEXT, three_public TEXT, operating TEXT
);
-- The tables of expenditure: what their details make, what they print as their total, whether the two agree.
CREATE TABLE summed (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, disclosure TEXT NOT NULL, kind TEXT NOT NULL,
    details TEXT NOT NULL, printed TEXT NOT NULL, whole INTEGER NOT NULL
);
CREATE INDEX summed_disclosure ON summed (disclosure);
-- The details of a table under each code of a list, and under each beginning of a code from three digits.
CREATE TABLE spent (
    list TEXT NOT NULL, code TEXT NOT NULL, source INTEGER NOT NULL, amount TEXT NOT NULL,
    PRIMARY KEY (list, code, source)
) WITHOUT ROWID;
-- What is printed for an item over all units, by fund.
CREATE TABLE item (item TEXT NOT NULL, disclosure TEXT NOT NULL, fund TEXT NOT NULL, amount TEXT NOT NULL);
CREATE INDEX item_item ON item (item);
CREATE TABLE finding_count (rule TEXT NOT NULL, severity TEXT NOT NULL, disclosure TEXT NOT NULL, number INTEGER NOT NULL);
