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
INSERT INTO "alembic_version" VALUES('2026_11_23_ratings');
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
INSERT INTO "centre_identity" VALUES(1,1795348239,1795348239000);
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
	received_at BIGINT NOT NULL, 
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
INSERT INTO "job_payloads" VALUES(127,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"day\":\"2026-11-23\",\"closed_at\":\"2026-11-23T01:20:56.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"services\":[{\"service\":\"A\",\"name\":\"Chứng thực\",\"issued\":11,\"without_number\":1,\"joined\":0,\"served\":7,\"no_show\":1,\"passed_on\":1,\"expired\":2,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":0,\"wait_p90_min\":2},{\"service\":\"B\",\"name\":\"Hộ tịch\",\"issued\":2,\"without_number\":0,\"joined\":1,\"served\":1,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":5,\"wait_p90_min\":5},{\"service\":\"C\",\"name\":\"Đất đai\",\"issued\":2,\"without_number\":0,\"joined\":0,\"served\":0,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":null,\"wait_p90_min\":null}],\"head_seq\":126,\"head_hash\":\"cdf8 644c 53c1 658a b39f d311 9ba8 d27c de9d 3c22 9cd6 c264 4f81 7acc 326c c894\",\"is_copy\":false}", "language": "vi"}');
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
INSERT INTO "journal" VALUES(14,'2026-11-23T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"1bcf4b18-5586-48df-9fb3-3a36ed266cb5","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395690000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','b131112bc7287904fe815a7894cfe513433ed22cc110bd8da4b5081a041898ad');
INSERT INTO "journal" VALUES(15,'2026-11-23T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":14}','a406b438d6736c126e1b2e36cb5b7d42cde690475fc879a16d6b2590f7da356e');
INSERT INTO "journal" VALUES(16,'2026-11-23T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":14}','432993580c0c4bfeb2114a95c523cefd8fef10766bd3bb1de4b7e0891c1e388a');
INSERT INTO "journal" VALUES(17,'2026-11-23T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":14}','dfa37e9f2373ca8b025b0e9637603541769a6464798d590c212d2c9796d45789');
INSERT INTO "journal" VALUES(18,'2026-11-23T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":14}','25985c02389fc182d198448d25da7989dc34fc4ea33545d594d30363c6134e29');
INSERT INTO "journal" VALUES(19,'2026-11-23T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795395720000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":14}','2e4ac19824a3ec204b0e02fd621ea90981208656b6c395e5a544f2a52d21b5d1');
INSERT INTO "journal" VALUES(20,'2026-11-23T01:01:00.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":5,"n":1,"press_id":"0e921569-8d9d-4478-a274-e657448894d6","window_id":19,"window_seen":19}','0dd1308cb9d1557aae973ea0a533b306928c944d63cbcc140581597d5adca038');
INSERT INTO "journal" VALUES(21,'2026-11-23T01:01:41.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"e0d7719b-8c8f-4ca1-97b9-796e3506ec8a","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395791000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','a060232310912e51ed73a62cf5d9ec1b3947dfd89b91885c17d75b4aebcb2c28');
INSERT INTO "journal" VALUES(22,'2026-11-23T01:01:41.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":21}','68618882532bd740ca5bf04cb21088cbc4b2dd5020b05ea93c4bb8b49844cd2f');
INSERT INTO "journal" VALUES(23,'2026-11-23T01:01:41.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":21}','add54505f433b53c86891c2b266fb1bb4598a1f741cb272b29c938b68d723d8f');
INSERT INTO "journal" VALUES(24,'2026-11-23T01:01:41.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":21}','65c83f7ab88885abf46c7f062ffda59b11551a5a81ab65a6695f5f3a9ab3a5da');
INSERT INTO "journal" VALUES(25,'2026-11-23T01:01:41.000Z','window_shortened',1,'test','{"closes_at":1795395701000,"window_id":19}','c047fb2c17c30b9693292b3245c80a0f88afb5434ff1b34f0ca2cbbe9692bca8');
INSERT INTO "journal" VALUES(26,'2026-11-23T01:01:41.000Z','window_closed',1,'test','{"window_id":19}','4208f461e63feed0ee3eaed4c7a903b0679fa704b3440a2513937c79c7bb4d96');
INSERT INTO "journal" VALUES(27,'2026-11-23T01:02:41.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":21}','7e7d2137fb45f00b4369950f95639dec629bffd432228f6fe8959bcf76b614dc');
INSERT INTO "journal" VALUES(28,'2026-11-23T01:02:41.000Z','window_opened',1,'test','{"closes_at":1795395821000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":21}','d152f8b30eeb15ef6350f469fec422b484a8204b36811da87fc87c733ebb04a7');
INSERT INTO "journal" VALUES(29,'2026-11-23T01:02:41.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":2,"n":2,"press_id":"384197e3-21b6-49d1-8b94-6be73ed8e3b5","window_id":28,"window_seen":28}','545f4d4d612a37643eac46a4d10eaa4e2c1240c5a5de76c25be3199eb80b8207');
INSERT INTO "journal" VALUES(30,'2026-11-23T01:02:42.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":1,"n":3,"press_id":"4990e7d3-53f3-49ba-b64a-4125ad6c373b","window_id":28,"window_seen":28}','d2c062e6ce8d93a0cebb112d3008e04238b7ac38c566d677173b4b6f4dfd2f2d');
INSERT INTO "journal" VALUES(31,'2026-11-23T01:03:22.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"de96d02b-b27b-47e7-a45d-f4022893c6d0","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395892000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A003","supplement_id":null}','be3d59cff1496a069821e518dc3babf7be57686ee9890504e42093dd52fe87f8');
INSERT INTO "journal" VALUES(32,'2026-11-23T01:03:22.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":31}','ed9d722429190a2a85e67c3d12a2ec27f94479356079448566791a0273a84de4');
INSERT INTO "journal" VALUES(33,'2026-11-23T01:03:22.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":31}','3f86b554d17169f248c3db7f9688c029a2e7218a0291309a83e753ab1c27bd9b');
INSERT INTO "journal" VALUES(34,'2026-11-23T01:03:22.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":31}','f16c7e890a838863aaf3ef6a33c3fe5b8e795499aa26918015de93d02e69ba0c');
INSERT INTO "journal" VALUES(35,'2026-11-23T01:03:22.000Z','window_shortened',1,'test','{"closes_at":1795395802000,"window_id":28}','d8b669c44591641b5cc5601721d2c9177c8754ed71448fb3be834c609f5a074c');
INSERT INTO "journal" VALUES(36,'2026-11-23T01:03:22.000Z','window_closed',1,'test','{"window_id":28}','89dfaf7224c7d58d6298db0d1da696aee52e36a27d5406429bfff5b79d2f924f');
INSERT INTO "journal" VALUES(37,'2026-11-23T01:04:22.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":31}','d59cebc056cce78664b0ebf80e27f4eac192f8c7d606eb4e1b95540480c61fd9');
INSERT INTO "journal" VALUES(38,'2026-11-23T01:04:22.000Z','window_opened',1,'test','{"closes_at":1795395922000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":31}','58a415c30ff172a99b4af889113672b32ebe764f3f0b719b4843e639e3ce48c5');
INSERT INTO "journal" VALUES(39,'2026-11-23T01:04:22.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":4,"n":4,"press_id":"2d617b7d-b026-4439-b792-ef8d03fc3951","window_id":38,"window_seen":38}','6ea7b7de49d4ff132b9cef0b2dabfa320a3534bd7ecff2481fac79dfd56c214f');
INSERT INTO "journal" VALUES(40,'2026-11-23T01:05:03.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"3bd07af4-0007-42d2-82c1-49a74d534797","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395993000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A004","supplement_id":null}','275dc2b0e65dd31df91e1fb97eaa5d5a09537797f8eca76ff1ca0d3dd73ae6cb');
INSERT INTO "journal" VALUES(41,'2026-11-23T01:05:03.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":40}','12bab2717d2a110d41ca0b9c586179832e2347336fb57a0c52980bdd6742af66');
INSERT INTO "journal" VALUES(42,'2026-11-23T01:05:03.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":40}','050ebd08355789f5ba9de0723f6d600b59921eba3e19e5379ecd2e0422387a62');
INSERT INTO "journal" VALUES(43,'2026-11-23T01:05:03.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":40}','dd2ad377636ac23a59d50fd478c099d36934cf2caee20a76e418f95f657b1d0c');
INSERT INTO "journal" VALUES(44,'2026-11-23T01:05:03.000Z','window_shortened',1,'test','{"closes_at":1795395903000,"window_id":38}','28a2583a7e79258579a91a23639431f9f6bc8e463362e28507c482bb5e817215');
INSERT INTO "journal" VALUES(45,'2026-11-23T01:05:03.000Z','window_closed',1,'test','{"window_id":38}','bd93df572f5901c2c93ba37df3e62618bd0c646484bd6a11dee53e7eea20cafc');
INSERT INTO "journal" VALUES(46,'2026-11-23T01:06:03.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":40}','894eccdffe12f5ce410a5318a346dd7e8eafbe6a8d192bd5a30111c33db7254c');
INSERT INTO "journal" VALUES(47,'2026-11-23T01:06:03.000Z','window_opened',1,'test','{"closes_at":1795396023000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":40}','d358a55551492c86d125769de054ba2aa5b4ba4b524c55ec9dbb6dbb488f5dcf');
INSERT INTO "journal" VALUES(48,'2026-11-23T01:06:03.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":1,"n":5,"press_id":"fc56b6e0-72c7-4450-b71e-66cc5bf567c1","window_id":47,"window_seen":47}','19fed2e191a1c516ec82e055d123ba173884712e6e8b9ac811433bf2bcf6e723');
INSERT INTO "journal" VALUES(49,'2026-11-23T01:06:04.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":1,"n":6,"press_id":"1f6d1df1-19c4-460e-9573-500943f30841","window_id":47,"window_seen":47}','25053587d232293a0bfb176c53495e2f5aee2d3a27412d161ae498b9ab82d298');
INSERT INTO "journal" VALUES(50,'2026-11-23T01:06:44.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"4d2128a7-2f77-4e3b-8bac-1499d1bac83e","language":"vi","not_before":null,"number":5,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396094000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A005","supplement_id":null}','9a1ab6169331d85a3dfb33ef834cd28379da045be40d38918eaa3680df5a91ee');
INSERT INTO "journal" VALUES(51,'2026-11-23T01:06:44.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":50}','5482abd85842c13143bae5a72b4e45d0b797028ce29714bf56c1c2c1c1fdc69e');
INSERT INTO "journal" VALUES(52,'2026-11-23T01:06:44.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":50}','76ca42b494e64489da1f421fa533876606236b9f951174d12ee10e1c8d58e07d');
INSERT INTO "journal" VALUES(53,'2026-11-23T01:06:44.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":50}','2af71202a9c43b1f43614e18d2633947a4b10168e53637fd8192cb2b7221ca5f');
INSERT INTO "journal" VALUES(54,'2026-11-23T01:06:44.000Z','window_shortened',1,'test','{"closes_at":1795396004000,"window_id":47}','13ffb5a1314829f4cfc975c489a331512b731a85327db2bbed0ba4658eed9aa0');
INSERT INTO "journal" VALUES(55,'2026-11-23T01:06:44.000Z','window_closed',1,'test','{"window_id":47}','7314be336e6bc552f8536a9913a10ec1f52dde177a840f9fb578b6e492c6b3b0');
INSERT INTO "journal" VALUES(56,'2026-11-23T01:07:44.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":50}','ca0934e54dca5cba28eafe33f42492594d1c30a2a317f4ff1a7c0430cfc18dcd');
INSERT INTO "journal" VALUES(57,'2026-11-23T01:07:44.000Z','window_opened',1,'test','{"closes_at":1795396124000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":50}','f421b0468e3871fb119f6d21e8ef4ed6f54aef3c8cead57984f33bd1159df110');
INSERT INTO "journal" VALUES(58,'2026-11-23T01:07:44.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":5,"n":7,"press_id":"955ef93e-4ddf-4edf-b7e4-daa7e27b386c","window_id":57,"window_seen":57}','ee63d3a6ad74d6860b0f00fd343fed703421cc686cd23c42ca95ab58892fbe5b');
INSERT INTO "journal" VALUES(59,'2026-11-23T01:08:25.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"a825ed8f-6296-448c-98b8-8bd45e117b90","language":"vi","not_before":null,"number":6,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396195000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A006","supplement_id":null}','66196352635bf4cb0cc713786f5c81c7351ad4d8448c95cb7409fdb67da5bbc6');
INSERT INTO "journal" VALUES(60,'2026-11-23T01:08:25.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":59}','a81eb19ccefeae9f9bf85f8363969454043c3d7598d304c0946a872d0d9f15fa');
INSERT INTO "journal" VALUES(61,'2026-11-23T01:08:25.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":59}','b1bf5dd0aabbb88dfdf69533f82426618fbd265d740c8f2b10c52127c8b015f4');
INSERT INTO "journal" VALUES(62,'2026-11-23T01:08:25.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":59}','742fcad3c680f354615aa2a47616c8e47cea6d909040284e406aec774c3e598b');
INSERT INTO "journal" VALUES(63,'2026-11-23T01:08:25.000Z','window_shortened',1,'test','{"closes_at":1795396105000,"window_id":57}','8a69fc1a94108b164532bec8630a962dbcf5ad2edf33fc3d2ca3ef089661d8bb');
INSERT INTO "journal" VALUES(64,'2026-11-23T01:08:25.000Z','window_closed',1,'test','{"window_id":57}','080ca31277f9e9e97254728dc12f56488a89e11c5496dd3a272ab99617f8bea1');
INSERT INTO "journal" VALUES(65,'2026-11-23T01:09:25.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":59}','59762c1c6824acc6ec2251c4dd4e28feb6e3fa443712b71c6d95e9353e9f12d5');
INSERT INTO "journal" VALUES(66,'2026-11-23T01:09:25.000Z','window_opened',1,'test','{"closes_at":1795396225000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":59}','7ed5e7672f33d64456f32ed23ad310fa6b1b58cac31b861f412f229e4fb563ad');
INSERT INTO "journal" VALUES(67,'2026-11-23T01:09:25.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":3,"n":8,"press_id":"f284a4e7-8941-419e-b29d-e784a8ce4827","window_id":66,"window_seen":66}','6d0f5e6814c3f1b090c552fe5545a496d414e030cbfe615321b5ff15a738d358');
INSERT INTO "journal" VALUES(68,'2026-11-23T01:09:26.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":2,"n":9,"press_id":"2267a136-2cad-4636-a997-0f6cfa85136a","window_id":66,"window_seen":66}','50de8eb0541e3a453652c21db3471da10bc3bf691057902b867e65bf51dd0250');
INSERT INTO "journal" VALUES(69,'2026-11-23T01:10:06.000Z','press_recorded',2,'test','{"age_ms":null,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["no_window"],"level":1,"n":10,"press_id":"d4ae052f-fa07-457d-a1be-a19b543c0cd1","window_id":null,"window_seen":null}','c8ac88e6149133b7262b525e891e73a8b8b9c5e645e83f3167c0069cc33734e5');
INSERT INTO "journal" VALUES(70,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"d7de8f26-0b07-4894-8363-c1d3dfe09751","language":"vi","not_before":null,"number":7,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A007","supplement_id":null}','d87e2a7a9c5a2a51a446e4d0139bc563ed3ece162d3a0cfdd83d3ff98ba43243');
INSERT INTO "journal" VALUES(71,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":70}','9e5349afa110d9275795d89351561f25f49bcdf92b97f8945d485379777bb335');
INSERT INTO "journal" VALUES(72,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"bb0612f7-6b47-4601-844f-03168b6e5f4a","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','64ee3d404c6ff55270d28814c69eb464bf9ba19f917b8c142112842e2e0f338c');
INSERT INTO "journal" VALUES(73,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":72}','cf9515eec023377bf8da47566cc06eb713c8326b920f3e7836dc498642c16c2f');
INSERT INTO "journal" VALUES(74,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"20bb7a9a-190c-44c2-9a15-06713d014536","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C001","supplement_id":null}','0a5d426a869c88a06afb185dd9a187f69cf37ea14afb84d134e96c4b0b271949');
INSERT INTO "journal" VALUES(75,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":74}','8d838272986208c554debc4fc3aa77b420eea930f018f0f438c0f696a95fbd1b');
INSERT INTO "journal" VALUES(76,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"6475ae5b-1dcd-46c4-9d46-7cc370cb5d07","language":"vi","not_before":null,"number":8,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A008","supplement_id":null}','5c1b254981bf946d5841946575d762138d2c19d39e64b9bc6014641c6e5e9798');
INSERT INTO "journal" VALUES(77,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":76}','a026e6020c05c1c8e51a52e7bd9baf128040e01b86cc160750ab270057991faa');
INSERT INTO "journal" VALUES(78,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"befc202c-9e0a-4ddb-928e-2a901c56202d","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B002","supplement_id":null}','218868054a320047d85a4a03521e8f0fdc922b051ed5e041fe55b691706d573a');
INSERT INTO "journal" VALUES(79,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":78}','78a5b9e2a795f59c04db0a77a60307ae839189152e19e799f7a9fd0904cda346');
INSERT INTO "journal" VALUES(80,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"c432a6e9-97ff-44d8-94c0-824751463822","language":"vi","not_before":null,"number":9,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A009","supplement_id":null}','fab8c85e981589e40baef91949c044aeaf5c57dee14d41dac87edcf94780a87d');
INSERT INTO "journal" VALUES(81,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":80}','d2083c5e4055cb51569bdaf8c2296706ca0b07fc3eb0bb505b8764969063ad0a');
INSERT INTO "journal" VALUES(82,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"4cfb1c33-aa9e-4a2b-8b12-428162664bcc","language":"vi","not_before":null,"number":10,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":"elderly","purpose":null,"ranked_at":null,"rate":"priority","service":"A","shown":"A010","supplement_id":null}','2ebb113bafe49dfe01900b9a517fe4cce82577d7e03d99b8fe9e031c8e737dfc');
INSERT INTO "journal" VALUES(83,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":82}','cceac48f3c213a4bd060285b47950f3566409cde59ccc2f58cf62d1229464e67');
INSERT INTO "journal" VALUES(84,'2026-11-23T01:10:06.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":0,"A/priority":0}},"to_seat":false,"turn_id":70}','c3aa5b69d54aaa9be1e5224c837875c69877f3f61ea1ec687a5c07acc2e06f11');
INSERT INTO "journal" VALUES(85,'2026-11-23T01:10:36.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":70}','09abfeaf5bbef5c9654dc8a809c4c630c9ab34c6c8dbb81582ef404e551822b7');
INSERT INTO "journal" VALUES(86,'2026-11-23T01:10:36.000Z','window_closed',1,'test','{"window_id":66}','bd10c2f39570b616eb5c3074bdf9b12c7d9fdf4d6cbacf7a76a02e92942ec994');
INSERT INTO "journal" VALUES(87,'2026-11-23T01:10:56.000Z','turn_held',1,'test','{"held_until":1795396556000,"turn_id":70}','ebc1345640f42b965983b495aa7d8107001801c7875b0d497e2f757932adabbe');
INSERT INTO "journal" VALUES(88,'2026-11-23T01:11:56.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[76,80],"reason":{"line":"A/priority","passed":[76,80],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":110000,"A/priority":330000}},"to_seat":false,"turn_id":82}','fc78fb6c52765b93b6ddb6632f115ec25485b273288f74512412147b93d98a11');
INSERT INTO "journal" VALUES(89,'2026-11-23T01:12:16.000Z','turn_marked_absent',1,'test','{"grace_until":1795398136000,"turn_id":82}','a817bac742a3193a086414ac70c4a4659968c3a1dc90eaf0dd319decff7e9ab3');
INSERT INTO "journal" VALUES(90,'2026-11-23T01:12:36.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":150000}},"to_seat":false,"turn_id":76}','3a98fbc7d517ca13fba99121e327d77508d1cc03488a905099668405a1b0244e');
INSERT INTO "journal" VALUES(91,'2026-11-23T01:12:48.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":76}','bdbd8d74cecbb1337c334a76b2a4b6a69c53f9e693168928ce5e8ee53fd62633');
INSERT INTO "journal" VALUES(92,'2026-11-23T01:14:28.000Z','turn_transferred',1,'test','{"turn_id":76}','6c25750a46c55d99cd02d31136e39c606bbebf773bdd786531d8b8eae9a89422');
INSERT INTO "journal" VALUES(93,'2026-11-23T01:14:28.000Z','window_opened',1,'test','{"closes_at":1795396528000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":76}','19f42d6ce9741c3ac19e1021278305068423e68dee8d4f810b6d97180377f632');
INSERT INTO "journal" VALUES(94,'2026-11-23T01:14:28.000Z','turn_added',1,'test','{"arrival":76,"for_counter":null,"for_officer":null,"from_turn":76,"origin":"transferred","ranked_at":1795396206000,"rate":"ordinary","service":"B","ticket_id":76}','4d1213d7730c5e30a0ee93b81363b3a1d44c4887c78f286766964e06fedd4d20');
INSERT INTO "journal" VALUES(95,'2026-11-23T01:14:43.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"line":"B/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":277000,"B/ordinary":277000}},"to_seat":false,"turn_id":72}','33b32451221acb600fb14f129bc55f9724f01fffb5d30181b4767f8d5bd9df9c');
INSERT INTO "journal" VALUES(96,'2026-11-23T01:14:53.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB02","turn_id":72}','87851eae310507d163807bd179a6a0b3a1bfb9314545f7f7f083aaee3f838059');
INSERT INTO "journal" VALUES(97,'2026-11-23T01:15:43.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','178a00dc211043d0c96c7c0b528985da9bc83a9118d71b178b7846ec0c3c0352');
INSERT INTO "journal" VALUES(98,'2026-11-23T01:15:43.000Z','window_opened',1,'test','{"closes_at":1795396603000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','81de747dfdd3ae1367027aa80da4d9402196f333c0ca7ccb1130d3d2693d7e03');
INSERT INTO "journal" VALUES(99,'2026-11-23T01:15:46.000Z','action_undone',2,'test','{"counter_id":"Q2","first_seq":97,"last_seq":98,"overtaken":[],"turns":[{"absent_due_at":null,"arrival":72,"arrival_inferred":0,"arrived_at":1795396493000,"call_count":1,"call_id":95,"called_first_at":1795396483000,"called_last_at":1795396483000,"cool_down_until":null,"counter_id":"Q2","day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":null,"for_counter":null,"for_officer":null,"from_turn":null,"grace_until":null,"held_until":null,"officer_id":"CB02","origin":"issued","outcome":null,"overtaken":0,"ranked_at":1795396206000,"rate":"ordinary","service":"B","state":"serving","ticket_id":72,"ticks":"[]","touched_seq":96,"turn_id":72,"waiting_since":1795396206000}]}','0707536c1da032399dff11a1d643d67e7cba3695afb7e27a81b2473572754e29');
INSERT INTO "journal" VALUES(100,'2026-11-23T01:16:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','5bb1c18f1a51caf8feedd646739542d0e3f8745b24be9c6883344a28a8977081');
INSERT INTO "journal" VALUES(101,'2026-11-23T01:16:16.000Z','window_opened',1,'test','{"closes_at":1795396636000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','03aa2a6080696d370b51d2fc28dcca335a8c2730395f989b4b9c9b5f8dff452f');
INSERT INTO "journal" VALUES(102,'2026-11-23T01:16:16.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"da4e8956-8446-4832-8c3f-3331edb0c1b1","number":1,"officer_id":"CB01","passed":[80],"service":"A","shown":"+001"}','452b0177f7014257dc09fc76c5b04de5bfd51c7c89ae28861ef8fbdb1690cbeb');
INSERT INTO "journal" VALUES(103,'2026-11-23T01:16:16.000Z','window_closed',1,'test','{"window_id":93}','6a34152ae7a2ba051f75db1d1343a4af96471014c1e1180d643cba2877306824');
INSERT INTO "journal" VALUES(104,'2026-11-23T01:17:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":102}','318447f63c1ec280b154bb45da3ecf8ff5e1e79da8f4740a060503d1fabddedd');
INSERT INTO "journal" VALUES(105,'2026-11-23T01:17:16.000Z','window_opened',1,'test','{"closes_at":1795396696000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":102}','0d8539ef5151d661ec13029868cd3c8cd1b32b66c9d99827ea0dac5b7b9ea125');
INSERT INTO "journal" VALUES(106,'2026-11-23T01:17:16.000Z','desk_paused',1,'test','{"reason":"break","session_id":11}','79057eb390d3322ce0f958d72b8fa01c8c01cb2cbef40a6b287aa07accbb5d9f');
INSERT INTO "journal" VALUES(107,'2026-11-23T01:18:56.000Z','desk_resumed',1,'test','{"session_id":11}','37840ab8a1f9afe92a4d1a790bec8501df7827c71198de83d5edb94b31cfc07d');
INSERT INTO "journal" VALUES(108,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b2d35643-6116-4648-b3ac-bd3e29fd7727","language":"vi","not_before":null,"number":11,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A011","supplement_id":null}','256195ed9d16e8c563ee50b272815254dfb6e4221ed541d6adb6a90d78b544c4');
INSERT INTO "journal" VALUES(109,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"f602434f-9213-4cba-b288-5c6ebc141afb","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C002","supplement_id":null}','f3507673e37288dfa6d4c735d8c3cfd5289a9d36f9da9bcc576c85fc3846694c');
INSERT INTO "journal" VALUES(110,'2026-11-23T01:18:56.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":109}','4e8c5e53e88a277dd5dde72c5e10e0fcf1e493568f581f0e31b97218e2f0b354');
INSERT INTO "journal" VALUES(111,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":101}','7b071046eb5a581adc4f357c968c0d99c276a475728be2e76b68bb7e097c2fa8');
INSERT INTO "journal" VALUES(112,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":105}','e388acce995cc7bed7e892968befc86c03e2d9ccfe92ba221a47a89d8730c0fb');
INSERT INTO "journal" VALUES(113,'2026-11-23T01:20:56.000Z','turn_released',1,'schedule','{"reason":"timer","turn_id":70}','d1912a926c623ee48062daec8f289fd227688648e39b7430e3d627b5b7311482');
INSERT INTO "journal" VALUES(114,'2026-11-23T01:20:56.000Z','turn_voided',1,'schedule','{"reason":"no_outcome","turn_id":108}','ca3e2f5625d78e60611111bf3b17a81b35d3a650a775720cdada555cdf20bdb4');
INSERT INTO "journal" VALUES(115,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":70}','790a07313e320ef7cbfe09ef1a6b88b586e030bbf363d33112612ef0c8659f50');
INSERT INTO "journal" VALUES(116,'2026-11-23T01:20:56.000Z','window_opened',1,'test','{"closes_at":1795396856000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":70}','eb8d2f10b554bf5cd5cc22180978d7a2499083632c8914855c0d128fa4544914');
INSERT INTO "journal" VALUES(117,'2026-11-23T01:20:56.000Z','window_closed',1,'test','{"window_id":116}','2dfb383ee40636e4395b30c6ddb109e8bacdcd3f3b38a14db1ba2a4d0ffcffc4');
INSERT INTO "journal" VALUES(118,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":74}','effe238a51ed4d443af7d87b30bcfefcef0bf2289ca1e4ed7ec5895b68b77c05');
INSERT INTO "journal" VALUES(119,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":78}','0669f05c56f4ed57757410061ebce2c299ebd474339bfd4b8a0d985443877e25');
INSERT INTO "journal" VALUES(120,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":80}','3de76b489b3937f6e51a1a680688bcdd1bc5575280fe14a6fe8c51f08adbdf1a');
INSERT INTO "journal" VALUES(121,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":94}','28359a2dda55c13ca29e98e5b8ad4017e7b5e74389258d69e9c40117e1818750');
INSERT INTO "journal" VALUES(122,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":109}','3f7f84b99fa658848a2931389081d67e524be51ac64ff34ce6d63354e02c8df4');
INSERT INTO "journal" VALUES(123,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":11}','8f09f3bf8e1430090b889f36ac2991251110f98b2ddf95d7e51b05ab95b1aa02');
INSERT INTO "journal" VALUES(124,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":12}','d020b9d32624a0200988d79d64e35251949ab94a36a0e892ca4059a7c4b2d532');
INSERT INTO "journal" VALUES(125,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":13}','0e76371ad2440f36f3aaa5c6b6c0d301f2152afdb203bd21f1dded1edc30ca53');
INSERT INTO "journal" VALUES(126,'2026-11-23T01:20:56.000Z','day_closed',1,'test','{"day":"2026-11-23"}','cdf8644c53c1658ab39fd3119ba8d27cde9d3c229cd6c2644f817acc326cc894');
INSERT INTO "journal" VALUES(127,'2026-11-23T01:20:56.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"day_slip","subject_id":null}','af010ff3dd2c839ee957c4f471461aed4725b5cc2328d3503de3979a2104793b');
INSERT INTO "journal" VALUES(128,'2026-11-24T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-24","is_reopened":false,"phase":1}','07e51bd24434c0f238cc84b38fe4ef32dbcfd5ba708d6986e04c3d4ddc0583bb');
INSERT INTO "journal" VALUES(129,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','645d44674b02832121c52f0ef2aaaa5c516a2e2b759045259d8cfcf7012a90fa');
INSERT INTO "journal" VALUES(130,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','eb00dc1dc03db5e0e7b4ef0757e92ea1f5e06eb792d009604be677edbf927943');
INSERT INTO "journal" VALUES(131,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','22a6757cf96a1f7c5ae28732e0de403b973522d317e530b2c37442eac11558ed');
INSERT INTO "journal" VALUES(132,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"70c80982-f494-4f5e-b478-bb215c904be0","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','93093b07d79830311a1a2e67b0c8748801cea59f55ec24bfeb20c08dd58257de');
INSERT INTO "journal" VALUES(133,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":132}','e3d09c781e417d263668c35a5465c4d055fb09f11cd5f790dfbaa4861d6ac25f');
INSERT INTO "journal" VALUES(134,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"8cee9006-ec40-4d4a-ab7e-6d4a28ec32dc","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','4aff418da170748e7af20cf6741eb6919d6a947d6770da18d5120c0e9fc95578');
INSERT INTO "journal" VALUES(135,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":134}','41b28b11dd774532c5ef02a09fe84fbef3d7e720cdd7f98067a6f9ec280791b7');
INSERT INTO "journal" VALUES(136,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"3891b50f-aad1-4bde-89c2-55e58850ece5","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','5c0a183178acf1892cf688950cb47049c4c7afc39216b6a708a9bf2c5cf0e44c');
INSERT INTO "journal" VALUES(137,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":136}','04897e639fd13ad0a4e4ebef83c8ce960eb5ae4e2f2d61eaf53238816e3927b0');
INSERT INTO "journal" VALUES(138,'2026-11-24T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":132}','42924ac6d542890c75a0d50908fe05eb00539af96ee30819499aa591209f7f95');
INSERT INTO "journal" VALUES(139,'2026-11-24T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":132}','60ffb265c36e4587424f1404a65d48e4f4c87b8ba4ece218ec8bd0f90d96d066');
INSERT INTO "journal" VALUES(140,'2026-11-24T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":132}','b5c15ab1377356e9e9d2f75adccc5b330eae3b7fad318aa91e794662fe3ea397');
INSERT INTO "journal" VALUES(141,'2026-11-24T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795482120000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":132}','11646a1bfc12c608f7f9e6fdc18cb8ae0c20c701e173cf4bcc94d968b53f00ff');
INSERT INTO "journal" VALUES(142,'2026-11-24T01:01:05.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":65000}},"to_seat":false,"turn_id":136}','b6913c0647127072efebed49379bdb42d27585dd4155080c7db49c516a1ad3ce');
INSERT INTO "journal" VALUES(143,'2026-11-24T01:01:17.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":136}','9236d35b6790d08a3b9754c6aa3ba0687057a3ea637e1919e47be0199738cf1a');
INSERT INTO "journal" VALUES(144,'2026-11-24T01:01:17.000Z','window_shortened',1,'test','{"closes_at":1795482080000,"window_id":141}','10e1b631d201e62f5c609703f8d63e3930a65b5469f1646799c3271bca07b9f8');
CREATE TABLE journal_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "journal_head" VALUES(1,144,'10e1b631d201e62f5c609703f8d63e3930a65b5469f1646799c3271bca07b9f8');
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
INSERT INTO "presses" VALUES('0e921569-8d9d-4478-a274-e657448894d6',20,'pad-Q1','Q1','9f1a',1,5,19,0,1795395660000,19,'pad','early');
INSERT INTO "presses" VALUES('384197e3-21b6-49d1-8b94-6be73ed8e3b5',29,'pad-Q1','Q1','9f1a',2,2,28,0,1795395761000,28,'pad','early');
INSERT INTO "presses" VALUES('4990e7d3-53f3-49ba-b64a-4125ad6c373b',30,'pad-Q1','Q1','9f1a',3,1,28,0,1795395762000,28,'pad','repeat');
INSERT INTO "presses" VALUES('2d617b7d-b026-4439-b792-ef8d03fc3951',39,'pad-Q1','Q1','9f1a',4,4,38,0,1795395862000,38,'pad','early');
INSERT INTO "presses" VALUES('fc56b6e0-72c7-4450-b71e-66cc5bf567c1',48,'pad-Q1','Q1','9f1a',5,1,47,0,1795395963000,47,'pad','early');
INSERT INTO "presses" VALUES('1f6d1df1-19c4-460e-9573-500943f30841',49,'pad-Q1','Q1','9f1a',6,1,47,0,1795395964000,47,'pad','repeat');
INSERT INTO "presses" VALUES('955ef93e-4ddf-4edf-b7e4-daa7e27b386c',58,'pad-Q1','Q1','9f1a',7,5,57,0,1795396064000,57,'pad','early');
INSERT INTO "presses" VALUES('f284a4e7-8941-419e-b29d-e784a8ce4827',67,'pad-Q1','Q1','9f1a',8,3,66,0,1795396165000,66,'pad','early');
INSERT INTO "presses" VALUES('2267a136-2cad-4636-a997-0f6cfa85136a',68,'pad-Q1','Q1','9f1a',9,2,66,0,1795396166000,66,'pad','repeat');
INSERT INTO "presses" VALUES('d4ae052f-fa07-457d-a1be-a19b543c0cd1',69,'pad-Q1','Q1','9f1a',10,1,NULL,NULL,1795396206000,NULL,'pad','no_window');
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
	seq INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CHECK (id = 1)
);
INSERT INTO "settled_until" VALUES(1,69);
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
INSERT INTO "ticket_links" VALUES(14,'qa7oUM8Um664bNM3jzt53w');
INSERT INTO "ticket_links" VALUES(21,'LM-tFAZgdOmghawYcJT4VQ');
INSERT INTO "ticket_links" VALUES(31,'3KwEHwy4-PuFY_n3oTrDhg');
INSERT INTO "ticket_links" VALUES(40,'Imn_TZFS5I5B28wVDaXKkQ');
INSERT INTO "ticket_links" VALUES(50,'Ouy48iNUo4Ib_39K-i5bcg');
INSERT INTO "ticket_links" VALUES(59,'1_Sa5ZHsh8t7tYaJdhvXrg');
INSERT INTO "ticket_links" VALUES(70,'VPSSKKTwgP27Qncb4hjxSg');
INSERT INTO "ticket_links" VALUES(72,'fF_2igSIF3f5z0R_3-Z-mw');
INSERT INTO "ticket_links" VALUES(74,'JdcJlFHXhlWWao8vBw8uuA');
INSERT INTO "ticket_links" VALUES(76,'jmRrYzOLL2tiGljqGGz8Bw');
INSERT INTO "ticket_links" VALUES(78,'gmd0u46i9Mq3KqK4HiNABg');
INSERT INTO "ticket_links" VALUES(80,'Xz5belAIykXVbXqMT4Zo_w');
INSERT INTO "ticket_links" VALUES(82,'bRxMJeW03Tk9Ixo1biEo7Q');
INSERT INTO "ticket_links" VALUES(108,'5JGHvzxXDEjrzYcHzopjYw');
INSERT INTO "ticket_links" VALUES(109,'CwmJwUovZPA9NguMg-r9vg');
INSERT INTO "ticket_links" VALUES(132,'kUWxTbmpkSwXeSRzx0QdxQ');
INSERT INTO "ticket_links" VALUES(134,'EqOnZ3G7kJNM8myrymRsOA');
INSERT INTO "ticket_links" VALUES(136,'KwB7dDS4R4-kETIm8TW2Mg');
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
INSERT INTO "tickets" VALUES(14,'1bcf4b18-5586-48df-9fb3-3a36ed266cb5','2026-11-23','A',1,'A001','A',NULL,'vi','kiosk-1',1795395600000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(21,'e0d7719b-8c8f-4ca1-97b9-796e3506ec8a','2026-11-23','A',2,'A002','A',NULL,'vi','kiosk-1',1795395701000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(31,'de96d02b-b27b-47e7-a45d-f4022893c6d0','2026-11-23','A',3,'A003','A',NULL,'vi','kiosk-1',1795395802000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(40,'3bd07af4-0007-42d2-82c1-49a74d534797','2026-11-23','A',4,'A004','A',NULL,'vi','kiosk-1',1795395903000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(50,'4d2128a7-2f77-4e3b-8bac-1499d1bac83e','2026-11-23','A',5,'A005','A',NULL,'vi','kiosk-1',1795396004000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(59,'a825ed8f-6296-448c-98b8-8bd45e117b90','2026-11-23','A',6,'A006','A',NULL,'vi','kiosk-1',1795396105000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(70,'d7de8f26-0b07-4894-8363-c1d3dfe09751','2026-11-23','A',7,'A007','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(72,'bb0612f7-6b47-4601-844f-03168b6e5f4a','2026-11-23','B',1,'B001','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(74,'20bb7a9a-190c-44c2-9a15-06713d014536','2026-11-23','C',1,'C001','C',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(76,'6475ae5b-1dcd-46c4-9d46-7cc370cb5d07','2026-11-23','A',8,'A008','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(78,'befc202c-9e0a-4ddb-928e-2a901c56202d','2026-11-23','B',2,'B002','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(80,'c432a6e9-97ff-44d8-94c0-824751463822','2026-11-23','A',9,'A009','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(82,'4cfb1c33-aa9e-4a2b-8b12-428162664bcc','2026-11-23','A',10,'A010','A','elderly','vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(102,'da4e8956-8446-4832-8c3f-3331edb0c1b1','2026-11-23','+',1,'+001','A',NULL,'vi','',1795396576000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(108,'b2d35643-6116-4648-b3ac-bd3e29fd7727','2026-11-23','A',11,'A011','A',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(109,'f602434f-9213-4cba-b288-5c6ebc141afb','2026-11-23','C',2,'C002','C',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(132,'70c80982-f494-4f5e-b478-bb215c904be0','2026-11-24','A',1,'A001','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(134,'8cee9006-ec40-4d4a-ab7e-6d4a28ec32dc','2026-11-24','B',1,'B001','B',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(136,'3891b50f-aad1-4bde-89c2-55e58850ece5','2026-11-24','A',2,'A002','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
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
	seen_at BIGINT NOT NULL, 
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
COMMIT;
