"""The tables of ``gradebook.sqlite``, and how a file that an earlier version made becomes one of today.

A new version adds a step to `STEPS` and never changes one: a new file goes through all of them, an old one through
those that it lacks. The number of steps taken is the file's ``user_version``.
"""

from __future__ import annotations

APPLICATION_ID = 0x63766167  # "cvag": so that no file of another program is taken for a gradebook

FIRST = """
CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,          -- relative to the gradebook, or absolute
    history_lines INTEGER NOT NULL DEFAULT 0,   -- how much of its history.jsonl is in here
    history_bytes INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE hand_in (
    id INTEGER PRIMARY KEY,
    folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    key TEXT NOT NULL,
    assignment TEXT NOT NULL,
    submitted_at TEXT,                  -- UTC; NULL where unknown
    content TEXT NOT NULL,              -- the content key of its own examination
    notes TEXT NOT NULL,                -- a JSON list
    UNIQUE (folder, key)
);
CREATE TABLE member (
    hand_in INTEGER NOT NULL REFERENCES hand_in ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    sid TEXT NOT NULL,
    email TEXT NOT NULL,
    due_at TEXT,
    PRIMARY KEY (hand_in, position)
) WITHOUT ROWID;
CREATE TABLE examination (
    id INTEGER PRIMARY KEY,
    hand_in INTEGER NOT NULL REFERENCES hand_in ON DELETE CASCADE,
    content TEXT NOT NULL,
    submission TEXT NOT NULL,           -- SHA-256 of each part of the content
    exam TEXT NOT NULL,
    grader TEXT NOT NULL,
    environment TEXT NOT NULL,
    secret TEXT NOT NULL,
    reason TEXT NOT NULL,
    backend TEXT NOT NULL,              -- which isolation was on
    layers TEXT NOT NULL,               -- a JSON list
    missing TEXT NOT NULL,              -- a JSON object
    networks TEXT NOT NULL,             -- a JSON list
    UNIQUE (hand_in, content)
);
CREATE TABLE checked (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    title TEXT NOT NULL,
    visibility TEXT NOT NULL,
    hint TEXT NOT NULL,
    runs INTEGER NOT NULL,
    UNIQUE (name, question, title, visibility, hint, runs)
);
CREATE TABLE result (
    examination INTEGER NOT NULL REFERENCES examination ON DELETE CASCADE,
    position INTEGER NOT NULL,
    checked INTEGER NOT NULL REFERENCES checked,
    outcome TEXT NOT NULL,
    credit REAL NOT NULL,
    ran INTEGER NOT NULL,
    message TEXT NOT NULL,
    told TEXT NOT NULL,
    detail TEXT NOT NULL,
    flag TEXT NOT NULL,
    PRIMARY KEY (examination, position)
) WITHOUT ROWID;
CREATE TABLE given (
    id INTEGER PRIMARY KEY,
    folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    line INTEGER NOT NULL,              -- of history.jsonl
    key TEXT NOT NULL,
    who TEXT NOT NULL,
    assignment TEXT NOT NULL,
    given_at TEXT NOT NULL,
    status TEXT NOT NULL,
    score REAL NOT NULL,
    possible REAL NOT NULL,
    late_microseconds INTEGER,          -- NULL where unknown
    points REAL NOT NULL,
    old REAL,
    explanation TEXT NOT NULL,
    why TEXT NOT NULL,
    submitted_at TEXT,
    own_due TEXT,
    policy TEXT NOT NULL,
    submission TEXT NOT NULL,
    exam TEXT NOT NULL,
    grader TEXT NOT NULL,
    environment TEXT NOT NULL,
    secret TEXT NOT NULL,
    UNIQUE (folder, line)
);
CREATE TABLE points (
    given INTEGER NOT NULL REFERENCES given ON DELETE CASCADE,
    position INTEGER NOT NULL,
    question TEXT NOT NULL,
    earned REAL NOT NULL,
    possible REAL NOT NULL,
    PRIMARY KEY (given, position)
) WITHOUT ROWID;
"""

SECOND = """
ALTER TABLE hand_in ADD COLUMN stamp TEXT NOT NULL DEFAULT '';     -- sizes and times of its files, as they were read
ALTER TABLE member ADD COLUMN lms_id TEXT NOT NULL DEFAULT '';
CREATE TABLE problem (
    folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    told TEXT NOT NULL,
    key TEXT NOT NULL,                  -- of the hand-in; empty where it is the history
    PRIMARY KEY (folder, key, told)
) WITHOUT ROWID;
CREATE INDEX given_for ON given (folder, key, line);
CREATE VIEW grade AS                    -- what stands, for whoever asks in SQL
    SELECT given.assignment, member.name, member.sid, member.email, given.key, given.status, given.score,
           given.possible, given.late_microseconds / 1e6 AS late_seconds, given.points, given.explanation,
           given.given_at
    FROM given
    JOIN hand_in ON hand_in.folder = given.folder AND hand_in.key = given.key
    LEFT JOIN member ON member.hand_in = hand_in.id
    WHERE given.line = (SELECT max(line) FROM given AS other
                        WHERE other.folder = given.folder AND other.key = given.key);
"""

THIRD = """
ALTER TABLE folder ADD COLUMN history_digest TEXT NOT NULL DEFAULT '';  -- SHA-256 of what is in here of history.jsonl
"""

FOURTH = """
CREATE TABLE own (                      -- the grade of each member of a group, where each has their own
    given INTEGER NOT NULL REFERENCES given ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,                 -- as the hand-in named them when it was given
    sid TEXT NOT NULL,
    email TEXT NOT NULL,
    lms_id TEXT NOT NULL,
    late_microseconds INTEGER,
    points REAL NOT NULL,
    explanation TEXT NOT NULL,
    own_due TEXT,
    PRIMARY KEY (given, position)
) WITHOUT ROWID;
DROP VIEW grade;
CREATE VIEW grade AS                    -- what stands for each student
    SELECT given.assignment, member.name, member.sid, member.email, given.key, given.status, given.score,
           given.possible,
           CASE WHEN own.given IS NULL THEN given.late_microseconds ELSE own.late_microseconds END / 1e6
               AS late_seconds,
           coalesce(own.points, given.points) AS points, coalesce(own.explanation, given.explanation) AS explanation,
           given.given_at
    FROM given
    JOIN hand_in ON hand_in.folder = given.folder AND hand_in.key = given.key
    LEFT JOIN member ON member.hand_in = hand_in.id
    LEFT JOIN own ON own.given = given.id
                 AND CASE WHEN own.sid <> '' AND member.sid <> '' THEN own.sid = member.sid
                          WHEN own.email <> '' AND member.email <> '' THEN lower(own.email) = lower(member.email)
                          WHEN own.lms_id <> '' AND member.lms_id <> '' THEN own.lms_id = member.lms_id
                          ELSE own.name = member.name END
    WHERE given.line = (SELECT max(line) FROM given AS other
                        WHERE other.folder = given.folder AND other.key = given.key)
      AND (own.given IS NOT NULL OR NOT EXISTS (SELECT 1 FROM own AS others WHERE others.given = given.id));
UPDATE folder SET history_digest = '';  -- all of it is read again: earlier versions passed over grades of members
"""

STEPS = (FIRST, SECOND, THIRD, FOURTH)
