CREATE TABLE administrators (
	case_id INTEGER NOT NULL, 
	name BLOB NOT NULL, 
	id_number BLOB NOT NULL, 
	id_number_index BLOB NOT NULL, 
	mobile BLOB NOT NULL, 
	mobile_index BLOB NOT NULL, 
	CONSTRAINT pk_administrators PRIMARY KEY (case_id), 
	CONSTRAINT fk_administrators_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE case_counts (
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	stage INTEGER NOT NULL, 
	waits_for VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	archived INTEGER NOT NULL, 
	problem INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_case_counts PRIMARY KEY (kind, state, stage, waits_for, owner, archived, problem)
);

CREATE TABLE case_edits (
	case_id INTEGER NOT NULL, 
	operator VARCHAR NOT NULL, 
	program VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_case_edits PRIMARY KEY (case_id), 
	CONSTRAINT fk_case_edits_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE case_notes (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR NOT NULL, 
	words BLOB NOT NULL, 
	CONSTRAINT pk_case_notes PRIMARY KEY (id), 
	CONSTRAINT fk_case_notes_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE case_numbers (
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_case_numbers PRIMARY KEY (year)
);

CREATE TABLE case_tags (
	case_id INTEGER NOT NULL, 
	tag VARCHAR NOT NULL, 
	CONSTRAINT pk_case_tags PRIMARY KEY (case_id, tag), 
	CONSTRAINT fk_case_tags_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE cases (
	id INTEGER NOT NULL, 
	reference VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	edition VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	entity_type VARCHAR, 
	subject VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	due_at DATETIME, 
	ahead_us INTEGER NOT NULL, 
	began_as VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, to_do VARCHAR DEFAULT '' NOT NULL, owner VARCHAR DEFAULT '' NOT NULL, changed_by VARCHAR DEFAULT '' NOT NULL, waits_for VARCHAR DEFAULT '' NOT NULL, app_name VARCHAR DEFAULT '' NOT NULL, search_text VARCHAR DEFAULT '' NOT NULL, stage INTEGER DEFAULT '10' NOT NULL, problem INTEGER DEFAULT '0' NOT NULL, archived INTEGER DEFAULT '0' NOT NULL, listed INTEGER DEFAULT '0' NOT NULL, desk_due_at DATETIME DEFAULT '9999-12-31 00:00:00.000000' NOT NULL, desk_changed_at DATETIME DEFAULT '9999-12-31 00:00:00.000000' NOT NULL, 
	CONSTRAINT pk_cases PRIMARY KEY (id), 
	CONSTRAINT ck_cases_kind CHECK (kind IN ('practice', 'record')), 
	CONSTRAINT uq_cases_reference UNIQUE (reference)
);

CREATE TABLE drafts (
	case_id INTEGER NOT NULL, 
	step VARCHAR NOT NULL, 
	answers BLOB, 
	version INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, changed_by VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_drafts PRIMARY KEY (case_id, step), 
	CONSTRAINT fk_drafts_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE emails (
	case_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	address BLOB NOT NULL, 
	address_index BLOB NOT NULL, 
	CONSTRAINT pk_emails PRIMARY KEY (case_id), 
	CONSTRAINT fk_emails_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT uq_emails_kind_address_index UNIQUE (kind, address_index)
);

CREATE TABLE entities (
	case_id INTEGER NOT NULL, 
	entity_type VARCHAR NOT NULL, 
	name VARCHAR, 
	code_kind VARCHAR, 
	code VARCHAR, 
	method VARCHAR, 
	bank_name VARCHAR NOT NULL, 
	bank_account BLOB NOT NULL, 
	CONSTRAINT pk_entities PRIMARY KEY (case_id), 
	CONSTRAINT ck_entities_code CHECK ((entity_type = 'individual') = (code IS NULL)), 
	CONSTRAINT ck_entities_code_kind CHECK ((entity_type = 'individual') = (code_kind IS NULL)), 
	CONSTRAINT ck_entities_method CHECK ((entity_type = 'individual') = (method IS NULL)), 
	CONSTRAINT ck_entities_name CHECK ((entity_type = 'individual') = (name IS NULL)), 
	CONSTRAINT fk_entities_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE key_check (
	id INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_key_check PRIMARY KEY (id)
);

CREATE TABLE log (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	event VARCHAR NOT NULL, 
	state_from VARCHAR NOT NULL, 
	state_to VARCHAR NOT NULL, 
	note BLOB NOT NULL, matter VARCHAR, matter_id INTEGER CONSTRAINT fk_log_matter_id REFERENCES matters (id), 
	CONSTRAINT fk_log_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE mails (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	recipient BLOB NOT NULL, 
	subject VARCHAR NOT NULL, 
	body BLOB NOT NULL, 
	queued_at DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	CONSTRAINT pk_mails PRIMARY KEY (id), 
	CONSTRAINT fk_mails_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE matter_counts (
	kind VARCHAR NOT NULL, 
	matter VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_matter_counts PRIMARY KEY (kind, matter, state)
);

CREATE TABLE matters (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	matter VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	due_at DATETIME, 
	version INTEGER NOT NULL, 
	subject_index BLOB, 
	details BLOB NOT NULL, 
	CONSTRAINT pk_matters PRIMARY KEY (id), 
	CONSTRAINT fk_matters_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT uq_matters_case_id_matter_number UNIQUE (case_id, matter, number)
);

CREATE TABLE open_accounts (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	details BLOB NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by VARCHAR NOT NULL, 
	qualified_at DATETIME, 
	qualified_by VARCHAR NOT NULL, 
	qualified_note BLOB, 
	CONSTRAINT pk_open_accounts PRIMARY KEY (id), 
	CONSTRAINT ck_open_accounts_kind CHECK (kind IN ('practice', 'record')), 
	CONSTRAINT uq_open_accounts_kind_number UNIQUE (kind, number)
);

CREATE TABLE payments (
	case_id INTEGER NOT NULL, 
	payee VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	bank VARCHAR NOT NULL, 
	amount_fen INTEGER NOT NULL, 
	remark VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	CONSTRAINT pk_payments PRIMARY KEY (case_id), 
	CONSTRAINT ck_payments_amount CHECK (amount_fen > 0), 
	CONSTRAINT fk_payments_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE proofs (
	case_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject_index BLOB NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_proofs PRIMARY KEY (case_id, kind), 
	CONSTRAINT fk_proofs_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE saved_views (
	operator VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	document BLOB NOT NULL, 
	CONSTRAINT pk_saved_views PRIMARY KEY (operator, place)
);

CREATE TABLE worlds (
	case_id INTEGER NOT NULL, 
	document BLOB NOT NULL, 
	CONSTRAINT pk_worlds PRIMARY KEY (case_id), 
	CONSTRAINT fk_worlds_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_administrators_id_number_index ON administrators (id_number_index);

CREATE INDEX ix_administrators_mobile_index ON administrators (mobile_index);

CREATE INDEX ix_case_notes_case_id_id ON case_notes (case_id, id);

CREATE INDEX ix_case_tags_tag_case_id ON case_tags (tag, case_id);

CREATE INDEX ix_cases_archived ON cases (desk_changed_at, id) WHERE archived = 1;

CREATE INDEX ix_cases_desk_desk_changed_at ON cases (desk_changed_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_desk_due_at ON cases (desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_owner_desk_changed_at ON cases (owner, desk_changed_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_owner_desk_due_at ON cases (owner, desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_owner_stage_desk_due_at ON cases (owner, stage, desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_stage_desk_changed_at ON cases (stage, desk_changed_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_stage_desk_due_at ON cases (stage, desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_state_desk_changed_at ON cases (state, desk_changed_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_state_desk_due_at ON cases (state, desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_state_stage_desk_due_at ON cases (state, stage, desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_waits_for_desk_changed_at ON cases (waits_for, desk_changed_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_waits_for_desk_due_at ON cases (waits_for, desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_desk_waits_for_stage_desk_due_at ON cases (waits_for, stage, desk_due_at, id) WHERE archived = 0;

CREATE INDEX ix_cases_listed ON cases (listed);

CREATE INDEX ix_entities_code ON entities (code);

CREATE INDEX ix_entities_name ON entities (name);

CREATE INDEX ix_log_case_id_seq ON log (case_id, seq);

CREATE INDEX ix_mails_sent_at_id ON mails (sent_at, id);

CREATE INDEX ix_matters_case_id_id ON matters (case_id, id);

CREATE INDEX ix_matters_matter_state_due_at_id ON matters (matter, state, due_at, id);

CREATE INDEX ix_matters_matter_state_since_id ON matters (matter, state, since, id);

CREATE INDEX ix_matters_matter_subject_index ON matters (matter, subject_index);

CREATE UNIQUE INDEX uq_matters_member_bound ON matters (case_id, subject_index) WHERE matter = 'member' AND state = 'bound';

CREATE UNIQUE INDEX uq_matters_official_account_linked ON matters (case_id, subject_index) WHERE matter = 'official_account' AND state = 'linked';

CREATE UNIQUE INDEX uq_matters_open_platform_linked ON matters (case_id) WHERE matter = 'open_platform' AND state = 'linked';

CREATE UNIQUE INDEX uq_matters_version_in_review ON matters (case_id) WHERE matter = 'version' AND state = 'in_review';

CREATE UNIQUE INDEX uq_matters_version_released ON matters (case_id) WHERE matter = 'version' AND state = 'released';

CREATE UNIQUE INDEX uq_matters_wecom_linked ON matters (case_id, subject_index) WHERE matter = 'wecom' AND state = 'linked';

CREATE VIRTUAL TABLE case_grams USING fts5(grams, content='', columnsize=0);

CREATE TRIGGER administrators_of_individuals_never_deleted
BEFORE DELETE ON administrators
WHEN EXISTS (SELECT 1 FROM entities WHERE case_id = OLD.case_id AND entity_type = 'individual')
BEGIN
    SELECT RAISE(ABORT, 'administrators: an individual is the entity');
END;

CREATE TRIGGER administrators_of_individuals_never_replaced
BEFORE INSERT ON administrators
WHEN EXISTS (SELECT 1 FROM entities WHERE case_id = NEW.case_id AND entity_type = 'individual') AND EXISTS (SELECT 1 FROM administrators WHERE case_id = NEW.case_id)
BEGIN
    SELECT RAISE(ABORT, 'administrators: an individual is the entity');
END;

CREATE TRIGGER administrators_of_individuals_never_updated
BEFORE UPDATE ON administrators
WHEN NEW.case_id IS NOT OLD.case_id OR EXISTS (SELECT 1 FROM entities WHERE case_id = OLD.case_id AND entity_type = 'individual')
BEGIN
    SELECT RAISE(ABORT, 'administrators: an individual is the entity');
END;

CREATE TRIGGER case_notes_never_deleted
BEFORE DELETE ON case_notes
BEGIN
    SELECT RAISE(ABORT, 'case_notes: written once');
END;

CREATE TRIGGER case_notes_never_replaced
BEFORE INSERT ON case_notes
WHEN EXISTS (SELECT 1 FROM case_notes WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'case_notes: written once');
END;

CREATE TRIGGER case_notes_never_updated
BEFORE UPDATE ON case_notes
BEGIN
    SELECT RAISE(ABORT, 'case_notes: written once');
END;

CREATE TRIGGER cases_counted_anew AFTER UPDATE ON cases
WHEN NEW.kind IS NOT OLD.kind OR NEW.state IS NOT OLD.state OR NEW.stage IS NOT OLD.stage OR NEW.waits_for IS NOT OLD.waits_for OR NEW.owner IS NOT OLD.owner OR NEW.archived IS NOT OLD.archived OR NEW.problem IS NOT OLD.problem
BEGIN
    UPDATE case_counts SET n = n - 1 WHERE kind = OLD.kind AND state = OLD.state AND stage = OLD.stage AND waits_for = OLD.waits_for AND owner = OLD.owner AND archived = OLD.archived AND problem = OLD.problem;
    INSERT INTO case_counts (kind, state, stage, waits_for, owner, archived, problem, n) VALUES (NEW.kind, NEW.state, NEW.stage, NEW.waits_for, NEW.owner, NEW.archived, NEW.problem, 1) ON CONFLICT (kind, state, stage, waits_for, owner, archived, problem) DO UPDATE SET n = case_counts.n + 1;
END;

CREATE TRIGGER cases_counted_in AFTER INSERT ON cases
BEGIN
    INSERT INTO case_counts (kind, state, stage, waits_for, owner, archived, problem, n) VALUES (NEW.kind, NEW.state, NEW.stage, NEW.waits_for, NEW.owner, NEW.archived, NEW.problem, 1) ON CONFLICT (kind, state, stage, waits_for, owner, archived, problem) DO UPDATE SET n = case_counts.n + 1;
END;

CREATE TRIGGER cases_counted_out AFTER DELETE ON cases
BEGIN
    UPDATE case_counts SET n = n - 1 WHERE kind = OLD.kind AND state = OLD.state AND stage = OLD.stage AND waits_for = OLD.waits_for AND owner = OLD.owner AND archived = OLD.archived AND problem = OLD.problem;
END;

CREATE TRIGGER cases_keep_their_beginning
BEFORE UPDATE ON cases
WHEN NEW.id IS NOT OLD.id OR NEW.reference IS NOT OLD.reference OR NEW.kind IS NOT OLD.kind OR NEW.edition IS NOT OLD.edition OR NEW.created_at IS NOT OLD.created_at
BEGIN
    SELECT RAISE(ABORT, 'cases: kind, edition, reference and beginning never change');
END;

CREATE TRIGGER cases_keep_their_entity_type
BEFORE UPDATE ON cases
WHEN NEW.entity_type IS NOT OLD.entity_type AND OLD.state IN ('confirmed', 'awaiting_transfer', 'awaiting_verification', 'registered', 'failed')
BEGIN
    SELECT RAISE(ABORT, 'cases: the entity type is final once confirmed');
END;

CREATE TRIGGER cases_never_replaced
BEFORE INSERT ON cases
WHEN EXISTS (SELECT 1 FROM cases WHERE id = NEW.id OR reference = NEW.reference)
BEGIN
    SELECT RAISE(ABORT, 'cases: written once');
END;

CREATE TRIGGER cases_stay_confirmed
BEFORE UPDATE ON cases
WHEN OLD.state IN ('confirmed', 'awaiting_transfer', 'awaiting_verification', 'registered', 'failed') AND NEW.state NOT IN ('confirmed', 'awaiting_transfer', 'awaiting_verification', 'registered', 'failed')
BEGIN
    SELECT RAISE(ABORT, 'cases: no way back from a confirmed entity');
END;

CREATE TRIGGER entities_never_deleted
BEFORE DELETE ON entities
BEGIN
    SELECT RAISE(ABORT, 'entities: written once');
END;

CREATE TRIGGER entities_never_replaced
BEFORE INSERT ON entities
WHEN EXISTS (SELECT 1 FROM entities WHERE case_id = NEW.case_id)
BEGIN
    SELECT RAISE(ABORT, 'entities: written once');
END;

CREATE TRIGGER entities_never_updated
BEFORE UPDATE ON entities
BEGIN
    SELECT RAISE(ABORT, 'entities: written once');
END;

CREATE TRIGGER log_never_deleted
BEFORE DELETE ON log
BEGIN
    SELECT RAISE(ABORT, 'log: written once');
END;

CREATE TRIGGER log_never_replaced
BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'log: written once');
END;

CREATE TRIGGER log_never_updated
BEFORE UPDATE ON log
BEGIN
    SELECT RAISE(ABORT, 'log: written once');
END;

CREATE TRIGGER matters_counted_anew AFTER UPDATE ON matters
WHEN NEW.matter IS NOT OLD.matter OR NEW.state IS NOT OLD.state
BEGIN
    UPDATE matter_counts SET n = n - 1 WHERE kind = (SELECT kind FROM cases WHERE id = OLD.case_id) AND matter = OLD.matter AND state = OLD.state;
    INSERT INTO matter_counts (kind, matter, state, n) VALUES ((SELECT kind FROM cases WHERE id = NEW.case_id), NEW.matter, NEW.state, 1) ON CONFLICT (kind, matter, state) DO UPDATE SET n = matter_counts.n + 1;
END;

CREATE TRIGGER matters_counted_in AFTER INSERT ON matters
BEGIN
    INSERT INTO matter_counts (kind, matter, state, n) VALUES ((SELECT kind FROM cases WHERE id = NEW.case_id), NEW.matter, NEW.state, 1) ON CONFLICT (kind, matter, state) DO UPDATE SET n = matter_counts.n + 1;
END;

CREATE TRIGGER matters_counted_out AFTER DELETE ON matters
BEGIN
    UPDATE matter_counts SET n = n - 1 WHERE kind = (SELECT kind FROM cases WHERE id = OLD.case_id) AND matter = OLD.matter AND state = OLD.state;
END;

CREATE TRIGGER matters_keep_their_beginning
BEFORE UPDATE ON matters
WHEN NEW.id IS NOT OLD.id OR NEW.case_id IS NOT OLD.case_id OR NEW.matter IS NOT OLD.matter OR NEW.number IS NOT OLD.number
BEGIN
    SELECT RAISE(ABORT, 'matters: case, kind and number never change');
END;

CREATE TRIGGER matters_never_deleted
BEFORE DELETE ON matters
BEGIN
    SELECT RAISE(ABORT, 'matters: they end, they do not vanish');
END;

CREATE TRIGGER matters_never_replaced
BEFORE INSERT ON matters
WHEN EXISTS (SELECT 1 FROM matters WHERE id = NEW.id OR (case_id = NEW.case_id AND matter = NEW.matter AND number = NEW.number))
BEGIN
    SELECT RAISE(ABORT, 'matters: written once');
END;

CREATE TRIGGER open_accounts_keep_their_beginning
BEFORE UPDATE ON open_accounts
WHEN NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.number IS NOT OLD.number OR NEW.details IS NOT OLD.details OR NEW.created_at IS NOT OLD.created_at OR NEW.created_by IS NOT OLD.created_by OR OLD.qualified_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'open_accounts: only the qualification is added, once');
END;

CREATE TRIGGER open_accounts_never_deleted
BEFORE DELETE ON open_accounts
BEGIN
    SELECT RAISE(ABORT, 'open_accounts: cases may have been bound to it');
END;

CREATE TRIGGER open_accounts_never_replaced
BEFORE INSERT ON open_accounts
WHEN EXISTS (SELECT 1 FROM open_accounts WHERE id = NEW.id OR (kind = NEW.kind AND number = NEW.number))
BEGIN
    SELECT RAISE(ABORT, 'open_accounts: written once');
END;

CREATE TRIGGER payments_never_deleted
BEFORE DELETE ON payments
BEGIN
    SELECT RAISE(ABORT, 'payments: written once');
END;

CREATE TRIGGER payments_never_replaced
BEFORE INSERT ON payments
WHEN EXISTS (SELECT 1 FROM payments WHERE case_id = NEW.case_id)
BEGIN
    SELECT RAISE(ABORT, 'payments: written once');
END;

CREATE TRIGGER payments_never_updated
BEFORE UPDATE ON payments
BEGIN
    SELECT RAISE(ABORT, 'payments: written once');
END;

