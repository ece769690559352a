-- One gazetteer, schema 1.  Times are seconds since 1970, dates ISO 8601 days.

CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice, so that an old number finds nothing
    type TEXT                              -- PER, LOC, ORG; NULL where nothing tells
);

CREATE TABLE IF NOT EXISTS form (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- what the index points to; never used twice
    entry INTEGER NOT NULL REFERENCES entry (id),
    form TEXT NOT NULL,
    key TEXT NOT NULL,                     -- mtkit.names.normalize.comparable
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    origin TEXT NOT NULL,                  -- seen, list, human, model
    short INTEGER NOT NULL DEFAULT 0,      -- 1: stands for the name only where the full one is near
    preferred INTEGER NOT NULL DEFAULT 0,  -- 1: a list's first choice, 2: an editor's
    count INTEGER NOT NULL DEFAULT 0,      -- times seen
    first_seen TEXT,
    last_seen TEXT,
    UNIQUE (entry, form, language)
);
CREATE INDEX IF NOT EXISTS form_by_key ON form (key);

CREATE TABLE IF NOT EXISTS document (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,           -- SHA-256 of what was read: the same again changes nothing
    name TEXT NOT NULL,
    date TEXT
);

CREATE TABLE IF NOT EXISTS sentence (
    document INTEGER NOT NULL REFERENCES document (id),
    number INTEGER NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document, number, language)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS evidence (
    id INTEGER PRIMARY KEY,
    form INTEGER NOT NULL REFERENCES form (id),
    document INTEGER NOT NULL REFERENCES document (id),
    sentence INTEGER NOT NULL,
    start INTEGER NOT NULL,                -- code points of the sentence
    stop INTEGER NOT NULL,
    aligned TEXT,                          -- the form on the other side
    score REAL NOT NULL                    -- of the pair; of the mention where there is none
);
CREATE INDEX IF NOT EXISTS evidence_by_form ON evidence (form);
CREATE INDEX IF NOT EXISTS evidence_by_document ON evidence (document);

CREATE TABLE IF NOT EXISTS decision (
    kind TEXT NOT NULL,                    -- same, different, canonical, type
    one TEXT NOT NULL,                     -- a form's key
    other TEXT NOT NULL,                   -- a form's key; of canonical the language
    value TEXT NOT NULL,                   -- of canonical the form, of type the type
    PRIMARY KEY (kind, one, other)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS doubt (
    one INTEGER NOT NULL REFERENCES entry (id),
    other INTEGER NOT NULL REFERENCES entry (id),
    score REAL NOT NULL,                   -- probability that they are one
    reason TEXT NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS posting (
    key TEXT NOT NULL,                     -- mtkit.names.gazetteer.keys
    segment INTEGER NOT NULL,
    forms BLOB NOT NULL,                   -- little-endian uint32 form ids
    PRIMARY KEY (key, segment)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS signature (
    page INTEGER PRIMARY KEY,              -- form id // 1024
    bits BLOB NOT NULL                     -- 16 bytes a form
);
