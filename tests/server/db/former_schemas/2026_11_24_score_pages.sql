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
INSERT INTO "alembic_version" VALUES('2026_11_24_score_pages');
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
INSERT INTO "centre_identity" VALUES(1,1795348244,1795348244000);
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
INSERT INTO "job_payloads" VALUES(127,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"day\":\"2026-11-23\",\"closed_at\":\"2026-11-23T01:20:56.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"services\":[{\"service\":\"A\",\"name\":\"Chứng thực\",\"issued\":11,\"without_number\":1,\"joined\":0,\"served\":7,\"no_show\":1,\"passed_on\":1,\"expired\":2,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":0,\"wait_p90_min\":2},{\"service\":\"B\",\"name\":\"Hộ tịch\",\"issued\":2,\"without_number\":0,\"joined\":1,\"served\":1,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":5,\"wait_p90_min\":5},{\"service\":\"C\",\"name\":\"Đất đai\",\"issued\":2,\"without_number\":0,\"joined\":0,\"served\":0,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":null,\"wait_p90_min\":null}],\"head_seq\":126,\"head_hash\":\"47ae 3d33 e6d8 55d7 f792 969f 5d71 ea67 152c b143 b192 9f9c 48db 29eb 269d 7b8f\",\"is_copy\":false}", "language": "vi"}');
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
INSERT INTO "journal" VALUES(14,'2026-11-23T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"cd85f224-b37c-4c43-8791-85a1ff0befe8","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395690000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','446c1290ca966593d1d7e1d0ae1207e21ee0ef4e037e8ac9118c691c6670b5cc');
INSERT INTO "journal" VALUES(15,'2026-11-23T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":14}','0fe9fe07c6d00eead39374897ba5994b099097a429bc3bd7a9e5bc5a7fbf2f4f');
INSERT INTO "journal" VALUES(16,'2026-11-23T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":14}','0f7e6c6832dc31e8afe46271d9c8dccc877668bf2e62d88b542a45d36c564ae9');
INSERT INTO "journal" VALUES(17,'2026-11-23T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":14}','832a20ab75c04f7541e1d52bdd5019b5c40e409a28e4d86ea34fe116f9673cd6');
INSERT INTO "journal" VALUES(18,'2026-11-23T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":14}','25697ec4e341cb1adfa3cf89d5e325831d9d707cb811931839cd4c3e9eed4de3');
INSERT INTO "journal" VALUES(19,'2026-11-23T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795395720000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":14}','8e7943c6a55b6341d0f03fdd3b2b6857128eb0b8dddf88c768ea8b0b1ac5b960');
INSERT INTO "journal" VALUES(20,'2026-11-23T01:01:00.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":5,"n":1,"press_id":"3363bf27-04db-4c32-ba08-22bfb9d1e6c8","window_id":19,"window_seen":19}','dc7fd66f53957a0fa2b9552cfff9a23cc8b3ccd724072897a02dd609b8ce88e6');
INSERT INTO "journal" VALUES(21,'2026-11-23T01:01:41.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"eb02bc6a-b491-4b5e-9329-7be2de3b5d6f","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395791000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','5cd667a3bc886b6c719b6b0d2ef9310524a3856607ff317ab64bfe38f9e873fe');
INSERT INTO "journal" VALUES(22,'2026-11-23T01:01:41.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":21}','56281ef81c5a0a751945a4b793758f34a096711a334b9e140b1a35b14f60da96');
INSERT INTO "journal" VALUES(23,'2026-11-23T01:01:41.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":21}','4ceea82a3b2f0ddbaf3dc8f417deccdabe7cfba4ea61d24d27bf2c1db899d45a');
INSERT INTO "journal" VALUES(24,'2026-11-23T01:01:41.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":21}','49ff48452bcbe3381a02dbedd20611b1a862f5007635a9ccc3cb5b139d1e801d');
INSERT INTO "journal" VALUES(25,'2026-11-23T01:01:41.000Z','window_shortened',1,'test','{"closes_at":1795395701000,"window_id":19}','edd667bf8059ad514ccccd76e94b0966b483ae39d277fff9a4cee225bdda34f9');
INSERT INTO "journal" VALUES(26,'2026-11-23T01:01:41.000Z','window_closed',1,'test','{"window_id":19}','21a0129e29fdf96335c1189f4b2a6cea73dc2909e03dec976fa326860f3b1ed3');
INSERT INTO "journal" VALUES(27,'2026-11-23T01:02:41.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":21}','bc3219e5aa0bf664b88bb6ea58d467bdda1c267282422cde2e99f7fdb423c40b');
INSERT INTO "journal" VALUES(28,'2026-11-23T01:02:41.000Z','window_opened',1,'test','{"closes_at":1795395821000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":21}','c11ecc7d48392454e39ddddca4c3da2e37fc52be3300d82cbb39cbbd20204c00');
INSERT INTO "journal" VALUES(29,'2026-11-23T01:02:41.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":2,"n":2,"press_id":"172ae865-6b35-486e-b056-ec385405afc5","window_id":28,"window_seen":28}','6030b61dd65aec2f804eb21b1c1f26433aaab41eb9316af224cc85d64a9b610b');
INSERT INTO "journal" VALUES(30,'2026-11-23T01:02:42.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":1,"n":3,"press_id":"6e43a819-ea8b-4566-ba3c-defb03885d5b","window_id":28,"window_seen":28}','0b0610d1abd7d83a645390f9aeb2c9c3a8fe1632d0f0d8e81321dc2748e1a65b');
INSERT INTO "journal" VALUES(31,'2026-11-23T01:03:22.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"4e7c1c80-20a2-4829-945e-783147d3e62f","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395892000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A003","supplement_id":null}','92ed0ce367963e90994f114ff75a007334825990d1f49b2edd60b8b04b6edcaf');
INSERT INTO "journal" VALUES(32,'2026-11-23T01:03:22.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":31}','78270dc1b80c410e4bf4443b7777c4a7d3843827a46fdbb0670a41664efc165e');
INSERT INTO "journal" VALUES(33,'2026-11-23T01:03:22.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":31}','a887095cec37e33de7204fe3d263fdaa34a6bdcafba594841be958f6baa4c096');
INSERT INTO "journal" VALUES(34,'2026-11-23T01:03:22.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":31}','9fa3e0156003a5a7b4e1244562515ba330e65aed97b853845d37d9c3a70e64fa');
INSERT INTO "journal" VALUES(35,'2026-11-23T01:03:22.000Z','window_shortened',1,'test','{"closes_at":1795395802000,"window_id":28}','fdb4ae785fcb9649f1d10be9e0170635dcc10afd7bffd4244ee76de7109eb5b5');
INSERT INTO "journal" VALUES(36,'2026-11-23T01:03:22.000Z','window_closed',1,'test','{"window_id":28}','12077aa0a4b86a4ce3690a0f9e1c8c7711ffc33a5234552eb4ea117291083298');
INSERT INTO "journal" VALUES(37,'2026-11-23T01:04:22.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":31}','560fc0870c43a3d0025270116a19e7762c1c6ee08c28c1b2c0a20e2dd50fd709');
INSERT INTO "journal" VALUES(38,'2026-11-23T01:04:22.000Z','window_opened',1,'test','{"closes_at":1795395922000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":31}','0627bd7fbfb71debf434a74338dd85a7580ec9de70a4b12b5502a19033acb701');
INSERT INTO "journal" VALUES(39,'2026-11-23T01:04:22.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":4,"n":4,"press_id":"3ba9af9b-870f-4aea-8f77-c1ba5028a190","window_id":38,"window_seen":38}','03119f4f581e7477b42ba0dc142ec08d82a5273cbeff09c68378892087083003');
INSERT INTO "journal" VALUES(40,'2026-11-23T01:05:03.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"94368c71-fe79-45d2-aaa0-c2a5afaf010c","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395993000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A004","supplement_id":null}','b3817c9c2c1968335d59475ca4451356909080da7012388324a4c42a9e3de4f6');
INSERT INTO "journal" VALUES(41,'2026-11-23T01:05:03.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":40}','87f998b4d890698d1795f7eb80e25ecf36f7717cfd24683c0f4f12b76b10b789');
INSERT INTO "journal" VALUES(42,'2026-11-23T01:05:03.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":40}','a0081b1d0defaf01b90aa9168c45da56aabb381d7f6332369d97924b5f907607');
INSERT INTO "journal" VALUES(43,'2026-11-23T01:05:03.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":40}','96ea22c5d3b652b263cce108a48dc082607d0f74143b48ac6a840ffe91ff3ce1');
INSERT INTO "journal" VALUES(44,'2026-11-23T01:05:03.000Z','window_shortened',1,'test','{"closes_at":1795395903000,"window_id":38}','ce012204bc48781ce94147adbea578903fe001470b3fa5326d9616cfca589f9f');
INSERT INTO "journal" VALUES(45,'2026-11-23T01:05:03.000Z','window_closed',1,'test','{"window_id":38}','ff1aaeeb9f745757380dfb26cb0c7bd2e7c157867d84ce81b27b7d6aeb628fdd');
INSERT INTO "journal" VALUES(46,'2026-11-23T01:06:03.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":40}','58b28974c71e4f37cceef47c5e3027f647ea01546dd16bab2e6d427b719bede1');
INSERT INTO "journal" VALUES(47,'2026-11-23T01:06:03.000Z','window_opened',1,'test','{"closes_at":1795396023000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":40}','8c3efddf64e62e8ff773a70d7ae01f9d852628298b530dc28eac4ba4ef5a9dcc');
INSERT INTO "journal" VALUES(48,'2026-11-23T01:06:03.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":1,"n":5,"press_id":"42f8f800-02f4-4bd4-9445-2dcfaf846190","window_id":47,"window_seen":47}','a03114c1e4e62c70bb59d5c83266684f73a9e5f1c2dae9beda8de9c1e538f935');
INSERT INTO "journal" VALUES(49,'2026-11-23T01:06:04.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":1,"n":6,"press_id":"e426edfc-ede0-4c43-92e1-2c1a23fb593a","window_id":47,"window_seen":47}','1d4df2be927b99aa04179af2eef7b34f09e62e2d271ee4ac52cda2710ada42d9');
INSERT INTO "journal" VALUES(50,'2026-11-23T01:06:44.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"680d160b-e06b-4918-a79b-b49c1b4794f4","language":"vi","not_before":null,"number":5,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396094000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A005","supplement_id":null}','6d94c5d5582b16a456301f1fb33e31b25d10a26d4b5e33032b683bd00f5476bd');
INSERT INTO "journal" VALUES(51,'2026-11-23T01:06:44.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":50}','fc1dcf9a22a25bb27c2ff6f20be0d776fa7e8e35ce1b7e6fed5a26e9efce9caa');
INSERT INTO "journal" VALUES(52,'2026-11-23T01:06:44.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":50}','44850fc7a46829174baa055d3979dd8898223880c22d4b4c38498f1438136a09');
INSERT INTO "journal" VALUES(53,'2026-11-23T01:06:44.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":50}','e882ac2a9969c8ff09a61dc5c33b7b652d8ea7f64458a04f6db96e5339111b9c');
INSERT INTO "journal" VALUES(54,'2026-11-23T01:06:44.000Z','window_shortened',1,'test','{"closes_at":1795396004000,"window_id":47}','482965e1e81305cd4ec17ed3096584b9590b9fba44015274e8dd5a97baaec92f');
INSERT INTO "journal" VALUES(55,'2026-11-23T01:06:44.000Z','window_closed',1,'test','{"window_id":47}','ee71b2eb929e042325ce821343fec50e71c157ce0bf452a50e76e8d7570d5472');
INSERT INTO "journal" VALUES(56,'2026-11-23T01:07:44.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":50}','429cde97cf167216197946edd99aadf6efa87049d64ffbda7ea64109427c41f0');
INSERT INTO "journal" VALUES(57,'2026-11-23T01:07:44.000Z','window_opened',1,'test','{"closes_at":1795396124000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":50}','892d413d920adb0cd94060be062a6c2853871b0a298153bc466ef652f5f9af7d');
INSERT INTO "journal" VALUES(58,'2026-11-23T01:07:44.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":5,"n":7,"press_id":"15dd6f93-514e-4bf0-b78e-f3d294280a3d","window_id":57,"window_seen":57}','6f48732261891d921f1f0896cb5ab2a75574f384a56a197862ec8c5f2a34b91e');
INSERT INTO "journal" VALUES(59,'2026-11-23T01:08:25.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"160cbfdc-c049-4a7b-b48a-f7d95ae40b7a","language":"vi","not_before":null,"number":6,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396195000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A006","supplement_id":null}','09501a1e087f0a4ebb6b15f561bf7214f13471f08293422918ed736896347f86');
INSERT INTO "journal" VALUES(60,'2026-11-23T01:08:25.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":59}','f7148efaca4f8e180f29ec24c99169fa4cc54e541718020c6b7bc85bd7651a44');
INSERT INTO "journal" VALUES(61,'2026-11-23T01:08:25.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":59}','09164ada11ecc982c4c76116d65c284a939ef1ab9636d260872e046dd1fc1b85');
INSERT INTO "journal" VALUES(62,'2026-11-23T01:08:25.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":59}','251a3d6a59e51b7398904ac1124e8a0522dbb91c3dc462b96ff49ee912fab4db');
INSERT INTO "journal" VALUES(63,'2026-11-23T01:08:25.000Z','window_shortened',1,'test','{"closes_at":1795396105000,"window_id":57}','0f0b6a9aad98cbf5cfec49be739cbd0057983d66e7ca28c6aab263a6a30d5eba');
INSERT INTO "journal" VALUES(64,'2026-11-23T01:08:25.000Z','window_closed',1,'test','{"window_id":57}','be568f25ed3aabafcf9ce7fab4dcf114a1675968e9dfa1be2e1fe88fa2bbb99d');
INSERT INTO "journal" VALUES(65,'2026-11-23T01:09:25.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":59}','259e06c955093cb32e0b341c6752f63b0dae5c024f260645c6b8e1d92d5af221');
INSERT INTO "journal" VALUES(66,'2026-11-23T01:09:25.000Z','window_opened',1,'test','{"closes_at":1795396225000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":59}','d4050aa65515f171da6056c1dd4339faab67517187dc1a1eeb0bf4b32a381974');
INSERT INTO "journal" VALUES(67,'2026-11-23T01:09:25.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":3,"n":8,"press_id":"05b3f344-660c-4a20-acfd-c91184338799","window_id":66,"window_seen":66}','ec072c54a665befa9a25f5828c2bd8ced1d70c083113ccf3675e7a023e542130');
INSERT INTO "journal" VALUES(68,'2026-11-23T01:09:26.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":2,"n":9,"press_id":"760522db-6a31-4077-b35f-c3c44a396e9a","window_id":66,"window_seen":66}','7252e5cd4219ec3074b2de4a78e0c4b7101b8f4d91d51f4d4559804a68e9409e');
INSERT INTO "journal" VALUES(69,'2026-11-23T01:10:06.000Z','press_recorded',2,'test','{"age_ms":null,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["no_window"],"level":1,"n":10,"press_id":"5a29851e-6f48-4251-bb20-6562501fe832","window_id":null,"window_seen":null}','ee77adb8041689bb56c9af4919d357284303d6f81c41c7c9a7d8df58cf8b6432');
INSERT INTO "journal" VALUES(70,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b2bc4158-bb57-4537-9f57-676268312e1a","language":"vi","not_before":null,"number":7,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A007","supplement_id":null}','9fe23ad825ac8045d7dfbdbe45267e61785a8fb560057694bf8172a65ea09b9f');
INSERT INTO "journal" VALUES(71,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":70}','47d563594b7be29bcb32093d541cdcf03d6e3c1534598b697985a0e1b46c524c');
INSERT INTO "journal" VALUES(72,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"e4da4af2-c271-4831-ad23-1196eac95fcd","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','d3fd3771fb19734892c4a5f9a2d0d42d26e666d356180b035a30d268d50077a7');
INSERT INTO "journal" VALUES(73,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":72}','a5438efc0ffda8909e55ff78cc145807714074df4ea008f0f39e19eddf18a824');
INSERT INTO "journal" VALUES(74,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"f0d2bf72-d71f-463c-8cb9-ed4999288a90","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C001","supplement_id":null}','04e8ca71e2cf061e08fc2942b0a0ed58c21dcbf8e988cc064ac7d20ab9908235');
INSERT INTO "journal" VALUES(75,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":74}','887da272565e908401df3a296fb24e83e0cdfe49b1aaa47e411d7e997b87594f');
INSERT INTO "journal" VALUES(76,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"93a4b42c-f12a-4753-bc62-32a8c9219c36","language":"vi","not_before":null,"number":8,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A008","supplement_id":null}','24267f3a6f0477496ae03fdc4e776cbf73781e9a5968805ccef32dcaa6d646c5');
INSERT INTO "journal" VALUES(77,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":76}','c7bd442d7dc5e24fa0fcd413f52a86104c9df5cb5a43ea55487e8b9801b5696e');
INSERT INTO "journal" VALUES(78,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b10766a2-037f-46db-a649-8c202cc0695c","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B002","supplement_id":null}','ce3c597166d95ba3c52128aeff08c1b3be42f40e4a7b93e6b09d77100ab0d62e');
INSERT INTO "journal" VALUES(79,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":78}','467d49da537f7cffb22af6db394e3340b1e15f0519097c487d3de5531031d458');
INSERT INTO "journal" VALUES(80,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"ce5b72e5-af44-4691-84df-819d0aa8b656","language":"vi","not_before":null,"number":9,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A009","supplement_id":null}','bd31c73ae7cf55229568e1d7baa8701ae94234b7bc6d6e01c5660e35eb968d50');
INSERT INTO "journal" VALUES(81,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":80}','c16a934c3fcb02abbdd8c3870867548d08587b1947014103a5d7c372615f7225');
INSERT INTO "journal" VALUES(82,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"d93e75a3-0451-4619-b7e8-4bf8c5c79dbd","language":"vi","not_before":null,"number":10,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":"elderly","purpose":null,"ranked_at":null,"rate":"priority","service":"A","shown":"A010","supplement_id":null}','0772608bf3e5fe54c3df82d5e05fb546bad457a022dfc945eb425ebb688041cd');
INSERT INTO "journal" VALUES(83,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":82}','71b9f4047e5694719b12d6267c8e4e4c74aad551abf70b989c49665fc3987a7e');
INSERT INTO "journal" VALUES(84,'2026-11-23T01:10:06.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":0,"A/priority":0}},"to_seat":false,"turn_id":70}','bd56b5a3edf0b74a10d448a63c1bd4cfad571bfa24d81494b6747f72614ad27b');
INSERT INTO "journal" VALUES(85,'2026-11-23T01:10:36.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":70}','8536ab44ec33934ead14c996ddeb76e40db7ea922f9947fca8e7bab3e4bb9394');
INSERT INTO "journal" VALUES(86,'2026-11-23T01:10:36.000Z','window_closed',1,'test','{"window_id":66}','ca61923729ed4e0d77dbd988d194c1809cefa0eb7c8dcc38ffa2233103681233');
INSERT INTO "journal" VALUES(87,'2026-11-23T01:10:56.000Z','turn_held',1,'test','{"held_until":1795396556000,"turn_id":70}','589a0a3cbc8b1c0b35e31a7dc6e7f7b7fb1a1e0dc5caa8983c9ed16a60b541ff');
INSERT INTO "journal" VALUES(88,'2026-11-23T01:11:56.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[76,80],"reason":{"line":"A/priority","passed":[76,80],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":110000,"A/priority":330000}},"to_seat":false,"turn_id":82}','307fa3abd605441ef8cdc2c10183cae65e96f7203b795e1d8c14cab8a03e0a1a');
INSERT INTO "journal" VALUES(89,'2026-11-23T01:12:16.000Z','turn_marked_absent',1,'test','{"grace_until":1795398136000,"turn_id":82}','659096eb67a315512e080acffd3cac086f62e459d8187b521cbcfe29173fb984');
INSERT INTO "journal" VALUES(90,'2026-11-23T01:12:36.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":150000}},"to_seat":false,"turn_id":76}','93d5e38695bbfdcf14a463c0fabb1b24d780076a764a38014af172e80452577b');
INSERT INTO "journal" VALUES(91,'2026-11-23T01:12:48.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":76}','5b5613786402322b88553468220cfa1b95e17dde547b08c3ebff9d5ddaf59f24');
INSERT INTO "journal" VALUES(92,'2026-11-23T01:14:28.000Z','turn_transferred',1,'test','{"turn_id":76}','8f20699ab81a8efa4fae5772e2d94b78123000a121872e9e82e0374da37bcc8e');
INSERT INTO "journal" VALUES(93,'2026-11-23T01:14:28.000Z','window_opened',1,'test','{"closes_at":1795396528000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":76}','c3541b2c9da2f1c7ef119b3e75beac4fc4f9098ac34718e0c86a1bbd610a264e');
INSERT INTO "journal" VALUES(94,'2026-11-23T01:14:28.000Z','turn_added',1,'test','{"arrival":76,"for_counter":null,"for_officer":null,"from_turn":76,"origin":"transferred","ranked_at":1795396206000,"rate":"ordinary","service":"B","ticket_id":76}','5072af02090986122cce34afa6f4095a75327f01b5f895e7376157f7d71f75f0');
INSERT INTO "journal" VALUES(95,'2026-11-23T01:14:43.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"line":"B/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":277000,"B/ordinary":277000}},"to_seat":false,"turn_id":72}','b63758ac465d3652caeea3e642c77361b8bc8c82aef4edac5e92a27a85ff8645');
INSERT INTO "journal" VALUES(96,'2026-11-23T01:14:53.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB02","turn_id":72}','53b0a0d0435a51f7a37b8282545f51e42c1a7affaeb1b0dec6f4e92f46a4f01c');
INSERT INTO "journal" VALUES(97,'2026-11-23T01:15:43.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','144c4eb61e7f126237e73ce2db6d246e7620dfe77ebc52642cce98f399945b16');
INSERT INTO "journal" VALUES(98,'2026-11-23T01:15:43.000Z','window_opened',1,'test','{"closes_at":1795396603000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','7a287f42cc33bf18adcf86576b53e3023c845ba607d47c3ac09030aed40341db');
INSERT INTO "journal" VALUES(99,'2026-11-23T01:15:46.000Z','action_undone',2,'test','{"counter_id":"Q2","first_seq":97,"last_seq":98,"overtaken":[],"turns":[{"absent_due_at":null,"arrival":72,"arrival_inferred":0,"arrived_at":1795396493000,"call_count":1,"call_id":95,"called_first_at":1795396483000,"called_last_at":1795396483000,"cool_down_until":null,"counter_id":"Q2","day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":null,"for_counter":null,"for_officer":null,"from_turn":null,"grace_until":null,"held_until":null,"officer_id":"CB02","origin":"issued","outcome":null,"overtaken":0,"ranked_at":1795396206000,"rate":"ordinary","service":"B","state":"serving","ticket_id":72,"ticks":"[]","touched_seq":96,"turn_id":72,"waiting_since":1795396206000}]}','b0cb3af747488526709b63ae00abcfdc6356865d73b05259aebc39fe9a9390aa');
INSERT INTO "journal" VALUES(100,'2026-11-23T01:16:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','975c536dd3dda432c1aa34590809a041c18fe0de3cbe31e9aee62ec01cd58830');
INSERT INTO "journal" VALUES(101,'2026-11-23T01:16:16.000Z','window_opened',1,'test','{"closes_at":1795396636000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','84719e8ea71b2a8de2043b8a7918ccd446f29870a34b4ee9254d56033db84647');
INSERT INTO "journal" VALUES(102,'2026-11-23T01:16:16.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"4a30f29e-324b-47b1-94bb-f85e9e616c0a","number":1,"officer_id":"CB01","passed":[80],"service":"A","shown":"+001"}','c9d37772b55ba09514eceed147a470ff51f54addfa86fb8e83cc8810e2009e3f');
INSERT INTO "journal" VALUES(103,'2026-11-23T01:16:16.000Z','window_closed',1,'test','{"window_id":93}','009f208fcba67ae6bfcff4dffb6949b0dffae21928cd3ab0bda4cee93a7ca235');
INSERT INTO "journal" VALUES(104,'2026-11-23T01:17:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":102}','948e9d1f53d819001da9d48fe8fe87aefc10ac173d361a84740ec410a027d120');
INSERT INTO "journal" VALUES(105,'2026-11-23T01:17:16.000Z','window_opened',1,'test','{"closes_at":1795396696000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":102}','fd3f83bfff162beb85b947da25b87dcc69f8b22fd0e5a9cfc7de49439bd8417a');
INSERT INTO "journal" VALUES(106,'2026-11-23T01:17:16.000Z','desk_paused',1,'test','{"reason":"break","session_id":11}','1159e7ec5146c4736f3bf6eca8520963780318c7d481d0cce48199d1ef363353');
INSERT INTO "journal" VALUES(107,'2026-11-23T01:18:56.000Z','desk_resumed',1,'test','{"session_id":11}','b8ae51332479e60b5bbb11e97326c93787ede66c6260867f6cd92cc0ddeb119c');
INSERT INTO "journal" VALUES(108,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"f54b920b-5a8c-437a-81c5-896c0d44e8b2","language":"vi","not_before":null,"number":11,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A011","supplement_id":null}','12e72e7bb2c8ef48218cdfa8aaf609833b35295f4041e247efaa663a75d02c80');
INSERT INTO "journal" VALUES(109,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"3b59e141-3a3b-46db-b2bc-60a1bdccb069","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C002","supplement_id":null}','f8157edc7c9e45ba1285d81be72cd75dbef5ac4359b8238cc80c6af7aa2e3a7c');
INSERT INTO "journal" VALUES(110,'2026-11-23T01:18:56.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":109}','f5641fb687d5663dd938aaa53be9d3f92c7b557dea3a3ca0dada26053b1aec93');
INSERT INTO "journal" VALUES(111,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":101}','d3558d0b7197b73632dcab4bbc0ca19f12669d1ac67abcd03111a3d3e73c80e0');
INSERT INTO "journal" VALUES(112,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":105}','98d147c4cfe4d491e982d7370630e186409fdbc89fd9cb53303b55b7440a4b59');
INSERT INTO "journal" VALUES(113,'2026-11-23T01:20:56.000Z','turn_released',1,'schedule','{"reason":"timer","turn_id":70}','cf32221bbe5406042242640bb86b603fed7152f45c1b7c0acb5abd83e9d287b1');
INSERT INTO "journal" VALUES(114,'2026-11-23T01:20:56.000Z','turn_voided',1,'schedule','{"reason":"no_outcome","turn_id":108}','41712575cbde1e483d283a01db9aab591cc83c4c4a383aaf6d00d416d0f55766');
INSERT INTO "journal" VALUES(115,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":70}','69b916358b33c483c333716cdedcfd1190852daafdf8346f0e27beae1c6f43c3');
INSERT INTO "journal" VALUES(116,'2026-11-23T01:20:56.000Z','window_opened',1,'test','{"closes_at":1795396856000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":70}','28fee7d92cda6ae5e1127c694f3089547c531a067c79b6250c81c28527e00417');
INSERT INTO "journal" VALUES(117,'2026-11-23T01:20:56.000Z','window_closed',1,'test','{"window_id":116}','2deaba88a733cdc6f4e0ab145b1314dfc6e19a3012d1d138eba49694106056b0');
INSERT INTO "journal" VALUES(118,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":74}','8eaf46339633b87174dd13e525e879e2a53e95be39ade56e00fe2fc89ded56ce');
INSERT INTO "journal" VALUES(119,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":78}','d6235fc3a6b1c6018aba9bea1dc18b4cfbcded9364703f70f59c684e4cf57c69');
INSERT INTO "journal" VALUES(120,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":80}','de420df9e023a141880fc5668f113c55081ff2421dc025a1eaeffe94c2cc7900');
INSERT INTO "journal" VALUES(121,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":94}','cbc8b91b318a49dfdcfeb7ef8c84fc2727821c9478ca0f01d4fc777a90deb750');
INSERT INTO "journal" VALUES(122,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":109}','78d448e1c1ff5b9805d787eca54a5e8a91b982bcf2bb089cc917f51be26421ce');
INSERT INTO "journal" VALUES(123,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":11}','b26b18ba350f0b523753a0776212240235dd778802b36a36bc73c73f32f1687b');
INSERT INTO "journal" VALUES(124,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":12}','570c9c494bfae5df1a3c090fc12f295f72307183f1a8ca10965c0a2ed7d43a20');
INSERT INTO "journal" VALUES(125,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":13}','6ca525793049a6f3c7fa5dea7dad0ddc8e7ba36caf6a39d958ce7edffbb5dd97');
INSERT INTO "journal" VALUES(126,'2026-11-23T01:20:56.000Z','day_closed',1,'test','{"day":"2026-11-23"}','47ae3d33e6d855d7f792969f5d71ea67152cb143b1929f9c48db29eb269d7b8f');
INSERT INTO "journal" VALUES(127,'2026-11-23T01:20:56.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"day_slip","subject_id":null}','022809116038ee062f2a02a258dd4fda3bc59ce78749b8fd0c4dc48892432c2d');
INSERT INTO "journal" VALUES(128,'2026-11-24T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-24","is_reopened":false,"phase":1}','49656a012e6093bf71141588e60937f21065d5e49b8d5884a0ee373eec56ab6b');
INSERT INTO "journal" VALUES(129,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','2f2b7837e1a06951e24271a1b17264f611b2a38f6072c198048cd76dffe24ff6');
INSERT INTO "journal" VALUES(130,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','5df9b0539c54dd17dc3e29aeeadfe3932a794669bac5c29d5fc13e2ccad55070');
INSERT INTO "journal" VALUES(131,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','3dbb870afae1747d438227e47d9f2ab34abc0a9074485d3073729e0abb30533c');
INSERT INTO "journal" VALUES(132,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"55450df8-4ff4-418d-bd36-3ee23c37b8e0","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','04b9dbf439f6d31453491a4935cbb0d73440870b023d1acd9ed6dded87784499');
INSERT INTO "journal" VALUES(133,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":132}','d63c2c0d17a3b729fc07751a573c57f3c5e9f24f5500ce69d745cc091c7f9561');
INSERT INTO "journal" VALUES(134,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"edddf468-25c9-4856-afb5-432212712759","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','e889f021cd5d593ef36c7e739fff9abbe4bf8fc1fa3a654ceb7422e387fb9ed4');
INSERT INTO "journal" VALUES(135,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":134}','56f6794b4ba1d7501e5ce2e021169644002f16d67261485e7da0213a409846b1');
INSERT INTO "journal" VALUES(136,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"fb43928b-1885-4ced-a6ee-4537a3f49495","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','82bfc01ff4ffeaa6bd132d16596f96172879182ad0644a429e3724a1f8435edf');
INSERT INTO "journal" VALUES(137,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":136}','f20ca704eab54679f361d454c1a68629d53349d52e0c8282fe6300a9e750acd5');
INSERT INTO "journal" VALUES(138,'2026-11-24T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":132}','d6b7ec6a2de2145e9c8e582e7945328ef16ec057a7ff31fe7a14eeff6a09c598');
INSERT INTO "journal" VALUES(139,'2026-11-24T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":132}','80e65a8071282aa6ad2d96ef75cd21b07eaf254450fd5c1ced0f74879a052b2b');
INSERT INTO "journal" VALUES(140,'2026-11-24T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":132}','c09bd912f386c8dc616bd87774591bb97c87195c014f074d6c13ce4543460a9b');
INSERT INTO "journal" VALUES(141,'2026-11-24T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795482120000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":132}','462cac8c08743bcb6ee758612bd5efd44336792529b552074b8dd4ac8da4da6d');
INSERT INTO "journal" VALUES(142,'2026-11-24T01:01:05.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":65000}},"to_seat":false,"turn_id":136}','2b344d97e619a610e7eafb08e38d90978a2a244813f48388fcce5fd5b3c0b545');
INSERT INTO "journal" VALUES(143,'2026-11-24T01:01:17.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":136}','5cbf5a7999e352f0847a0f072c7b008de74fd23827cc49d9074e480fc99e3f63');
INSERT INTO "journal" VALUES(144,'2026-11-24T01:01:17.000Z','window_shortened',1,'test','{"closes_at":1795482080000,"window_id":141}','3eb351148d53e7abae7cba1a6ad66290eadca847c7bf9d040de1e38b465e7193');
CREATE TABLE journal_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "journal_head" VALUES(1,144,'3eb351148d53e7abae7cba1a6ad66290eadca847c7bf9d040de1e38b465e7193');
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
INSERT INTO "presses" VALUES('3363bf27-04db-4c32-ba08-22bfb9d1e6c8',20,'pad-Q1','Q1','9f1a',1,5,19,0,1795395660000,19,'pad','early');
INSERT INTO "presses" VALUES('172ae865-6b35-486e-b056-ec385405afc5',29,'pad-Q1','Q1','9f1a',2,2,28,0,1795395761000,28,'pad','early');
INSERT INTO "presses" VALUES('6e43a819-ea8b-4566-ba3c-defb03885d5b',30,'pad-Q1','Q1','9f1a',3,1,28,0,1795395762000,28,'pad','repeat');
INSERT INTO "presses" VALUES('3ba9af9b-870f-4aea-8f77-c1ba5028a190',39,'pad-Q1','Q1','9f1a',4,4,38,0,1795395862000,38,'pad','early');
INSERT INTO "presses" VALUES('42f8f800-02f4-4bd4-9445-2dcfaf846190',48,'pad-Q1','Q1','9f1a',5,1,47,0,1795395963000,47,'pad','early');
INSERT INTO "presses" VALUES('e426edfc-ede0-4c43-92e1-2c1a23fb593a',49,'pad-Q1','Q1','9f1a',6,1,47,0,1795395964000,47,'pad','repeat');
INSERT INTO "presses" VALUES('15dd6f93-514e-4bf0-b78e-f3d294280a3d',58,'pad-Q1','Q1','9f1a',7,5,57,0,1795396064000,57,'pad','early');
INSERT INTO "presses" VALUES('05b3f344-660c-4a20-acfd-c91184338799',67,'pad-Q1','Q1','9f1a',8,3,66,0,1795396165000,66,'pad','early');
INSERT INTO "presses" VALUES('760522db-6a31-4077-b35f-c3c44a396e9a',68,'pad-Q1','Q1','9f1a',9,2,66,0,1795396166000,66,'pad','repeat');
INSERT INTO "presses" VALUES('5a29851e-6f48-4251-bb20-6562501fe832',69,'pad-Q1','Q1','9f1a',10,1,NULL,NULL,1795396206000,NULL,'pad','no_window');
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
INSERT INTO "ticket_links" VALUES(14,'6dgTsRlC3x1F5ALZdKUa-A');
INSERT INTO "ticket_links" VALUES(21,'jD59vZ2bKqpzLwjhvz3F6Q');
INSERT INTO "ticket_links" VALUES(31,'FLQ-amjM8nhtABEkj7cywg');
INSERT INTO "ticket_links" VALUES(40,'Hn4WNvfgrQ5xQEs-DEa_mw');
INSERT INTO "ticket_links" VALUES(50,'8vftgemKkd-iagHpr940tQ');
INSERT INTO "ticket_links" VALUES(59,'FiOQ8BxiQQAtnDM6b_-f-g');
INSERT INTO "ticket_links" VALUES(70,'zAqaXA98I-Sw0w_mKKqBJw');
INSERT INTO "ticket_links" VALUES(72,'6ACP0NY7l5nwPmsGCyS3xw');
INSERT INTO "ticket_links" VALUES(74,'op0R-QQMAJ5ubY2xnwODDw');
INSERT INTO "ticket_links" VALUES(76,'zPeogrXw0WaLWOL4Ss0zOw');
INSERT INTO "ticket_links" VALUES(78,'2ULdJf4DI4ZtAROVRJCAVg');
INSERT INTO "ticket_links" VALUES(80,'pAK0SbKisJwwPAIH_0fjAg');
INSERT INTO "ticket_links" VALUES(82,'9KpIC_vV6Lqn0-sYU_SBhg');
INSERT INTO "ticket_links" VALUES(108,'Qw6MlVuc9Upw50XFHulQdQ');
INSERT INTO "ticket_links" VALUES(109,'2Bj64ZH3mscA2QxNtZ7eVQ');
INSERT INTO "ticket_links" VALUES(132,'7CTf0DMqZJ-K1C_q5xJvSg');
INSERT INTO "ticket_links" VALUES(134,'zNxuvOmDI9iydiUGRkx_gA');
INSERT INTO "ticket_links" VALUES(136,'v9ME53DvDdtBwaq8Sv0-5g');
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
INSERT INTO "tickets" VALUES(14,'cd85f224-b37c-4c43-8791-85a1ff0befe8','2026-11-23','A',1,'A001','A',NULL,'vi','kiosk-1',1795395600000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(21,'eb02bc6a-b491-4b5e-9329-7be2de3b5d6f','2026-11-23','A',2,'A002','A',NULL,'vi','kiosk-1',1795395701000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(31,'4e7c1c80-20a2-4829-945e-783147d3e62f','2026-11-23','A',3,'A003','A',NULL,'vi','kiosk-1',1795395802000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(40,'94368c71-fe79-45d2-aaa0-c2a5afaf010c','2026-11-23','A',4,'A004','A',NULL,'vi','kiosk-1',1795395903000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(50,'680d160b-e06b-4918-a79b-b49c1b4794f4','2026-11-23','A',5,'A005','A',NULL,'vi','kiosk-1',1795396004000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(59,'160cbfdc-c049-4a7b-b48a-f7d95ae40b7a','2026-11-23','A',6,'A006','A',NULL,'vi','kiosk-1',1795396105000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(70,'b2bc4158-bb57-4537-9f57-676268312e1a','2026-11-23','A',7,'A007','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(72,'e4da4af2-c271-4831-ad23-1196eac95fcd','2026-11-23','B',1,'B001','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(74,'f0d2bf72-d71f-463c-8cb9-ed4999288a90','2026-11-23','C',1,'C001','C',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(76,'93a4b42c-f12a-4753-bc62-32a8c9219c36','2026-11-23','A',8,'A008','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(78,'b10766a2-037f-46db-a649-8c202cc0695c','2026-11-23','B',2,'B002','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(80,'ce5b72e5-af44-4691-84df-819d0aa8b656','2026-11-23','A',9,'A009','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(82,'d93e75a3-0451-4619-b7e8-4bf8c5c79dbd','2026-11-23','A',10,'A010','A','elderly','vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(102,'4a30f29e-324b-47b1-94bb-f85e9e616c0a','2026-11-23','+',1,'+001','A',NULL,'vi','',1795396576000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(108,'f54b920b-5a8c-437a-81c5-896c0d44e8b2','2026-11-23','A',11,'A011','A',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(109,'3b59e141-3a3b-46db-b2bc-60a1bdccb069','2026-11-23','C',2,'C002','C',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(132,'55450df8-4ff4-418d-bd36-3ee23c37b8e0','2026-11-24','A',1,'A001','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(134,'edddf468-25c9-4856-afb5-432212712759','2026-11-24','B',1,'B001','B',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(136,'fb43928b-1885-4ced-a6ee-4537a3f49495','2026-11-24','A',2,'A002','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
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
