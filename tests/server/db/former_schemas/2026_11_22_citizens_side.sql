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
INSERT INTO "alembic_version" VALUES('2026_11_22_citizens_side');
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
INSERT INTO "centre_identity" VALUES(1,1795348236,1795348236000);
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
INSERT INTO "job_payloads" VALUES(127,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"day\":\"2026-11-23\",\"closed_at\":\"2026-11-23T01:20:56.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"services\":[{\"service\":\"A\",\"name\":\"Chứng thực\",\"issued\":12,\"joined\":0,\"served\":7,\"no_show\":1,\"passed_on\":1,\"expired\":2,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":0,\"wait_p90_min\":2},{\"service\":\"B\",\"name\":\"Hộ tịch\",\"issued\":2,\"joined\":1,\"served\":1,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":5,\"wait_p90_min\":5},{\"service\":\"C\",\"name\":\"Đất đai\",\"issued\":2,\"joined\":0,\"served\":0,\"no_show\":0,\"passed_on\":0,\"expired\":2,\"moved\":0,\"other\":0,\"being_served\":0,\"wait_median_min\":null,\"wait_p90_min\":null}],\"head_seq\":126,\"head_hash\":\"3bf0 f3d8 7e4f dec0 a197 a061 223b ae7d 6416 51ff 631f f47f 0b45 88ea fd83 2e68\",\"is_copy\":false}", "language": "vi"}');
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
INSERT INTO "journal" VALUES(1,'2026-11-23T01:00:00.000Z','set_up_changed',1,'test','{"centre":{"centre":{"code":"TEST-1","holidays":[],"hours":{"fri":[["07:30","11:30"],["13:30","17:00"]],"mon":[["07:30","11:30"],["13:30","17:00"]],"thu":[["07:30","11:30"],["13:30","17:00"]],"tue":[["07:30","11:30"],["13:30","17:00"]],"wed":[["07:30","11:30"],["13:30","17:00"]]},"languages":["vi","en"],"name":"Trung tâm Thử nghiệm","name_en":"Test Centre","notice":"","notice_en":"","sample":false,"swap_days":{},"ticket_close_minutes_before":15,"ticket_open_minutes_before":30,"timezone":"Asia/Ho_Chi_Minh"},"coming_ratings":[],"counters":[{"id":"Q1","name":"Quầy số 1","name_en":"","number":1,"purposes":[],"second_services":[],"services":["A"],"zone":""},{"id":"Q2","name":"Quầy số 2","name_en":"","number":2,"purposes":[],"second_services":[],"services":["A","B"],"zone":""},{"id":"Q3","name":"Quầy số 3","name_en":"","number":3,"purposes":[],"second_services":[],"services":["B","C"],"zone":""}],"finish_ticks":[{"id":"written","name":"Viết hộ","name_en":""},{"id":"digitised","name":"Đã số hóa","name_en":""}],"help_service":null,"outcomes":[{"default":true,"id":"done","kind":"plain","name":"Đã tiếp nhận","name_en":""},{"default":false,"id":"more_papers","kind":"plain","name":"Cần bổ sung","name_en":""},{"default":false,"id":"supplement","kind":"supplement","name":"Cần bổ sung, in phiếu","name_en":""}],"pause_reasons":[{"id":"break","name":"Nghỉ giải lao","name_en":""},{"id":"meeting","name":"Họp","name_en":""}],"places":{"late_minutes":30,"moves_at_closing":false,"per_slot":2,"slot_minutes":15},"priority_groups":[{"icon":"","id":"elderly","name":"Người cao tuổi","name_en":"Elderly","rate":"priority"},{"icon":"","id":"guide","name":"Người hướng dẫn","name_en":"Guide","rate":"ordinary"}],"purposes":[],"rating":{"levels":[{"en":"Very satisfied","name":"Rất hài lòng","satisfied":true,"value":5},{"en":"Satisfied","name":"Hài lòng","satisfied":true,"value":4},{"en":"Neutral","name":"Bình thường","satisfied":null,"value":3},{"en":"Dissatisfied","name":"Không hài lòng","satisfied":false,"value":2},{"en":"Very dissatisfied","name":"Rất không hài lòng","satisfied":false,"value":1}],"never_shorter_than_seconds":20,"policy_id":"five-levels-1","question":"Ông/Bà có hài lòng không?","question_en":"Are you satisfied?","window_seconds":60},"rush":{"by_rule":false,"ends_below":20,"starts_at":40},"services":[{"code":"A","colour":"#114488","daily_quota":null,"hours":null,"icon":"","name":"Chứng thực","name_en":"Certification","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"B","colour":"#884411","daily_quota":null,"hours":null,"icon":"","name":"Hộ tịch","name_en":"Civil status","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"C","colour":"#448811","daily_quota":null,"hours":null,"icon":"","name":"Đất đai","name_en":"Land","order":0,"target_service_minutes":15,"target_wait_minutes":20}],"shows_figures":true,"slip":{"footer":"","footer_en":"","shows_counters":true,"shows_people_ahead":true,"shows_waiting_time":true},"special_days":[],"supplements":{"days_valid":30,"people_before":2},"ticketing":{"cool_down_seconds":300,"hold_expires_minutes":60,"no_show_grace_minutes":30,"priority_rule":{"extra_wait_at_most_minutes":20,"overtaken_at_most":5,"rates":{"ordinary":1.0,"priority":3.0}},"recall_gap_seconds":40,"recall_limit":3},"voice":{"percent":100,"volumes":[],"whole_numbers":false,"zero_word":"linh"},"wifi":null,"zones":[]}}','d6ff9d4f0a88bac3baf892fedf29af58881f50d3dd017981b547524fbed69bae');
INSERT INTO "journal" VALUES(2,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":null,"device_id":"kiosk-1","device_kind":"kiosk","name":"","speaks":true,"zone":null}','629abf8323cd743b71cf4e1707ac413d1a43fef1f58399c47f218a036456228c');
INSERT INTO "journal" VALUES(3,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":"Q1","device_id":"pad-Q1","device_kind":"pad","name":"","speaks":true,"zone":null}','9b2a97bb3a0b5673f83090e61bae13087863893ff31f2e86869409a765786e82');
INSERT INTO "journal" VALUES(4,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":null,"device_id":"board-1","device_kind":"board","name":"","speaks":true,"zone":null}','03dcd9ee6df91f64245cba2b08648b251a158203fc7f2c01880ddbf7c8fdaa20');
INSERT INTO "journal" VALUES(5,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":"Q1","device_id":"counter-Q1","device_kind":"counter","name":"","speaks":true,"zone":null}','9eea0e6c92485666edfe06abe420258679800ac9bfdf3d82fee54620c091d094');
INSERT INTO "journal" VALUES(6,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB01"}','2e1fa6c9dcabc373fd920a8ecfde7735f4374ae6328149c566d847863c016e68');
INSERT INTO "journal" VALUES(7,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB02"}','d01fe7ebbec428c98fe2c53cf7df2950092058b0904afbdf025e1b3069a2d67b');
INSERT INTO "journal" VALUES(8,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB03"}','172e633a1f99104a39ab5ffdf171401bbca76f3a65773b0774931184718bb011');
INSERT INTO "journal" VALUES(9,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"head","staff_id":"CB09"}','78438dd4c6815996d837216d76b4d3a601c298e7ad0802cad5ff2f00ddbea1a1');
INSERT INTO "journal" VALUES(10,'2026-11-23T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-23","is_reopened":false,"phase":1}','1c299ff4148aacfe0c22c463d906aa7839a5a46d6babc1040effc5bf17e99aff');
INSERT INTO "journal" VALUES(11,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','6250dbf49e9814a7d7f98faa469b190b092ced57f680d4cdafed286d2593f258');
INSERT INTO "journal" VALUES(12,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','e906cd5d92a7e794f867e0b549c25ee14ec134811ea8c81adf4acab87e4ca766');
INSERT INTO "journal" VALUES(13,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','4c0b366ced7ee9be4903acfd59ddb450c325f7ff81429e63d2b20e157c132d52');
INSERT INTO "journal" VALUES(14,'2026-11-23T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"7f5d440a-19ef-4ede-93dc-287c8708eda1","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395690000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','c7dd7155b7221f48940b3f117e3fcfb99db6b3e7005f6a21f5602ed1b6d8d8d4');
INSERT INTO "journal" VALUES(15,'2026-11-23T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":14}','fa21ef02040c42e60bd6e02683c835c2ea77169d0a0d8c037801c73521eec96d');
INSERT INTO "journal" VALUES(16,'2026-11-23T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":14}','f6b45e4a944d3abfe72bb12015f6e7b2e0229ffa7e8f7536e4241104f429e5d3');
INSERT INTO "journal" VALUES(17,'2026-11-23T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":14}','960d7c3af1dcf041956e7ce6e00da5c3ca3b796724fc1393d6f34132bbcda306');
INSERT INTO "journal" VALUES(18,'2026-11-23T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":14}','f0658af222a0d3ac4f53e867ffa9c13a387591aa0f6231dfc5d9c2795fde6c36');
INSERT INTO "journal" VALUES(19,'2026-11-23T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795395720000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":14}','44b6be02339171087c1c59856ecc3c2a1a4e65d3548fc369d78884faf89448cb');
INSERT INTO "journal" VALUES(20,'2026-11-23T01:01:00.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":5,"n":1,"press_id":"f96919eb-2675-4e5e-b7d6-234756568e97","window_id":19,"window_seen":19}','afc0f29b58d2e7751dd7fcbbbdb772769173930d01aef065b32e50713682d791');
INSERT INTO "journal" VALUES(21,'2026-11-23T01:01:41.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"d2717cf2-7ca6-408d-8f82-dfd75f5c88ef","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395791000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','54258ab1182a8a8cd3eea4098dd7989cb1f95a8c1e9ed6cf45ef03f0278f0bad');
INSERT INTO "journal" VALUES(22,'2026-11-23T01:01:41.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":21}','e8250c94dc99657f4565a5b9e0ea42143e743350b67e8eed50799e7894e4ac88');
INSERT INTO "journal" VALUES(23,'2026-11-23T01:01:41.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":21}','d523235ca1f02c85dc15e1ccaa10b98cb70f0b78c142d70e70ba95a205df68b4');
INSERT INTO "journal" VALUES(24,'2026-11-23T01:01:41.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":21}','4f83feb860e0a134bd0fd939163b4b236369cd707b441924bb99717d6f33274b');
INSERT INTO "journal" VALUES(25,'2026-11-23T01:01:41.000Z','window_shortened',1,'test','{"closes_at":1795395701000,"window_id":19}','74dac40577d14529db148791e53756aadaeb0887c4c0083f04877ccaf4f0d314');
INSERT INTO "journal" VALUES(26,'2026-11-23T01:01:41.000Z','window_closed',1,'test','{"window_id":19}','955b2da4d2ae52140103451a3c82f32e2fd216d58141640dd5c31cd99fa42c19');
INSERT INTO "journal" VALUES(27,'2026-11-23T01:02:41.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":21}','0f996004aba8f630c729c66473883a0ed55c32940443e34fdf2ffea747738d0b');
INSERT INTO "journal" VALUES(28,'2026-11-23T01:02:41.000Z','window_opened',1,'test','{"closes_at":1795395821000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":21}','9b85f59ad6e3b362251c4887df51d3cc5c10dd07bd726765a226b0a3ab90858d');
INSERT INTO "journal" VALUES(29,'2026-11-23T01:02:41.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":2,"n":1,"press_id":"cf9f3930-6b06-4bc6-bf95-3174e7848619","window_id":28,"window_seen":28}','ed37620d9dfaf23b3d9296276277b7c0457b63544b74e9420f5fdc0ac7f9656b');
INSERT INTO "journal" VALUES(30,'2026-11-23T01:02:42.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"47ec1886-c9c7-4820-9e4b-b41b7a277b92","window_id":28,"window_seen":28}','1a3f42135445517cff5b8abb0674c565eb31f00e05da15379559f4a077c8672f');
INSERT INTO "journal" VALUES(31,'2026-11-23T01:03:22.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"55e16bb3-6a4a-4b9c-b4e2-6d9c3c55cd5f","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395892000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A003","supplement_id":null}','a80224eb28e02825a83529e10a2070a3a2748fc77c5bae949e8c179aef2d0650');
INSERT INTO "journal" VALUES(32,'2026-11-23T01:03:22.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":31}','f87040a1fc9f797a0c8c2a16cb377947026fdaba9d48f3800408cbe48ef75c05');
INSERT INTO "journal" VALUES(33,'2026-11-23T01:03:22.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":31}','f9a44544d85fdd0fc5480789401c260164e9c216ea1cce49c2e16b3375f82285');
INSERT INTO "journal" VALUES(34,'2026-11-23T01:03:22.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":31}','894d59136cdfa3b29e8fcadf508cad46afb81d8d43ad2c356f6f834a430b2ded');
INSERT INTO "journal" VALUES(35,'2026-11-23T01:03:22.000Z','window_shortened',1,'test','{"closes_at":1795395802000,"window_id":28}','95b23b747d4981166a66a84b655bdca763d5e34116efed7fd94a4ba7c26d5650');
INSERT INTO "journal" VALUES(36,'2026-11-23T01:03:22.000Z','window_closed',1,'test','{"window_id":28}','84d860a80fc54a05c835325b216d6181f7cbe76189408da03ccc8b9fffda338b');
INSERT INTO "journal" VALUES(37,'2026-11-23T01:04:22.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":31}','b431d7520cfb1cb395686ba3eb282676cef0754950b7521491eff60e3128f058');
INSERT INTO "journal" VALUES(38,'2026-11-23T01:04:22.000Z','window_opened',1,'test','{"closes_at":1795395922000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":31}','56ad8aa742ccaa49f8fcbd7d19711d8c70a49e48d5c913012c85e7fe20ad593a');
INSERT INTO "journal" VALUES(39,'2026-11-23T01:04:22.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":4,"n":1,"press_id":"ab81beee-03a8-4bd0-8c4b-a80daa0c7899","window_id":38,"window_seen":38}','1a1df8272a61afec77218241dcbcc1e949daf0fa412e958e065bacfc497db458');
INSERT INTO "journal" VALUES(40,'2026-11-23T01:05:03.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b7ac8b34-d823-44c9-8375-fb2815dd9068","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395993000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A004","supplement_id":null}','7392c3f7348023b3cb1c5f7b37cfb2d8e392eaf2938ed95fea7a16ea951d8f3e');
INSERT INTO "journal" VALUES(41,'2026-11-23T01:05:03.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":40}','a727409ed72f0cd20f69067d5bedc8b45f30706043a735eaf83c9ab9d2f2323e');
INSERT INTO "journal" VALUES(42,'2026-11-23T01:05:03.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":40}','fcf5485663dfab53303a0b8e2637462bdb58907e2ce0a89715c801fa84c9bd98');
INSERT INTO "journal" VALUES(43,'2026-11-23T01:05:03.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":40}','9b4d8872655d86e173dbbd9d17124a291b82351dce21dec015d641714651508c');
INSERT INTO "journal" VALUES(44,'2026-11-23T01:05:03.000Z','window_shortened',1,'test','{"closes_at":1795395903000,"window_id":38}','406684455c5c45215898fcb880ced4e7e8d34da910c9adbcb9cd279469f81d4a');
INSERT INTO "journal" VALUES(45,'2026-11-23T01:05:03.000Z','window_closed',1,'test','{"window_id":38}','7567027fdb0eb84c5f0eb6047c13662dc0ea72b16067cd450dd6b8911eef896b');
INSERT INTO "journal" VALUES(46,'2026-11-23T01:06:03.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":40}','625b6d29b53ba819b757b88039fe50474b31b9b5f21ffb8060caf07655252dbc');
INSERT INTO "journal" VALUES(47,'2026-11-23T01:06:03.000Z','window_opened',1,'test','{"closes_at":1795396023000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":40}','2020417d8dcab3c268c19a6e26a45dc28d225455a679f3a19254c329e83fbd95');
INSERT INTO "journal" VALUES(48,'2026-11-23T01:06:03.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"ca24f0a1-e671-4d63-82d4-8046f47e920d","window_id":47,"window_seen":47}','7fa0e71357280b15ab0fcb311d0b6fddb4bc6a5c6adea999e4ad022825db6dbf');
INSERT INTO "journal" VALUES(49,'2026-11-23T01:06:04.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"6b12ca35-4106-42f9-acff-a97ce8501ac5","window_id":47,"window_seen":47}','48e796029cf46713d8acf19fb17ccfca9d79566131357883c1c9bee47ba07348');
INSERT INTO "journal" VALUES(50,'2026-11-23T01:06:44.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"63eea1e7-d960-45ef-8406-4f213b6e12b7","language":"vi","not_before":null,"number":5,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396094000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A005","supplement_id":null}','da97ac7c65d586900c81eabd38e65981a9fe2cbd48408a122246afd7ac426241');
INSERT INTO "journal" VALUES(51,'2026-11-23T01:06:44.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":50}','24655281b19e3c80fe4053b60ecc6e246508bedb5d9c0b88994ca938d83335a9');
INSERT INTO "journal" VALUES(52,'2026-11-23T01:06:44.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":50}','8f47253f73bc239be6cca31a6b3ce50a8203095a8401fd101e49ab80122943c8');
INSERT INTO "journal" VALUES(53,'2026-11-23T01:06:44.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":50}','7d2317f64f3d95e414b6720b669a473dc17f2b11838ab0dfec6a452e9854f799');
INSERT INTO "journal" VALUES(54,'2026-11-23T01:06:44.000Z','window_shortened',1,'test','{"closes_at":1795396004000,"window_id":47}','91c100c84036b45d299f7808e83df88be73c443132fb69b0ab75743062596645');
INSERT INTO "journal" VALUES(55,'2026-11-23T01:06:44.000Z','window_closed',1,'test','{"window_id":47}','3b018c8ce0298fefdd42d267024dd40b96c7f4ff137cf7c017a66c1e940628b9');
INSERT INTO "journal" VALUES(56,'2026-11-23T01:07:44.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":50}','aafc6319989d836bf73b0f59f9c34c38b38117b0b57ea8a23ddb28e9b9185433');
INSERT INTO "journal" VALUES(57,'2026-11-23T01:07:44.000Z','window_opened',1,'test','{"closes_at":1795396124000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":50}','ffa6dc3d4b0ebe928ccb64fdfae20355d7f08bbe0167826505e858deaf912191');
INSERT INTO "journal" VALUES(58,'2026-11-23T01:07:44.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":5,"n":1,"press_id":"4876a0fe-561d-4b5e-999a-6539c5456698","window_id":57,"window_seen":57}','07135a3a81d3507cd85ae5522996248e26c91fcc077a3796cbda3b5c1a1670a1');
INSERT INTO "journal" VALUES(59,'2026-11-23T01:08:25.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"f50bfa46-11bb-4fa4-ab05-cb8d1771bafc","language":"vi","not_before":null,"number":6,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396195000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A006","supplement_id":null}','98b7f7a95b45b09eafd03205b6397a960299ed298fc6c352d0b55384e850d244');
INSERT INTO "journal" VALUES(60,'2026-11-23T01:08:25.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":59}','d7d8686c81325e851a449350d26f53959b4cf6720c010d89b0118e507b027102');
INSERT INTO "journal" VALUES(61,'2026-11-23T01:08:25.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":59}','ab3fed263ac90197c5996ccd7bf1efa1a1f79fd62789957037ad538fa58507e0');
INSERT INTO "journal" VALUES(62,'2026-11-23T01:08:25.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":59}','938a15a4f9f6ee46a3982ebd54f94b6935ca0ea773839a4168188f92ab412a0f');
INSERT INTO "journal" VALUES(63,'2026-11-23T01:08:25.000Z','window_shortened',1,'test','{"closes_at":1795396105000,"window_id":57}','23c8b1cdcb3bec40a2aa4be2a920a7fd6a0039fcd02511b45d0a8bc866c0d8ec');
INSERT INTO "journal" VALUES(64,'2026-11-23T01:08:25.000Z','window_closed',1,'test','{"window_id":57}','58cfbb5104d5364791e330a0cea4b5bdb6f75b0d872a526d252861f1096bd10d');
INSERT INTO "journal" VALUES(65,'2026-11-23T01:09:25.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":59}','1581f60d15d16b1c504d80653b320eef7784ae92cf1dafcfc37f061fa4bd0e1a');
INSERT INTO "journal" VALUES(66,'2026-11-23T01:09:25.000Z','window_opened',1,'test','{"closes_at":1795396225000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":59}','38812f50f752855c3ff2d29b97c420b11f8c7308e029dc2198cbfa8cf8d3d342');
INSERT INTO "journal" VALUES(67,'2026-11-23T01:09:25.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":3,"n":1,"press_id":"c4f9e363-b56b-4440-ad27-231242fb7378","window_id":66,"window_seen":66}','fb624304f41c7317ba9ae43223fb35ce6277bfffa7ef28e2d3d3cbb1bb5acf5a');
INSERT INTO "journal" VALUES(68,'2026-11-23T01:09:26.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":2,"n":1,"press_id":"3195e854-de4b-4788-9ffe-68bfcf77207d","window_id":66,"window_seen":66}','647e19b7292aeeb0076e45de37b25bfa30a2bd68fa1e0fbba170f0e225ee0531');
INSERT INTO "journal" VALUES(69,'2026-11-23T01:10:06.000Z','press_recorded',1,'test','{"age_ms":null,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":1,"press_id":"46f54e4c-cd73-4216-8f40-530552c690e5","window_id":null,"window_seen":null}','01e46742266c1b5dc4660b8af6f851c12890054858715ca9bebb47c4a27f4a88');
INSERT INTO "journal" VALUES(70,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"e28a7e63-20b6-443f-a450-eee5abb8c7cf","language":"vi","not_before":null,"number":7,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A007","supplement_id":null}','38bc2b7553c55d6faf60bb92f3312b73cb9c20a14740fd9d0ac1437b28ac7c4a');
INSERT INTO "journal" VALUES(71,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":70}','74c42a6d2b352efa4780839d42151ba2c13ded1b6f4cffb6f38346d798f462b5');
INSERT INTO "journal" VALUES(72,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"60be2935-0489-464c-9dad-c676291c085e","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','f80590ed8418dcc45962c2b42fc55c0960d2e67d4181199b5e119bd517ee748d');
INSERT INTO "journal" VALUES(73,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":72}','eb14de3d3ce7f013ddd6936b099be1e4fa3a5661bcfbb8d231fa88df6c271732');
INSERT INTO "journal" VALUES(74,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b75df770-b852-42bb-83a7-c56f5b572f9a","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C001","supplement_id":null}','4ffb8dba98f9dd80eb131f1983163f88b73c1dc4b08c9401fc65770d4afbed72');
INSERT INTO "journal" VALUES(75,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":74}','658e316878955f9e10809f4320f22d765e0fb444552f0a95bf431ec21c38a1a2');
INSERT INTO "journal" VALUES(76,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"039be5f6-3767-42db-a941-de368141026c","language":"vi","not_before":null,"number":8,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A008","supplement_id":null}','c9ffe4ae4ecebb227f9b2f38392fb12c12dccac79eaf709d8b1e51778f40c644');
INSERT INTO "journal" VALUES(77,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":76}','720944d16b87225188373d3427c422768f3d91121b98aed1091690f171e4bdbc');
INSERT INTO "journal" VALUES(78,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"82f7164a-2acc-4685-bcba-b50823892d1d","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B002","supplement_id":null}','9c2ebce18deaf2d7a4d1971f20473428c9d89ec4da720e27fb1f9f03ee96876f');
INSERT INTO "journal" VALUES(79,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":78}','7790e3c7e30e655db6e603c58e4a98c693736739faa5abae12469ba72b04eab1');
INSERT INTO "journal" VALUES(80,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b26ff032-54c3-4682-9d96-7b82dc0a5857","language":"vi","not_before":null,"number":9,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A009","supplement_id":null}','80dab14b533dbbf017a290b2c87b53da813163327f4e16fad758f9c3fefc7e2f');
INSERT INTO "journal" VALUES(81,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":80}','dd1b5b1f2abee0e900aeb5e226f52969137c3fd735953fc6b54f2baab1b36b3c');
INSERT INTO "journal" VALUES(82,'2026-11-23T01:10:06.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"0a71012d-836f-4cc2-bdd5-00c3e7afea78","language":"vi","not_before":null,"number":10,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396296000,"priority_group":"elderly","purpose":null,"ranked_at":null,"rate":"priority","service":"A","shown":"A010","supplement_id":null}','9bd153db43597212418cf90097c7c72f268208a6d0e6cae095f0409d901c7d60');
INSERT INTO "journal" VALUES(83,'2026-11-23T01:10:06.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":82}','2020521d3fc3316531254bec17a0eadf3228c83ff28674d5d96e34c01b6927c8');
INSERT INTO "journal" VALUES(84,'2026-11-23T01:10:06.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":0,"A/priority":0}},"to_seat":false,"turn_id":70}','5a0325557723b0eeba420cba53ebcf216711c391706ad85544aa804c14f2bce5');
INSERT INTO "journal" VALUES(85,'2026-11-23T01:10:36.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":70}','430841617a0bfd94c37d8d9909f7d43376512e22cee276a5b4c6bbc2a23347d4');
INSERT INTO "journal" VALUES(86,'2026-11-23T01:10:36.000Z','window_closed',1,'test','{"window_id":66}','b37518e18f4d9a05a59b718f33173d99cf26ec622bfd19060e60bf45b47c15a2');
INSERT INTO "journal" VALUES(87,'2026-11-23T01:10:56.000Z','turn_held',1,'test','{"held_until":1795396556000,"turn_id":70}','0d2aae81a466943499c28723ee9dc83429d7a6a022e8890ce085cd97ce89b7ce');
INSERT INTO "journal" VALUES(88,'2026-11-23T01:11:56.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[76,80],"reason":{"line":"A/priority","passed":[76,80],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":110000,"A/priority":330000}},"to_seat":false,"turn_id":82}','24596d8b377d01b87fe5cc47242ba58dc04d19ea79d630d4b0e739d15c1051d0');
INSERT INTO "journal" VALUES(89,'2026-11-23T01:12:16.000Z','turn_marked_absent',1,'test','{"grace_until":1795398136000,"turn_id":82}','03713b384732ebcb96eb229182fe6142df6a0838ce62aa8bc0e8db0a11c0d1ce');
INSERT INTO "journal" VALUES(90,'2026-11-23T01:12:36.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":150000}},"to_seat":false,"turn_id":76}','259c369e51845abae3b9cec8f9cf0256010511f0603e346f0aa542eae5171134');
INSERT INTO "journal" VALUES(91,'2026-11-23T01:12:48.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":76}','759139f14830f085de7c097b63cd7d2f72665cd5fad45ecf47fc134035a07778');
INSERT INTO "journal" VALUES(92,'2026-11-23T01:14:28.000Z','turn_transferred',1,'test','{"turn_id":76}','2251e0e979db61c212083bf0e0323c280cac8a85002fe78cd0411c5c914cbd1c');
INSERT INTO "journal" VALUES(93,'2026-11-23T01:14:28.000Z','window_opened',1,'test','{"closes_at":1795396528000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":76}','fdd1a3c60721d4b51c3e6f2e74b9344f462bdd4fab95edbf6b55834cc1f2d4cc');
INSERT INTO "journal" VALUES(94,'2026-11-23T01:14:28.000Z','turn_added',1,'test','{"arrival":76,"for_counter":null,"for_officer":null,"from_turn":76,"origin":"transferred","ranked_at":1795396206000,"rate":"ordinary","service":"B","ticket_id":76}','106d4ba69781a4101f56a9769d606d88f7d765232ee254c4ad1e213029fe0c20');
INSERT INTO "journal" VALUES(95,'2026-11-23T01:14:43.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"line":"B/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":277000,"B/ordinary":277000}},"to_seat":false,"turn_id":72}','975a836aae4f4a7c0265356f682af2109da64254d3f982b538f9bcef9d88d848');
INSERT INTO "journal" VALUES(96,'2026-11-23T01:14:53.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB02","turn_id":72}','228189836db72cb9d3df51dd9d7d99e9e267b5f24dde9d104cdd949dfb8b10c3');
INSERT INTO "journal" VALUES(97,'2026-11-23T01:15:43.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','b690484fa910634a3d5ec16b0e75cb85baa8ae239f893b17d55bf510f0026b01');
INSERT INTO "journal" VALUES(98,'2026-11-23T01:15:43.000Z','window_opened',1,'test','{"closes_at":1795396603000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','0a7b2a2e264de8b42916c66af167b4221e65134a0e753ad136173e475d4a7181');
INSERT INTO "journal" VALUES(99,'2026-11-23T01:15:46.000Z','action_undone',2,'test','{"counter_id":"Q2","first_seq":97,"last_seq":98,"overtaken":[],"turns":[{"absent_due_at":null,"arrival":72,"arrival_inferred":0,"arrived_at":1795396493000,"call_count":1,"call_id":95,"called_first_at":1795396483000,"called_last_at":1795396483000,"cool_down_until":null,"counter_id":"Q2","day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":null,"for_counter":null,"for_officer":null,"from_turn":null,"grace_until":null,"held_until":null,"officer_id":"CB02","origin":"issued","outcome":null,"overtaken":0,"ranked_at":1795396206000,"rate":"ordinary","service":"B","state":"serving","ticket_id":72,"ticks":"[]","touched_seq":96,"turn_id":72,"waiting_since":1795396206000}]}','cd8b1bc67adc07fa4dbb2b69b3b9cf902e76490066ccb2ec8a433b1444c9de24');
INSERT INTO "journal" VALUES(100,'2026-11-23T01:16:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":72}','75c8db6beb2176319aff7fa607bbc7c25cf8ef05344c15e55816a5e615b3c467');
INSERT INTO "journal" VALUES(101,'2026-11-23T01:16:16.000Z','window_opened',1,'test','{"closes_at":1795396636000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":72}','3c9c2e7a82fb462c3ba62762d529677a74d6d7200d8be90fd78c4484ee1e38c8');
INSERT INTO "journal" VALUES(102,'2026-11-23T01:16:16.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"414d91b7-d3f2-4903-a4bb-320637985d3d","number":1,"officer_id":"CB01","passed":[80],"service":"A","shown":"+001"}','e2f3aa5dea0f293471b68a2370a77d2aff882ad4b8dac4f1a135df30f34e01b3');
INSERT INTO "journal" VALUES(103,'2026-11-23T01:16:16.000Z','window_closed',1,'test','{"window_id":93}','594a31313fbb1ac01b24ec3af1627fc0a3694cf43a17a73e3e8a45a111f3d758');
INSERT INTO "journal" VALUES(104,'2026-11-23T01:17:16.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":102}','8a4e0cf3432214aa1f5619fa65b27e667781c050bfb7d651b0102e699ba094d9');
INSERT INTO "journal" VALUES(105,'2026-11-23T01:17:16.000Z','window_opened',1,'test','{"closes_at":1795396696000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":102}','7ef8b8cbc7f9590b489f91cdc34d275d2d0f8f19bd22d49a09736ef2f32b7b74');
INSERT INTO "journal" VALUES(106,'2026-11-23T01:17:16.000Z','desk_paused',1,'test','{"reason":"break","session_id":11}','7fbc75818647ef0466ac366310b24fbeaa36e60c0ca9be50d11fcc84d0adb0ce');
INSERT INTO "journal" VALUES(107,'2026-11-23T01:18:56.000Z','desk_resumed',1,'test','{"session_id":11}','ab3a43f568da472bdbe95f61e2f837ef9fda480c84bc43eb4d08f002f3d4b775');
INSERT INTO "journal" VALUES(108,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"dff18d63-c491-4008-9c21-3366f44faeeb","language":"vi","not_before":null,"number":11,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A011","supplement_id":null}','65a5abbf35e53ed5e299b47b8b27ccab8a606dc2cabf417d3ff2ce7ce707d7ff');
INSERT INTO "journal" VALUES(109,'2026-11-23T01:18:56.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"729cd0ae-8667-47df-8323-92b4b31d2965","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396826000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C002","supplement_id":null}','303f6e2c2ce0d4f8cd10de208f1c68ddc82f8a9e2553cb1944ad3a6dd32956a8');
INSERT INTO "journal" VALUES(110,'2026-11-23T01:18:56.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":109}','a8825edf2bf8f4874cba2a20026e2af22a905a36e11f4bb49cd389ae09e2836d');
INSERT INTO "journal" VALUES(111,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":101}','a7fe52590da0988aef2df785e8a2066bb38687ec3ed6cc6ef58fa8071fd90fe9');
INSERT INTO "journal" VALUES(112,'2026-11-23T01:20:56.000Z','window_closed',1,'schedule','{"window_id":105}','5d8212dba484b5e1aebf066cbb49bed78ad2625ccdc98cb54a26149d4b4e955e');
INSERT INTO "journal" VALUES(113,'2026-11-23T01:20:56.000Z','turn_released',1,'schedule','{"reason":"timer","turn_id":70}','bc7f4748643ece606ada3d7e63272291851d10ecee84aafe0058cf45f219bb74');
INSERT INTO "journal" VALUES(114,'2026-11-23T01:20:56.000Z','turn_voided',1,'schedule','{"reason":"no_outcome","turn_id":108}','ce5a030310fdc36a701912607d691f0ac861d5d49de643e5a85eed9c337d53d6');
INSERT INTO "journal" VALUES(115,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":70}','e1a7649a2600c1cbe89090444bfe97f8af1a8f7651efe15a39f8a2f622bcd377');
INSERT INTO "journal" VALUES(116,'2026-11-23T01:20:56.000Z','window_opened',1,'test','{"closes_at":1795396856000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":70}','cd649aa710e702e89ae7d32376e8ef794a87265d1643b54b7105970912198d02');
INSERT INTO "journal" VALUES(117,'2026-11-23T01:20:56.000Z','window_closed',1,'test','{"window_id":116}','f5a82b83ac547b343882dc225362ec3f194c21def183fabe409811d25d8c7f22');
INSERT INTO "journal" VALUES(118,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":74}','128dee0907cbd2ad4f4c0d8535cd73be45e85d3284ede9ec3d42750b4f08cd57');
INSERT INTO "journal" VALUES(119,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":78}','a70a688118625bde3bb02a21c4f8a51fa0f9cc39db1834bc5ffa7bedbf4f449a');
INSERT INTO "journal" VALUES(120,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":80}','ac7530291df5c30bb5112682c776c939418afd56b57ef505199f5b37b78af395');
INSERT INTO "journal" VALUES(121,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":94}','23cabf5288a0bba9fb92aae146449026326bfcd939b207080b6fb6e023e3139b');
INSERT INTO "journal" VALUES(122,'2026-11-23T01:20:56.000Z','turn_expired',1,'test','{"turn_id":109}','b4520fc7a5af53b5c2de04178b57c548c5ef7a76d8ae091718df97bfc88b9f3b');
INSERT INTO "journal" VALUES(123,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":11}','ce12548ce35a581f15ccd20164b1fe8f0cc5440082e9559fba57f43c777aa41e');
INSERT INTO "journal" VALUES(124,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":12}','0f0dae5bc446ed08a88d2ae1e8230a79a514c46eead0ebf9bcef8d7e1013c111');
INSERT INTO "journal" VALUES(125,'2026-11-23T01:20:56.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":13}','4564f0c9350a046c01deb83400a975ad232afa0c149fdd3f6ebd2147aae18751');
INSERT INTO "journal" VALUES(126,'2026-11-23T01:20:56.000Z','day_closed',1,'test','{"day":"2026-11-23"}','3bf0f3d87e4fdec0a197a061223bae7d641651ff631ff47f0b4588eafd832e68');
INSERT INTO "journal" VALUES(127,'2026-11-23T01:20:56.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"day_slip","subject_id":null}','a3d2dca39b0dffe184185e5deb58a77f0d1c1088a76d7e1b08e5f7ee2948dbac');
INSERT INTO "journal" VALUES(128,'2026-11-24T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-24","is_reopened":false,"phase":1}','103e1f7a2d4bd7e478db07029d4ccd491f941948627e6234ff77556f4b8fe75c');
INSERT INTO "journal" VALUES(129,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','121067e23679904d937bb93e686366005fea1133c5d985e54f3998ab6060ca8c');
INSERT INTO "journal" VALUES(130,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','573e95ed32ba4c1b593cadef655540870fa0b2665e3521c98949efc33e8f6aa1');
INSERT INTO "journal" VALUES(131,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','046c9cf7b2493435fd5b1e8a9346cc2c49fe94b1cd5ba15beca7841531ef1aa5');
INSERT INTO "journal" VALUES(132,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"ad76c69e-0302-45a3-83da-d33b9aac6f76","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','c2a05148645e72cc3c26aa0e249aaa20946fc7cda69b55e9aedd2a212d5e04a4');
INSERT INTO "journal" VALUES(133,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":132}','e9e3a7c3b07a4bfebe324d43e976c229b5e52bd979ff4e298e34ef47498c73c0');
INSERT INTO "journal" VALUES(134,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b2c989aa-872d-4c17-9cd4-9f5006ff8365","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','51e3d9ff789f6ef10fc35d886623c6f333a72d52d7d65e760c90b3bffaf95d50');
INSERT INTO "journal" VALUES(135,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":134}','d7e1e0ca9e053d77a9b597e9d0557d61fc605e9ac99072bdab8b97798ba5b7ef');
INSERT INTO "journal" VALUES(136,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"0f8d1625-79e6-44b7-9628-7212f4cc0679","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','4ef93ac6bddf704fc4ad1f0aaa5674b62e76e1d0a35d2136bace06527468e042');
INSERT INTO "journal" VALUES(137,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":136}','2fb523608dce674f8c79cb4c769b42b7db486ab7d5f735f2fe8ff7c07f312f3b');
INSERT INTO "journal" VALUES(138,'2026-11-24T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":132}','c80cecee1ba94a4a2104faa22957abecff9e27a7314166dc1cb411e794477fa3');
INSERT INTO "journal" VALUES(139,'2026-11-24T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":132}','e8446900b0317096ad79a21711f7eccc24f66160cc7ac7f0e249e0fc23058458');
INSERT INTO "journal" VALUES(140,'2026-11-24T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":132}','741cbd534c7de382d95d2938ebf332adaf2fad37455855b7a45c17588fc604e2');
INSERT INTO "journal" VALUES(141,'2026-11-24T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795482120000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":132}','c5d8ba19a25134c86b11b354083c1d0b174d94d7155c9e50e97bfbe6f4809902');
INSERT INTO "journal" VALUES(142,'2026-11-24T01:01:05.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":65000}},"to_seat":false,"turn_id":136}','e0ff2c6ba7ad9fb99f6781004c9b30e60c0b8acd234e354433188f37e493cd36');
INSERT INTO "journal" VALUES(143,'2026-11-24T01:01:17.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":136}','3273b7acffc65777fa7bb3e1830e32035546ecb55ee7d4f0afee1a2a7f221c4c');
INSERT INTO "journal" VALUES(144,'2026-11-24T01:01:17.000Z','window_shortened',1,'test','{"closes_at":1795482080000,"window_id":141}','7a3612d27ebf035ea184217491c3b8099d3f989378904b0e1792e17a8a22c88b');
CREATE TABLE journal_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "journal_head" VALUES(1,144,'7a3612d27ebf035ea184217491c3b8099d3f989378904b0e1792e17a8a22c88b');
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
	PRIMARY KEY (press_id), 
	UNIQUE (seq)
);
INSERT INTO "presses" VALUES('f96919eb-2675-4e5e-b7d6-234756568e97',20,'pad-Q1','Q1','9f1a',1,5,19,0,1795395660000,19);
INSERT INTO "presses" VALUES('cf9f3930-6b06-4bc6-bf95-3174e7848619',29,'pad-Q1','Q1','9f1a',1,2,28,0,1795395761000,28);
INSERT INTO "presses" VALUES('47ec1886-c9c7-4820-9e4b-b41b7a277b92',30,'pad-Q1','Q1','9f1a',1,1,28,0,1795395762000,28);
INSERT INTO "presses" VALUES('ab81beee-03a8-4bd0-8c4b-a80daa0c7899',39,'pad-Q1','Q1','9f1a',1,4,38,0,1795395862000,38);
INSERT INTO "presses" VALUES('ca24f0a1-e671-4d63-82d4-8046f47e920d',48,'pad-Q1','Q1','9f1a',1,1,47,0,1795395963000,47);
INSERT INTO "presses" VALUES('6b12ca35-4106-42f9-acff-a97ce8501ac5',49,'pad-Q1','Q1','9f1a',1,1,47,0,1795395964000,47);
INSERT INTO "presses" VALUES('4876a0fe-561d-4b5e-999a-6539c5456698',58,'pad-Q1','Q1','9f1a',1,5,57,0,1795396064000,57);
INSERT INTO "presses" VALUES('c4f9e363-b56b-4440-ad27-231242fb7378',67,'pad-Q1','Q1','9f1a',1,3,66,0,1795396165000,66);
INSERT INTO "presses" VALUES('3195e854-de4b-4788-9ffe-68bfcf77207d',68,'pad-Q1','Q1','9f1a',1,2,66,0,1795396166000,66);
INSERT INTO "presses" VALUES('46f54e4c-cd73-4216-8f40-530552c690e5',69,'pad-Q1','Q1','9f1a',1,1,NULL,NULL,1795396206000,NULL);
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
INSERT INTO "set_up" VALUES(1,1,'{"centre": {"code": "TEST-1", "holidays": [], "hours": {"fri": [["07:30", "11:30"], ["13:30", "17:00"]], "mon": [["07:30", "11:30"], ["13:30", "17:00"]], "thu": [["07:30", "11:30"], ["13:30", "17:00"]], "tue": [["07:30", "11:30"], ["13:30", "17:00"]], "wed": [["07:30", "11:30"], ["13:30", "17:00"]]}, "languages": ["vi", "en"], "name": "Trung tâm Thử nghiệm", "name_en": "Test Centre", "notice": "", "notice_en": "", "sample": false, "swap_days": {}, "ticket_close_minutes_before": 15, "ticket_open_minutes_before": 30, "timezone": "Asia/Ho_Chi_Minh"}, "coming_ratings": [], "counters": [{"id": "Q1", "name": "Quầy số 1", "name_en": "", "number": 1, "purposes": [], "second_services": [], "services": ["A"], "zone": ""}, {"id": "Q2", "name": "Quầy số 2", "name_en": "", "number": 2, "purposes": [], "second_services": [], "services": ["A", "B"], "zone": ""}, {"id": "Q3", "name": "Quầy số 3", "name_en": "", "number": 3, "purposes": [], "second_services": [], "services": ["B", "C"], "zone": ""}], "finish_ticks": [{"id": "written", "name": "Viết hộ", "name_en": ""}, {"id": "digitised", "name": "Đã số hóa", "name_en": ""}], "help_service": null, "outcomes": [{"default": true, "id": "done", "kind": "plain", "name": "Đã tiếp nhận", "name_en": ""}, {"default": false, "id": "more_papers", "kind": "plain", "name": "Cần bổ sung", "name_en": ""}, {"default": false, "id": "supplement", "kind": "supplement", "name": "Cần bổ sung, in phiếu", "name_en": ""}], "pause_reasons": [{"id": "break", "name": "Nghỉ giải lao", "name_en": ""}, {"id": "meeting", "name": "Họp", "name_en": ""}], "places": {"late_minutes": 30, "moves_at_closing": false, "per_slot": 2, "slot_minutes": 15}, "priority_groups": [{"icon": "", "id": "elderly", "name": "Người cao tuổi", "name_en": "Elderly", "rate": "priority"}, {"icon": "", "id": "guide", "name": "Người hướng dẫn", "name_en": "Guide", "rate": "ordinary"}], "purposes": [], "rating": {"levels": [{"en": "Very satisfied", "name": "Rất hài lòng", "satisfied": true, "value": 5}, {"en": "Satisfied", "name": "Hài lòng", "satisfied": true, "value": 4}, {"en": "Neutral", "name": "Bình thường", "satisfied": null, "value": 3}, {"en": "Dissatisfied", "name": "Không hài lòng", "satisfied": false, "value": 2}, {"en": "Very dissatisfied", "name": "Rất không hài lòng", "satisfied": false, "value": 1}], "never_shorter_than_seconds": 20, "policy_id": "five-levels-1", "question": "Ông/Bà có hài lòng không?", "question_en": "Are you satisfied?", "window_seconds": 60}, "rush": {"by_rule": false, "ends_below": 20, "starts_at": 40}, "services": [{"code": "A", "colour": "#114488", "daily_quota": null, "hours": null, "icon": "", "name": "Chứng thực", "name_en": "Certification", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "B", "colour": "#884411", "daily_quota": null, "hours": null, "icon": "", "name": "Hộ tịch", "name_en": "Civil status", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "C", "colour": "#448811", "daily_quota": null, "hours": null, "icon": "", "name": "Đất đai", "name_en": "Land", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}], "shows_figures": true, "slip": {"footer": "", "footer_en": "", "shows_counters": true, "shows_people_ahead": true, "shows_waiting_time": true}, "special_days": [], "supplements": {"days_valid": 30, "people_before": 2}, "ticketing": {"cool_down_seconds": 300, "hold_expires_minutes": 60, "no_show_grace_minutes": 30, "priority_rule": {"extra_wait_at_most_minutes": 20, "overtaken_at_most": 5, "rates": {"ordinary": 1.0, "priority": 3.0}}, "recall_gap_seconds": 40, "recall_limit": 3}, "voice": {"percent": 100, "volumes": [], "whole_numbers": false, "zero_word": "linh"}, "wifi": null, "zones": []}');
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
INSERT INTO "ticket_links" VALUES(14,'QHPqPf7OU3_p54t9boynkw');
INSERT INTO "ticket_links" VALUES(21,'V9SIKE9VHBdV-7h8uhNOCQ');
INSERT INTO "ticket_links" VALUES(31,'yioKOiYOW8DyMv3RiM3Llg');
INSERT INTO "ticket_links" VALUES(40,'-WB3qVlQHvfX8BVTE3x5RA');
INSERT INTO "ticket_links" VALUES(50,'unvi0153SB5wFqT5VtZHiA');
INSERT INTO "ticket_links" VALUES(59,'d26G2hMIr9jBT0cgn6vR-w');
INSERT INTO "ticket_links" VALUES(70,'zd8Huv2F_XT1GmivxzbLeQ');
INSERT INTO "ticket_links" VALUES(72,'GNXonkLlaEnM9Yvs2VVNxg');
INSERT INTO "ticket_links" VALUES(74,'pYTjnD_8IwgSjXzWezrdzA');
INSERT INTO "ticket_links" VALUES(76,'0kr7FSbLoddimJv07iEWjg');
INSERT INTO "ticket_links" VALUES(78,'42C01Y_2LHK-GenrKzWH2w');
INSERT INTO "ticket_links" VALUES(80,'FNkpMURpkFvJX8f7k0ArTw');
INSERT INTO "ticket_links" VALUES(82,'HcaHyewGnL74PCZ4eMFiKg');
INSERT INTO "ticket_links" VALUES(108,'BugjFdq1CdZwPx8xG1Aa7w');
INSERT INTO "ticket_links" VALUES(109,'la0r_HaiSsqckl5XmTTPJw');
INSERT INTO "ticket_links" VALUES(132,'mOL80qQjrzOx3weSslwGVg');
INSERT INTO "ticket_links" VALUES(134,'thHFKvMAtBvNsMP-uQ6oRg');
INSERT INTO "ticket_links" VALUES(136,'Gf02Nz5nGZG1otknWKhn7w');
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
INSERT INTO "tickets" VALUES(14,'7f5d440a-19ef-4ede-93dc-287c8708eda1','2026-11-23','A',1,'A001','A',NULL,'vi','kiosk-1',1795395600000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(21,'d2717cf2-7ca6-408d-8f82-dfd75f5c88ef','2026-11-23','A',2,'A002','A',NULL,'vi','kiosk-1',1795395701000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(31,'55e16bb3-6a4a-4b9c-b4e2-6d9c3c55cd5f','2026-11-23','A',3,'A003','A',NULL,'vi','kiosk-1',1795395802000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(40,'b7ac8b34-d823-44c9-8375-fb2815dd9068','2026-11-23','A',4,'A004','A',NULL,'vi','kiosk-1',1795395903000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(50,'63eea1e7-d960-45ef-8406-4f213b6e12b7','2026-11-23','A',5,'A005','A',NULL,'vi','kiosk-1',1795396004000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(59,'f50bfa46-11bb-4fa4-ab05-cb8d1771bafc','2026-11-23','A',6,'A006','A',NULL,'vi','kiosk-1',1795396105000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(70,'e28a7e63-20b6-443f-a450-eee5abb8c7cf','2026-11-23','A',7,'A007','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(72,'60be2935-0489-464c-9dad-c676291c085e','2026-11-23','B',1,'B001','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(74,'b75df770-b852-42bb-83a7-c56f5b572f9a','2026-11-23','C',1,'C001','C',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(76,'039be5f6-3767-42db-a941-de368141026c','2026-11-23','A',8,'A008','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(78,'82f7164a-2acc-4685-bcba-b50823892d1d','2026-11-23','B',2,'B002','B',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(80,'b26ff032-54c3-4682-9d96-7b82dc0a5857','2026-11-23','A',9,'A009','A',NULL,'vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(82,'0a71012d-836f-4cc2-bdd5-00c3e7afea78','2026-11-23','A',10,'A010','A','elderly','vi','kiosk-1',1795396206000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(102,'414d91b7-d3f2-4903-a4bb-320637985d3d','2026-11-23','+',1,'+001','A',NULL,'vi','',1795396576000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(108,'dff18d63-c491-4008-9c21-3366f44faeeb','2026-11-23','A',11,'A011','A',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(109,'729cd0ae-8667-47df-8323-92b4b31d2965','2026-11-23','C',2,'C002','C',NULL,'vi','kiosk-1',1795396736000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(132,'ad76c69e-0302-45a3-83da-d33b9aac6f76','2026-11-24','A',1,'A001','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(134,'b2c989aa-872d-4c17-9cd4-9f5006ff8365','2026-11-24','B',1,'B001','B',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(136,'0f8d1625-79e6-44b7-9628-7212f4cc0679','2026-11-24','A',2,'A002','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL);
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
