-- A gradebook as the first schema made it, with one hand-in: what opens it today must still find everything.
CREATE TABLE folder (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, history_lines INTEGER NOT NULL DEFAULT 0, history_bytes INTEGER NOT NULL DEFAULT 0);
CREATE TABLE hand_in (id INTEGER PRIMARY KEY, folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE, key TEXT NOT NULL, assignment TEXT NOT NULL, submitted_at TEXT, content TEXT NOT NULL, notes TEXT NOT NULL, UNIQUE (folder, key));
CREATE TABLE member (hand_in INTEGER NOT NULL REFERENCES hand_in ON DELETE CASCADE, position INTEGER NOT NULL, name TEXT NOT NULL, sid TEXT NOT NULL, email TEXT NOT NULL, due_at TEXT, PRIMARY KEY (hand_in, position)) WITHOUT ROWID;
CREATE TABLE examination (id INTEGER PRIMARY KEY, hand_in INTEGER NOT NULL REFERENCES hand_in ON DELETE CASCADE, content TEXT NOT NULL, submission TEXT NOT NULL, exam TEXT NOT NULL, grader TEXT NOT NULL, environment TEXT NOT NULL, secret TEXT NOT NULL, reason TEXT NOT NULL, backend TEXT NOT NULL, layers TEXT NOT NULL, missing TEXT NOT NULL, networks TEXT NOT NULL, UNIQUE (hand_in, content));
CREATE TABLE checked (id INTEGER PRIMARY KEY, name TEXT NOT NULL, question TEXT NOT NULL, title TEXT NOT NULL, visibility TEXT NOT NULL, hint TEXT NOT NULL, runs INTEGER NOT NULL, UNIQUE (name, question, title, visibility, hint, runs));
CREATE TABLE result (examination INTEGER NOT NULL REFERENCES examination ON DELETE CASCADE, position INTEGER NOT NULL, checked INTEGER NOT NULL REFERENCES checked, outcome TEXT NOT NULL, credit REAL NOT NULL, ran INTEGER NOT NULL, message TEXT NOT NULL, told TEXT NOT NULL, detail TEXT NOT NULL, flag TEXT NOT NULL, PRIMARY KEY (examination, position)) WITHOUT ROWID;
CREATE TABLE given (id INTEGER PRIMARY KEY, folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE, line INTEGER NOT NULL, key TEXT NOT NULL, who TEXT NOT NULL, assignment TEXT NOT NULL, given_at TEXT NOT NULL, status TEXT NOT NULL, score REAL NOT NULL, possible REAL NOT NULL, late_microseconds INTEGER, points REAL NOT NULL, old REAL, explanation TEXT NOT NULL, why TEXT NOT NULL, submitted_at TEXT, own_due TEXT, policy TEXT NOT NULL, submission TEXT NOT NULL, exam TEXT NOT NULL, grader TEXT NOT NULL, environment TEXT NOT NULL, secret TEXT NOT NULL, UNIQUE (folder, line));
CREATE TABLE points (given INTEGER NOT NULL REFERENCES given ON DELETE CASCADE, position INTEGER NOT NULL, question TEXT NOT NULL, earned REAL NOT NULL, possible REAL NOT NULL, PRIMARY KEY (given, position)) WITHOUT ROWID;
INSERT INTO folder VALUES (1, 'results/toy', 1, 100);
INSERT INTO hand_in VALUES (1, 1, 'submission_7', 'toy', '2026-03-08T08:00:00.000000+00:00', 'c0', '["a note"]');
INSERT INTO member VALUES (1, 0, 'Ada', '00123', 'ada@example.edu', NULL);
INSERT INTO examination VALUES (1, 1, 'c0', 's', 'e', 'g', 'v', 'x', '', 'linux', '["landlock"]', '{}', '[]');
INSERT INTO checked VALUES (1, 'double/test', 'double', 'Doubling', 'hidden', 'Look.', 1);
INSERT INTO result VALUES (1, 0, 1, 'failed', 0.5, 1, 'wrong', '', '', '');
INSERT INTO given VALUES (1, 1, 1, 'submission_7', 'Ada', 'toy', '2026-03-09T12:00:00.000000+00:00', 'graded', 3.0, 6.0, 60000000, 1.5, NULL, 'half', 'first grade', '2026-03-08T08:00:00.000000+00:00', NULL, 'p', 's', 'e', 'g', 'v', 'x');
INSERT INTO points VALUES (1, 0, 'double', 3.0, 6.0);
PRAGMA user_version = 1;
PRAGMA application_id = 1668702567;
