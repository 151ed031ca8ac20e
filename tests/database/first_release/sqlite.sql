CREATE TABLE asked (
	generation_id VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	PRIMARY KEY (generation_id)
);
CREATE INDEX asked_by_owner ON asked (owner, asked_at);
CREATE INDEX asked_by_time ON asked (asked_at);
CREATE TABLE deletions (
	id VARCHAR NOT NULL, 
	deleted_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE generations (
	id VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	draft VARCHAR NOT NULL, 
	caption TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	template VARCHAR NOT NULL, 
	provider VARCHAR NOT NULL, 
	palette VARCHAR, 
	seed BIGINT, 
	retry_of VARCHAR, 
	status VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	due_at DATETIME, 
	deadline_at DATETIME, 
	submitted_at DATETIME, 
	ready_at DATETIME, 
	attempts INTEGER NOT NULL, 
	task_id VARCHAR, 
	api_status VARCHAR, 
	progress FLOAT, 
	credits_used FLOAT, 
	problem TEXT, 
	video_duration FLOAT, 
	video_width INTEGER, 
	video_height INTEGER, 
	video_has_sound BOOLEAN, 
	video_size BIGINT, 
	video_sha256 VARCHAR, 
	PRIMARY KEY (id), 
	UNIQUE (owner, draft)
);
CREATE INDEX generations_all_history ON generations (created_at, id);
CREATE INDEX generations_all_search ON generations (folded);
CREATE INDEX generations_by_status ON generations (status, owner);
CREATE INDEX generations_due ON generations (provider, status, due_at);
CREATE INDEX generations_history ON generations (owner, created_at, id);
CREATE INDEX generations_runs ON generations (template, provider, ready_at);
CREATE INDEX generations_search ON generations (owner, folded);
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('queued', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of queued', 'queued 上海 it’s', 'queued 上海 it’s', 'Shanghai Drone Show', 'builtin', 'gold', 4294967295, NULL, 'queued', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('queued-paid', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of queued-paid', 'queued-paid 上海 it’s', 'queued-paid 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'queued', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('submitting-paid', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of submitting-paid', 'submitting-paid 上海 it’s', 'submitting-paid 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'submitting', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, '2026-11-28 12:00:00.250000', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('generating', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of generating', 'generating 上海 it’s', 'generating 上海 it’s', 'Shanghai Drone Show', 'builtin', NULL, NULL, NULL, 'generating', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:01.250000', '2026-11-29 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, 0, 'task-of-generating', NULL, NULL, 1.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('generating-paid', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of generating-paid', 'generating-paid 上海 it’s', 'generating-paid 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'generating', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:01.250000', '2026-11-29 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, 0, 'task-of-generating-paid', NULL, NULL, 1.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('saving-paid', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of saving-paid', 'saving-paid 上海 it’s', 'saving-paid 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'saving', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-29 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, 0, 'task-of-saving', NULL, 1.0, 2.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('ready', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of ready', 'ready 上海 it’s', 'ready 上海 it’s', 'Shanghai Drone Show', 'builtin', NULL, NULL, NULL, 'ready', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:07.250000', NULL, '2026-11-29 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:07.250000', 0, 'task-of-ready', NULL, 1.0, 1.5, NULL, 0.6, 64, 96, 1, 12838, 'd17040ad527d2161d9abb5657d1784a6975a92b96bb7b33ae11ebcde1c58efc1');
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('ready-paid', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of ready-paid', 'ready-paid 上海 it’s', 'ready-paid 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'ready', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:07.250000', NULL, '2026-11-29 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:07.250000', 0, 'task-of-ready-paid', NULL, 1.0, 1.5, NULL, 0.6, 64, 96, 1, 12838, 'd17040ad527d2161d9abb5657d1784a6975a92b96bb7b33ae11ebcde1c58efc1');
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('shares-a-task', 'visitor:BobBobBobBobBobBobBobB', 'draft of shares-a-task', 'shares-a-task 上海 it’s', 'shares-a-task 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'failed', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, NULL, '2026-11-28 12:00:00.250000', NULL, 0, 'task-of-ready-paid', NULL, NULL, 1.5, 'No.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('failed', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of failed', 'failed 上海 it’s', 'failed 上海 it’s', 'Shanghai Drone Show', 'builtin', NULL, NULL, NULL, 'failed', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, NULL, '2026-11-28 12:00:00.250000', NULL, 0, 'task-of-failed', NULL, NULL, 1.5, 'The engine said no.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('timed-out-paid', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of timed-out-paid', 'timed-out-paid 上海 it’s', 'timed-out-paid 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'failed', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, '2026-11-29 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, 0, 'task-of-timed-out', NULL, NULL, 1.5, 'Late.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('unconfirmed', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of unconfirmed', 'unconfirmed 上海 it’s', 'unconfirmed 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'unconfirmed', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:01.250000', NULL, '2026-11-28 12:00:00.250000', NULL, 0, NULL, NULL, NULL, NULL, 'No answer.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('left-to-its-owner', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'd', 'unconfirmed 上海 it’s', 'unconfirmed 上海 it’s', 'Shanghai Drone Show', 'aimlapi', NULL, NULL, NULL, 'unconfirmed', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, NULL, '2026-11-28 12:00:00.250000', NULL, 0, NULL, NULL, NULL, NULL, 'Unknown.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('cancelled', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', 'draft of cancelled', 'cancelled 上海 it’s', 'cancelled 上海 it’s', 'Shanghai Drone Show', 'builtin', NULL, NULL, NULL, 'cancelled', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 'It was not sent yet: nothing was charged.', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO generations (id, owner, draft, caption, folded, template, provider, palette, seed, retry_of, status, created_at, updated_at, due_at, deadline_at, submitted_at, ready_at, attempts, task_id, api_status, progress, credits_used, problem, video_duration, video_width, video_height, video_has_sound, video_size, video_sha256) VALUES ('of-bob', 'visitor:BobBobBobBobBobBobBobB', 'draft of of-bob', 'of-bob 上海 it’s', 'of-bob 上海 it’s', 'Shanghai Drone Show', 'builtin', NULL, NULL, NULL, 'queued', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', '2026-11-28 12:00:00.250000', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO asked (generation_id, owner, asked_at) VALUES ('ready', 'visitor:AnnAnnAnnAnnAnnAnnAnnA', '2026-11-28 12:00:00.250000');
INSERT INTO deletions (id, deleted_at) VALUES ('deleted', '2026-11-28 12:00:00.250000');
INSERT INTO schema_version (version) VALUES (1);
