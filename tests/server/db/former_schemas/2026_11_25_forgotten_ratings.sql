BEGIN TRANSACTION;
CREATE TABLE acknowledged_alarms (
	seq INTEGER NOT NULL, 
	device_id TEXT NOT NULL, 
	fault TEXT NOT NULL, 
	staff_id TEXT NOT NULL, 
	acknowledged_at BIGINT NOT NULL, 
	until_at BIGINT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('2026_11_25_forgotten_ratings');
CREATE TABLE answered_findings (
	seq INTEGER NOT NULL, 
	finding_key TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	answered_at BIGINT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE TABLE blocks_set_aside (
	correction_id INTEGER NOT NULL, 
	scheme_id TEXT NOT NULL, 
	series TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	counter_id TEXT NOT NULL, 
	block INTEGER NOT NULL, 
	put_back_by INTEGER, 
	PRIMARY KEY (correction_id)
);
CREATE TABLE calls (
	call_id INTEGER NOT NULL, 
	turn_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	to_seat BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	called_at BIGINT NOT NULL, 
	undone BOOLEAN NOT NULL, 
	PRIMARY KEY (call_id)
);
INSERT INTO "calls" VALUES(16,14,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795395600000,0);
INSERT INTO "calls" VALUES(23,21,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795395701000,0);
INSERT INTO "calls" VALUES(33,31,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795395802000,0);
INSERT INTO "calls" VALUES(42,40,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795395903000,0);
INSERT INTO "calls" VALUES(52,50,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795396004000,0);
INSERT INTO "calls" VALUES(61,59,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795396105000,0);
INSERT INTO "calls" VALUES(84,70,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 0, "A/priority": 0}}',1795396206000,0);
INSERT INTO "calls" VALUES(88,82,'2026-11-23','Q1','CB01','next',0,'{"line": "A/priority", "passed": [76, 80], "rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 110000, "A/priority": 330000}}',1795396316000,0);
INSERT INTO "calls" VALUES(90,76,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 150000}}',1795396356000,0);
INSERT INTO "calls" VALUES(95,72,'2026-11-23','Q2','CB02','next',0,'{"line": "B/ordinary", "passed": [], "rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 277000, "B/ordinary": 277000}}',1795396483000,0);
INSERT INTO "calls" VALUES(138,132,'2026-11-24','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795482000000,0);
INSERT INTO "calls" VALUES(142,136,'2026-11-24','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 65000}}',1795482065000,0);
CREATE TABLE cancelled_intents (
	intent_id TEXT NOT NULL, 
	device_id TEXT NOT NULL, 
	cancelled_at BIGINT NOT NULL, 
	PRIMARY KEY (intent_id)
);
CREATE TABLE centre_identity (
	id INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "centre_identity" VALUES(1,1795348247,1795348247000);
CREATE TABLE claim_codes (
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	ref_id INTEGER NOT NULL, 
	valid_until TEXT NOT NULL, 
	PRIMARY KEY (code)
);
CREATE TABLE clock_jumps (
	seq INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	jump_ms BIGINT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE TABLE closed_services (
	day TEXT NOT NULL, 
	service TEXT NOT NULL, 
	closed_at BIGINT NOT NULL, 
	PRIMARY KEY (day, service)
);
CREATE TABLE comments (
	comment_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	service TEXT NOT NULL, 
	tone TEXT NOT NULL, 
	text TEXT NOT NULL, 
	state TEXT NOT NULL, 
	received_at BIGINT NOT NULL, moderated_by TEXT, moderated_at BIGINT, 
	PRIMARY KEY (comment_id)
);
CREATE TABLE corrections (
	correction_id INTEGER NOT NULL, 
	deed TEXT NOT NULL, 
	scheme_id TEXT NOT NULL, 
	series TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	counter_id TEXT NOT NULL, 
	block INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	asked_by TEXT NOT NULL, 
	asked_at BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	decided_by TEXT, 
	decided_at BIGINT, 
	PRIMARY KEY (correction_id)
);
CREATE TABLE deed_reasons (
	seq INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "deed_reasons" VALUES(102,'Đóng dấu bổ sung');
CREATE TABLE desk_pauses (
	pause_id INTEGER NOT NULL, 
	session_id INTEGER NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	paused_at BIGINT NOT NULL, 
	resumed_at BIGINT, 
	PRIMARY KEY (pause_id)
);
INSERT INTO "desk_pauses" VALUES(106,11,'Q1','CB01','break',1795396636000,1795396736000);
CREATE TABLE desk_sessions (
	session_id INTEGER NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	signed_on_at BIGINT NOT NULL, 
	signed_off_at BIGINT, 
	PRIMARY KEY (session_id)
);
INSERT INTO "desk_sessions" VALUES(11,'Q1','CB01',1795395600000,1795396856000);
INSERT INTO "desk_sessions" VALUES(12,'Q2','CB02',1795395600000,1795396856000);
INSERT INTO "desk_sessions" VALUES(13,'Q3','CB03',1795395600000,1795396856000);
INSERT INTO "desk_sessions" VALUES(129,'Q1','CB01',1795482000000,NULL);
INSERT INTO "desk_sessions" VALUES(130,'Q2','CB02',1795482000000,NULL);
INSERT INTO "desk_sessions" VALUES(131,'Q3','CB03',1795482000000,NULL);
CREATE TABLE device_credentials (
	device_id TEXT NOT NULL, 
	credential_hash TEXT NOT NULL, 
	PRIMARY KEY (device_id), 
	UNIQUE (credential_hash)
);
INSERT INTO "device_credentials" VALUES('kiosk-1','kiosk-1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
INSERT INTO "device_credentials" VALUES('pad-Q1','pad-Q1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
INSERT INTO "device_credentials" VALUES('board-1','board-1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
INSERT INTO "device_credentials" VALUES('counter-Q1','counter-Q1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
CREATE TABLE device_sightings (
	device_id TEXT NOT NULL, 
	heard_at BIGINT NOT NULL, 
	PRIMARY KEY (device_id)
);
CREATE TABLE devices (
	device_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	counter_id TEXT, 
	zone TEXT, 
	settings_revision INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	retired_at BIGINT, 
	speaks BOOLEAN NOT NULL, 
	kiosk_number INTEGER, 
	PRIMARY KEY (device_id)
);
INSERT INTO "devices" VALUES('kiosk-1','kiosk',NULL,NULL,2,'',NULL,1,1);
INSERT INTO "devices" VALUES('pad-Q1','pad','Q1',NULL,3,'',NULL,1,NULL);
INSERT INTO "devices" VALUES('board-1','board',NULL,NULL,4,'',NULL,1,NULL);
INSERT INTO "devices" VALUES('counter-Q1','counter','Q1',NULL,5,'',NULL,1,NULL);
CREATE TABLE dossier_codes (
	turn_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	PRIMARY KEY (turn_id)
);
CREATE TABLE finding_answers (
	seq INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE TABLE health_probe (
	id INTEGER NOT NULL, 
	probed_at BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE holds (
	hold_id INTEGER NOT NULL, 
	turn_id INTEGER NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	held_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	ended_seq INTEGER, 
	PRIMARY KEY (hold_id)
);
INSERT INTO "holds" VALUES(87,70,'Q1','CB01',1795396256000,1795396856000,115);
CREATE TABLE idempotency (
	principal TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	route TEXT NOT NULL, 
	body_sha256 TEXT NOT NULL, 
	status INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (principal, "key")
);
CREATE TABLE job_payloads (
	job_id INTEGER NOT NULL, 
	payload TEXT NOT NULL, 
	PRIMARY KEY (job_id)
);
INSERT INTO "job_payloads" VALUES(127,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"day\":\"2026-11-23\",\"closed_at\":\"2026-11-23T01:20:56.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"services\":[{\"service\":\"A\",\"name\":\"Chứng thực\",\"issued\":11,\"without_number\":1,\"joined\":0,\"served\":7,\"no_show\":1,\"passed_on\":1,\"expired\":2,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":0,\"wait_p90_min\":2},{\"service\":\"B\",\"name\":\"Hộ tịch\",\"issued\":2,\"without_number\":0,\"joined\":1,\"served\":1,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":5,\"wait_p90_min\":5},{\"service\":\"C\",\"name\":\"Đất đai\",\"issued\":2,\"without_number\":0,\"joined\":0,\"served\":0,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":null,\"wait_p90_min\":null}],\"head_seq\":126,\"head_hash\":\"cde9 39c1 ff07 85f8 9f4f 7761 0e9c 5be5 0be4 9d1d 8a34 b9f2 8b44 7572 4626 afec\",\"is_copy\":false}", "language": "vi"}');
CREATE TABLE jobs (
	job_id INTEGER NOT NULL, 
	device_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject_id INTEGER, 
	ordered_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	outcome TEXT, 
	PRIMARY KEY (job_id)
);
INSERT INTO "jobs" VALUES(127,'kiosk-1','day_slip',NULL,1795396856000,NULL,NULL);
CREATE TABLE journal (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	body TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "journal" VALUES(1,'2026-11-23T01:00:00.000Z','set_up_changed',1,'test','{"centre":{"centre":{"code":"TEST-1","holidays":[],"hours":{"fri":[["07:30","11:30"],["13:30","17:00"]],"mon":[["07:30","11:30"],["13:30","17:00"]],"thu":[["07:30","11:30"],["13:30","17:00"]],"tue":[["07:30","11:30"],["13:30","17:00"]],"wed":[["07:30","11:30"],["13:30","17:00"]]},"languages":["vi","en"],"name":"Trung tâm Thử nghiệm","name_en":"Test Centre","notice":"","notice_en":"","sample":false,"swap_days":{},"ticket_close_minutes_before":15,"ticket_open_minutes_before":30,"timezone":"Asia/Ho_Chi_Minh"},"coming_ratings":[],"counters":[{"id":"Q1","name":"Quầy số 1","name_en":"","number":1,"purposes":[],"second_services":[],"services":["A"],"zone":""},{"id":"Q2","name":"Quầy số 2","name_en":"","number":2,"purposes":[],"second_services":[],"services":["A","B"],"zone":""},{"id":"Q3","name":"Quầy số 3","name_en":"","number":3,"purposes":[],"second_services":[],"services":["B","C"],"zone":""}],"finish_ticks":[{"id":"written","name":"Viết hộ","name_en":""},{"id":"digitised","name":"Đã số hóa","name_en":""}],"help_service":null,"outcomes":[{"default":true,"id":"done","kind":"plain","name":"Đã tiếp nhận","name_en":""},{"default":false,"id":"more_papers","kind":"plain","name":"Cần bổ sung","name_en":""},{"default":false,"id":"supplement","kind":"supplement","name":"Cần bổ sung, in phiếu","name_en":""}],"pause_reasons":[{"id":"break","name":"Nghỉ giải lao","name_en":""},{"id":"meeting","name":"Họp","name_en":""}],"places":{"late_minutes":30,"moves_at_closing":false,"per_slot":2,"slot_minutes":15},"priority_groups":[{"icon":"","id":"elderly","name":"Người cao tuổi","name_en":"Elderly","rate":"priority"},{"icon":"","id":"guide","name":"Người hướng dẫn","name_en":"Guide","rate":"ordinary"}],"purposes":[],"rating":{"levels":[{"en":"Very satisfied","name":"Rất hài lòng","satisfied":true,"value":5},{"en":"Satisfied","name":"Hài lòng","satisfied":true,"value":4},{"en":"Neutral","name":"Bình thường","satisfied":null,"value":3},{"en":"Dissatisfied","name":"Không hài lòng","satisfied":false,"value":2},{"en":"Very dissatisfied","name":"Rất không hài lòng","satisfied":false,"value":1}],"never_shorter_than_seconds":20,"policy_id":"five-levels-1","question":"Ông/Bà có hài lòng không?","question_en":"Are you satisfied?","reasons":[{"icon":"","id":"attitude","name":"Thái độ phục vụ","name_en":"Attitude","outside":false},{"icon":"","id":"wait","name":"Chờ lâu","name_en":"Long wait","outside":true},{"icon":"","id":"fee","name":"Phí, lệ phí","name_en":"Fee","outside":true}],"window_seconds":60},"rush":{"by_rule":false,"ends_below":20,"starts_at":40},"services":[{"code":"A","colour":"#114488","daily_quota":null,"hours":null,"icon":"","name":"Chứng thực","name_en":"Certification","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"B","colour":"#884411","daily_quota":null,"hours":null,"icon":"","name":"Hộ tịch","name_en":"Civil status","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"C","colour":"#448811","daily_quota":null,"hours":null,"icon":"","name":"Đất đai","name_en":"Land","order":0,"target_service_minutes":15,"target_wait_minutes":20}],"shows_figures":true,"slip":{"footer":"","footer_en":"","shows_counters":true,"shows_people_ahead":true,"shows_waiting_time":true},"special_days":[],"supplements":{"days_valid":30,"people_before":2},"ticketing":{"cool_down_seconds":300,"hold_expires_minutes":60,"no_show_grace_minutes":30,"priority_rule":{"extra_wait_at_most_minutes":20,"overtaken_at_most":5,"rates":{"ordinary":1.0,"priority":3.0}},"recall_gap_seconds":40,"recall_limit":3},"voice":{"percent":100,"volumes":[],"whole_numbers":false,"zero_word":"linh"},"wifi":null,"zones":[]}}','f86b8450034c3ede6e95ec4739afdbd4cbf885dc635ce03c7352de10a4f08d71');
INSERT INTO "journal" VALUES(2,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":null,"device_id":"kiosk-1","device_kind":"kiosk","name":"","speaks":true,"zone":null}','838f2f1b03efd6328a1d960ecc71f4b2e74cb0b602249c3b147d636a2dc52b8b');
INSERT INTO "journal" VALUES(3,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":"Q1","device_id":"pad-Q1","device_kind":"pad","name":"","speaks":true,"zone":null}','8f55f4ca811feb441c03ba951d5e5f16b231d8bef09684420385750185c382cf');
INSERT INTO "journal" VALUES(4,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":null,"device_id":"board-1","device_kind":"board","name":"","speaks":true,"zone":null}','78c2b4dcbd51b972602d72570539cb2d8f9c12ad2c39a8a34a78fa1ba74bc94e');
INSERT INTO "journal" VALUES(5,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":"Q1","device_id":"counter-Q1","device_kind":"counter","name":"","speaks":true,"zone":null}','ec051c4cf3d87357107bff28f858dd515be4c2487a9c046477cb769961fb5d41');
INSERT INTO "journal" VALUES(6,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB01"}','e34495e3c439b8bc64878c4617c0a3e5c4da383af47decd4ad25c0b8f9b096bd');
INSERT INTO "journal" VALUES(7,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB02"}','7e23bdf31bd7bcd8fdce9159ad566e9037e971937b8f0529ac030f0e38ab7705');
INSERT INTO "journal" VALUES(8,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB03"}','81faf94a190dc8e527ff14ae63310faf360150f9296661e36decdb6fba347f70');
INSERT INTO "journal" VALUES(9,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"head","staff_id":"CB09"}','b347d396d8a0c38f46c241634a34635b409717f3bba2fc9ec08ed1425bf39651');
INSERT INTO "journal" VALUES(10,'2026-11-23T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-23","is_reopened":false,"phase":1}','6d9c29ae1284611d497fddcf9d1e9866b8459a800234c8bd85da98146bc87c6c');
INSERT INTO "journal" VALUES(11,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','fa9d3b254d044b5c7b3b8dd82cc0b8bbf2b904cba52ba652653ee9156266c7a1');
INSERT INTO "journal" VALUES(12,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','9a28fbe7acac484053487d7f1d74882d768bf0c4fe17858f2f1bd7d4b1201cdb');
INSERT INTO "journal" VALUES(13,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','8b5d15977a765f84ec13102f0f1fe100f1545f8828435c1ea443a90cfc7652d5');
INSERT INTO "journal" VALUES(14,'2026-11-23T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"72938d78-9dbf-4968-8d0f-9283e1c74e6e","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395690000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','1dabb8f8c92d3137d59d5e0a99cd5241843cd3746363ff92a9295e4230e0515e');
INSERT INTO "journal" VALUES(15,'2026-11-23T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":14}','11024eac72c201dff197556f5e1effa4568c8be37cbf8a3148248958e5c78c3e');
INSERT INTO "journal" VALUES(16,'2026-11-23T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":14}','2134aae7386126179b9fd356dfb4f22f27b970c7859a1f86ae37f61f0a16d852');
INSERT INTO "journal" VALUES(17,'2026-11-23T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":14}','cf52552a9f7fe1e1a5b981eed9df7a011adc2be1e49f93fd7507fd2913bbbc71');
INSERT INTO "journal" VALUES(18,'2026-11-23T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":14}','85c369dcb6cd88e27a250a2b050eccfe6890bb3651b6f1a4bd8bcba984a09113');
INSERT INTO "journal" VALUES(19,'2026-11-23T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795395720000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":14}','39f33980654bb532c4b511a19f5428eea31eb25d46b53bb70d834a4e1b6ddd6b');
INSERT INTO "journal" VALUES(20,'2026-11-23T01:01:00.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":5,"n":1,"press_id":"53d3b26e-a917-456f-9386-731ee39b2e4b","window_id":19,"window_seen":19}','769a7b184112907f9a81f115df0bde11d972e1ece18964666f5b2e2dad257c1f');
INSERT INTO "journal" VALUES(21,'2026-11-23T01:01:41.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"8b9cf492-b18c-4c52-8108-892d07a2d0c0","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395791000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','335a348911202a6db925cc6d7f3e9b219250b2ac207e40850f5533073e7107aa');
INSERT INTO "journal" VALUES(22,'2026-11-23T01:01:41.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":21}','533098e53465b9b2e571c9057e92321e0bb2f7a75d94727c9094ba5e0e804b33');
INSERT INTO "journal" VALUES(23,'2026-11-23T01:01:41.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":21}','85c45cf19eef34ea7b03f117496f361aea998a111badefab4bf32b945c5b25fa');
INSERT INTO "journal" VALUES(24,'2026-11-23T01:01:41.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":21}','5cd6a58cd9a8faf4441259ef3d4c7ff682be2d2db28cbc285eb2d4126625580c');
INSERT INTO "journal" VALUES(25,'2026-11-23T01:01:41.000Z','window_shortened',1,'test','{"closes_at":1795395701000,"window_id":19}','37b7ce6e2ada2ac31d12a0bf9de247d79ddfefabd6073d99e403e84a12cc1f34');
INSERT INTO "journal" VALUES(26,'2026-11-23T01:01:41.000Z','window_closed',1,'test','{"window_id":19}','9c0ced63e37fc76034b3fedff28fde37181747725a56e9ec08ad783e5d8ac464');
INSERT INTO "journal" VALUES(27,'2026-11-23T01:02:41.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":21}','90ae6b233ee551841aefd97aa398cd6c29f4d122596f00718dc09f7d8914218e');
INSERT INTO "journal" VALUES(28,'2026-11-23T01:02:41.000Z','window_opened',1,'test','{"closes_at":1795395821000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":21}','289eb6513ad0d08abef9aafc4ca6fae9655e42df839a738005d074ba20598b01');
INSERT INTO "journal" VALUES(29,'2026-11-23T01:02:41.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":2,"n":2,"press_id":"66adfcf9-68ff-48fd-b5a7-312c63420c7a","window_id":28,"window_seen":28}','8c033f775d6757df293bdb00c29ad45f599b89e21191207609cb89b910c1791d');
INSERT INTO "journal" VALUES(30,'2026-11-23T01:02:42.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":1,"n":3,"press_id":"3baf9701-f2e7-444f-9fc5-8b30391c3413","window_id":28,"window_seen":28}','4ee7eb2ffcabe66e6b0908e966c73fd4f340c48069ad69b84b92aa1392139cfa');
INSERT INTO "journal" VALUES(31,'2026-11-23T01:03:22.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"98f6ed96-f66a-441d-89a7-43875dba0fd4","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395892000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A003","supplement_id":null}','19dea5e542aac371254ec825db9eed339ba27ace430aadc9f390e6cf6e4ed31b');
INSERT INTO "journal" VALUES(32,'2026-11-23T01:03:22.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":31}','f21d31f5413fbaf05c3463704b3415cbbef967ddee83949c16b4b1d838fbf03b');
INSERT INTO "journal" VALUES(33,'2026-11-23T01:03:22.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":31}','81103333fd2c927cf7387dc763fe7697f21f73c9bd81369cf217176694b1bf64');
INSERT INTO "journal" VALUES(34,'2026-11-23T01:03:22.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":31}','5c9eb4da1f78129f74cd1e1554074e71c14ad2a701533499575f82ec72dfdab2');
INSERT INTO "journal" VALUES(35,'2026-11-23T01:03:22.000Z','window_shortened',1,'test','{"closes_at":1795395802000,"window_id":28}','e6ac4edc29d0f1d9b503165289188c91b3c4f0fa6b340b840c6d00aa7b53fdbf');
INSERT INTO "journal" VALUES(36,'2026-11-23T01:03:22.000Z','window_closed',1,'test','{"window_id":28}','c5978c38409d31e97da2113ad6d08475f76b7406a3b600e65cabd4b76e7bbd5f');
INSERT INTO "journal" VALUES(37,'2026-11-23T01:04:22.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":31}','b965310826f3753f1dd00e300e4517fd737828d1940b465061f1ee27ec264c76');
INSERT INTO "journal" VALUES(38,'2026-11-23T01:04:22.000Z','window_opened',1,'test','{"closes_at":1795395922000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":31}','47abb63701f677ab31c0e7d7111d68b574fd90fd32868949baee387de072446f');
INSERT INTO "journal" VALUES(39,'2026-11-23T01:04:22.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":4,"n":4,"press_id":"e123616c-f570-4068-b314-15882db5a01c","window_id":38,"window_seen":38}','463fd1e114a1c83a81f4603a0782509bcac913053ea35fada9f9c732a11a9d34');
INSERT INTO "journal" VALUES(40,'2026-11-23T01:05:03.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b2eb758e-04a8-4f9c-b14e-f198b30abb23","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395993000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A004","supplement_id":null}','93ae4366a16347ddb81d1899797a02e15373b020b3d698b2de3bb4e2a89be86f');
INSERT INTO "journal" VALUES(41,'2026-11-23T01:05:03.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":40}','fc0feae5bcb1921c5a960b5384b93cd8d11d2a6d3b56925fa2a195d0a0206c51');
INSERT INTO "journal" VALUES(42,'2026-11-23T01:05:03.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":40}','0c791f999928016149cb1aa09157a3e19d295d6b7388e0591fae05b6f409e63d');
INSERT INTO "journal" VALUES(43,'2026-11-23T01:05:03.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":40}','2de3840d00cf4970b81cc2de1423c39785e90ccf942ae40eb17a07bee0a48420');
INSERT INTO "journal" VALUES(44,'2026-11-23T01:05:03.000Z','window_shortened',1,'test','{"closes_at":1795395903000,"window_id":38}','bfaeb37cbb5462a7e144740b1dfc2dd05ec478e8b4fdd507e78f7b3607a20664');
INSERT INTO "journal" VALUES(45,'2026-11-23T01:05:03.000Z','window_closed',1,'test','{"window_id":38}','428afd7e282283b8d7b3ae4247ece6a4a7abb2f5f42d9441e1cbb46c0a4503fb');
INSERT INTO "journal" VALUES(46,'2026-11-23T01:06:03.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":40}','7d922e2125f6c13af04e9b0b0aaa4e5885b0b838c7164c50e0910f7b0ed8f961');
INSERT INTO "journal" VALUES(47,'2026-11-23T01:06:03.000Z','window_opened',1,'test','{"closes_at":1795396023000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":40}','30f008faf8f96e18c0c5252c6ad06887b79f49d47b74165e64ea4cc25691c034');
INSERT INTO "journal" VALUES(48,'2026-11-23T01:06:03.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":1,"n":5,"press_id":"70f8db31-da51-43a2-9068-2a2bd2229ef9","window_id":47,"window_seen":47}','e8d352456222a6b1dc1c03d218adfcbdbb8e7b9cd82769ecf141b648a346584a');
INSERT INTO "journal" VALUES(49,'2026-11-23T01:06:04.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":1,"n":6,"press_id":"e33fdf4d-4a60-483c-a3df-662906b22507","window_id":47,"window_seen":47}','6d7ae3f41e3726ba8d4c5e5cebac27880e14fdaa1ea3ad745e2ea11210259611');
INSERT INTO "journal" VALUES(50,'2026-11-23T01:06:44.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"ee6d7906-ef12-480f-a9e9-5965408e23b4","language":"vi","not_before":null,"number":5,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396094000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A005","supplement_id":null}','457c9caaca2a1beb4eb6ac5a3696eaa8032a1e89c6fc999e202e1546db7b7ad6');
INSERT INTO "journal" VALUES(51,'2026-11-23T01:06:44.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":50}','23a07464480ff24927f951e1c7b942dbf59cb6b1c2dabe4eb6d205f7aa186e7c');
INSERT INTO "journal" VALUES(52,'2026-11-23T01:06:44.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":50}','e5956dc2c7be47b9370bf51fd8923baa2a28e9ae27e1f600dfbed2e3eb868922');
INSERT INTO "journal" VALUES(53,'2026-11-23T01:06:44.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":50}','75dac48d4c6967053b4e4b4fc829d616b05b4876473b951aa631b16b25e27c4d');
INSERT INTO "journal" VALUES(54,'2026-11-23T01:06:44.000Z','window_shortened',1,'test','{"closes_at":1795396004000,"window_id":47}','8bffb71bd9ddb8ff3662107c189b7635f4f39b575b745038806ffb94d5788075');
INSERT INTO "journal" VALUES(55,'2026-11-23T01:06:44.000Z','window_closed',1,'test','{"window_id":47}','4097f9b4dee6ffa2219560eca32bf804e6a35ee84bafd8eb81a4db80f7357d43');
INSERT INTO "journal" VALUES(56,'2026-11-23T01:07:44.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":50}','59d68711d60efde5bd7f6abf3f02ecd5bafdfbc5a8fc12756a8bf3fe6eeedaf7');
INSERT INTO "journal" VALUES(57,'2026-11-23T01:07:44.000Z','window_opened',1,'test','{"closes_at":1795396124000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":50}','b9867d9a3c0faaf46507969197af5e7fff4522cf517da40ecae935210b8edd3e');
INSERT INTO "journal" VALUES(58,'2026-11-23T01:07:44.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":5,"n":7,"press_id":"abd7c106-53d4-4510-808f-9411e515c41e","window_id":57,"window_seen":57}','cc90a20b29d303e2326beef14683dd7875bea1612997756165012e36abd3445d');
INSERT INTO "journal" VALUES(59,'2026-11-23T01:08:25.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"d1c1b800-3ec0-401b-b9b6-abb0f1e17dc5","language":"vi","not_before":null,"number":6,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396195000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A006","supplement_id":null}','e022924cff671fc78edd5b8d4539485a6b7d3825bbaf9183f2dcd7a782902ec9');
INSERT INTO "journal" VALUES(60,'2026-11-23T01:08:25.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":59}','d774c419862ee47bd3676656e7a25072d4d21156c50b9847dcbdc0200cbb26ba');
INSERT INTO "journal" VALUES(61,'2026-11-23T01:08:25.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":59}','9f456713e805d57cc5fafee633a5d3cf13d939dc365e91cae54a8137bff54eb6');
INSERT INTO "journal" VALUES(62,'2026-11-23T01:08:25.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":59}','eb72ac0ed3e30c3a1eb5ecf8ce448f3c38772de56d1d5ea0512de5a61fc381c0');
INSERT INTO "journal" VALUES(63,'2026-11-23T01:08:25.000Z','window_shortened',1,'test','{"closes_at":1795396105000,"window_id":57}','92937ea2a57c7b772c0d6edc362ec6ac1e73a2089814575abbdf6d48d62f2ba0');
INSERT INTO "journal" VALUES(64,'2026-11-23T01:08:25.000Z','window_closed',1,'test','{"window_id":57}','bc102ad941e3e1d5a067ae0aadd8256fbc900b1a94205f1092ea24023751adc2');
INSERT INTO "journal" VALUES(65,'2026-11-23T01:09:25.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":59}','1b8f6ea37bc1ea283213ae02320dd48952a7f6da130f6479bb743666c0b1d426');
INSERT INTO "journal" VALUES(66,'2026-11-23T01:09:25.000Z','window_opened',1,'test','{"closes_at":1795396225000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":59}','f460d3dcdbae57a30e7a1f8903bd1bee7f7eb0ec300e5f8a6d7e86eaaa6832ba');
INSERT INTO "journal" VALUES(67,'2026-11-23T01:09:25.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":3,"n":8,"press_id":"c4cd9102-97e9-4c88-bd4f-33c1246d7b88","window_id":66,"window_seen":66}','1781d3d460999659d09c1cd3a642c320a329296cbef134b18b090c02b81f3aa1');
INSERT INTO "journal" VALUES(68,'2026-11-23T01:09:26.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":2,"n":9,"press_id":"6d3668d0-cc52-4312-8f5b-29d9b56f3cb5","window_id":66,"window_seen":66}','0a69dde036eb61a2577797bd57d1cd35c47f9994ffdd219567b29009630aeb15');
INSERT INTO "journal" VALUES(69,'2026-11-23T01:10:06.000Z','press_recorded',2,'test','{"age_ms":null,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["no_window"],"level":1,"n":10,"press_id":"26592075-85e0-4844-8735-8e707b0cb6d1","window_id":null,"window_seen":null}','d4c86074a7ee72ac6f007806b239aae7eb96ff2789fb460e6a3071f72bbde2f4');
INSERT INTO "journal" VALUES(70,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"d1625321-e5ef-427f-95be-bc39890e9d19","language":"vi","not_before":null,"number":7,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A007","supplement_id":null}','91e3c3db13cc689b40d28f7f26b44c96064436910b70df2ce90476120f265141');
INSERT INTO "journal" VALUES(71,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":70}','9ed8964739c9c3a6184b827c0495810b6d19b00184ebcfc701ffadeeb12fd58d');
INSERT INTO "journal" VALUES(72,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"1545ad64-e9af-4745-9513-dea195f6174c","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','6d4252967540e3ec781d137bb9be25718967373c2b98e05dd71f6a56e5f36ed1');
INSERT INTO "journal" VALUES(73,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":72}','5c8e0183f70c9c27362c125dd289b5b652f3f92e75240b3a9e2fed0201c5d892');
INSERT INTO "journal" VALUES(74,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"ffbba573-287e-4ffe-a7c5-3654d72d3943","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C001","supplement_id":null}','a6c9b59462170892ffe9a096394b0b2cfa211545feeb79239f285a02e1e097b6');
INSERT INTO "journal" VALUES(75,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":74}','29dfe26366d378f4a17e79cf634f8518920df13f740bff1642fb63c6a3ceb92d');
INSERT INTO "journal" VALUES(76,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"e6b53bcd-19bb-4f84-93db-bb2f68f7ae56","language":"vi","not_before":null,"number":8,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A008","supplement_id":null}','9514739a2f2097b296563ffa206e94d87845e8a58e35c2c2eaa952ad69ae9a9e');
INSERT INTO "journal" VALUES(77,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":76}','11472549decdf6a2eb94684175d0514a50a85331d20595897153bc4ab1188e53');
INSERT INTO "journal" VALUES(78,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"581d9e71-ff81-4ec0-b35b-761fb8de35ba","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B002","supplement_id":null}','023486478ad3481ba9870a9e4cbe0d09c0fe0cd7f1b3ba3d7f0e802125b7b1e4');
INSERT INTO "journal" VALUES(79,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":78}','60af92c37fe6caa8b03b80f73f3a6be8c34e120a313e66033765de4e3963e4c2');
INSERT INTO "journal" VALUES(80,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"f77d6feb-e3ee-4fb7-b0f2-21c4dcfe0c3b","language":"vi","not_before":null,"number":9,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A009","supplement_id":null}','fb110dfcd090471609148cb4ec86169738f680ce7d0eb5a70f8cf9bfb69e565f');
INSERT INTO "journal" VALUES(81,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":80}','0c618a7b8d42b5bfa2293e4975281ea2670017c702e73f3eacf20fab3027e9f7');
INSERT INTO "journal" VALUES(82,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"cc64270d-3609-48f3-85ed-fcda480bcd3b","language":"vi","not_before":null,"number":10,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":"elderly","purpose":null,"ranked_at":null,"rate":"priority","service":"A","shown":"A010","supplement_id":null}','7b27c1faa18e3dd3987f29c12410adac3b5256b105045b246dd6543a4f809e9c');
INSERT INTO "journal" VALUES(83,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":82}','c45cef41a5f669785ed4a02f9c5de8c9ffcd0927216efcdf6697c1afae51aa87');
INSERT INTO "journal" VALUES(84,'2026-11-23T01:10:06.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":0,"A/priority":0}},"to_seat":false,"turn_id":70}','420a15009f60137bda653dcc1a426c1e6a62f75ecb3a6d3de80a7ed9173a68e5');
INSERT INTO "journal" VALUES(85,'2026-11-23T01:10:36.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":70}','17a1076fae116d2669ee34dbc82d8a23950c332e8394dcd51d0b571553b789c7');
INSERT INTO "journal" VALUES(86,'2026-11-23T01:10:36.000Z','window_closed',1,'test','{"window_id":66}','262c5f6bfeaebb042de2758b57c6c4db46f76f86e44f5148ff04b5e14baddb94');
INSERT INTO "journal" VALUES(87,'2026-11-23T01:10:56.000Z','turn_held',1,'test','{"held_until":1795396556000,"turn_id":70}','08af7f7248c9320bb1fb42e7980ebc3f01ded164226270936885fdbadd57d1ea');
INSERT INTO "journal" VALUES(88,'2026-11-23T01:11:56.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[76,80],"reason":{"line":"A/priority","passed":[76,80],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":110000,"A/priority":330000}},"to_seat":false,"turn_id":82}','59986a2853180f0e34fcc481bd07fbc8cf7b44d6a9c1c460c0f55f8dd6e49e90');
INSERT INTO "journal" VALUES(89,'2026-11-23T01:12:16.000Z','turn_marked_absent',1,'test','{"grace_until":1795398136000,"turn_id":82}','e7c396d40870aa31f40484b7e14b7cb93768016e4afa37a6df6e50eb3804082b');
INSERT INTO "journal" VALUES(90,'2026-11-23T01:12:36.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":150000}},"to_seat":false,"turn_id":76}','497ddcfb7ebeed187d08579c5e525706952fb8630dac15f5e2442cc662bbfee7');
INSERT INTO "journal" VALUES(91,'2026-11-23T01:12:48.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":76}','804a355b5a4a9f8afb2f1dd93ef26299640ae03464d70828e8ab8d5767cc8800');
INSERT INTO "journal" VALUES(92,'2026-11-23T01:14:28.000Z','turn_transferred',1,'test','{"turn_id":76}','f326ef9f57cfaafca844e6a930457e70650bd15813a42adb12a4c87290dda721');
INSERT INTO "journal" VALUES(93,'2026-11-23T01:14:28.000Z','window_opened',1,'test','{"closes_at":1795396528000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":76}','edaeb48d1c32aba087b86590373dab929f0ca86964d4558715fed21aa4b4709c');
INSERT INTO "journal" VALUES(94,'2026-11-23T01:14:28.000Z','turn_added',1,'test','{"arrival":76,"for_counter":null,"for_officer":null,"from_turn":76,"origin":"transferred","ranked_at":1795396206000,"rate":"ordinary","service":"B","ticket_id":76}','dec50ddf827ff37d9e2983009fae2f22caa69ef244eeb07474048f4e59a0f736');
INSERT INTO "journal" VALUES(95,'2026-11-23T01:14:43.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"line":"B/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":277000,"B/ordinary":277000}},"to_seat":false,"turn_id":72}','27be8b270aeed8db005ca05fa182ea4bdd57a743bc4538316bcc58d0b072d3ed');
INSERT INTO "journal" VALUES(96,'2026-11-23T01:14:53.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB02","turn_id":72}','66ef040f4c2beee49bda80dde8b8a845ab8ed2c5bbfe0421be3221fee329e542');
INSERT INTO "journal" VALUES(97,'2026-11-23T01:15:43.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','b84110bab35ec7daa1b06f9c466658e853f2b1cd5e5404e2a44fd2c0c6c7dce6');
INSERT INTO "journal" VALUES(98,'2026-11-23T01:15:43.000Z','window_opened',1,'test','{"closes_at":1795396603000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','213644bd9f4e80f875914026d705336adff15a90a3947d447d59ac192ab2e68b');
INSERT INTO "journal" VALUES(99,'2026-11-23T01:15:46.000Z','action_undone',2,'test','{"counter_id":"Q2","first_seq":97,"last_seq":98,"overtaken":[],"turns":[{"absent_due_at":null,"arrival":72,"arrival_inferred":0,"arrived_at":1795396493000,"call_count":1,"call_id":95,"called_first_at":1795396483000,"called_last_at":1795396483000,"cool_down_until":null,"counter_id":"Q2","day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":null,"for_counter":null,"for_officer":null,"from_turn":null,"grace_until":null,"held_until":null,"officer_id":"CB02","origin":"issued","outcome":null,"overtaken":0,"ranked_at":1795396206000,"rate":"ordinary","service":"B","state":"serving","ticket_id":72,"ticks":"[]","touched_seq":96,"turn_id":72,"waiting_since":1795396206000}]}','2a92e844cfa34b16e4238b2cebe1527694d38ef6a24a547130914714438caf81');
INSERT INTO "journal" VALUES(100,'2026-11-23T01:16:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','ba927aedeb30ae4d429715b179a46cbeac2fc7a33ddd41af2d6eae37687f255d');
INSERT INTO "journal" VALUES(101,'2026-11-23T01:16:16.000Z','window_opened',1,'test','{"closes_at":1795396636000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','c74c71730233404d0031ad32667c5f6e72e9d9e0cebfc9e4c08fda4834eeca31');
INSERT INTO "journal" VALUES(102,'2026-11-23T01:16:16.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"aecd5998-da34-401f-bb37-a96f43b077d9","number":1,"officer_id":"CB01","passed":[80],"service":"A","shown":"+001"}','dbc9a85a6c308c1251cc482cc81f48c153842bc43d0dd758370d976e1b29f62c');
INSERT INTO "journal" VALUES(103,'2026-11-23T01:16:16.000Z','window_closed',1,'test','{"window_id":93}','687e02efedaf4cb49cbd38150097e8bf4db54386a358d6361df80b1f77a50273');
INSERT INTO "journal" VALUES(104,'2026-11-23T01:17:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":102}','f6ac3c4256324df194bbf76a94c710b050b0b72a4cf06c00fa7820358cf63774');
INSERT INTO "journal" VALUES(105,'2026-11-23T01:17:16.000Z','window_opened',1,'test','{"closes_at":1795396696000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":102}','7c82056dba5985b8e4aba7433a7b8b9690f38b92bc3b4961253e7174557e70a9');
INSERT INTO "journal" VALUES(106,'2026-11-23T01:17:16.000Z','desk_paused',1,'test','{"reason":"break","session_id":11}','73a17372679c9b59367455f0be9ed81c0e3202d5f2b97d5c279e3ae755ceb87a');
INSERT INTO "journal" VALUES(107,'2026-11-23T01:18:56.000Z','desk_resumed',1,'test','{"session_id":11}','212455d861745ccb181bfa7d4fba751cd4f24f9994e8927b27124aaaa15e6709');
INSERT INTO "journal" VALUES(108,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b0f6b13f-7cc0-4880-a8fd-d2f9ab890643","language":"vi","not_before":null,"number":11,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A011","supplement_id":null}','c149ab437d01ed6b364ac528b01081a24ca4aad2b9b14e58d6e448c7c10e0e23');
INSERT INTO "journal" VALUES(109,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"e63dbdd1-82d4-4951-8667-64946ed0ddc4","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C002","supplement_id":null}','529b6fa65d919addd3feead8bbfad4e17f27dc812344a8bc67d3096a6e17e7d9');
INSERT INTO "journal" VALUES(110,'2026-11-23T01:18:56.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":109}','0ad0a4004b439fe5579b9ef52573cab2ac0cd121ddae8ba08833d85c14c5e1b8');
INSERT INTO "journal" VALUES(111,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":101}','c53c448916e7b911b432b67173c14ec35bd6001dacba3903b8bb4319077d8978');
INSERT INTO "journal" VALUES(112,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":105}','4498008358fac3754ddf7ac404a2d1c9cac5f8e68f44a8cbef9b1754536f9d00');
INSERT INTO "journal" VALUES(113,'2026-11-23T01:20:56.000Z','turn_released',1,'schedule','{"reason":"timer","turn_id":70}','37b34df3c82064305818b8a0f3529304a5c3ec5e228d025a0e0101d9c279b399');
INSERT INTO "journal" VALUES(114,'2026-11-23T01:20:56.000Z','turn_voided',1,'schedule','{"reason":"no_outcome","turn_id":108}','bf1f54df0694bfd7aa00084440c77064b7c3fd0df0f4adaa20a81cb7db277387');
INSERT INTO "journal" VALUES(115,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":70}','09af56c7d175d4607704b490dec773a0c2e4dc0b37f59f364c08926b423ffc15');
INSERT INTO "journal" VALUES(116,'2026-11-23T01:20:56.000Z','window_opened',1,'test','{"closes_at":1795396856000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":70}','caef0bb13e1e59d407f51cc028d798aa1ddac557fae0338282b0b9c9fc89a8fe');
INSERT INTO "journal" VALUES(117,'2026-11-23T01:20:56.000Z','window_closed',1,'test','{"window_id":116}','e64c236dd2633c0e99bd44f94711fc493ee7ab87ce4012552f8ff3fbc42aa818');
INSERT INTO "journal" VALUES(118,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":74}','3e5f03304ea317fe5421fc3e067c2ce5bcefeeea6e73ffe13de9247694e4f849');
INSERT INTO "journal" VALUES(119,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":78}','211f1c06a24eee17a8bb9e25f21d082ebce3bd05816871a0d3ee196d9c2fcb95');
INSERT INTO "journal" VALUES(120,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":80}','2de0f7e8538e689008d7ddaed43ffa3e712f9209d2ccbfb1aa77cfb372d8da0b');
INSERT INTO "journal" VALUES(121,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":94}','a1cd937e038d3858cb1931b437f3dde6859568539b1ea3db1f84c92477e51e12');
INSERT INTO "journal" VALUES(122,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":109}','2b3d1faba874d2dfe5e0fc5572f5d70061aaaa0a1b60b7094ee1f11dd473583a');
INSERT INTO "journal" VALUES(123,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":11}','f6fa09c22067f156330c93c87366851b27947db8989a8734a4bd608987ff8cab');
INSERT INTO "journal" VALUES(124,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":12}','2b20ce21fbc1245064bac5a8e50e2e7f4f13f2440e1a756dd6c7c32c1f9ccc56');
INSERT INTO "journal" VALUES(125,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":13}','6781464eecbd594783259135c2b27881423a423a9944b4bee1327b719744d683');
INSERT INTO "journal" VALUES(126,'2026-11-23T01:20:56.000Z','day_closed',1,'test','{"day":"2026-11-23"}','cde939c1ff0785f89f4f77610e9c5be50be49d1d8a34b9f28b4475724626afec');
INSERT INTO "journal" VALUES(127,'2026-11-23T01:20:56.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"day_slip","subject_id":null}','50ea11fc277b209d07b4a28915a1afdc3db1d66599d039fb4d140b7ad00e941b');
INSERT INTO "journal" VALUES(128,'2026-11-24T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-24","is_reopened":false,"phase":1}','6d935cf66670eaabe194105242520eb167119d2b721e08c05c0d4b127d1f576b');
INSERT INTO "journal" VALUES(129,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','557291c74ac61588d8e087c09ff83ce3cd6b628e157268b4aa795bd2b59c0e86');
INSERT INTO "journal" VALUES(130,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','6633ec395ce8cb2f10193e451aea3ca9dd01f950d34bc711f373e30ba35be1b6');
INSERT INTO "journal" VALUES(131,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','7f187c00a2c82e3cb43cf3bc5f8fb3d1ab8a7d9fac8818c263214bd7a15e8f4b');
INSERT INTO "journal" VALUES(132,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"03c2e678-37d9-45be-80c6-8a4a53a031f0","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','1865556a61d483b546c6e405714f01dde34d1ad4c2dff73a17866d0c43bad7ab');
INSERT INTO "journal" VALUES(133,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":132}','829090e9e402f8c38d5d552c917b6576f5639a4d058a807b50b702472e514251');
INSERT INTO "journal" VALUES(134,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"fdf40167-105a-4afb-8c94-b76d0c893f37","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','d4c5b952f1dfd4ddd813c066124bbdce6cb2d09f9722b305af8cdd48be9dbf17');
INSERT INTO "journal" VALUES(135,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":134}','10279365d01ef97e6034b9561b4e812995017b54634724a080fc820492644972');
INSERT INTO "journal" VALUES(136,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"3afebfd0-5bdc-41e5-a774-61d0896f0066","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','42c5394a7693e632dad68757c8a40e80602c84234c3933ce6a259de3cf62386d');
INSERT INTO "journal" VALUES(137,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":136}','6bc1be32d57cf47f5bf22a7b4b3fa12e02ca4dae4d42c5f7489cc22220ddf3a9');
INSERT INTO "journal" VALUES(138,'2026-11-24T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":132}','72453de5d947f6e8d89c662157f849f16de0843fe0cb37ac0690191542bc0b4d');
INSERT INTO "journal" VALUES(139,'2026-11-24T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":132}','fbcf2892352e24a38d3ec7d86159982573abfc7f4ea71e302f4dfcea0b38fac3');
INSERT INTO "journal" VALUES(140,'2026-11-24T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":132}','08adae63536f61b89bd36c03357d30ac8d5f3e010c6a79d13debd8f13960f713');
INSERT INTO "journal" VALUES(141,'2026-11-24T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795482120000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":132}','01b7662b5c39403f99035b3173378ef008b07e5a20217c4c74bb7e29dcade1a6');
INSERT INTO "journal" VALUES(142,'2026-11-24T01:01:05.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":65000}},"to_seat":false,"turn_id":136}','e43c6563176d717aa98cc3f0db2d77fa311b8d757f9f24f97febc31d2755b14f');
INSERT INTO "journal" VALUES(143,'2026-11-24T01:01:17.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":136}','34a4e2d751ac15a60990de8cc975aec1f1f0ab4784f99e95cf0b9106ce13dc7b');
INSERT INTO "journal" VALUES(144,'2026-11-24T01:01:17.000Z','window_shortened',1,'test','{"closes_at":1795482080000,"window_id":141}','1cbf9769f252b32dcbeb905df441e9c1cbb4406075197bf3453ee97b8fefd88e');
CREATE TABLE journal_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "journal_head" VALUES(1,144,'1cbf9769f252b32dcbeb905df441e9c1cbb4406075197bf3453ee97b8fefd88e');
CREATE TABLE known_browsers (
	browser_hash TEXT NOT NULL, 
	staff_id TEXT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	PRIMARY KEY (browser_hash, staff_id)
);
CREATE TABLE notice_texts (
	notice_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	text_en TEXT NOT NULL, 
	PRIMARY KEY (notice_id)
);
CREATE TABLE notices (
	notice_id INTEGER NOT NULL, 
	posted_at BIGINT NOT NULL, 
	until_at BIGINT, 
	withdrawn_at BIGINT, 
	PRIMARY KEY (notice_id)
);
CREATE TABLE picture_files (
	sha256 TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
CREATE TABLE pictures (
	picture_id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	added_at BIGINT NOT NULL, 
	removed_at BIGINT, 
	PRIMARY KEY (picture_id)
);
CREATE TABLE presses (
	press_id TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	device_id TEXT NOT NULL, 
	counter_id TEXT NOT NULL, 
	boot_id TEXT NOT NULL, 
	n INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	window_seen INTEGER, 
	age_ms BIGINT, 
	received_at BIGINT NOT NULL, 
	window_id INTEGER, 
	channel TEXT NOT NULL, 
	flags TEXT NOT NULL, 
	PRIMARY KEY (press_id), 
	UNIQUE (seq)
);
INSERT INTO "presses" VALUES('53d3b26e-a917-456f-9386-731ee39b2e4b',20,'pad-Q1','Q1','9f1a',1,5,19,0,1795395660000,19,'pad','early');
INSERT INTO "presses" VALUES('66adfcf9-68ff-48fd-b5a7-312c63420c7a',29,'pad-Q1','Q1','9f1a',2,2,28,0,1795395761000,28,'pad','early');
INSERT INTO "presses" VALUES('3baf9701-f2e7-444f-9fc5-8b30391c3413',30,'pad-Q1','Q1','9f1a',3,1,28,0,1795395762000,28,'pad','repeat');
INSERT INTO "presses" VALUES('e123616c-f570-4068-b314-15882db5a01c',39,'pad-Q1','Q1','9f1a',4,4,38,0,1795395862000,38,'pad','early');
INSERT INTO "presses" VALUES('70f8db31-da51-43a2-9068-2a2bd2229ef9',48,'pad-Q1','Q1','9f1a',5,1,47,0,1795395963000,47,'pad','early');
INSERT INTO "presses" VALUES('e33fdf4d-4a60-483c-a3df-662906b22507',49,'pad-Q1','Q1','9f1a',6,1,47,0,1795395964000,47,'pad','repeat');
INSERT INTO "presses" VALUES('abd7c106-53d4-4510-808f-9411e515c41e',58,'pad-Q1','Q1','9f1a',7,5,57,0,1795396064000,57,'pad','early');
INSERT INTO "presses" VALUES('c4cd9102-97e9-4c88-bd4f-33c1246d7b88',67,'pad-Q1','Q1','9f1a',8,3,66,0,1795396165000,66,'pad','early');
INSERT INTO "presses" VALUES('6d3668d0-cc52-4312-8f5b-29d9b56f3cb5',68,'pad-Q1','Q1','9f1a',9,2,66,0,1795396166000,66,'pad','repeat');
INSERT INTO "presses" VALUES('26592075-85e0-4844-8735-8e707b0cb6d1',69,'pad-Q1','Q1','9f1a',10,1,NULL,NULL,1795396206000,NULL,'pad','no_window');
CREATE TABLE procedure_imports (
	import_id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	as_of TEXT NOT NULL, 
	imported_at BIGINT NOT NULL, 
	PRIMARY KEY (import_id)
);
CREATE TABLE procedures (
	"row" INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	service TEXT, 
	effective_from TEXT NOT NULL, 
	effective_to TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY ("row")
);
CREATE TABLE rating_browsers (
	day TEXT NOT NULL, 
	browser TEXT NOT NULL, 
	turn_id INTEGER NOT NULL, 
	PRIMARY KEY (day, browser, turn_id)
);
CREATE TABLE rating_reasons (
	window_id INTEGER NOT NULL, 
	series TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	given_at BIGINT NOT NULL, 
	PRIMARY KEY (window_id, series, reason)
);
CREATE TABLE recovery_codes (
	staff_id TEXT NOT NULL, 
	n INTEGER NOT NULL, 
	code_hash TEXT NOT NULL, 
	PRIMARY KEY (staff_id, n)
);
CREATE TABLE reserved_places (
	place_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	service TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	priority_group TEXT, 
	language TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	from_ticket INTEGER, 
	state TEXT NOT NULL, 
	ticket_id INTEGER, 
	made_at BIGINT NOT NULL, 
	PRIMARY KEY (place_id)
);
CREATE TABLE schemes (
	scheme_id TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (scheme_id)
);
INSERT INTO "schemes" VALUES('five-levels-1','{"levels": [{"en": "Very satisfied", "name": "Rất hài lòng", "satisfied": true, "value": 5}, {"en": "Satisfied", "name": "Hài lòng", "satisfied": true, "value": 4}, {"en": "Neutral", "name": "Bình thường", "satisfied": null, "value": 3}, {"en": "Dissatisfied", "name": "Không hài lòng", "satisfied": false, "value": 2}, {"en": "Very dissatisfied", "name": "Rất không hài lòng", "satisfied": false, "value": 1}], "never_shorter_than_seconds": 20, "policy_id": "five-levels-1", "question": "Ông/Bà có hài lòng không?", "question_en": "Are you satisfied?", "reasons": [{"icon": "", "id": "attitude", "name": "Thái độ phục vụ", "name_en": "Attitude", "outside": false}, {"icon": "", "id": "wait", "name": "Chờ lâu", "name_en": "Long wait", "outside": true}, {"icon": "", "id": "fee", "name": "Phí, lệ phí", "name_en": "Fee", "outside": true}], "window_seconds": 60}');
CREATE TABLE score_views (
	view_id INTEGER NOT NULL, 
	staff_id TEXT NOT NULL, 
	what TEXT NOT NULL, 
	viewed_at BIGINT NOT NULL, 
	PRIMARY KEY (view_id)
);
CREATE TABLE second_factors (
	staff_id TEXT NOT NULL, 
	secret TEXT NOT NULL, 
	confirmed_at BIGINT, 
	last_step INTEGER NOT NULL, 
	PRIMARY KEY (staff_id)
);
CREATE TABLE series (
	day TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (day, prefix)
);
INSERT INTO "series" VALUES('2026-11-23','A',11);
INSERT INTO "series" VALUES('2026-11-23','B',2);
INSERT INTO "series" VALUES('2026-11-23','C',2);
INSERT INTO "series" VALUES('2026-11-23','+',1);
INSERT INTO "series" VALUES('2026-11-24','A',2);
INSERT INTO "series" VALUES('2026-11-24','B',1);
CREATE TABLE service_days (
	day TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opened_at BIGINT NOT NULL, 
	closed_at BIGINT, 
	phase_at_opening INTEGER NOT NULL, 
	extended_to BIGINT, rush TEXT, rush_by TEXT, 
	PRIMARY KEY (day)
);
INSERT INTO "service_days" VALUES('2026-11-23','closed',1795395600000,1795396856000,1,NULL,NULL,NULL);
INSERT INTO "service_days" VALUES('2026-11-24','open',1795482000000,NULL,1,NULL,NULL,NULL);
CREATE TABLE set_up (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	centre TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "set_up" VALUES(1,1,'{"centre": {"code": "TEST-1", "holidays": [], "hours": {"fri": [["07:30", "11:30"], ["13:30", "17:00"]], "mon": [["07:30", "11:30"], ["13:30", "17:00"]], "thu": [["07:30", "11:30"], ["13:30", "17:00"]], "tue": [["07:30", "11:30"], ["13:30", "17:00"]], "wed": [["07:30", "11:30"], ["13:30", "17:00"]]}, "languages": ["vi", "en"], "name": "Trung tâm Thử nghiệm", "name_en": "Test Centre", "notice": "", "notice_en": "", "sample": false, "swap_days": {}, "ticket_close_minutes_before": 15, "ticket_open_minutes_before": 30, "timezone": "Asia/Ho_Chi_Minh"}, "coming_ratings": [], "counters": [{"id": "Q1", "name": "Quầy số 1", "name_en": "", "number": 1, "purposes": [], "second_services": [], "services": ["A"], "zone": ""}, {"id": "Q2", "name": "Quầy số 2", "name_en": "", "number": 2, "purposes": [], "second_services": [], "services": ["A", "B"], "zone": ""}, {"id": "Q3", "name": "Quầy số 3", "name_en": "", "number": 3, "purposes": [], "second_services": [], "services": ["B", "C"], "zone": ""}], "finish_ticks": [{"id": "written", "name": "Viết hộ", "name_en": ""}, {"id": "digitised", "name": "Đã số hóa", "name_en": ""}], "help_service": null, "outcomes": [{"default": true, "id": "done", "kind": "plain", "name": "Đã tiếp nhận", "name_en": ""}, {"default": false, "id": "more_papers", "kind": "plain", "name": "Cần bổ sung", "name_en": ""}, {"default": false, "id": "supplement", "kind": "supplement", "name": "Cần bổ sung, in phiếu", "name_en": ""}], "pause_reasons": [{"id": "break", "name": "Nghỉ giải lao", "name_en": ""}, {"id": "meeting", "name": "Họp", "name_en": ""}], "places": {"late_minutes": 30, "moves_at_closing": false, "per_slot": 2, "slot_minutes": 15}, "priority_groups": [{"icon": "", "id": "elderly", "name": "Người cao tuổi", "name_en": "Elderly", "rate": "priority"}, {"icon": "", "id": "guide", "name": "Người hướng dẫn", "name_en": "Guide", "rate": "ordinary"}], "purposes": [], "rating": {"levels": [{"en": "Very satisfied", "name": "Rất hài lòng", "satisfied": true, "value": 5}, {"en": "Satisfied", "name": "Hài lòng", "satisfied": true, "value": 4}, {"en": "Neutral", "name": "Bình thường", "satisfied": null, "value": 3}, {"en": "Dissatisfied", "name": "Không hài lòng", "satisfied": false, "value": 2}, {"en": "Very dissatisfied", "name": "Rất không hài lòng", "satisfied": false, "value": 1}], "never_shorter_than_seconds": 20, "policy_id": "five-levels-1", "question": "Ông/Bà có hài lòng không?", "question_en": "Are you satisfied?", "reasons": [{"icon": "", "id": "attitude", "name": "Thái độ phục vụ", "name_en": "Attitude", "outside": false}, {"icon": "", "id": "wait", "name": "Chờ lâu", "name_en": "Long wait", "outside": true}, {"icon": "", "id": "fee", "name": "Phí, lệ phí", "name_en": "Fee", "outside": true}], "window_seconds": 60}, "rush": {"by_rule": false, "ends_below": 20, "starts_at": 40}, "services": [{"code": "A", "colour": "#114488", "daily_quota": null, "hours": null, "icon": "", "name": "Chứng thực", "name_en": "Certification", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "B", "colour": "#884411", "daily_quota": null, "hours": null, "icon": "", "name": "Hộ tịch", "name_en": "Civil status", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "C", "colour": "#448811", "daily_quota": null, "hours": null, "icon": "", "name": "Đất đai", "name_en": "Land", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}], "shows_figures": true, "slip": {"footer": "", "footer_en": "", "shows_counters": true, "shows_people_ahead": true, "shows_waiting_time": true}, "special_days": [], "supplements": {"days_valid": 30, "people_before": 2}, "ticketing": {"cool_down_seconds": 300, "hold_expires_minutes": 60, "no_show_grace_minutes": 30, "priority_rule": {"extra_wait_at_most_minutes": 20, "overtaken_at_most": 5, "rates": {"ordinary": 1.0, "priority": 3.0}}, "recall_gap_seconds": 40, "recall_limit": 3}, "voice": {"percent": 100, "volumes": [], "whole_numbers": false, "zero_word": "linh"}, "wifi": null, "zones": []}');
CREATE TABLE settled_ratings (
	window_id INTEGER NOT NULL, 
	series TEXT NOT NULL, 
	level INTEGER NOT NULL, 
	satisfied TEXT NOT NULL, 
	order_seq INTEGER NOT NULL, 
	settled_at BIGINT NOT NULL, 
	day TEXT NOT NULL, 
	hour INTEGER NOT NULL, 
	weekday INTEGER NOT NULL, 
	officer_id TEXT NOT NULL, 
	counter_id TEXT NOT NULL, 
	service TEXT NOT NULL, 
	scheme_id TEXT NOT NULL, 
	block INTEGER NOT NULL, 
	PRIMARY KEY (window_id, series)
);
INSERT INTO "settled_ratings" VALUES(19,'desk',5,'yes',20,1795395670000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(28,'desk',1,'no',29,1795395771000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(38,'desk',4,'yes',39,1795395872000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(47,'desk',1,'no',48,1795395973000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(57,'desk',5,'yes',58,1795396074000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(66,'desk',2,'no',67,1795396175000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
CREATE TABLE settled_until (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, kept_since TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CHECK (id = 1)
);
INSERT INTO "settled_until" VALUES(1,69,'');
CREATE TABLE staff (
	staff_id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	languages TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	expires_on TEXT, 
	PRIMARY KEY (staff_id)
);
INSERT INTO "staff" VALUES('CB01','officer','[]',1,NULL);
INSERT INTO "staff" VALUES('CB02','officer','[]',1,NULL);
INSERT INTO "staff" VALUES('CB03','officer','[]',1,NULL);
INSERT INTO "staff" VALUES('CB09','head','[]',1,NULL);
CREATE TABLE staff_addresses (
	address TEXT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	PRIMARY KEY (address)
);
CREATE TABLE staff_profiles (
	staff_id TEXT NOT NULL, 
	login TEXT NOT NULL, 
	display_name TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	PRIMARY KEY (staff_id), 
	UNIQUE (login)
);
INSERT INTO "staff_profiles" VALUES('CB01','cb01','Cán bộ 01','$argon2id$none');
INSERT INTO "staff_profiles" VALUES('CB02','cb02','Cán bộ 02','$argon2id$none');
INSERT INTO "staff_profiles" VALUES('CB03','cb03','Cán bộ 03','$argon2id$none');
INSERT INTO "staff_profiles" VALUES('CB09','cb09','Cán bộ 09','$argon2id$none');
CREATE TABLE superseded_numbers (
	day TEXT NOT NULL, 
	shown TEXT NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	PRIMARY KEY (day, shown)
);
CREATE TABLE supplement_texts (
	supplement_id INTEGER NOT NULL, 
	missing TEXT NOT NULL, 
	PRIMARY KEY (supplement_id)
);
CREATE TABLE supplements (
	supplement_id INTEGER NOT NULL, 
	turn_id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	service TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	valid_until TEXT NOT NULL, 
	returned_ticket INTEGER, 
	undone BOOLEAN NOT NULL, 
	PRIMARY KEY (supplement_id)
);
CREATE TABLE temporary_passwords (
	staff_id TEXT NOT NULL, 
	set_at BIGINT NOT NULL, 
	PRIMARY KEY (staff_id)
);
CREATE TABLE ticket_links (
	ticket_id INTEGER NOT NULL, 
	token TEXT NOT NULL, 
	PRIMARY KEY (ticket_id), 
	UNIQUE (token)
);
INSERT INTO "ticket_links" VALUES(14,'4PiWuxl14LFhYZO-j6MtBA');
INSERT INTO "ticket_links" VALUES(21,'QrCNX0AHVvbu0PddaXsJNA');
INSERT INTO "ticket_links" VALUES(31,'cMMHf1txSBnYpfUg32y2uw');
INSERT INTO "ticket_links" VALUES(40,'twbRjXWD6rQNR_guPUn_DQ');
INSERT INTO "ticket_links" VALUES(50,'VzsGMi07LH6cK1N97g4E0g');
INSERT INTO "ticket_links" VALUES(59,'SzEnKtOe4XJmFVKd5odl4A');
INSERT INTO "ticket_links" VALUES(70,'fie0c7l2ofIBD4xuZe6YlQ');
INSERT INTO "ticket_links" VALUES(72,'KaRh0oOqtqclRAoBScP70Q');
INSERT INTO "ticket_links" VALUES(74,'vrlJ3_YO25m1plcgSAJy5g');
INSERT INTO "ticket_links" VALUES(76,'Cks5ZJQcMBhpG1692uA9dw');
INSERT INTO "ticket_links" VALUES(78,'Q6lMpWTsYutHVU7UyKrFyw');
INSERT INTO "ticket_links" VALUES(80,'VqBSPz0wHNVehTBxmL6kdA');
INSERT INTO "ticket_links" VALUES(82,'awEnu3P0h71shA1oSiY8Vw');
INSERT INTO "ticket_links" VALUES(108,'IJPvExmXxoXT4IuAhwbU4Q');
INSERT INTO "ticket_links" VALUES(109,'DB7XwcpJUA22-RFDedBSlQ');
INSERT INTO "ticket_links" VALUES(132,'OAWIeam2yAnlTZteA-uIHQ');
INSERT INTO "ticket_links" VALUES(134,'keAqquBAroJiVXQqKTXFNQ');
INSERT INTO "ticket_links" VALUES(136,'vK9Wd5qSteIVD6lxu7psSw');
CREATE TABLE ticket_notes (
	note_id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	staff_id TEXT NOT NULL, 
	noted_at BIGINT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (note_id)
);
CREATE TABLE tickets (
	ticket_id INTEGER NOT NULL, 
	intent_id TEXT NOT NULL, 
	day TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	shown TEXT NOT NULL, 
	service TEXT NOT NULL, 
	priority_group TEXT, 
	language TEXT NOT NULL, 
	device_id TEXT NOT NULL, 
	issued_at BIGINT NOT NULL, 
	origin TEXT NOT NULL, 
	helped_by TEXT, 
	print_outcome TEXT, 
	print_due_at BIGINT, purpose TEXT, confirmed_at BIGINT, postponed_until BIGINT, 
	PRIMARY KEY (ticket_id), 
	UNIQUE (day, prefix, number), 
	UNIQUE (intent_id)
);
INSERT INTO "tickets" VALUES(14,'72938d78-9dbf-4968-8d0f-9283e1c74e6e','2026-11-23','A',1,'A001','A',NULL,'vi','kiosk-1',1795395600000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(21,'8b9cf492-b18c-4c52-8108-892d07a2d0c0','2026-11-23','A',2,'A002','A',NULL,'vi','kiosk-1',1795395701000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(31,'98f6ed96-f66a-441d-89a7-43875dba0fd4','2026-11-23','A',3,'A003','A',NULL,'vi','kiosk-1',1795395802000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(40,'b2eb758e-04a8-4f9c-b14e-f198b30abb23','2026-11-23','A',4,'A004','A',NULL,'vi','kiosk-1',1795395903000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(50,'ee6d7906-ef12-480f-a9e9-5965408e23b4','2026-11-23','A',5,'A005','A',NULL,'vi','kiosk-1',1795396004000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(59,'d1c1b800-3ec0-401b-b9b6-abb0f1e17dc5','2026-11-23','A',6,'A006','A',NULL,'vi','kiosk-1',1795396105000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(70,'d1625321-e5ef-427f-95be-bc39890e9d19','2026-11-23','A',7,'A007','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(72,'1545ad64-e9af-4745-9513-dea195f6174c','2026-11-23','B',1,'B001','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(74,'ffbba573-287e-4ffe-a7c5-3654d72d3943','2026-11-23','C',1,'C001','C',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(76,'e6b53bcd-19bb-4f84-93db-bb2f68f7ae56','2026-11-23','A',8,'A008','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(78,'581d9e71-ff81-4ec0-b35b-761fb8de35ba','2026-11-23','B',2,'B002','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(80,'f77d6feb-e3ee-4fb7-b0f2-21c4dcfe0c3b','2026-11-23','A',9,'A009','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(82,'cc64270d-3609-48f3-85ed-fcda480bcd3b','2026-11-23','A',10,'A010','A','elderly','vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(102,'aecd5998-da34-401f-bb37-a96f43b077d9','2026-11-23','+',1,'+001','A',NULL,'vi','',1795396576000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(108,'b0f6b13f-7cc0-4880-a8fd-d2f9ab890643','2026-11-23','A',11,'A011','A',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(109,'e63dbdd1-82d4-4951-8667-64946ed0ddc4','2026-11-23','C',2,'C002','C',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(132,'03c2e678-37d9-45be-80c6-8a4a53a031f0','2026-11-24','A',1,'A001','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(134,'fdf40167-105a-4afb-8c94-b76d0c893f37','2026-11-24','B',1,'B001','B',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(136,'3afebfd0-5bdc-41e5-a774-61d0896f0066','2026-11-24','A',2,'A002','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
CREATE TABLE turns (
	turn_id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	service TEXT NOT NULL, 
	rate TEXT NOT NULL, 
	state TEXT NOT NULL, 
	ranked_at BIGINT NOT NULL, 
	arrival INTEGER NOT NULL, 
	waiting_since BIGINT NOT NULL, 
	overtaken INTEGER NOT NULL, 
	first_overtaken_at BIGINT, 
	cool_down_until BIGINT, 
	grace_until BIGINT, 
	counter_id TEXT, 
	officer_id TEXT, 
	call_id INTEGER, 
	called_first_at BIGINT, 
	called_last_at BIGINT, 
	call_count INTEGER NOT NULL, 
	arrived_at BIGINT, 
	arrival_inferred BOOLEAN NOT NULL, 
	ended_at BIGINT, 
	end_inferred BOOLEAN NOT NULL, 
	outcome TEXT, 
	origin TEXT NOT NULL, 
	from_turn INTEGER, 
	for_counter TEXT, 
	for_officer TEXT, 
	held_until BIGINT, 
	absent_due_at BIGINT, 
	ticks TEXT NOT NULL, 
	touched_seq INTEGER NOT NULL, 
	PRIMARY KEY (turn_id)
);
INSERT INTO "turns" VALUES(14,14,'2026-11-23','A','ordinary','finished',1795395600000,14,1795395600000,0,NULL,NULL,NULL,'Q1','CB01',16,1795395600000,1795395600000,1,1795395600000,0,1795395660000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',18);
INSERT INTO "turns" VALUES(21,21,'2026-11-23','A','ordinary','finished',1795395701000,21,1795395701000,0,NULL,NULL,NULL,'Q1','CB01',23,1795395701000,1795395701000,1,1795395701000,0,1795395761000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',27);
INSERT INTO "turns" VALUES(31,31,'2026-11-23','A','ordinary','finished',1795395802000,31,1795395802000,0,NULL,NULL,NULL,'Q1','CB01',33,1795395802000,1795395802000,1,1795395802000,0,1795395862000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',37);
INSERT INTO "turns" VALUES(40,40,'2026-11-23','A','ordinary','finished',1795395903000,40,1795395903000,0,NULL,NULL,NULL,'Q1','CB01',42,1795395903000,1795395903000,1,1795395903000,0,1795395963000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',46);
INSERT INTO "turns" VALUES(50,50,'2026-11-23','A','ordinary','finished',1795396004000,50,1795396004000,0,NULL,NULL,NULL,'Q1','CB01',52,1795396004000,1795396004000,1,1795396004000,0,1795396064000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',56);
INSERT INTO "turns" VALUES(59,59,'2026-11-23','A','ordinary','finished',1795396105000,59,1795396105000,0,NULL,NULL,NULL,'Q1','CB01',61,1795396105000,1795396105000,1,1795396105000,0,1795396165000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',65);
INSERT INTO "turns" VALUES(70,70,'2026-11-23','A','ordinary','expired',1795396206000,70,1795396206000,0,NULL,NULL,NULL,NULL,NULL,84,1795396206000,1795396206000,1,1795396236000,0,1795396856000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',115);
INSERT INTO "turns" VALUES(72,72,'2026-11-23','B','ordinary','finished',1795396206000,72,1795396206000,0,NULL,NULL,NULL,'Q2','CB02',95,1795396483000,1795396483000,1,1795396493000,0,1795396576000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',100);
INSERT INTO "turns" VALUES(74,74,'2026-11-23','C','ordinary','expired',1795396206000,74,1795396206000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396856000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',118);
INSERT INTO "turns" VALUES(76,76,'2026-11-23','A','ordinary','transferred',1795396206000,76,1795396206000,1,1795396316000,NULL,NULL,'Q1','CB01',90,1795396356000,1795396356000,1,1795396368000,0,1795396468000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',92);
INSERT INTO "turns" VALUES(78,78,'2026-11-23','B','ordinary','expired',1795396206000,78,1795396206000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396856000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',119);
INSERT INTO "turns" VALUES(80,80,'2026-11-23','A','ordinary','expired',1795396206000,80,1795396206000,1,1795396316000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396856000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',120);
INSERT INTO "turns" VALUES(82,82,'2026-11-23','A','priority','no_show',1795396206000,82,1795396206000,0,NULL,NULL,1795398136000,'Q1','CB01',88,1795396316000,1795396316000,1,NULL,0,1795396336000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',89);
INSERT INTO "turns" VALUES(94,76,'2026-11-23','B','ordinary','expired',1795396206000,76,1795396468000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396856000,0,NULL,'transferred',76,NULL,NULL,NULL,NULL,'[]',121);
INSERT INTO "turns" VALUES(102,102,'2026-11-23','A','ordinary','finished',1795396576000,102,1795396576000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795396576000,0,1795396636000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',104);
INSERT INTO "turns" VALUES(108,108,'2026-11-23','A','ordinary','voided',1795396736000,108,1795396736000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396856000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',114);
INSERT INTO "turns" VALUES(109,109,'2026-11-23','C','ordinary','expired',1795396736000,109,1795396736000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396856000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',122);
INSERT INTO "turns" VALUES(132,132,'2026-11-24','A','ordinary','finished',1795482000000,132,1795482000000,0,NULL,NULL,NULL,'Q1','CB01',138,1795482000000,1795482000000,1,1795482000000,0,1795482060000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',140);
INSERT INTO "turns" VALUES(134,134,'2026-11-24','B','ordinary','waiting',1795482000000,134,1795482000000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',134);
INSERT INTO "turns" VALUES(136,136,'2026-11-24','A','ordinary','serving',1795482000000,136,1795482000000,0,NULL,NULL,NULL,'Q1','CB01',142,1795482065000,1795482065000,1,1795482077000,0,NULL,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',143);
CREATE TABLE undo_points (
	counter_id TEXT NOT NULL, 
	first_seq INTEGER NOT NULL, 
	last_seq INTEGER NOT NULL, 
	made_at BIGINT NOT NULL, 
	"before" TEXT NOT NULL, 
	PRIMARY KEY (counter_id)
);
INSERT INTO "undo_points" VALUES('Q1',143,144,1795482077000,'[{"turn_id": 136, "ticket_id": 136, "day": "2026-11-24", "service": "A", "rate": "ordinary", "state": "called", "ranked_at": 1795482000000, "arrival": 136, "waiting_since": 1795482000000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q1", "officer_id": "CB01", "call_id": 142, "called_first_at": 1795482065000, "called_last_at": 1795482065000, "call_count": 1, "arrived_at": null, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "origin": "issued", "from_turn": null, "for_counter": null, "for_officer": null, "held_until": null, "absent_due_at": null, "ticks": "[]", "touched_seq": 142}]');
INSERT INTO "undo_points" VALUES('Q2',100,101,1795396576000,'[{"turn_id": 72, "ticket_id": 72, "day": "2026-11-23", "service": "B", "rate": "ordinary", "state": "serving", "ranked_at": 1795396206000, "arrival": 72, "waiting_since": 1795396206000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q2", "officer_id": "CB02", "call_id": 95, "called_first_at": 1795396483000, "called_last_at": 1795396483000, "call_count": 1, "arrived_at": 1795396493000, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "origin": "issued", "from_turn": null, "for_counter": null, "for_officer": null, "held_until": null, "absent_due_at": null, "ticks": "[]", "touched_seq": 99}]');
CREATE TABLE web_sessions (
	token_hash TEXT NOT NULL, 
	staff_id TEXT NOT NULL, 
	csrf_token TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, address TEXT, browser TEXT, 
	PRIMARY KEY (token_hash)
);
CREATE TABLE windows (
	window_id INTEGER NOT NULL, 
	turn_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	service TEXT NOT NULL, 
	scheme_id TEXT NOT NULL, 
	opened_at BIGINT NOT NULL, 
	closes_at BIGINT NOT NULL, 
	closed_at BIGINT, 
	undone BOOLEAN NOT NULL, undone_at BIGINT, 
	PRIMARY KEY (window_id)
);
INSERT INTO "windows" VALUES(19,14,'2026-11-23','Q1','CB01','A','five-levels-1',1795395660000,1795395701000,1795395701000,0,NULL);
INSERT INTO "windows" VALUES(28,21,'2026-11-23','Q1','CB01','A','five-levels-1',1795395761000,1795395802000,1795395802000,0,NULL);
INSERT INTO "windows" VALUES(38,31,'2026-11-23','Q1','CB01','A','five-levels-1',1795395862000,1795395903000,1795395903000,0,NULL);
INSERT INTO "windows" VALUES(47,40,'2026-11-23','Q1','CB01','A','five-levels-1',1795395963000,1795396004000,1795396004000,0,NULL);
INSERT INTO "windows" VALUES(57,50,'2026-11-23','Q1','CB01','A','five-levels-1',1795396064000,1795396105000,1795396105000,0,NULL);
INSERT INTO "windows" VALUES(66,59,'2026-11-23','Q1','CB01','A','five-levels-1',1795396165000,1795396225000,1795396225000,0,NULL);
INSERT INTO "windows" VALUES(93,76,'2026-11-23','Q1','CB01','A','five-levels-1',1795396468000,1795396528000,1795396528000,0,NULL);
INSERT INTO "windows" VALUES(98,72,'2026-11-23','Q2','CB02','B','five-levels-1',1795396543000,1795396546000,1795396546000,1,1795396546000);
INSERT INTO "windows" VALUES(101,72,'2026-11-23','Q2','CB02','B','five-levels-1',1795396576000,1795396636000,1795396636000,0,NULL);
INSERT INTO "windows" VALUES(105,102,'2026-11-23','Q1','CB01','A','five-levels-1',1795396636000,1795396696000,1795396696000,0,NULL);
INSERT INTO "windows" VALUES(116,70,'2026-11-23','Q1','CB01','A','five-levels-1',1795396856000,1795396856000,1795396856000,0,NULL);
INSERT INTO "windows" VALUES(141,132,'2026-11-24','Q1','CB01','A','five-levels-1',1795482060000,1795482080000,NULL,0,NULL);
CREATE UNIQUE INDEX desk_open_counter ON desk_sessions (counter_id) WHERE signed_off_at IS NULL;
CREATE UNIQUE INDEX desk_open_officer ON desk_sessions (officer_id) WHERE signed_off_at IS NULL;
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX windows_of_counter ON windows (counter_id, opened_at);
CREATE INDEX windows_of_officer ON windows (officer_id, scheme_id);
CREATE INDEX windows_open ON windows (closes_at) WHERE closed_at IS NULL;
CREATE INDEX windows_open_at_counter ON windows (counter_id, window_id) WHERE closed_at IS NULL;
CREATE INDEX calls_of_day ON calls (day, call_id);
CREATE INDEX calls_of_turn ON calls (turn_id);
CREATE INDEX tickets_by_shown ON tickets (day, shown);
CREATE INDEX tickets_print_due ON tickets (print_due_at) WHERE print_due_at IS NOT NULL;
CREATE INDEX turns_absent_due ON turns (absent_due_at) WHERE absent_due_at IS NOT NULL;
CREATE INDEX turns_at_counter ON turns (counter_id) WHERE ended_at IS NULL AND counter_id IS NOT NULL;
CREATE INDEX turns_busy ON turns (ticket_id) WHERE ended_at IS NULL AND counter_id IS NOT NULL;
CREATE INDEX turns_cool_down ON turns (cool_down_until) WHERE cool_down_until IS NOT NULL;
CREATE INDEX turns_grace ON turns (grace_until) WHERE grace_until IS NOT NULL;
CREATE INDEX turns_held ON turns (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX turns_in_line ON turns (state, day, service, rate, ranked_at, arrival) WHERE ended_at IS NULL;
CREATE INDEX turns_of_ticket ON turns (ticket_id);
CREATE UNIQUE INDEX claim_codes_of ON claim_codes (kind, ref_id);
CREATE UNIQUE INDEX desk_pause_open ON desk_pauses (session_id) WHERE resumed_at IS NULL;
CREATE INDEX holds_of_turn ON holds (turn_id);
CREATE INDEX jobs_open ON jobs (device_id, job_id) WHERE ended_at IS NULL;
CREATE INDEX journal_of_set_up ON journal (seq) WHERE kind IN ('set_up_changed', 'device_added', 'device_changed', 'device_retired');
CREATE INDEX alarms_quiet ON acknowledged_alarms (until_at);
CREATE INDEX places_of_day ON reserved_places (day, service, at);
CREATE INDEX supplements_of_turn ON supplements (turn_id);
CREATE INDEX supplements_returned ON supplements (returned_ticket);
CREATE INDEX notes_of_ticket ON ticket_notes (ticket_id);
CREATE INDEX windows_of_turn ON windows (turn_id);
CREATE INDEX journal_deeds ON journal (seq) WHERE kind IN ('quick_served', 'priority_changed');
CREATE INDEX windows_in_days ON windows (scheme_id, undone, day, officer_id, counter_id, service);
CREATE INDEX presses_of_window ON presses (window_id);
CREATE INDEX presses_of_device ON presses (device_id, seq);
CREATE UNIQUE INDEX block_set_aside_once ON blocks_set_aside (scheme_id, series, officer_id, counter_id, block) WHERE put_back_by IS NULL;
CREATE INDEX answers_of_finding ON answered_findings (finding_key);
CREATE INDEX settled_in_blocks ON settled_ratings (scheme_id, series, officer_id, counter_id, block, day, level, satisfied, service, hour, settled_at);
CREATE INDEX settled_in_order ON settled_ratings (scheme_id, series, order_seq, service, weekday, hour, day, officer_id, level);
CREATE INDEX comments_of_day ON comments (day, service);
CREATE INDEX presses_flagged ON presses (window_id, channel, flags, counter_id, received_at) WHERE flags != '';
CREATE INDEX score_views_in_time ON score_views (viewed_at);
COMMIT;
