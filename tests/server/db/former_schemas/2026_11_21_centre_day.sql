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
INSERT INTO "alembic_version" VALUES('2026_11_21_centre_day');
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
INSERT INTO "centre_identity" VALUES(1,1795348233,1795348233000);
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
CREATE TABLE devices (
	device_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	counter_id TEXT, 
	zone TEXT, 
	settings_revision INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	retired_at BIGINT, 
	PRIMARY KEY (device_id)
);
INSERT INTO "devices" VALUES('kiosk-1','kiosk',NULL,NULL,2,'',NULL);
INSERT INTO "devices" VALUES('pad-Q1','pad','Q1',NULL,3,'',NULL);
INSERT INTO "devices" VALUES('board-1','board',NULL,NULL,4,'',NULL);
INSERT INTO "devices" VALUES('counter-Q1','counter','Q1',NULL,5,'',NULL);
CREATE TABLE dossier_codes (
	turn_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	PRIMARY KEY (turn_id)
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
INSERT INTO "job_payloads" VALUES(127,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"day\":\"2026-11-23\",\"closed_at\":\"2026-11-23T01:20:56.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"services\":[{\"service\":\"A\",\"name\":\"Chứng thực\",\"issued\":12,\"served\":7,\"no_show\":1,\"expired\":3,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":0,\"wait_p90_min\":2},{\"service\":\"B\",\"name\":\"Hộ tịch\",\"issued\":2,\"served\":1,\"no_show\":0,\"expired\":1,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":5,\"wait_p90_min\":5},{\"service\":\"C\",\"name\":\"Đất đai\",\"issued\":2,\"served\":0,\"no_show\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":null,\"wait_p90_min\":null}],\"head_seq\":126,\"head_hash\":\"d161 a262 a542 29ee c2dd 6f99 0947 ce1b b418 74dc f826 13a4 bcb4 2c0e e820 e2fc\",\"is_copy\":false}", "language": "vi"}');
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
INSERT INTO "journal" VALUES(1,'2026-11-23T01:00:00.000Z','set_up_changed',1,'test','{"centre":{"centre":{"code":"TEST-1","holidays":[],"hours":{"fri":[["07:30","11:30"],["13:30","17:00"]],"mon":[["07:30","11:30"],["13:30","17:00"]],"thu":[["07:30","11:30"],["13:30","17:00"]],"tue":[["07:30","11:30"],["13:30","17:00"]],"wed":[["07:30","11:30"],["13:30","17:00"]]},"languages":["vi","en"],"name":"Trung tâm Thử nghiệm","name_en":"Test Centre","notice":"","notice_en":"","sample":false,"swap_days":{},"ticket_close_minutes_before":15,"ticket_open_minutes_before":30,"timezone":"Asia/Ho_Chi_Minh"},"coming_ratings":[],"counters":[{"id":"Q1","name":"Quầy số 1","number":1,"second_services":[],"services":["A"],"zone":""},{"id":"Q2","name":"Quầy số 2","number":2,"second_services":[],"services":["A","B"],"zone":""},{"id":"Q3","name":"Quầy số 3","number":3,"second_services":[],"services":["B","C"],"zone":""}],"finish_ticks":[{"id":"written","name":"Viết hộ"},{"id":"digitised","name":"Đã số hóa"}],"outcomes":[{"default":true,"id":"done","kind":"plain","name":"Đã tiếp nhận"},{"default":false,"id":"more_papers","kind":"plain","name":"Cần bổ sung"},{"default":false,"id":"supplement","kind":"supplement","name":"Cần bổ sung, in phiếu"}],"pause_reasons":[{"id":"break","name":"Nghỉ giải lao"},{"id":"meeting","name":"Họp"}],"places":{"late_minutes":30,"moves_at_closing":false,"per_slot":2,"slot_minutes":15},"priority_groups":[{"icon":"","id":"elderly","name":"Người cao tuổi","name_en":"Elderly","rate":"priority"},{"icon":"","id":"guide","name":"Người hướng dẫn","name_en":"Guide","rate":"ordinary"}],"rating":{"levels":[{"en":"Very satisfied","name":"Rất hài lòng","satisfied":true,"value":5},{"en":"Satisfied","name":"Hài lòng","satisfied":true,"value":4},{"en":"Neutral","name":"Bình thường","satisfied":null,"value":3},{"en":"Dissatisfied","name":"Không hài lòng","satisfied":false,"value":2},{"en":"Very dissatisfied","name":"Rất không hài lòng","satisfied":false,"value":1}],"never_shorter_than_seconds":20,"policy_id":"five-levels-1","question":"Ông/Bà có hài lòng không?","question_en":"Are you satisfied?","window_seconds":60},"services":[{"code":"A","colour":"#114488","daily_quota":null,"hours":null,"icon":"","name":"Chứng thực","name_en":"Certification","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"B","colour":"#884411","daily_quota":null,"hours":null,"icon":"","name":"Hộ tịch","name_en":"Civil status","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"C","colour":"#448811","daily_quota":null,"hours":null,"icon":"","name":"Đất đai","name_en":"Land","order":0,"target_service_minutes":15,"target_wait_minutes":20}],"slip":{"footer":"","footer_en":"","shows_counters":true,"shows_people_ahead":true,"shows_waiting_time":true},"special_days":[],"supplements":{"days_valid":30,"people_before":2},"ticketing":{"cool_down_seconds":300,"hold_expires_minutes":60,"no_show_grace_minutes":30,"priority_rule":{"extra_wait_at_most_minutes":20,"overtaken_at_most":5,"rates":{"ordinary":1.0,"priority":3.0}},"recall_gap_seconds":40,"recall_limit":3},"zones":[]}}','e5b5e1b615ab08dc926b0a3c09bdff351b01b1ee3705ffee42729d8cd97ef5da');
INSERT INTO "journal" VALUES(2,'2026-11-23T01:00:00.000Z','device_added',2,'test','{"counter_id":null,"device_id":"kiosk-1","device_kind":"kiosk","name":"","zone":null}','883ae28463f6194ae625214273b23e9dd72c3b162a32b42e1896808fbc663ff8');
INSERT INTO "journal" VALUES(3,'2026-11-23T01:00:00.000Z','device_added',2,'test','{"counter_id":"Q1","device_id":"pad-Q1","device_kind":"pad","name":"","zone":null}','6bd7a4f1cbee901ffe51c5841e8a1e436aa0fcb3d28c60dc7c05721520489a0a');
INSERT INTO "journal" VALUES(4,'2026-11-23T01:00:00.000Z','device_added',2,'test','{"counter_id":null,"device_id":"board-1","device_kind":"board","name":"","zone":null}','93c8a7057d60c75193507fcdc60f9b61883a76d76fe16cb3d770c22fe409e389');
INSERT INTO "journal" VALUES(5,'2026-11-23T01:00:00.000Z','device_added',2,'test','{"counter_id":"Q1","device_id":"counter-Q1","device_kind":"counter","name":"","zone":null}','2c863a9c995addf44002d53e6b667a81737a1bb55b7abc1c7c5c16ab102782e2');
INSERT INTO "journal" VALUES(6,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB01"}','9fbbf8696edc2890b389161deba5e732c45a5c961129d961ddc386f5b6293bda');
INSERT INTO "journal" VALUES(7,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB02"}','736b57581e7e5f13f52b4f5e0f5cb5bbeafe33d54259e46dd97ed38488a6468b');
INSERT INTO "journal" VALUES(8,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB03"}','0b4c46620c707c58fddbba6e510936a2946f11d390b7194720a37046720d0409');
INSERT INTO "journal" VALUES(9,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"head","staff_id":"CB09"}','a331244207291acb1578053d993f87fb0876c7b3dcc8ac26b57a324d6bc9f1df');
INSERT INTO "journal" VALUES(10,'2026-11-23T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-23","is_reopened":false,"phase":1}','899462045804f243e0d0f1984e27bfcc57257a2703fd64493bee4a50a61321e1');
INSERT INTO "journal" VALUES(11,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','2892cc993b08312e759de12938486ccff924fbf1ebbb9425d588afd6c4e2a104');
INSERT INTO "journal" VALUES(12,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','559ce39678936542976e710456a042654e5bcce1beec7848694f65abe106abf3');
INSERT INTO "journal" VALUES(13,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','671858550f5c6924363a8e5ac9fcf4db6384d248e61d23e3ab2e5b55ebb56192');
INSERT INTO "journal" VALUES(14,'2026-11-23T01:00:00.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"02262997-7b42-4f86-a770-0dc6f1fed717","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395690000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','40c1622a53894290997894d24ef670da57c8e0a814a975b457190058fa3084cf');
INSERT INTO "journal" VALUES(15,'2026-11-23T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":14}','b32c02f6b78b1fffa492f45758bc8e6d52bacde2ddfb912ebd4e25132fecea32');
INSERT INTO "journal" VALUES(16,'2026-11-23T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":14}','8fdb52b04b0c217c98273f1cc5643a02b607352dbf3226387f5e22708e7d98ea');
INSERT INTO "journal" VALUES(17,'2026-11-23T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":14}','d247b4d8992575c60bfec0c199c05a1c9617d153157d414d270dd9b576595fbe');
INSERT INTO "journal" VALUES(18,'2026-11-23T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":14}','8ea4b28efa307d4bd519316199b5f959a649b1608802ddfff55d6aac7dfd4cb6');
INSERT INTO "journal" VALUES(19,'2026-11-23T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795395720000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":14}','aae4f2c1b88e5328b8552b93915bd6ed2911f95a528ba1225d1e3a43eabdac52');
INSERT INTO "journal" VALUES(20,'2026-11-23T01:01:00.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":5,"n":1,"press_id":"4357e44f-5902-4f4a-aac1-b5530878dd47","window_id":19,"window_seen":19}','df40fe7e22e8905e1e2654d198d315a4a516c8b52af13d0d252ee5e937db0aea');
INSERT INTO "journal" VALUES(21,'2026-11-23T01:01:41.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"6aee7c11-fc6d-47d4-a1e5-2a48f54dc606","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395791000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','746d0a2f23155a7fcda1b120db0b5c802f3bbbf0768eedc6bb17b93ae349cb25');
INSERT INTO "journal" VALUES(22,'2026-11-23T01:01:41.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":21}','6779b0189b348bb012de8f43c533d22bb863f2620b3a4ffab35c8d1ee0537e51');
INSERT INTO "journal" VALUES(23,'2026-11-23T01:01:41.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":21}','08cd0bad39395572ece2b8bc12b79f72f6f9b6faa2c6344f5fe432405dd11a84');
INSERT INTO "journal" VALUES(24,'2026-11-23T01:01:41.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":21}','f29b5af52629f46d8e170475e5c3c8c9029aeadedd986c7ebedc0b2ced02abdd');
INSERT INTO "journal" VALUES(25,'2026-11-23T01:01:41.000Z','window_shortened',1,'test','{"closes_at":1795395701000,"window_id":19}','74f03f1a7ebf23def70e38c8527b87f937c7589aa35a17c3b903abc3c3209643');
INSERT INTO "journal" VALUES(26,'2026-11-23T01:01:41.000Z','window_closed',1,'test','{"window_id":19}','0c2522f2befbd9c3c22b03fd7e05fe768d42eeddb99c69913e09503a75e8be00');
INSERT INTO "journal" VALUES(27,'2026-11-23T01:02:41.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":21}','7a77197e4b215a802b745a06965ff93956b7af886b3430df0f27560a7360ee51');
INSERT INTO "journal" VALUES(28,'2026-11-23T01:02:41.000Z','window_opened',1,'test','{"closes_at":1795395821000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":21}','446fdef0ff54ef84ecb48b58fdc7182ba6e642c696b51b3ff49cd857043c79e4');
INSERT INTO "journal" VALUES(29,'2026-11-23T01:02:41.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":2,"n":1,"press_id":"3454f5e5-3fb2-4497-9e0b-226eb9a7d978","window_id":28,"window_seen":28}','766e2d8eb82c3cd8735284d3c3d0a48dc853e44637389d6837de23d9f88f6076');
INSERT INTO "journal" VALUES(30,'2026-11-23T01:02:42.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"48c6a1f3-0467-4fff-a0ff-088361dcb0fb","window_id":28,"window_seen":28}','b055ba41c98af5335ba9688d4860f5e4748117e6c08753d5869cdffe4aae65a7');
INSERT INTO "journal" VALUES(31,'2026-11-23T01:03:22.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"e6e36baa-80ea-4db5-96b0-175ec2fba31f","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395892000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A003","supplement_id":null}','03a6fe1eb9049b51bd6ff41b0be3c2fb6e6c799acdd1c3ff0c340a9c5c3dc071');
INSERT INTO "journal" VALUES(32,'2026-11-23T01:03:22.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":31}','ec5f292bedd05c89ae9c885a962f3698bf296c3124c8d5d455386a6c7cb61aeb');
INSERT INTO "journal" VALUES(33,'2026-11-23T01:03:22.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":31}','ac186dee38736c636be7a1a013e9141c87f75869edf01fb39a04182323b24901');
INSERT INTO "journal" VALUES(34,'2026-11-23T01:03:22.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":31}','cf266b9ef72151ec8a91b708e570aebc4553e9f02c168ae8b6a91c878e5a0797');
INSERT INTO "journal" VALUES(35,'2026-11-23T01:03:22.000Z','window_shortened',1,'test','{"closes_at":1795395802000,"window_id":28}','d1aa2ebdb007f0620323535d69aba862867ec65d68d7cad276d73fddd255b937');
INSERT INTO "journal" VALUES(36,'2026-11-23T01:03:22.000Z','window_closed',1,'test','{"window_id":28}','70b9a4bb4fc6c50dbe9e1f4808895ab698a33dbbd8f6f20ad11fac86d56d075e');
INSERT INTO "journal" VALUES(37,'2026-11-23T01:04:22.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":31}','99b4a280a645160e8d72a2aec0a58bf61f38aab03a1a3852195901922bb399c2');
INSERT INTO "journal" VALUES(38,'2026-11-23T01:04:22.000Z','window_opened',1,'test','{"closes_at":1795395922000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":31}','47debd3ba8c57c79bf6c65410335c490bae6450d5f3e274e5ecf8e21b049d82d');
INSERT INTO "journal" VALUES(39,'2026-11-23T01:04:22.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":4,"n":1,"press_id":"aa733406-fad5-4ca0-bbbf-ba8098c83a4d","window_id":38,"window_seen":38}','792c180093cfe7b00e1847e4e225faa7b3af3d1d4a9d5b393fba5aef913b1b68');
INSERT INTO "journal" VALUES(40,'2026-11-23T01:05:03.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b9d2b239-a2c7-414b-bcc1-b80a5f1ea212","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395993000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A004","supplement_id":null}','55c90e8dc52727d0d74cf65319a32999b6865621ea2fa4b583922ec4dc94b4cd');
INSERT INTO "journal" VALUES(41,'2026-11-23T01:05:03.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":40}','fe8a91d536a356cd377b7d7c2cb61d273967309f8325138846cab16bd31aa98e');
INSERT INTO "journal" VALUES(42,'2026-11-23T01:05:03.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":40}','a604a07042e202bfce61ef1b89b3808cc92329d27c51aef32bf571292f18926d');
INSERT INTO "journal" VALUES(43,'2026-11-23T01:05:03.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":40}','c723c15a928244f1a308310c360d086ca4f0f8c151182799dc8a41c5ef83dd36');
INSERT INTO "journal" VALUES(44,'2026-11-23T01:05:03.000Z','window_shortened',1,'test','{"closes_at":1795395903000,"window_id":38}','f32540e2bf49ec652b9013f191a0cb10f1661c4a441b47cb8c5ae8d2c86fda60');
INSERT INTO "journal" VALUES(45,'2026-11-23T01:05:03.000Z','window_closed',1,'test','{"window_id":38}','b4d7601a0414061df958cf139824c9adb0f0a411332373b8c6d39ec165bdee04');
INSERT INTO "journal" VALUES(46,'2026-11-23T01:06:03.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":40}','28fc894e3acc024ea7ac44129aec3333b7667358de2c79ba83f956ab4c1a0bf3');
INSERT INTO "journal" VALUES(47,'2026-11-23T01:06:03.000Z','window_opened',1,'test','{"closes_at":1795396023000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":40}','70a7ccd9469d0d430dc722b9ff2a95807296c8f8894630d037e958704f6e0fa6');
INSERT INTO "journal" VALUES(48,'2026-11-23T01:06:03.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"6b191677-6d09-4931-be3b-f1c2619562a5","window_id":47,"window_seen":47}','027e55a49061840c827f74d130b333f987ee0bbc8d7b20ea9fc47d0206bd8465');
INSERT INTO "journal" VALUES(49,'2026-11-23T01:06:04.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"f9b49fa9-5d79-460e-ba39-3a1031e56fe3","window_id":47,"window_seen":47}','e3ff9c4097b9f400844c436e5b1dd0717ff7893b7b4cd523cce5cf10f8bce23f');
INSERT INTO "journal" VALUES(50,'2026-11-23T01:06:44.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"a94347c8-c8a8-4c81-ba00-9e912659311c","language":"vi","not_before":null,"number":5,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396094000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A005","supplement_id":null}','5e13545b3392ee4ce61c76d2e711aac6b0fcecb2dfa93227cb2304e1d7c29bfe');
INSERT INTO "journal" VALUES(51,'2026-11-23T01:06:44.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":50}','33bee918dbbd73a7e6bc89ebffc731132c2afbb2f857c44ec377f62b22b43540');
INSERT INTO "journal" VALUES(52,'2026-11-23T01:06:44.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":50}','824845d6a797fb34a08b023585aa4f217c30f4d4216e43fc079fc3d8d285895c');
INSERT INTO "journal" VALUES(53,'2026-11-23T01:06:44.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":50}','1e81e6c52155b5e5ca32e3c087c27727f11a33924c9552f55d29cb31cf53b970');
INSERT INTO "journal" VALUES(54,'2026-11-23T01:06:44.000Z','window_shortened',1,'test','{"closes_at":1795396004000,"window_id":47}','15c65cf63a445d1c2393db3407fc2879f1e34c05cf62f9e205580fc2da4aa521');
INSERT INTO "journal" VALUES(55,'2026-11-23T01:06:44.000Z','window_closed',1,'test','{"window_id":47}','b32d1cf72e1333fb5d97b6f7dad1f4753a5a1a0fd13e968cf4bf19dc78e63b7f');
INSERT INTO "journal" VALUES(56,'2026-11-23T01:07:44.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":50}','536ae0e47f3a2bf35f8dbf88fe01760fab0fa56534fcd2d85d199f513f8c60d5');
INSERT INTO "journal" VALUES(57,'2026-11-23T01:07:44.000Z','window_opened',1,'test','{"closes_at":1795396124000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":50}','0925202b1ac079ff043b9e4514a9eed9c61ff7af1f79df6d58471e4abf805b53');
INSERT INTO "journal" VALUES(58,'2026-11-23T01:07:44.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":5,"n":1,"press_id":"f079bb0b-75aa-4280-ab35-bc34045682b3","window_id":57,"window_seen":57}','76b053b82cbd17d82c4a9e45f772a5497aa84a0aed5501583ca5cc23aef0c5cf');
INSERT INTO "journal" VALUES(59,'2026-11-23T01:08:25.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"61d15791-4a16-4967-9265-7c2c068f5d9f","language":"vi","not_before":null,"number":6,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396195000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A006","supplement_id":null}','97582f83cad4f515016df60d00a4c9e6b5e16534314d1b65c53075798f826278');
INSERT INTO "journal" VALUES(60,'2026-11-23T01:08:25.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":59}','90422ffa743e32b0625669ea5dcd7322026670cde27e8381b7b55551f567fe0a');
INSERT INTO "journal" VALUES(61,'2026-11-23T01:08:25.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":59}','490a720392b158535ccc2766d652a087a5d90b8b43b314956eca21a1d1dc17f2');
INSERT INTO "journal" VALUES(62,'2026-11-23T01:08:25.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":59}','14b8d166c1a4220e619dfc0bc741702e282dfc2ab73b49880c42c4d16e68c22d');
INSERT INTO "journal" VALUES(63,'2026-11-23T01:08:25.000Z','window_shortened',1,'test','{"closes_at":1795396105000,"window_id":57}','b1c6502c6ad2407f2ee1b165a9fda0e0a7dabc3f7bfba5dc8bc9b92fea6ed1b9');
INSERT INTO "journal" VALUES(64,'2026-11-23T01:08:25.000Z','window_closed',1,'test','{"window_id":57}','f8fd6a509eb12a2ae64afc322c7f9fe373feb2b531159786a730e898cb47f9fa');
INSERT INTO "journal" VALUES(65,'2026-11-23T01:09:25.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":59}','f163280e72a6b4208dba00e36d3628eca2ea8e645f30880a8266ce997820ba0c');
INSERT INTO "journal" VALUES(66,'2026-11-23T01:09:25.000Z','window_opened',1,'test','{"closes_at":1795396225000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":59}','fc072a5252348efe996d4af45974947351c9ffc1c6bd70b48b6ea93f21b55f9a');
INSERT INTO "journal" VALUES(67,'2026-11-23T01:09:25.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":3,"n":1,"press_id":"7fb0b697-7246-4f0e-8810-932d86d022be","window_id":66,"window_seen":66}','8b020926c6b6c03c950749c44399cb863bf696202419e4958367b7c6c7f8791f');
INSERT INTO "journal" VALUES(68,'2026-11-23T01:09:26.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":2,"n":1,"press_id":"a01c1a5f-d047-4f29-a0f5-138ac6dd37b5","window_id":66,"window_seen":66}','c97d64a6f102244866d52d1992046b6faaed32a8f8f881dbb9ce1da603317136');
INSERT INTO "journal" VALUES(69,'2026-11-23T01:10:06.000Z','press_recorded',1,'test','{"age_ms":null,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"cd1a481d-00ba-4cdc-8194-5b0bbffe008f","window_id":null,"window_seen":null}','17eeecc01f100178582c41fd0e77a168ea5b41dd312858056d6b00f6b83af078');
INSERT INTO "journal" VALUES(70,'2026-11-23T01:10:06.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"c1884e5c-ad65-4b8f-a3db-da06df68347b","language":"vi","not_before":null,"number":7,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A007","supplement_id":null}','040fd61060ab5da7bac5cc1c03af425e02d380f55f30ec0aa127549d016513d2');
INSERT INTO "journal" VALUES(71,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":70}','cce51696aef0a36954fd04a547ced075469c3a009ba8aebf796cc7342f84db08');
INSERT INTO "journal" VALUES(72,'2026-11-23T01:10:06.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"39ab4477-97ea-4eb2-9014-c899e04fae54","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','92b36d4eb6ec70a4c94f5c69a7185fa2e643d4fda7580ff326347bc9a3b1157d');
INSERT INTO "journal" VALUES(73,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":72}','3b1a702ebe3ae67d7bf5fb7b42d9615e1401933168c3f6da7aa881f2d5c214ee');
INSERT INTO "journal" VALUES(74,'2026-11-23T01:10:06.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"64474c4b-c5d8-46ff-8f7c-ddbcb81ec2df","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396296000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C001","supplement_id":null}','60e04fb31e8d31d8288598fe7c64941e9a8cafbc3511d3972624fd30ce25e564');
INSERT INTO "journal" VALUES(75,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":74}','ccc3985bb02d9d84fd509ac10ec9a5eb67fef07d04f1e72b453b7c0582cbd6dc');
INSERT INTO "journal" VALUES(76,'2026-11-23T01:10:06.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"32dbe1e9-464b-4670-8cc0-aeed8f02b035","language":"vi","not_before":null,"number":8,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A008","supplement_id":null}','0cfe7b9a73211e5f0261fcebd5fcc591a0b7f7559d89ea3cd8aae8e01c1fbacc');
INSERT INTO "journal" VALUES(77,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":76}','79e9a3170ab4dccf0b002abfd1b384de0e98312c0345b9dc86ef0de33c579bf3');
INSERT INTO "journal" VALUES(78,'2026-11-23T01:10:06.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"f1a496c1-26c4-4d40-9534-1ac4df9ea6b3","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B002","supplement_id":null}','3e26da1eabecedbe248239fd55152fe7b0161ae6f1886ab41126d05086222502');
INSERT INTO "journal" VALUES(79,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":78}','224a5f90b9d91e330810f7fe5a311c535f2632846d94a5bf493d242843833a14');
INSERT INTO "journal" VALUES(80,'2026-11-23T01:10:06.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"c1ad0f5c-fb84-4ed8-b6cf-2bfe51659f2e","language":"vi","not_before":null,"number":9,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A009","supplement_id":null}','82a95d27c396f36d3534dd725e59895895805328ae81d580f00dc028c71a4a7f');
INSERT INTO "journal" VALUES(81,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":80}','b876915c1eb9693b374bed6818c71651712d9053d31b0d2814a121cda02e6c77');
INSERT INTO "journal" VALUES(82,'2026-11-23T01:10:06.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"14ad6fb6-4bc1-480b-9faa-97f7d6897420","language":"vi","not_before":null,"number":10,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":"elderly","ranked_at":null,"rate":"priority","service":"A","shown":"A010","supplement_id":null}','b917a6a9f48b06292bce301a375e766d399bd2cfcff3262b64d037e45f98acf2');
INSERT INTO "journal" VALUES(83,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":82}','8b2c99e0ccd0566f2f401abb776b50f441899b35f0d83c1a06e31023147d6eeb');
INSERT INTO "journal" VALUES(84,'2026-11-23T01:10:06.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":0,"A/priority":0}},"to_seat":false,"turn_id":70}','a9ec33acd9c262a1d7daca58836f7fa934ce0d6533ba2fd08ecc82ecd2bf1969');
INSERT INTO "journal" VALUES(85,'2026-11-23T01:10:36.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":70}','438bbfe0aace587313798ada7d465eb17c37a61d22d01862902521b7101cd6d6');
INSERT INTO "journal" VALUES(86,'2026-11-23T01:10:36.000Z','window_closed',1,'test','{"window_id":66}','8e0e43c1ca8097bdca54915249d6e8fb4712a6d71bdffcef281153024847721c');
INSERT INTO "journal" VALUES(87,'2026-11-23T01:10:56.000Z','turn_held',1,'test','{"held_until":1795396556000,"turn_id":70}','0b64dd8bb7eb64b688786a7ff745169c88d94f578ef0c2c88a405be79082517a');
INSERT INTO "journal" VALUES(88,'2026-11-23T01:11:56.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[76,80],"reason":{"line":"A/priority","passed":[76,80],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":110000,"A/priority":330000}},"to_seat":false,"turn_id":82}','56343decd433e0c77fbc0ac93503e7e54759b145a7992720f3dc43087b693aea');
INSERT INTO "journal" VALUES(89,'2026-11-23T01:12:16.000Z','turn_marked_absent',1,'test','{"grace_until":1795398136000,"turn_id":82}','c891fa79232f144c165349a3c9029b80834bd8c907b9338db1bcd04d90908d74');
INSERT INTO "journal" VALUES(90,'2026-11-23T01:12:36.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":150000}},"to_seat":false,"turn_id":76}','b4020bc93b6f9af475b5a8c1276448776cba06fc09414e9806429d30f1f515ac');
INSERT INTO "journal" VALUES(91,'2026-11-23T01:12:48.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":76}','fab06d88971e4b7309e559c2aa9b4aafc232fcb58f80442a637142dcfc0778e4');
INSERT INTO "journal" VALUES(92,'2026-11-23T01:14:28.000Z','turn_transferred',1,'test','{"turn_id":76}','2cc0cc307fc2e3fdcc8d755c232e117c7cb7216de26f60e0cb8df4727e39f31e');
INSERT INTO "journal" VALUES(93,'2026-11-23T01:14:28.000Z','window_opened',1,'test','{"closes_at":1795396528000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":76}','0e292e95cc2ed9bb1d9cbe13a50f59b72eb63fe3bfdd09fb6a3a2d2eb1b213e6');
INSERT INTO "journal" VALUES(94,'2026-11-23T01:14:28.000Z','turn_added',1,'test','{"arrival":76,"for_counter":null,"for_officer":null,"from_turn":76,"origin":"transferred","ranked_at":1795396206000,"rate":"ordinary","service":"B","ticket_id":76}','ff27bc021aaf72967e1e8d467fdb59b913f4c2a3680c93ec515cdf44b6f37456');
INSERT INTO "journal" VALUES(95,'2026-11-23T01:14:43.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"line":"B/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":277000,"B/ordinary":277000}},"to_seat":false,"turn_id":72}','9356997b12513d2faaf8f6b642bc6e4e108bef96e0ce423d14b31da573de5d06');
INSERT INTO "journal" VALUES(96,'2026-11-23T01:14:53.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB02","turn_id":72}','764a01acd5536bca8cdb5733dfdf6cfad41108cb3510b851135e66e8b9601578');
INSERT INTO "journal" VALUES(97,'2026-11-23T01:15:43.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','ce0da8f7a76acf3a65a029497f367d6a2da838e2ba792b414ecf2e8cdd28e73d');
INSERT INTO "journal" VALUES(98,'2026-11-23T01:15:43.000Z','window_opened',1,'test','{"closes_at":1795396603000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','b97229cfccc4b698cb4c819eee78f61d506debf7d869217d4eb76ff1f603b2c2');
INSERT INTO "journal" VALUES(99,'2026-11-23T01:15:46.000Z','action_undone',2,'test','{"counter_id":"Q2","first_seq":97,"last_seq":98,"overtaken":[],"turns":[{"absent_due_at":null,"arrival":72,"arrival_inferred":0,"arrived_at":1795396493000,"call_count":1,"call_id":95,"called_first_at":1795396483000,"called_last_at":1795396483000,"cool_down_until":null,"counter_id":"Q2","day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":null,"for_counter":null,"for_officer":null,"from_turn":null,"grace_until":null,"held_until":null,"officer_id":"CB02","origin":"issued","outcome":null,"overtaken":0,"ranked_at":1795396206000,"rate":"ordinary","service":"B","state":"serving","ticket_id":72,"ticks":"[]","touched_seq":96,"turn_id":72,"waiting_since":1795396206000}]}','712a12441000f8988358ca99cbb7c6e79c66d33418007d34be670b5fb7673169');
INSERT INTO "journal" VALUES(100,'2026-11-23T01:16:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','769c5f03d1461c9883c984320aef1fda4a613daada77a9936168150c745e1e68');
INSERT INTO "journal" VALUES(101,'2026-11-23T01:16:16.000Z','window_opened',1,'test','{"closes_at":1795396636000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','3fd5f4152e479fc1f8c25fdd4de972add7074e7ebc5bc2a3bd482edca4e94064');
INSERT INTO "journal" VALUES(102,'2026-11-23T01:16:16.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"cc05396b-2da6-4091-a02a-b4a6448fd7b4","number":1,"officer_id":"CB01","passed":[80],"service":"A","shown":"+001"}','470cf3e68cbaa97cf72452bf5f3b3664bfbeb29b047b77d907529b2d14d038f7');
INSERT INTO "journal" VALUES(103,'2026-11-23T01:16:16.000Z','window_closed',1,'test','{"window_id":93}','ea410e60211c6806292d0603f78dc65e228f2ada4a87c59a1a22d5cb78732aa0');
INSERT INTO "journal" VALUES(104,'2026-11-23T01:17:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":102}','3abb1e633d4792fd685b199d0cf684f2a1d41fa68ccc9692701486950ba89163');
INSERT INTO "journal" VALUES(105,'2026-11-23T01:17:16.000Z','window_opened',1,'test','{"closes_at":1795396696000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":102}','649958f099ee163bac2986135aa7e31ef118b48eea8de6c9510b39945e5749f5');
INSERT INTO "journal" VALUES(106,'2026-11-23T01:17:16.000Z','desk_paused',1,'test','{"reason":"break","session_id":11}','abc6b4ae7a7dfe21c8a207336c93defe99576e2c8e2d5145b0681e7280a412a6');
INSERT INTO "journal" VALUES(107,'2026-11-23T01:18:56.000Z','desk_resumed',1,'test','{"session_id":11}','81cd6cbe3b4cf5f55d102cb809baa7b4552d3c9229f01645963c27b63be4f65e');
INSERT INTO "journal" VALUES(108,'2026-11-23T01:18:56.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b024edad-b08f-42c1-9ab8-b69aa704576a","language":"vi","not_before":null,"number":11,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396826000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A011","supplement_id":null}','dff65d10b4a4ab6d4887aeb8ca63da817e6295f27ebd4e8054703062b7dc031e');
INSERT INTO "journal" VALUES(109,'2026-11-23T01:18:56.000Z','ticket_issued',2,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"88d20583-2eb1-40d9-82e4-cdd97c4d0a73","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396826000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C002","supplement_id":null}','453999de9f59d47fa44742a28540e3a26c48c2f5bcf11d477a22daa831b30a97');
INSERT INTO "journal" VALUES(110,'2026-11-23T01:18:56.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":109}','6cd48a9722ac04e6f61d0ba2f151e619459de9dad95050e6d182f6baf11d1469');
INSERT INTO "journal" VALUES(111,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":101}','ee65347b8b76b9c683da441e5806c0206d521a2eae0b18be301a66b137a1686e');
INSERT INTO "journal" VALUES(112,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":105}','a6e78d7a0fa2d85b60afebf7306af3dc5738dba2610c65d4bfcc3c155c437562');
INSERT INTO "journal" VALUES(113,'2026-11-23T01:20:56.000Z','turn_released',1,'schedule','{"reason":"timer","turn_id":70}','1364c99c175ae39781754a31c340801ae05885df01816d18bf5bc43cec271dc2');
INSERT INTO "journal" VALUES(114,'2026-11-23T01:20:56.000Z','turn_voided',1,'schedule','{"reason":"no_outcome","turn_id":108}','8b4a22ebfc5be55b9cbfb87bfdfc4543065e764a8df669249c2c5e76b20bc337');
INSERT INTO "journal" VALUES(115,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":70}','66b50c19989fb8cb529cb873beb9f3a674bc468e7072958a4556e9d9e6245cbb');
INSERT INTO "journal" VALUES(116,'2026-11-23T01:20:56.000Z','window_opened',1,'test','{"closes_at":1795396856000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":70}','567f8e491ab9849292ff611369ff59cc445ca489469575600ea29ec661a46db8');
INSERT INTO "journal" VALUES(117,'2026-11-23T01:20:56.000Z','window_closed',1,'test','{"window_id":116}','c4e9db7411666e5a22299a3b6b5743204e5679d2a13f89f2c503541721e895ef');
INSERT INTO "journal" VALUES(118,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":74}','85b3830ac167ead2cbbe030cae29a2589543498b2c3108de05f1c6c3802b71e0');
INSERT INTO "journal" VALUES(119,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":78}','3100d868d5a6840e7f2f7ecf047ef884c1e335601eb38adeff6e35448ce80d02');
INSERT INTO "journal" VALUES(120,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":80}','89f5dcf211079159aeadffc10eee88912c0ab56eb90b205a86fb9f8773a60925');
INSERT INTO "journal" VALUES(121,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":94}','2f36407d0fac8d8b3ffe6f7b3ee365c78e64d7fc8f81eb13954d5206011582ad');
INSERT INTO "journal" VALUES(122,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":109}','0e3083a881829dcd76924db974b0704bcbe67a4b400c932ff7681eb5bf8630b2');
INSERT INTO "journal" VALUES(123,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":11}','62f1e9068824eb49abc3dc784e14cd269f63a07c881a2094e07bdf8c6f33a47f');
INSERT INTO "journal" VALUES(124,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":12}','ed3cdf5379127b4c8ace15d8447c64d4be48212504910de382605c848fdbfed7');
INSERT INTO "journal" VALUES(125,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":13}','30f7893fa57524e3a85cd0be0e92713877ee6d74b19231f3fc8f842016d3e7b6');
INSERT INTO "journal" VALUES(126,'2026-11-23T01:20:56.000Z','day_closed',1,'test','{"day":"2026-11-23"}','d161a262a54229eec2dd6f990947ce1bb41874dcf82613a4bcb42c0ee820e2fc');
INSERT INTO "journal" VALUES(127,'2026-11-23T01:20:56.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"day_slip","subject_id":null}','f54c528ab3201e49cc781b8c2cad68ae739ea3f98e46a6f02e8fb1664eef5c61');
INSERT INTO "journal" VALUES(128,'2026-11-24T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-24","is_reopened":false,"phase":1}','ef6dcdac3ad6b4fa39a8547e342f6583f00072616299d54e1a3df6ebdb72c8f7');
INSERT INTO "journal" VALUES(129,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','571440fcbaf1905019ec0ced4679156510e0db1a4b14f409ad22207400acada7');
INSERT INTO "journal" VALUES(130,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','114119ccc8f11033fa11d970d6939f42210399b49f7494cbeb0be3c6c3f40625');
INSERT INTO "journal" VALUES(131,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','bf83263a59d7c1f34fd26d97c94c1be0f39c6a734962cf28850e48906ed5eded');
INSERT INTO "journal" VALUES(132,'2026-11-24T01:00:00.000Z','ticket_issued',2,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b2ca6834-72fc-4520-8ff2-7d225cc87fba","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','57d818013260a41c9d62ce6dd4a59d6e8972508bf0cec90d221fd510f2c3f689');
INSERT INTO "journal" VALUES(133,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":132}','a610b65c603e3ae6b8d5cb477f7676c330d3fa485736da0c21d64721401f5ad2');
INSERT INTO "journal" VALUES(134,'2026-11-24T01:00:00.000Z','ticket_issued',2,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"8d8b51d6-c715-4134-b8d2-52c7cc4765ed","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795482090000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','391b805aa3f3114b0aae480889f4dd13f8f7b5ce1db0120118d7a545b8d79824');
INSERT INTO "journal" VALUES(135,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":134}','8ad686ec22e18d1804a7075962e52b90a2530d43fcb1bfaa0910100153bd6f2a');
INSERT INTO "journal" VALUES(136,'2026-11-24T01:00:00.000Z','ticket_issued',2,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"0bd27d22-5877-4d56-8380-537b8eb6d4f1","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','effb5df879d4ff671a62fee75bad2651bd81baf81cfe8181f5db17d92d57cce9');
INSERT INTO "journal" VALUES(137,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":136}','c085eaa752153da3c8fc17dfd13dd93ac8b7235b3a36870a666bb839dcc920e7');
INSERT INTO "journal" VALUES(138,'2026-11-24T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":132}','edd9f12e39b59384390eddec676ee4110fe652f37756160c1db5db34bb5142cd');
INSERT INTO "journal" VALUES(139,'2026-11-24T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":132}','7cd0d477112a5141c6ae234a71305bc2fe32b8694e2a74382c53cb355bb574fc');
INSERT INTO "journal" VALUES(140,'2026-11-24T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":132}','210d35bc80cfcbc042e871073f9ddcb4e4aa373d255b85ab4135dd5f63585a82');
INSERT INTO "journal" VALUES(141,'2026-11-24T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795482120000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":132}','fc86ea893f4fee4800bf9fadf1fb4ee45487178582118a19629dacb212415f5e');
INSERT INTO "journal" VALUES(142,'2026-11-24T01:01:05.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":65000}},"to_seat":false,"turn_id":136}','f56a62a20e4e05fa7f651d0bfc1857c130cee6c306a6a3df3e7fa785e9e4fc97');
INSERT INTO "journal" VALUES(143,'2026-11-24T01:01:17.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":136}','e1d2fdc4239048c43828212c08bfaa536a6dbc65bb8021c2a7fa70af9967ce00');
INSERT INTO "journal" VALUES(144,'2026-11-24T01:01:17.000Z','window_shortened',1,'test','{"closes_at":1795482080000,"window_id":141}','ea4e2b4b49cc347dfeeead1d21f1e35c8da0373dd700d8e7c6422b204d1cb26f');
CREATE TABLE journal_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "journal_head" VALUES(1,144,'ea4e2b4b49cc347dfeeead1d21f1e35c8da0373dd700d8e7c6422b204d1cb26f');
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
	PRIMARY KEY (press_id), 
	UNIQUE (seq)
);
INSERT INTO "presses" VALUES('4357e44f-5902-4f4a-aac1-b5530878dd47',20,'pad-Q1','Q1','9f1a',1,5,19,0,1795395660000,19);
INSERT INTO "presses" VALUES('3454f5e5-3fb2-4497-9e0b-226eb9a7d978',29,'pad-Q1','Q1','9f1a',1,2,28,0,1795395761000,28);
INSERT INTO "presses" VALUES('48c6a1f3-0467-4fff-a0ff-088361dcb0fb',30,'pad-Q1','Q1','9f1a',1,1,28,0,1795395762000,28);
INSERT INTO "presses" VALUES('aa733406-fad5-4ca0-bbbf-ba8098c83a4d',39,'pad-Q1','Q1','9f1a',1,4,38,0,1795395862000,38);
INSERT INTO "presses" VALUES('6b191677-6d09-4931-be3b-f1c2619562a5',48,'pad-Q1','Q1','9f1a',1,1,47,0,1795395963000,47);
INSERT INTO "presses" VALUES('f9b49fa9-5d79-460e-ba39-3a1031e56fe3',49,'pad-Q1','Q1','9f1a',1,1,47,0,1795395964000,47);
INSERT INTO "presses" VALUES('f079bb0b-75aa-4280-ab35-bc34045682b3',58,'pad-Q1','Q1','9f1a',1,5,57,0,1795396064000,57);
INSERT INTO "presses" VALUES('7fb0b697-7246-4f0e-8810-932d86d022be',67,'pad-Q1','Q1','9f1a',1,3,66,0,1795396165000,66);
INSERT INTO "presses" VALUES('a01c1a5f-d047-4f29-a0f5-138ac6dd37b5',68,'pad-Q1','Q1','9f1a',1,2,66,0,1795396166000,66);
INSERT INTO "presses" VALUES('cd1a481d-00ba-4cdc-8194-5b0bbffe008f',69,'pad-Q1','Q1','9f1a',1,1,NULL,NULL,1795396206000,NULL);
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
INSERT INTO "schemes" VALUES('five-levels-1','{"levels": [{"en": "Very satisfied", "name": "Rất hài lòng", "satisfied": true, "value": 5}, {"en": "Satisfied", "name": "Hài lòng", "satisfied": true, "value": 4}, {"en": "Neutral", "name": "Bình thường", "satisfied": null, "value": 3}, {"en": "Dissatisfied", "name": "Không hài lòng", "satisfied": false, "value": 2}, {"en": "Very dissatisfied", "name": "Rất không hài lòng", "satisfied": false, "value": 1}], "never_shorter_than_seconds": 20, "policy_id": "five-levels-1", "question": "Ông/Bà có hài lòng không?", "question_en": "Are you satisfied?", "window_seconds": 60}');
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
	extended_to BIGINT, 
	PRIMARY KEY (day)
);
INSERT INTO "service_days" VALUES('2026-11-23','closed',1795395600000,1795396856000,1,NULL);
INSERT INTO "service_days" VALUES('2026-11-24','open',1795482000000,NULL,1,NULL);
CREATE TABLE set_up (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	centre TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "set_up" VALUES(1,1,'{"centre": {"code": "TEST-1", "holidays": [], "hours": {"fri": [["07:30", "11:30"], ["13:30", "17:00"]], "mon": [["07:30", "11:30"], ["13:30", "17:00"]], "thu": [["07:30", "11:30"], ["13:30", "17:00"]], "tue": [["07:30", "11:30"], ["13:30", "17:00"]], "wed": [["07:30", "11:30"], ["13:30", "17:00"]]}, "languages": ["vi", "en"], "name": "Trung tâm Thử nghiệm", "name_en": "Test Centre", "notice": "", "notice_en": "", "sample": false, "swap_days": {}, "ticket_close_minutes_before": 15, "ticket_open_minutes_before": 30, "timezone": "Asia/Ho_Chi_Minh"}, "coming_ratings": [], "counters": [{"id": "Q1", "name": "Quầy số 1", "number": 1, "second_services": [], "services": ["A"], "zone": ""}, {"id": "Q2", "name": "Quầy số 2", "number": 2, "second_services": [], "services": ["A", "B"], "zone": ""}, {"id": "Q3", "name": "Quầy số 3", "number": 3, "second_services": [], "services": ["B", "C"], "zone": ""}], "finish_ticks": [{"id": "written", "name": "Viết hộ"}, {"id": "digitised", "name": "Đã số hóa"}], "outcomes": [{"default": true, "id": "done", "kind": "plain", "name": "Đã tiếp nhận"}, {"default": false, "id": "more_papers", "kind": "plain", "name": "Cần bổ sung"}, {"default": false, "id": "supplement", "kind": "supplement", "name": "Cần bổ sung, in phiếu"}], "pause_reasons": [{"id": "break", "name": "Nghỉ giải lao"}, {"id": "meeting", "name": "Họp"}], "places": {"late_minutes": 30, "moves_at_closing": false, "per_slot": 2, "slot_minutes": 15}, "priority_groups": [{"icon": "", "id": "elderly", "name": "Người cao tuổi", "name_en": "Elderly", "rate": "priority"}, {"icon": "", "id": "guide", "name": "Người hướng dẫn", "name_en": "Guide", "rate": "ordinary"}], "rating": {"levels": [{"en": "Very satisfied", "name": "Rất hài lòng", "satisfied": true, "value": 5}, {"en": "Satisfied", "name": "Hài lòng", "satisfied": true, "value": 4}, {"en": "Neutral", "name": "Bình thường", "satisfied": null, "value": 3}, {"en": "Dissatisfied", "name": "Không hài lòng", "satisfied": false, "value": 2}, {"en": "Very dissatisfied", "name": "Rất không hài lòng", "satisfied": false, "value": 1}], "never_shorter_than_seconds": 20, "policy_id": "five-levels-1", "question": "Ông/Bà có hài lòng không?", "question_en": "Are you satisfied?", "window_seconds": 60}, "services": [{"code": "A", "colour": "#114488", "daily_quota": null, "hours": null, "icon": "", "name": "Chứng thực", "name_en": "Certification", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "B", "colour": "#884411", "daily_quota": null, "hours": null, "icon": "", "name": "Hộ tịch", "name_en": "Civil status", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "C", "colour": "#448811", "daily_quota": null, "hours": null, "icon": "", "name": "Đất đai", "name_en": "Land", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}], "slip": {"footer": "", "footer_en": "", "shows_counters": true, "shows_people_ahead": true, "shows_waiting_time": true}, "special_days": [], "supplements": {"days_valid": 30, "people_before": 2}, "ticketing": {"cool_down_seconds": 300, "hold_expires_minutes": 60, "no_show_grace_minutes": 30, "priority_rule": {"extra_wait_at_most_minutes": 20, "overtaken_at_most": 5, "rates": {"ordinary": 1.0, "priority": 3.0}}, "recall_gap_seconds": 40, "recall_limit": 3}, "zones": []}');
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
INSERT INTO "ticket_links" VALUES(14,'AIaOJgo-5Vj3xs37ONapbw');
INSERT INTO "ticket_links" VALUES(21,'DpAm-ZUHLQaGrgpeNGbxqA');
INSERT INTO "ticket_links" VALUES(31,'PS02jvW-QAEg9IKBdoBorQ');
INSERT INTO "ticket_links" VALUES(40,'2MGcKwGcRWEeSY2bD-9uHQ');
INSERT INTO "ticket_links" VALUES(50,'3qBGbsO9H9SNALxS6AWkUg');
INSERT INTO "ticket_links" VALUES(59,'wDkXCgcuBkjqnSNlDGgV9A');
INSERT INTO "ticket_links" VALUES(70,'5fVWp1q7yiAtI9rtGTw84g');
INSERT INTO "ticket_links" VALUES(72,'wAHId3GBG0pleCva5IT9RQ');
INSERT INTO "ticket_links" VALUES(74,'ljS__HP-rhBTyowlGgglBA');
INSERT INTO "ticket_links" VALUES(76,'8yhN_O95QSJbhw8jWhKfBQ');
INSERT INTO "ticket_links" VALUES(78,'HIQnxWl6fkKPmWFwW1u7Ww');
INSERT INTO "ticket_links" VALUES(80,'GAaFVSZUIjDghKumHT6isg');
INSERT INTO "ticket_links" VALUES(82,'NcMTSW2V81wmDo3ekTXb1g');
INSERT INTO "ticket_links" VALUES(108,'cH1MSzehvDYppex8eC5pvQ');
INSERT INTO "ticket_links" VALUES(109,'fdeM759gLtuNjbSS-cBfiQ');
INSERT INTO "ticket_links" VALUES(132,'J1wvSMFlPN6POq29pPGtlg');
INSERT INTO "ticket_links" VALUES(134,'njxgZ255CEQzCe2Di99kxQ');
INSERT INTO "ticket_links" VALUES(136,'V-CkaPz3rKwRFI-0GO0mXg');
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
	print_due_at BIGINT, 
	PRIMARY KEY (ticket_id), 
	UNIQUE (day, prefix, number), 
	UNIQUE (intent_id)
);
INSERT INTO "tickets" VALUES(14,'02262997-7b42-4f86-a770-0dc6f1fed717','2026-11-23','A',1,'A001','A',NULL,'vi','kiosk-1',1795395600000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(21,'6aee7c11-fc6d-47d4-a1e5-2a48f54dc606','2026-11-23','A',2,'A002','A',NULL,'vi','kiosk-1',1795395701000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(31,'e6e36baa-80ea-4db5-96b0-175ec2fba31f','2026-11-23','A',3,'A003','A',NULL,'vi','kiosk-1',1795395802000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(40,'b9d2b239-a2c7-414b-bcc1-b80a5f1ea212','2026-11-23','A',4,'A004','A',NULL,'vi','kiosk-1',1795395903000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(50,'a94347c8-c8a8-4c81-ba00-9e912659311c','2026-11-23','A',5,'A005','A',NULL,'vi','kiosk-1',1795396004000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(59,'61d15791-4a16-4967-9265-7c2c068f5d9f','2026-11-23','A',6,'A006','A',NULL,'vi','kiosk-1',1795396105000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(70,'c1884e5c-ad65-4b8f-a3db-da06df68347b','2026-11-23','A',7,'A007','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(72,'39ab4477-97ea-4eb2-9014-c899e04fae54','2026-11-23','B',1,'B001','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(74,'64474c4b-c5d8-46ff-8f7c-ddbcb81ec2df','2026-11-23','C',1,'C001','C',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(76,'32dbe1e9-464b-4670-8cc0-aeed8f02b035','2026-11-23','A',8,'A008','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(78,'f1a496c1-26c4-4d40-9534-1ac4df9ea6b3','2026-11-23','B',2,'B002','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(80,'c1ad0f5c-fb84-4ed8-b6cf-2bfe51659f2e','2026-11-23','A',9,'A009','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(82,'14ad6fb6-4bc1-480b-9faa-97f7d6897420','2026-11-23','A',10,'A010','A','elderly','vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(102,'cc05396b-2da6-4091-a02a-b4a6448fd7b4','2026-11-23','+',1,'+001','A',NULL,'vi','',1795396576000,'quick_serve',NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(108,'b024edad-b08f-42c1-9ab8-b69aa704576a','2026-11-23','A',11,'A011','A',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(109,'88d20583-2eb1-40d9-82e4-cdd97c4d0a73','2026-11-23','C',2,'C002','C',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(132,'b2ca6834-72fc-4520-8ff2-7d225cc87fba','2026-11-24','A',1,'A001','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(134,'8d8b51d6-c715-4134-b8d2-52c7cc4765ed','2026-11-24','B',1,'B001','B',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL);
INSERT INTO "tickets" VALUES(136,'0bd27d22-5877-4d56-8380-537b8eb6d4f1','2026-11-24','A',2,'A002','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL);
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
INSERT INTO "undo_points" VALUES('Q2',100,101,1795396576000,'[{"turn_id": 72, "ticket_id": 72, "day": "2026-11-23", "service": "B", "rate": "ordinary", "state": "serving", "ranked_at": 1795396206000, "arrival": 72, "waiting_since": 1795396206000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q2", "officer_id": "CB02", "call_id": 95, "called_first_at": 1795396483000, "called_last_at": 1795396483000, "call_count": 1, "arrived_at": 1795396493000, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "origin": "issued", "from_turn": null, "for_counter": null, "for_officer": null, "held_until": null, "absent_due_at": null, "ticks": "[]", "touched_seq": 99}]');
INSERT INTO "undo_points" VALUES('Q1',143,144,1795482077000,'[{"turn_id": 136, "ticket_id": 136, "day": "2026-11-24", "service": "A", "rate": "ordinary", "state": "called", "ranked_at": 1795482000000, "arrival": 136, "waiting_since": 1795482000000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q1", "officer_id": "CB01", "call_id": 142, "called_first_at": 1795482065000, "called_last_at": 1795482065000, "call_count": 1, "arrived_at": null, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "origin": "issued", "from_turn": null, "for_counter": null, "for_officer": null, "held_until": null, "absent_due_at": null, "ticks": "[]", "touched_seq": 142}]');
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
	undone BOOLEAN NOT NULL, 
	PRIMARY KEY (window_id)
);
INSERT INTO "windows" VALUES(19,14,'2026-11-23','Q1','CB01','A','five-levels-1',1795395660000,1795395701000,1795395701000,0);
INSERT INTO "windows" VALUES(28,21,'2026-11-23','Q1','CB01','A','five-levels-1',1795395761000,1795395802000,1795395802000,0);
INSERT INTO "windows" VALUES(38,31,'2026-11-23','Q1','CB01','A','five-levels-1',1795395862000,1795395903000,1795395903000,0);
INSERT INTO "windows" VALUES(47,40,'2026-11-23','Q1','CB01','A','five-levels-1',1795395963000,1795396004000,1795396004000,0);
INSERT INTO "windows" VALUES(57,50,'2026-11-23','Q1','CB01','A','five-levels-1',1795396064000,1795396105000,1795396105000,0);
INSERT INTO "windows" VALUES(66,59,'2026-11-23','Q1','CB01','A','five-levels-1',1795396165000,1795396225000,1795396225000,0);
INSERT INTO "windows" VALUES(93,76,'2026-11-23','Q1','CB01','A','five-levels-1',1795396468000,1795396528000,1795396528000,0);
INSERT INTO "windows" VALUES(98,72,'2026-11-23','Q2','CB02','B','five-levels-1',1795396543000,1795396546000,1795396546000,1);
INSERT INTO "windows" VALUES(101,72,'2026-11-23','Q2','CB02','B','five-levels-1',1795396576000,1795396636000,1795396636000,0);
INSERT INTO "windows" VALUES(105,102,'2026-11-23','Q1','CB01','A','five-levels-1',1795396636000,1795396696000,1795396696000,0);
INSERT INTO "windows" VALUES(116,70,'2026-11-23','Q1','CB01','A','five-levels-1',1795396856000,1795396856000,1795396856000,0);
INSERT INTO "windows" VALUES(141,132,'2026-11-24','Q1','CB01','A','five-levels-1',1795482060000,1795482080000,NULL,0);
CREATE UNIQUE INDEX desk_open_counter ON desk_sessions (counter_id) WHERE signed_off_at IS NULL;
CREATE UNIQUE INDEX desk_open_officer ON desk_sessions (officer_id) WHERE signed_off_at IS NULL;
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX presses_of_window ON presses (window_id);
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
COMMIT;
