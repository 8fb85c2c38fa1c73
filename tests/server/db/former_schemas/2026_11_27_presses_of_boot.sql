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
INSERT INTO "acknowledged_alarms" VALUES(118,'kiosk-1','silent','CB01',1795398578000,1795400378000);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('2026_11_27_presses_of_boot');
CREATE TABLE answered_findings (
	seq INTEGER NOT NULL, 
	finding_key TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	answered_at BIGINT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "answered_findings" VALUES(223,'self_pressing:CB01:2026-11-09','CB01',1795399128000);
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
INSERT INTO "blocks_set_aside" VALUES(217,'five-levels-1','desk','CB01','Q1',1,219);
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
INSERT INTO "calls" VALUES(21,11,'2026-11-23','Q1','CB01','next',0,'{"line": "A/priority", "passed": [9], "rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 120000, "A/priority": 300000}}',1795395720000,0);
INSERT INTO "calls" VALUES(28,9,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 182000}}',1795395782000,1);
INSERT INTO "calls" VALUES(30,9,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 182000}}',1795395782000,0);
INSERT INTO "calls" VALUES(31,9,'2026-11-23','Q1','CB01','recall',0,'{}',1795395785000,0);
INSERT INTO "calls" VALUES(39,17,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 105000}}',1795395785000,0);
INSERT INTO "calls" VALUES(42,13,'2026-11-23','Q2','CB02','named',0,'{"passed": [], "rule": "named"}',1795395785000,0);
INSERT INTO "calls" VALUES(59,13,'2026-11-23','Q3','CB03','next',0,'{"line": "B/ordinary", "passed": [], "rule": "longest_weighted_wait", "weights_ms": {"B/ordinary": 955000, "C/ordinary": 935000}}',1795396595000,0);
INSERT INTO "calls" VALUES(70,17,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 2775000}}',1795398455000,0);
INSERT INTO "calls" VALUES(73,19,'2026-11-23','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 2755000}}',1795398455000,0);
INSERT INTO "calls" VALUES(79,17,'2026-11-23','Q1','CB01','resumed',0,'{"rule": "resumed"}',1795398455000,0);
INSERT INTO "calls" VALUES(95,92,'2026-11-23','Q1','CB01','named',0,'{"passed": [62, 64], "rule": "named"}',1795398575000,0);
INSERT INTO "calls" VALUES(96,92,'2026-11-23','Q1','CB01','recall',1,'{}',1795398578000,0);
INSERT INTO "calls" VALUES(105,62,'2026-11-23','Q2','CB02','next',0,'{"line": "A/ordinary", "passed": [], "rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 123000, "B/ordinary": 123000}}',1795398578000,0);
INSERT INTO "calls" VALUES(133,104,'2026-11-23','Q1','CB01','next',0,'{"line": "A/priority", "passed": [], "rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 123000, "A/priority": 369003}}',1795398578000,0);
INSERT INTO "calls" VALUES(259,253,'2026-11-24','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 0}}',1795482000000,0);
INSERT INTO "calls" VALUES(265,257,'2026-11-24','Q1','CB01','next',0,'{"line": "A/ordinary", "passed": [], "rule": "only_group", "weights_ms": {"A/ordinary": 65000}}',1795482065000,0);
INSERT INTO "calls" VALUES(270,268,'2026-11-24','Q2','CB02','named',0,'{"passed": [255], "rule": "named"}',1795484700000,0);
CREATE TABLE cancelled_intents (
	intent_id TEXT NOT NULL, 
	device_id TEXT NOT NULL, 
	cancelled_at BIGINT NOT NULL, 
	PRIMARY KEY (intent_id)
);
INSERT INTO "cancelled_intents" VALUES('ecb9e781-842a-4d95-84b7-8938d61c35ed','kiosk-1',1795396175000);
INSERT INTO "cancelled_intents" VALUES('3d0f6d1e-0000-4000-8000-000000000000','kiosk-1',1795396175000);
CREATE TABLE centre_identity (
	id INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "centre_identity" VALUES(1,4000000000,1795351603000);
CREATE TABLE claim_codes (
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	ref_id INTEGER NOT NULL, 
	valid_until TEXT NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "claim_codes" VALUES('980858','supplement',101,'2026-12-23');
INSERT INTO "claim_codes" VALUES('183933','place',108,'2026-12-24');
INSERT INTO "claim_codes" VALUES('324224','place',109,'2026-12-24');
INSERT INTO "claim_codes" VALUES('536026','supplement',138,'2026-12-23');
CREATE TABLE clock_jumps (
	seq INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	jump_ms BIGINT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "clock_jumps" VALUES(58,1795396595000,420000);
CREATE TABLE closed_services (
	day TEXT NOT NULL, 
	service TEXT NOT NULL, 
	closed_at BIGINT NOT NULL, 
	PRIMARY KEY (day, service)
);
INSERT INTO "closed_services" VALUES('2026-11-23','C',1795398578000);
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
INSERT INTO "corrections" VALUES(217,'set_aside','five-levels-1','desk','CB01','Q1',1,'test_presses','GD01',1795399128000,'agreed','KS01',1795399128000);
INSERT INTO "corrections" VALUES(219,'put_back','five-levels-1','desk','CB01','Q1',1,'test_presses','GD01',1795399128000,'agreed','KS01',1795399128000);
INSERT INTO "corrections" VALUES(221,'set_aside','five-levels-1','desk','CB01','Q1',1,'test_presses','GD01',1795399128000,'declined','KS01',1795399128000);
CREATE TABLE deed_reasons (
	seq INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "deed_reasons" VALUES(42,'Người nhà đang chờ');
INSERT INTO "deed_reasons" VALUES(87,'Chỉ đóng dấu');
INSERT INTO "deed_reasons" VALUES(94,'Có thẻ người cao tuổi');
INSERT INTO "deed_reasons" VALUES(95,'Người nhà đang chờ');
INSERT INTO "deed_reasons" VALUES(111,'Cán bộ ốm');
INSERT INTO "deed_reasons" VALUES(113,'Hết giấy tờ mẫu');
INSERT INTO "deed_reasons" VALUES(140,'Giấy tờ đã có trong hồ sơ');
INSERT INTO "deed_reasons" VALUES(142,'Bấm nhầm hoàn tất');
INSERT INTO "deed_reasons" VALUES(155,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(160,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(168,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(174,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(181,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(187,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(193,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(199,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(205,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(211,'Đóng dấu bổ sung');
INSERT INTO "deed_reasons" VALUES(217,'Kỹ thuật viên thử bộ nút');
INSERT INTO "deed_reasons" VALUES(219,'Kỹ thuật viên thử bộ nút');
INSERT INTO "deed_reasons" VALUES(221,'Kỹ thuật viên thử bộ nút');
INSERT INTO "deed_reasons" VALUES(270,'Người nhà đang chờ');
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
INSERT INTO "desk_pauses" VALUES(85,6,'Q1','CB01','meeting',1795398455000,1795398575000);
CREATE TABLE desk_sessions (
	session_id INTEGER NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	signed_on_at BIGINT NOT NULL, 
	signed_off_at BIGINT, 
	PRIMARY KEY (session_id)
);
INSERT INTO "desk_sessions" VALUES(6,'Q1','CB01',1795395600000,1795399128000);
INSERT INTO "desk_sessions" VALUES(7,'Q2','CB02',1795395600000,1795399128000);
INSERT INTO "desk_sessions" VALUES(8,'Q3','CB03',1795395600000,1795399128000);
INSERT INTO "desk_sessions" VALUES(250,'Q1','CB01',1795482000000,NULL);
INSERT INTO "desk_sessions" VALUES(251,'Q2','CB02',1795482000000,NULL);
INSERT INTO "desk_sessions" VALUES(252,'Q3','CB03',1795482000000,NULL);
CREATE TABLE device_credentials (
	credential_hash TEXT NOT NULL, 
	device_id TEXT NOT NULL, 
	given_at BIGINT NOT NULL, 
	by_hand BOOLEAN NOT NULL, 
	valid_until BIGINT, 
	PRIMARY KEY (credential_hash)
);
INSERT INTO "device_credentials" VALUES('z','pad-Q1',1795395600000,1,NULL);
INSERT INTO "device_credentials" VALUES('carried to kiosk-1','kiosk-1',1795398578000,1,NULL);
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
	generation INTEGER NOT NULL, 
	rotation_asked BOOLEAN NOT NULL, 
	PRIMARY KEY (device_id)
);
INSERT INTO "devices" VALUES('kiosk-1','kiosk',NULL,NULL,3,'',NULL,1,1,5,0);
INSERT INTO "devices" VALUES('pad-Q1','pad','Q1',NULL,4,'',NULL,1,NULL,1,0);
INSERT INTO "devices" VALUES('board-9','board',NULL,NULL,120,'Bảng cửa sau',1795398578000,1,NULL,1,0);
CREATE TABLE dossier_codes (
	turn_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	PRIMARY KEY (turn_id)
);
INSERT INTO "dossier_codes" VALUES(87,'H15.99.08-261121-0042');
CREATE TABLE enrolments (
	device_id TEXT NOT NULL, 
	half_hash TEXT NOT NULL, 
	code_hash TEXT NOT NULL, 
	made_at BIGINT NOT NULL, 
	made_by TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	used_at BIGINT, 
	PRIMARY KEY (device_id)
);
INSERT INTO "enrolments" VALUES('pad-Q1','half of another','another whole code',1795398578000,'test',0,NULL);
CREATE TABLE finding_answers (
	seq INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "finding_answers" VALUES(223,'Bộ nút bị kẹt hôm đó.');
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
INSERT INTO "holds" VALUES(72,17,'Q1','CB01',1795398455000,1795398455000,80);
INSERT INTO "holds" VALUES(107,62,'Q2','CB02',1795398578000,1795399128000,231);
INSERT INTO "holds" VALUES(142,9,'Q1','CB01',1795395785000,1795399128000,226);
INSERT INTO "holds" VALUES(271,268,'Q2','CB02',1795484760000,NULL,NULL);
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
INSERT INTO "job_payloads" VALUES(102,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"number\":\"A007\",\"service_name\":\"Chứng thực\",\"service_name_en\":\"Certification\",\"counter_number\":1,\"missing\":\"Giấy khai sinh bản chính\",\"valid_until\":\"2026-12-23\",\"code\":\"980858\",\"people_before\":2,\"asked_at\":\"2026-11-23T01:49:38.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"is_copy\":false}", "language": "vi"}');
INSERT INTO "job_payloads" VALUES(139,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"number\":\"A008\",\"service_name\":\"Chứng thực\",\"service_name_en\":\"Certification\",\"counter_number\":1,\"missing\":\"Sổ hộ khẩu\",\"valid_until\":\"2026-12-23\",\"code\":\"536026\",\"people_before\":2,\"asked_at\":\"2026-11-23T01:49:38.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"is_copy\":false}", "language": "vi"}');
INSERT INTO "job_payloads" VALUES(245,'{"slip": "{\"centre_name\":\"Trung tâm Thử nghiệm\",\"day\":\"2026-11-23\",\"closed_at\":\"2026-11-23T01:58:48.000Z\",\"timezone\":\"Asia/Ho_Chi_Minh\",\"services\":[{\"service\":\"A\",\"name\":\"Chứng thực\",\"issued\":10,\"without_number\":11,\"joined\":0,\"served\":15,\"no_show\":0,\"passed_on\":0,\"expired\":5,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":2,\"wait_p90_min\":46},{\"service\":\"B\",\"name\":\"Hộ tịch\",\"issued\":5,\"without_number\":0,\"joined\":0,\"served\":0,\"no_show\":1,\"passed_on\":0,\"expired\":3,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":2,\"wait_p90_min\":2},{\"service\":\"C\",\"name\":\"Đất đai\",\"issued\":4,\"without_number\":0,\"joined\":1,\"served\":0,\"no_show\":0,\"passed_on\":0,\"expired\":4,\"moved\":0,\"other\":1,\"being_served\":0,\"wait_median_min\":null,\"wait_p90_min\":null}],\"head_seq\":244,\"head_hash\":\"4e02 29a1 0f91 d015 16c4 dc3e 6817 2326 73c0 71c6 0b21 c24f 7f7f 86f9 7caf a0f1\",\"is_copy\":false}", "language": "vi"}');
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
INSERT INTO "jobs" VALUES(102,'kiosk-1','return_slip',101,1795398578000,1795398578000,'done');
INSERT INTO "jobs" VALUES(139,'kiosk-1','return_slip',138,1795398578000,1795398578000,'withdrawn');
INSERT INTO "jobs" VALUES(245,'kiosk-1','day_slip',NULL,1795399128000,NULL,NULL);
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
INSERT INTO "journal" VALUES(1,'2026-11-23T01:00:00.000Z','set_up_changed',1,'test','{"centre":{"centre":{"code":"TEST-1","holidays":[],"hours":{"fri":[["07:30","11:30"],["13:30","17:00"]],"mon":[["07:30","11:30"],["13:30","17:00"]],"thu":[["07:30","11:30"],["13:30","17:00"]],"tue":[["07:30","11:30"],["13:30","17:00"]],"wed":[["07:30","11:30"],["13:30","17:00"]]},"languages":["vi","en"],"name":"Trung tâm Thử nghiệm","name_en":"Test Centre","notice":"","notice_en":"","parent":"","sample":false,"swap_days":{},"ticket_close_minutes_before":15,"ticket_open_minutes_before":30,"timezone":"Asia/Ho_Chi_Minh"},"coming_ratings":[],"counters":[{"id":"Q1","name":"Quầy số 1","name_en":"","number":1,"purposes":[],"second_services":[],"services":["A"],"zone":""},{"id":"Q2","name":"Quầy số 2","name_en":"","number":2,"purposes":[],"second_services":[],"services":["A","B"],"zone":""},{"id":"Q3","name":"Quầy số 3","name_en":"","number":3,"purposes":[],"second_services":[],"services":["B","C"],"zone":""}],"finish_ticks":[{"id":"written","name":"Viết hộ","name_en":""},{"id":"digitised","name":"Đã số hóa","name_en":""}],"help_service":null,"outcomes":[{"default":true,"id":"done","kind":"plain","name":"Đã tiếp nhận","name_en":""},{"default":false,"id":"more_papers","kind":"plain","name":"Cần bổ sung","name_en":""},{"default":false,"id":"supplement","kind":"supplement","name":"Cần bổ sung, in phiếu","name_en":""}],"pause_reasons":[{"id":"break","name":"Nghỉ giải lao","name_en":""},{"id":"meeting","name":"Họp","name_en":""}],"places":{"late_minutes":30,"moves_at_closing":false,"per_slot":2,"slot_minutes":15},"priority_groups":[{"icon":"","id":"elderly","name":"Người cao tuổi","name_en":"Elderly","rate":"priority"},{"icon":"","id":"guide","name":"Người hướng dẫn","name_en":"Guide","rate":"ordinary"}],"purposes":[],"rating":{"levels":[{"en":"Very satisfied","name":"Rất hài lòng","satisfied":true,"value":5},{"en":"Satisfied","name":"Hài lòng","satisfied":true,"value":4},{"en":"Neutral","name":"Bình thường","satisfied":null,"value":3},{"en":"Dissatisfied","name":"Không hài lòng","satisfied":false,"value":2},{"en":"Very dissatisfied","name":"Rất không hài lòng","satisfied":false,"value":1}],"never_shorter_than_seconds":20,"policy_id":"five-levels-1","question":"Ông/Bà có hài lòng không?","question_en":"Are you satisfied?","reasons":[{"icon":"","id":"attitude","name":"Thái độ phục vụ","name_en":"Attitude","outside":false},{"icon":"","id":"wait","name":"Chờ lâu","name_en":"Long wait","outside":true},{"icon":"","id":"fee","name":"Phí, lệ phí","name_en":"Fee","outside":true}],"window_seconds":60},"rush":{"by_rule":false,"ends_below":20,"starts_at":40},"services":[{"code":"A","colour":"#114488","daily_quota":null,"hours":null,"icon":"","name":"Chứng thực","name_en":"Certification","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"B","colour":"#884411","daily_quota":null,"hours":null,"icon":"","name":"Hộ tịch","name_en":"Civil status","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"C","colour":"#448811","daily_quota":null,"hours":null,"icon":"","name":"Đất đai","name_en":"Land","order":0,"target_service_minutes":15,"target_wait_minutes":20}],"shows_figures":true,"slip":{"footer":"","footer_en":"","shows_counters":true,"shows_people_ahead":true,"shows_waiting_time":true},"special_days":[],"supplements":{"days_valid":30,"people_before":2},"ticketing":{"cool_down_seconds":300,"hold_expires_minutes":60,"no_show_grace_minutes":30,"priority_rule":{"extra_wait_at_most_minutes":20,"overtaken_at_most":5,"rates":{"ordinary":1.0,"priority":3.0}},"recall_gap_seconds":40,"recall_limit":3},"voice":{"percent":100,"volumes":[],"whole_numbers":false,"zero_word":"linh"},"wifi":null,"zones":[]}}','ce52ee1ce86cf5f088c58cca85bad0c29eb6ffad36730c0c4848fd195d75abb8');
INSERT INTO "journal" VALUES(2,'2026-11-23T01:00:00.000Z','staff_added',2,'test','{"expires_on":null,"languages":[],"role":"officer","staff_id":"CB01"}','afaed6a91dd05f53aa9ade6c808458bb0fa40289861c9a3a7dd7cde5df3b195e');
INSERT INTO "journal" VALUES(3,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":null,"device_id":"kiosk-1","device_kind":"kiosk","name":"","speaks":true,"zone":null}','07129d2d12c0c2e9c9dee11d3bd5ef3908f8b9235a8fd10a67853aff975d096b');
INSERT INTO "journal" VALUES(4,'2026-11-23T01:00:00.000Z','device_added',3,'test','{"counter_id":"Q1","device_id":"pad-Q1","device_kind":"pad","name":"","speaks":true,"zone":null}','e9cfc62c5668e626caa069af274abcaf181fd2d4aab1a3395858508ca1fd96f1');
INSERT INTO "journal" VALUES(5,'2026-11-23T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-23","is_reopened":false,"phase":1}','dada78c0152600f01f2bae18c548188eefb070a697e7247e8245093ad4e3b0d6');
INSERT INTO "journal" VALUES(6,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','f767ec55953463b030d0160ba373cd1856d1391e9448b209d67679f7842132d4');
INSERT INTO "journal" VALUES(7,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','94c396b9196878eb67737688547ed706c046a3867997e1f7041742747a67d308');
INSERT INTO "journal" VALUES(8,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','d96119cf2909040f35ba5d93febbcdd8f48bfb3b4d4b609e709c7bb87782f51f');
INSERT INTO "journal" VALUES(9,'2026-11-23T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"d8936db2-597d-48c7-9f2d-ed47473d6f0d","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395690000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','0d001ff97059c3958724a2eb5889bbb3fb1f13e564b5b67ff929f72e118b170f');
INSERT INTO "journal" VALUES(10,'2026-11-23T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":9}','dc746d91548b5f9f3e7a69bb30e9e6c3e8d7bc694fb1e15aae69ea7d0c6f3095');
INSERT INTO "journal" VALUES(11,'2026-11-23T01:00:20.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"6fb37327-95c6-445c-8bcf-2b1fcd1a7b39","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395710000,"priority_group":"elderly","purpose":null,"ranked_at":null,"rate":"priority","service":"A","shown":"A002","supplement_id":null}','0fdc5606d01620ab63824ae3f74517c4e93fdf78cc7670cb4f08359d13df565b');
INSERT INTO "journal" VALUES(12,'2026-11-23T01:00:20.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":11}','855c9bee02b4f46c1bf128ee509b04188a2f9e2a987f3000200bffaf794c0f1a');
INSERT INTO "journal" VALUES(13,'2026-11-23T01:00:40.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"dfa72dda-08f7-429a-b4ef-983837ef272b","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795395730000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','746594f32530aaff4d882c3b345171454e1206c6e63cae2d0e5a4d149d93f2f3');
INSERT INTO "journal" VALUES(14,'2026-11-23T01:00:40.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":13}','2c5568161971bbd718b4170fa22122bd6256dee336fba24a1640decceecdebf1');
INSERT INTO "journal" VALUES(15,'2026-11-23T01:01:00.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"4547471f-f874-4964-a9e4-a5f5e49197a5","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795395750000,"priority_group":"guide","purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C001","supplement_id":null}','6186d0ea5b7810998d16ce5a27637480f35d5999955116814960da3ec4066603');
INSERT INTO "journal" VALUES(16,'2026-11-23T01:01:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":15}','31da3f42d932d6238b923007886e0351005c46cf004e4f31c52a13738ce1a4b7');
INSERT INTO "journal" VALUES(17,'2026-11-23T01:01:20.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"1b676e7a-31b6-4d36-af01-1e93a5c25d4c","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395770000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A003","supplement_id":null}','94f0afa62dbe9ec480175dccd308f961dc924ce20192c4d3f75c643c92b668b5');
INSERT INTO "journal" VALUES(18,'2026-11-23T01:01:20.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":17}','eb4fc86ca36bd79baa45ff0e30083e0f581d46cddaf06e19a5bcc38bcf4282c5');
INSERT INTO "journal" VALUES(19,'2026-11-23T01:01:40.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"389b13a6-f9ab-46fa-b530-6534b3e33c2d","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795395790000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A004","supplement_id":null}','c467bdb895f3f5daa32dfdd2ffefe806f9659a2ba9163a5c1a91e221c4c81a59');
INSERT INTO "journal" VALUES(20,'2026-11-23T01:01:40.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":19}','eec49210b3e300af8a534cc5c9e91dd88a0b4e8aff007b9c3585e1214adfafcb');
INSERT INTO "journal" VALUES(21,'2026-11-23T01:02:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[9],"reason":{"line":"A/priority","passed":[9],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":120000,"A/priority":300000}},"to_seat":false,"turn_id":11}','96d92c9de48a0b1590d2e8bcbe26e3154693c58c7f8fd73f987eb502cfb8c6b9');
INSERT INTO "journal" VALUES(22,'2026-11-23T01:02:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":11}','edcf810e18b0a0432dcc0949373e8527b987a59620fc7e6bf98477dd924a53bf');
INSERT INTO "journal" VALUES(23,'2026-11-23T01:03:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":11}','dfef0a2ca510deafde44cf17f1d455b01e665a300763c41e2e6eedc67cd53f9f');
INSERT INTO "journal" VALUES(24,'2026-11-23T01:03:00.000Z','window_opened',1,'test','{"closes_at":1795395840000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":11}','2df6f75bb500dbb8d22f595b85ecaa667641ef26e61a9f28f6796843fca67a5c');
INSERT INTO "journal" VALUES(25,'2026-11-23T01:03:00.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["early"],"level":5,"n":1,"press_id":"306196f6-98cf-4d22-b1e2-f83c06220689","window_id":24,"window_seen":24}','30e6f8380f31a54ff706de91bd38ff8f5902aebf3cb4ef32c29c480de238e296');
INSERT INTO "journal" VALUES(26,'2026-11-23T01:03:02.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["repeat"],"level":4,"n":2,"press_id":"78b37449-a5f8-4c7c-b3a3-57da9c84ce51","window_id":24,"window_seen":24}','791372d4f819e5c18602276cce37461705422947935ac6f71f545d5347481990');
INSERT INTO "journal" VALUES(27,'2026-11-23T01:03:02.000Z','press_recorded',2,'test','{"age_ms":null,"boot_id":"9f1a","channel":"pad","counter_id":"Q1","device_id":"pad-Q1","flags":["no_window"],"level":1,"n":3,"press_id":"579ea66a-6912-415f-9d1d-7eef8156edd1","window_id":null,"window_seen":null}','b67d63a2f164f242fe7662059fa8cdee710c8ac5147670f5a0cedeeafaf6a1ec');
INSERT INTO "journal" VALUES(28,'2026-11-23T01:03:02.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":182000}},"to_seat":false,"turn_id":9}','ed3f96aa476c0a5ac3d6fc1aa070ee23406bede138e6a11d1030f0d96a4cdcc7');
INSERT INTO "journal" VALUES(29,'2026-11-23T01:03:02.000Z','action_undone',2,'test','{"counter_id":"Q1","first_seq":28,"last_seq":28,"overtaken":[],"turns":[{"absent_due_at":null,"arrival":9,"arrival_inferred":0,"arrived_at":null,"call_count":0,"call_id":null,"called_first_at":null,"called_last_at":null,"cool_down_until":null,"counter_id":null,"day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":1795395720000,"for_counter":null,"for_officer":null,"from_turn":null,"grace_until":null,"held_until":null,"officer_id":null,"origin":"issued","outcome":null,"overtaken":1,"ranked_at":1795395600000,"rate":"ordinary","service":"A","state":"waiting","ticket_id":9,"ticks":"[]","touched_seq":9,"turn_id":9,"waiting_since":1795395600000}]}','b0b9a37c551d69c084610ae4e58f8bff8f53ca6dc5f5cc010472d97ec04cf824');
INSERT INTO "journal" VALUES(30,'2026-11-23T01:03:02.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":182000}},"to_seat":false,"turn_id":9}','90741f471b051f1bc9332f6a5badc7cdda9c15ca0d5f0941e129ebcbb23c6205');
INSERT INTO "journal" VALUES(31,'2026-11-23T01:03:05.000Z','turn_recalled',2,'test','{"absent_due_at":null,"counter_id":"Q1","officer_id":"CB01","to_seat":false,"turn_id":9}','4483684a90ff0426f3260e02a2df3fc4974256a3cc2338cbb2f8920e5e65e7bf');
INSERT INTO "journal" VALUES(32,'2026-11-23T01:03:05.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":9}','0a6d9b63acefbebca80e77dc08b3b8a9a467e2338ca17ce4ed5046a608aad04e');
INSERT INTO "journal" VALUES(33,'2026-11-23T01:03:05.000Z','window_shortened',1,'test','{"closes_at":1795395800000,"window_id":24}','9d68ba25e79d791849460c4163bca43080f8a6c5d3ce959e3614f2a3784bf450');
INSERT INTO "journal" VALUES(34,'2026-11-23T01:03:05.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"more_papers","ticks":[],"turn_id":9}','7394ac4f752fbbf66d2037f2f8185fbf0648d1815493e21232b96473856102d4');
INSERT INTO "journal" VALUES(35,'2026-11-23T01:03:05.000Z','window_opened',1,'test','{"closes_at":1795395845000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":9}','483dc0eb871eb03ec1799c250b9a03a46703ecdc999fb14f522bfffc5794584a');
INSERT INTO "journal" VALUES(36,'2026-11-23T01:03:05.000Z','action_undone',2,'test','{"counter_id":"Q1","first_seq":34,"last_seq":35,"overtaken":[],"turns":[{"absent_due_at":null,"arrival":9,"arrival_inferred":0,"arrived_at":1795395785000,"call_count":2,"call_id":31,"called_first_at":1795395782000,"called_last_at":1795395785000,"cool_down_until":null,"counter_id":"Q1","day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":1795395720000,"for_counter":null,"for_officer":null,"from_turn":null,"grace_until":null,"held_until":null,"officer_id":"CB01","origin":"issued","outcome":null,"overtaken":1,"ranked_at":1795395600000,"rate":"ordinary","service":"A","state":"serving","ticket_id":9,"ticks":"[]","touched_seq":32,"turn_id":9,"waiting_since":1795395600000}]}','129f5be8a6e32037b0bfa1d40d63f53be4c15300e501fecfcd2a0274d7d1ef58');
INSERT INTO "journal" VALUES(37,'2026-11-23T01:03:05.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":9}','d2b7e67c596b7086fe74b205e1abcee88ca2763619e5441a29a5cbc504e3e939');
INSERT INTO "journal" VALUES(38,'2026-11-23T01:03:05.000Z','window_opened',1,'test','{"closes_at":1795395845000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":9}','3dea8505d2504e7fc4dac723fb30fa15481a48f13364102037858a04d74ecaf1');
INSERT INTO "journal" VALUES(39,'2026-11-23T01:03:05.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":105000}},"to_seat":false,"turn_id":17}','27e5d50729f850acb57ac88d9095c209f0ab33b1e13f304db32fcc364830a87a');
INSERT INTO "journal" VALUES(40,'2026-11-23T01:03:05.000Z','turn_marked_absent',1,'test','{"grace_until":1795397585000,"turn_id":17}','09efbaeab390003c6ff4aea6c626d24d213a6c7300fdecd6095283bfd25c6642');
INSERT INTO "journal" VALUES(41,'2026-11-23T01:03:05.000Z','turn_returned',1,'test','{"cool_down_until":null,"turn_id":17}','bf097e65aeb7f6f08efb923ad1d17594bee64e40b7effbb49981633ad276ea26');
INSERT INTO "journal" VALUES(42,'2026-11-23T01:03:05.000Z','turn_called',2,'test','{"call_kind":"named","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"passed":[],"rule":"named"},"to_seat":false,"turn_id":13}','1422c3e04e82a3f428a90a9c0caa5b368a913afdfeec414c79349876a9e39f7b');
INSERT INTO "journal" VALUES(43,'2026-11-23T01:03:05.000Z','turn_returned',1,'test','{"cool_down_until":1795396085000,"turn_id":13}','d4b04b31b32a480bfd7fdc45d17d315567febafe514410ec0f591ada0004b4f7');
INSERT INTO "journal" VALUES(44,'2026-11-23T01:08:05.000Z','window_closed',1,'schedule','{"window_id":24}','0c22546385bfe93c8bb270a7e691733ae5487cf8ac57e9fba3cd65232da1159d');
INSERT INTO "journal" VALUES(45,'2026-11-23T01:08:05.000Z','window_closed',1,'schedule','{"window_id":38}','3460d11f58a8ac4341073a32a601c8f6d059b13e0371e4dabb023f580001bd07');
INSERT INTO "journal" VALUES(46,'2026-11-23T01:08:05.000Z','cool_down_ended',1,'schedule','{"turn_id":13}','be1d47246fa5880d0cdc8d9904b68cfd8314055912fe67c11264ce96cd634e2d');
INSERT INTO "journal" VALUES(47,'2026-11-23T01:08:05.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"03fdcf4a-0d4f-4cc4-bb19-1a598389b606","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396175000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C002","supplement_id":null}','696f005e02357ea31f8b66b892b5c0119bb3ebe83a2f68eda91e70d641bddd11');
INSERT INTO "journal" VALUES(48,'2026-11-23T01:09:35.000Z','turn_voided',1,'schedule','{"reason":"no_outcome","turn_id":47}','eaf878edc5ed968451b02715b64cf86b062e18aa77f73627ece6da8af4a1c082');
INSERT INTO "journal" VALUES(49,'2026-11-23T01:09:35.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":47}','466810777fef8da48076987639bf85009cea17b4377edfddee46460cb10fbe9b');
INSERT INTO "journal" VALUES(50,'2026-11-23T01:09:35.000Z','turn_restored',1,'test','{"turn_id":47}','5552cd56ce2606bc37740569e4df034976e5567521bf9d379f9a43fb0afd6685');
INSERT INTO "journal" VALUES(51,'2026-11-23T01:09:35.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b4d13e20-bedd-40e7-898b-fbd323a0cf84","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795396265000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C003","supplement_id":null}','7c5de3a4613fee4222d36d7ff06c0d3653bfb7634067304917434e861ad1563e');
INSERT INTO "journal" VALUES(52,'2026-11-23T01:09:35.000Z','print_reported',1,'test','{"outcome":"not_printed","ticket_id":51}','8d4a05b3ad16e95bb67958b7bcc141f055afb2e06451be9607f89216042d4423');
INSERT INTO "journal" VALUES(53,'2026-11-23T01:09:35.000Z','turn_voided',1,'test','{"reason":"not_printed","turn_id":51}','94f4298f4a176e3a8eb8a30a5d23126e425464cd0704494f5573f62d38c1fdb0');
INSERT INTO "journal" VALUES(54,'2026-11-23T01:09:35.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"ecb9e781-842a-4d95-84b7-8938d61c35ed","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795396265000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B002","supplement_id":null}','2aa9e60238bfeb22a04609a376b329f092bbed11c0f301dda42116786b1e1c7b');
INSERT INTO "journal" VALUES(55,'2026-11-23T01:09:35.000Z','intent_cancelled',2,'test','{"device_id":"kiosk-1","emergency":null,"intent_id":"ecb9e781-842a-4d95-84b7-8938d61c35ed"}','7a3019cedf518c065c93ab9feafc500ecedab793bc3687753d72b9782d158a4f');
INSERT INTO "journal" VALUES(56,'2026-11-23T01:09:35.000Z','turn_cancelled',2,'test','{"reason":"intent","turn_id":54}','8b40c6cf72efae42aaba14d142246082d28a65347a46d53e2550a599e30cc026');
INSERT INTO "journal" VALUES(57,'2026-11-23T01:09:35.000Z','intent_cancelled',2,'test','{"device_id":"kiosk-1","emergency":null,"intent_id":"3d0f6d1e-0000-4000-8000-000000000000"}','53e39d9eed7ee5c41e66856910f7ea1e98c1c9186b108c01e1b521b042f8db87');
INSERT INTO "journal" VALUES(58,'2026-11-23T01:16:35.000Z','clock_jumped',1,'clock','{"jump_ms":420000}','91f26476bb9697d6b92fe206aed3081b56f5108a34a685a35ed8d8a8a376c6f9');
INSERT INTO "journal" VALUES(59,'2026-11-23T01:16:35.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q3","officer_id":"CB03","overtaken":[],"reason":{"line":"B/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"B/ordinary":955000,"C/ordinary":935000}},"to_seat":false,"turn_id":13}','916c0ec5ff15598a01b4f37623acfb8942156b061637c2a04d255d5306890ba6');
INSERT INTO "journal" VALUES(60,'2026-11-23T01:16:35.000Z','turn_marked_absent',1,'test','{"grace_until":1795398395000,"turn_id":13}','c09a73931da9ac676f527a05bf3033f98605ca20cffce329fbc92cac101f8c53');
INSERT INTO "journal" VALUES(61,'2026-11-23T01:47:35.000Z','grace_ended',1,'schedule','{"turn_id":13}','adbb752ce79c09010a46740515135a3a29f89e9d571c6f85f8f492d3bc563e76');
INSERT INTO "journal" VALUES(62,'2026-11-23T01:47:35.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"767080c0-1ca3-43dc-8770-e65743157751","language":"vi","not_before":null,"number":5,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795398545000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A005","supplement_id":null}','8857dabeed50b30caabd8c303051300a8a970c79cfd477b22a929617588a3522');
INSERT INTO "journal" VALUES(63,'2026-11-23T01:47:35.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":62}','f3e028d961ee6ab013636bc5eb991fcb0aa66790551eaf3c7aea19001b145b18');
INSERT INTO "journal" VALUES(64,'2026-11-23T01:47:35.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b3bd4a04-4268-4f1a-98b7-23c7f5c7f35a","language":"vi","not_before":null,"number":6,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795398545000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A006","supplement_id":null}','dfe3c8f68eb767d11553facf325125a2d61f687476602845f7837e9632c26ef5');
INSERT INTO "journal" VALUES(65,'2026-11-23T01:47:35.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":64}','f07ddbfe09cb0d2352dba9cc94bbbd598f37927a6e69b5eccd3e3724eda02210');
INSERT INTO "journal" VALUES(66,'2026-11-23T01:47:35.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"6018e4ba-ad58-4bbf-843c-30fbcf517318","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795398545000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B003","supplement_id":null}','26890477866523509d5b22a2a0c70a07d9ae3e74cee77015572ae7e7bd77315c');
INSERT INTO "journal" VALUES(67,'2026-11-23T01:47:35.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":66}','137b832970825a32c7bffc859c24200504da7ee875ce4fe2a3e5c771c56e195a');
INSERT INTO "journal" VALUES(68,'2026-11-23T01:47:35.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"b9580b73-04ac-4470-bfa7-7b42ebf2bbc9","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"C","print_due_at":1795398545000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"C","shown":"C004","supplement_id":null}','7308102fe69e92653454c8c5eba06b3e7b541994d3cbe267b3aad5cd41044400');
INSERT INTO "journal" VALUES(69,'2026-11-23T01:47:35.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":68}','2f5d329b88d8b55793535006da45734cd2664c7db2a737fbb345123eeb130ac8');
INSERT INTO "journal" VALUES(70,'2026-11-23T01:47:35.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":2775000}},"to_seat":false,"turn_id":17}','727f5b1e90792d533c2fb95f7dd39ad968a636a94c14058c6320b83848d4f4cf');
INSERT INTO "journal" VALUES(71,'2026-11-23T01:47:35.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":17}','01e39c6e029ba59558e5c32885460b7f73599549be6efab1d23854ad2786bf3e');
INSERT INTO "journal" VALUES(72,'2026-11-23T01:47:35.000Z','turn_held',1,'test','{"held_until":1795399055000,"turn_id":17}','2927ee8383d25eabeb6d6b5d202e8d9cca6914025e79287ff68ef23e4a1c763f');
INSERT INTO "journal" VALUES(73,'2026-11-23T01:47:35.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":2755000}},"to_seat":false,"turn_id":19}','5d4dbf3181d8e820bc254c121d9d9f407a37769d90743e7e67c8566586eeed5b');
INSERT INTO "journal" VALUES(74,'2026-11-23T01:47:35.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":19}','90b335eec8a60d7e4129098c0eaadfcb4931838d49d6dd4b762848e393cdaf9a');
INSERT INTO "journal" VALUES(75,'2026-11-23T01:47:35.000Z','turn_added',1,'test','{"arrival":75,"for_counter":null,"for_officer":null,"from_turn":19,"origin":"second_service","ranked_at":1795398455000,"rate":"ordinary","service":"C","ticket_id":19}','9d5fc0c5529bbc60fa3994f881f3f2a70c55802fe4fadaff48f4238c0b5cddb5');
INSERT INTO "journal" VALUES(76,'2026-11-23T01:47:35.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":19}','27d529776050c456a7312d7b9ed582d14a0fde498656fa698b0a251f77e85596');
INSERT INTO "journal" VALUES(77,'2026-11-23T01:47:35.000Z','window_opened',1,'test','{"closes_at":1795398515000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":19}','b5c6acc90a64e40ca7c9b0e9d9e833f2fded9e9d985385ea713162c0a6fd27a2');
INSERT INTO "journal" VALUES(78,'2026-11-23T01:47:35.000Z','turn_released',1,'test','{"reason":"resumed","turn_id":17}','4807e9070b33f545e2a9be122bcc7c304919e3dd1aaf557979816bc54ddede13');
INSERT INTO "journal" VALUES(79,'2026-11-23T01:47:35.000Z','turn_called',2,'test','{"call_kind":"resumed","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"rule":"resumed"},"to_seat":false,"turn_id":17}','be4549602c268b0b5a97d18dc3e521e7e7cc5f86adeb8c7db0f0b70fafc6b3cb');
INSERT INTO "journal" VALUES(80,'2026-11-23T01:47:35.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":17}','25b56a56180d7a02da49d5f7d5661d27fb2fb269c6972e7a6d554fda029d004f');
INSERT INTO "journal" VALUES(81,'2026-11-23T01:47:35.000Z','window_shortened',1,'test','{"closes_at":1795398475000,"window_id":77}','043f739c51fa4bf0bfc51d8595885d3e83e5f98cb760213ee80b0f1becfdce4a');
INSERT INTO "journal" VALUES(82,'2026-11-23T01:47:35.000Z','turn_transferred',1,'test','{"turn_id":17}','978fc046bc6063e931024c0b7a02c44a296f48edf68b514c1bfddcddb1f1833e');
INSERT INTO "journal" VALUES(83,'2026-11-23T01:47:35.000Z','window_opened',1,'test','{"closes_at":1795398515000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":17}','fef9098bb9a5700e58d919a79ef5c4652618a58a9a8260e53bc46ca46ef9d5da');
INSERT INTO "journal" VALUES(84,'2026-11-23T01:47:35.000Z','turn_added',1,'test','{"arrival":17,"for_counter":"Q3","for_officer":null,"from_turn":17,"origin":"transferred","ranked_at":1795395680000,"rate":"ordinary","service":"A","ticket_id":17}','b67c9c03f22a6aeeadb3cea932100033238d4feebe13a5fb635576fcd19718c8');
INSERT INTO "journal" VALUES(85,'2026-11-23T01:47:35.000Z','desk_paused',1,'test','{"reason":"meeting","session_id":6}','9c77e8c5290c76875ab8ead73c629dde5a71b2f8ab61914e729af69359eb0357');
INSERT INTO "journal" VALUES(86,'2026-11-23T01:49:35.000Z','desk_resumed',1,'test','{"session_id":6}','0105d2d418d8a04384ba06f955cb0a33710c7fadd6d1e431cbb08a32760309d3');
INSERT INTO "journal" VALUES(87,'2026-11-23T01:49:35.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"18060d34-a09f-400b-9b1a-f11bc7dcea44","number":1,"officer_id":"CB01","passed":[62,64],"service":"A","shown":"+001"}','1635e19fcb2c735901a7c5de2ed11982f2264e8fb6b97e737f3a90323f8b0e57');
INSERT INTO "journal" VALUES(88,'2026-11-23T01:49:35.000Z','window_closed',1,'test','{"window_id":83}','a94e2f38eae50f79d0d84d060de89f805d17e313a86f979d7beae45336897832');
INSERT INTO "journal" VALUES(89,'2026-11-23T01:49:35.000Z','window_closed',1,'test','{"window_id":77}','9d4c4abbd796ee1603a15695b5aa0352cface43f11689c4ae12ca34ec81939d9');
INSERT INTO "journal" VALUES(90,'2026-11-23T01:49:35.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":["digitised"],"turn_id":87}','5aaf2beb2fd60379871334e5f377b5471af21071c00a57ce91dff6ee86659e07');
INSERT INTO "journal" VALUES(91,'2026-11-23T01:49:35.000Z','window_opened',1,'test','{"closes_at":1795398635000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":87}','7e1864e976523e7890576bed71e1c6f822a2b0307d733cd43c6c04dec9fccecb');
INSERT INTO "journal" VALUES(92,'2026-11-23T01:49:35.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"a151a040-30db-42e7-973b-3faa79c365ab","language":"vi","not_before":null,"number":7,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795398665000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A007","supplement_id":null}','5c3e64ef45125e95b4f3474b737a8472bf284a1635d586190c73376a38486eb8');
INSERT INTO "journal" VALUES(93,'2026-11-23T01:49:35.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":92}','3dbbbbd6b78a8b2ae6872d2300c87e7de05fd93d3dfa5b0e51063952f42c7a23');
INSERT INTO "journal" VALUES(94,'2026-11-23T01:49:35.000Z','priority_changed',1,'test','{"counter_id":"Q1","officer_id":"CB01","passed":[],"priority_group":"elderly","rate":"priority","ticket_id":92,"turn_id":92}','d525fa0abfeb1bd45c162d62442200bf3287e6cbef19ee53ddea40cf54135eaa');
INSERT INTO "journal" VALUES(95,'2026-11-23T01:49:35.000Z','turn_called',2,'test','{"call_kind":"named","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"passed":[62,64],"rule":"named"},"to_seat":false,"turn_id":92}','9bd05c7d8e7136fa1966b0e3da212f28fe7e038d35663780c9433803dbcf5985');
INSERT INTO "journal" VALUES(96,'2026-11-23T01:49:38.000Z','turn_recalled',2,'test','{"absent_due_at":null,"counter_id":"Q1","officer_id":"CB01","to_seat":true,"turn_id":92}','d28ec4848d242a67aca86de838475b3e39aa0b1d82fd577a111ba74eaa0e78b6');
INSERT INTO "journal" VALUES(97,'2026-11-23T01:49:38.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":92}','9379d30a3533a876194bc4173a4787e33222029425854b1778033828e9bda85a');
INSERT INTO "journal" VALUES(98,'2026-11-23T01:49:38.000Z','window_shortened',1,'test','{"closes_at":1795398595000,"window_id":91}','6573c9f2f8c3ae22cc36aa616cdd8a933eeefa7d66df9085c0d8ec385ce0f37b');
INSERT INTO "journal" VALUES(99,'2026-11-23T01:49:38.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"supplement","ticks":[],"turn_id":92}','9821f8d45ee3ed6c79318689c75300996df464ef123e6ac6b9d91164f072486f');
INSERT INTO "journal" VALUES(100,'2026-11-23T01:49:38.000Z','window_opened',1,'test','{"closes_at":1795398638000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":92}','a78aa6080a51e9c2b800304012477171f056be51f4fc5e3ac5836258588c0978');
INSERT INTO "journal" VALUES(101,'2026-11-23T01:49:38.000Z','supplement_asked',1,'test','{"officer_id":"CB01","turn_id":92,"valid_until":"2026-12-23"}','5c9f6a2fde1fe0c69e421266a4b6d231e689c80ea844fe6d66b68b3220632490');
INSERT INTO "journal" VALUES(102,'2026-11-23T01:49:38.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"return_slip","subject_id":101}','e474342fcf08987d81ba7588d93ff7e9ecaa02f8da248e2cb63413d0daaece39');
INSERT INTO "journal" VALUES(103,'2026-11-23T01:49:38.000Z','job_ended',1,'test','{"job_id":102,"outcome":"done"}','9df1a59c5a6d3d495bccac23ef4190363d73bab7bd79c48e69b7dacce87e84d0');
INSERT INTO "journal" VALUES(104,'2026-11-23T01:49:38.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":"CB01","helped_by":null,"intent_id":"back-with-it","language":"vi","not_before":null,"number":8,"origin":"supplement","place_id":null,"prefix":"A","print_due_at":1795398668000,"priority_group":"elderly","purpose":null,"ranked_at":1795398454999,"rate":"priority","service":"A","shown":"A008","supplement_id":101}','f3ee6d3e9623fc79c15169db762c7f0a467b29c3eafe1a0a4106cbb95adbbdcc');
INSERT INTO "journal" VALUES(105,'2026-11-23T01:49:38.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":123000,"B/ordinary":123000}},"to_seat":false,"turn_id":62}','8a7b67beeeb35be0d73418585c2f5d2cd1233c77078456e54de36aa88edddde9');
INSERT INTO "journal" VALUES(106,'2026-11-23T01:49:38.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB02","turn_id":62}','86ce6cd806a7304ed029715a920b6e9e7b40d45008c8aa64dc42550e83b7a9c6');
INSERT INTO "journal" VALUES(107,'2026-11-23T01:49:38.000Z','turn_held',1,'test','{"held_until":null,"turn_id":62}','87a0d79552f477fecc61921715e8422240f94050ac6a22fe065e86df6842fd3b');
INSERT INTO "journal" VALUES(108,'2026-11-23T01:49:38.000Z','place_reserved',1,'test','{"at":1795480200000,"day":"2026-11-24","from_ticket":null,"language":"vi","priority_group":null,"reason":"asked","service":"B"}','6834a1e253a153da693c8293ed0b1176f2ac6fa712d247ae0aef60cd8fb7b848');
INSERT INTO "journal" VALUES(109,'2026-11-23T01:49:38.000Z','place_reserved',1,'test','{"at":1795480200000,"day":"2026-11-24","from_ticket":null,"language":"vi","priority_group":null,"reason":"asked","service":"B"}','0aca67f19bc06dc6e5e1b85f522109dc849c52ec8ee1b639abdbe766688abd17');
INSERT INTO "journal" VALUES(110,'2026-11-23T01:49:38.000Z','place_ended',1,'test','{"place_id":109,"state":"withdrawn"}','30497eee43291804a7988c4b5fb973d027f41d88f877a6d3e511a051bfc4b13f');
INSERT INTO "journal" VALUES(111,'2026-11-23T01:49:38.000Z','service_closed',1,'test','{"day":"2026-11-23","service":"B"}','9639a6f10008b81c639e7d068d12e1f88b0c9805d0fcdd37bac422d74d007bd9');
INSERT INTO "journal" VALUES(112,'2026-11-23T01:49:38.000Z','service_reopened',1,'test','{"day":"2026-11-23","service":"B"}','3d9a0e59343050141d7845a3e7894adc7431b1a30bb88afef9749e05941f526a');
INSERT INTO "journal" VALUES(113,'2026-11-23T01:49:38.000Z','service_closed',1,'test','{"day":"2026-11-23","service":"C"}','dd3fb413b9f00034c7bf73cdd6a69bc8ddd58bd56ce58a265b3d1ffe518383ea');
INSERT INTO "journal" VALUES(114,'2026-11-23T01:49:38.000Z','day_extended',1,'test','{"closes_at":1795431600000,"day":"2026-11-23"}','ab7f9e7dddfa56e7f9aa2c849f579e1250822bb9e3cf4e0bb9ea27febd5c0838');
INSERT INTO "journal" VALUES(115,'2026-11-23T01:49:38.000Z','notice_posted',1,'test','{"until_at":1795400378000}','2ad4e2d4e377fcc5144c428b6f412fa9b38bf716e7a35b19d222391edc36793e');
INSERT INTO "journal" VALUES(116,'2026-11-23T01:49:38.000Z','notice_posted',1,'test','{"until_at":null}','a8f84f5aa1f4fffcfd9d9c381cdaa6268fe7a0e3b4ad38114cd8b67b1f4c69c5');
INSERT INTO "journal" VALUES(117,'2026-11-23T01:49:38.000Z','notice_withdrawn',1,'test','{"notice_id":115}','4f6b2ea2fd8cccb6b35d0da5514fab578c2c02d0d6f0b5642d42441cddffa4e7');
INSERT INTO "journal" VALUES(118,'2026-11-23T01:49:38.000Z','alarm_acknowledged',1,'test','{"device_id":"kiosk-1","fault":"silent","staff_id":"CB01","until_at":1795400378000}','5b9fef343b97f2f3dc4e2948b103d2abbc404b2c56a6c3e9261a894dbd16c1f6');
INSERT INTO "journal" VALUES(119,'2026-11-23T01:49:38.000Z','device_added',3,'test','{"counter_id":null,"device_id":"board-9","device_kind":"board","name":"","speaks":true,"zone":null}','6929f3e9ad4e51fa3b701e68665a9a637d181fe37f994fa9ada527925b218064');
INSERT INTO "journal" VALUES(120,'2026-11-23T01:49:38.000Z','device_changed',2,'test','{"counter_id":null,"device_id":"board-9","name":"Bảng cửa sau","speaks":true,"zone":null}','02819f7098a646ae8d374d640c952ba0ad1f75dfb04d13f258d92b1bc7d0cc4f');
INSERT INTO "journal" VALUES(121,'2026-11-23T01:49:38.000Z','device_retired',1,'test','{"device_id":"board-9"}','18345a0bf231dca694a48ee2dd02b4fde2b5a765a429f9783b831a912ce0ef4f');
INSERT INTO "journal" VALUES(122,'2026-11-23T01:49:38.000Z','device_invited',1,'test','{"device_id":"kiosk-1"}','28c165a04d04623bd6aec4413cdadea1979decc32710b6efa62b580be0433ead');
INSERT INTO "journal" VALUES(123,'2026-11-23T01:49:38.000Z','device_enrolled',1,'test','{"by":"code","device_id":"kiosk-1"}','6a0582f8c7e7c6b9185f5a4ccff1309cba29fd92d5cf46f38bb163cfaec8533d');
INSERT INTO "journal" VALUES(124,'2026-11-23T01:49:38.000Z','device_rotation_asked',1,'test','{"device_id":"kiosk-1"}','f6de3082d114f70cb0ed59bbd707c15911ed289c9bd0d3fc7126e9fbc963db3c');
INSERT INTO "journal" VALUES(125,'2026-11-23T01:49:38.000Z','device_rotated',1,'test','{"device_id":"kiosk-1"}','2d4c13ae14f3eeb09fd475196d19d363999468cbdab94dac2423f6413ea48f25');
INSERT INTO "journal" VALUES(126,'2026-11-23T01:49:38.000Z','device_revoked',1,'test','{"device_id":"kiosk-1"}','81ac746f2db4aa176209d831b5d5e6fa27a39441c0d887b30d06c012c2b67dda');
INSERT INTO "journal" VALUES(127,'2026-11-23T01:49:38.000Z','device_enrolled',1,'test','{"by":"hand","device_id":"kiosk-1"}','9d1e37b63c2422002010777cea72ff32e6a8c3cd91c5eba108472f98d6429979');
INSERT INTO "journal" VALUES(128,'2026-11-23T01:49:38.000Z','device_invited',1,'test','{"device_id":"pad-Q1"}','404c666445792b7dd74537f2cfe0d0c7c9aff91e497f339ec7c2558003dbb908');
INSERT INTO "journal" VALUES(129,'2026-11-23T01:49:38.000Z','access_changed',1,'test','{"deed":"sessions_ended","staff_id":"CB01"}','36ed70d884156a5b59922d0908bc465e67c92399882d91b7fcf0a063635c4207');
INSERT INTO "journal" VALUES(130,'2026-11-23T01:49:38.000Z','staff_changed',1,'test','{"expires_on":null,"is_active":true,"languages":["en"],"role":"officer","staff_id":"CB01"}','cf2d89f703dda378ee0df1a2f204daf9ccf06bd6d00b862d2179aaa6c985a95d');
INSERT INTO "journal" VALUES(131,'2026-11-23T01:49:38.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"485425ef-1074-43a8-a464-2082b26188f8","language":"vi","not_before":null,"number":9,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795398668000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A009","supplement_id":null}','6a1ed12da63b27848c2d3a757aa628f7291a4330ce77558d1b8d40e44b7e3ee6');
INSERT INTO "journal" VALUES(132,'2026-11-23T01:49:38.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":131}','c445a2c8f6a8fe94d1292db08cb22076c0d13443aa429be069b5040b9eead8d5');
INSERT INTO "journal" VALUES(133,'2026-11-23T01:49:38.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/priority","passed":[],"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":123000,"A/priority":369003}},"to_seat":false,"turn_id":104}','bc17de4b00ed79bf0272915137fc33d6fdd8312d1874cb13291fb1485786e8dd');
INSERT INTO "journal" VALUES(134,'2026-11-23T01:49:38.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":104}','c82c79d09d8b19295daafc4d5212107411270648711c19a504473b890ce7b52e');
INSERT INTO "journal" VALUES(135,'2026-11-23T01:49:38.000Z','window_shortened',1,'test','{"closes_at":1795398598000,"window_id":100}','4bb72501fdf4fc8ce9c5c036156a4d4d3ca1be9803a18fe37bdd2d726fc2110f');
INSERT INTO "journal" VALUES(136,'2026-11-23T01:49:38.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"supplement","ticks":[],"turn_id":104}','b691efdeb3faf2f6a00da93846872930e9660bf565f66dbaf56602a8bef2f036');
INSERT INTO "journal" VALUES(137,'2026-11-23T01:49:38.000Z','window_opened',1,'test','{"closes_at":1795398638000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":104}','c75614669551217b505f08045e14d2fd95777b523bb06ac3eada2fe024b8fc57');
INSERT INTO "journal" VALUES(138,'2026-11-23T01:49:38.000Z','supplement_asked',1,'test','{"officer_id":"CB01","turn_id":104,"valid_until":"2026-12-23"}','064b16f5d3f408df8a2af6089e6c17df7b2581c8117904f8a6717bbdfa31ffeb');
INSERT INTO "journal" VALUES(139,'2026-11-23T01:49:38.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"return_slip","subject_id":138}','35447bdc5796d309ba148c991d12b52c12f04a8678e0e9f704bfae344c3a4c25');
INSERT INTO "journal" VALUES(140,'2026-11-23T01:49:38.000Z','supplement_withdrawn',1,'test','{"supplement_id":138}','21d10fec635cc0e916968eb8b25680d96156eeeb7f005c679ba705fcc431a431');
INSERT INTO "journal" VALUES(141,'2026-11-23T01:49:38.000Z','job_ended',1,'test','{"job_id":139,"outcome":"withdrawn"}','d25ed92932e14bc9be12f3ada0a041f3ef79e7574f3318b7676c7543f6b65328');
INSERT INTO "journal" VALUES(142,'2026-11-23T01:49:38.000Z','turn_revived',1,'test','{"turn_id":9}','af5b1f260d1c8afb413402d94afdaf76043cc9a17d8880e51cd4b216d4bfa222');
INSERT INTO "journal" VALUES(143,'2026-11-23T01:49:38.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"a335d494-c4fb-4c76-ac13-58093b784509","language":"vi","not_before":null,"number":10,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795398668000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A010","supplement_id":null}','fce899c6d11657d538ff49a97310299c9fa4de3d5167b91e47d04732bf858e8a');
INSERT INTO "journal" VALUES(144,'2026-11-23T01:49:38.000Z','turn_postponed',1,'phones','{"channel":"phone","turn_id":143,"until_at":1795399478000}','82bddbd6c62803dd0c70be26c469cf943024812fd0c0bc7bad439357f30171bf');
INSERT INTO "journal" VALUES(145,'2026-11-23T01:49:38.000Z','cool_down_ended',1,'phones','{"turn_id":143}','4293f3b7c22292ec0ef2e4f5802c2cf8f0d04e9b5906593a206ba2a931d6f5e0');
INSERT INTO "journal" VALUES(146,'2026-11-23T01:49:38.000Z','presence_confirmed',1,'phones','{"channel":"phone","ticket_id":143}','bf77e0dda0755e4f43cfa4233b3cf50dad17fe304ad8d64ab1b86b2ff094c47a');
INSERT INTO "journal" VALUES(147,'2026-11-23T01:49:38.000Z','turn_cancelled',2,'phones','{"reason":"given_back","turn_id":143}','5046f38b40b7fb1592ad2ea65256fc6c3216f041ccdc5cfb55ae808097d91959');
INSERT INTO "journal" VALUES(148,'2026-11-23T01:49:38.000Z','ticket_issued',3,'test','{"day":"2026-11-23","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"09289a99-3c61-492f-8be8-e6fbaa8ba47e","language":"vi","not_before":null,"number":4,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795398668000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B004","supplement_id":null}','bdc34ee90ffafbb3b0e933ecbc457149e3ea54a516cf14842274ba01f79f396a');
INSERT INTO "journal" VALUES(149,'2026-11-23T01:49:38.000Z','emergency_merged',1,'device:kiosk-1','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"09289a99-3c61-492f-8be8-e6fbaa8ba47e","is_rank_sure":true,"language":"vi","number":1,"prefix":"X1","priority_group":null,"purpose":null,"ranked_at":1795398573000,"rate":"ordinary","service":"B","shown":"X1-001","superseded":"B004","ticket_id":148}','ebceb6fd0da1d9ca0342ee628bae8649699f34ca8d3dda5b98a02ab567f6a522');
INSERT INTO "journal" VALUES(150,'2026-11-23T01:49:38.000Z','emergency_merged',1,'device:kiosk-1','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"94978b8a-d23a-4272-95cc-9ae750312170","is_rank_sure":true,"language":"vi","number":2,"prefix":"X1","priority_group":null,"purpose":null,"ranked_at":1795398573000,"rate":"ordinary","service":"B","shown":"X1-002","superseded":null,"ticket_id":null}','1d577b49095760a527a10950e7b7a673b93429dc9b2d12bd38a32c1d5a9ae535');
INSERT INTO "journal" VALUES(151,'2026-11-23T01:49:38.000Z','rush_switched',1,'test','{"by":"head","day":"2026-11-23","is_on":true}','507b4effc6980cab89e87d84de0bfcd64d598a420e2c239187c934ce5a9098b6');
INSERT INTO "journal" VALUES(152,'2026-11-23T01:49:38.000Z','picture_added',1,'test','{"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}','2082f2c36c8c2ed79d2e31735bdfb94fe81664c03fccc9d9e5ddaeaf40f4396c');
INSERT INTO "journal" VALUES(153,'2026-11-23T01:49:38.000Z','picture_removed',1,'test','{"picture_id":152}','da060b379e80ff8be595c4661cd982abb26b500a0d94a78b78dc085e8e4f2845');
INSERT INTO "journal" VALUES(154,'2026-11-23T01:49:38.000Z','procedures_imported',1,'test','{"as_of":"2026-11-01","count":500,"sha256":"1111111111111111111111111111111111111111111111111111111111111111"}','a56a3255afd8f6492a353b912a0e84a99f16341655835f0c94d58b6f03a759b1');
INSERT INTO "journal" VALUES(155,'2026-11-23T01:49:38.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"9930139f-9f2d-442a-b20c-6af74abd4ff6","number":2,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+002"}','b4cd2abb76a1ed6b269e71f064f87e8131f410abd3e9068d5ef931cd8a5969e7');
INSERT INTO "journal" VALUES(156,'2026-11-23T01:49:38.000Z','window_shortened',1,'test','{"closes_at":1795398598000,"window_id":137}','df1fadfe6c6c13916a6ffb0b32c70792a32c537b52d6af29b7c4337186aa3fd1');
INSERT INTO "journal" VALUES(157,'2026-11-23T01:50:18.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":155}','848128ca9f816429d7310d9181f45ac09721232382813f2b2ad8f5620b6316b5');
INSERT INTO "journal" VALUES(158,'2026-11-23T01:50:18.000Z','window_opened',1,'test','{"closes_at":1795398678000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":155}','8b305e18e4600d8dee708fa3f3bee57ccb7bc54fbd7d7fbcf7b54c29644cd891');
INSERT INTO "journal" VALUES(159,'2026-11-23T01:50:21.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":5,"n":4,"press_id":"6851e528-14e5-4fb1-8ab3-73db6e151967","window_id":158,"window_seen":158}','c89148c38c79e91e1bab35ffb21247b23b2b54e76d6c2a38686d658c83dd9522');
INSERT INTO "journal" VALUES(160,'2026-11-23T01:50:33.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"ff8c6569-e9e8-4706-bdb3-a16056ecb7ee","number":3,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+003"}','7cefda4ca61771c1e21332bafa71a9629d3f216314fe2e4843c863c115f60728');
INSERT INTO "journal" VALUES(161,'2026-11-23T01:50:33.000Z','window_shortened',1,'test','{"closes_at":1795398638000,"window_id":158}','80d5815df4d9765cb2ffad7f04e80f2a1b22f1fe755af877d0b41a1a2605a2fa');
INSERT INTO "journal" VALUES(162,'2026-11-23T01:50:33.000Z','window_closed',1,'test','{"window_id":137}','5ba90192e70c57373ce5163aac9dc56e91b3000121ec5e4152f208b4b7e7526c');
INSERT INTO "journal" VALUES(163,'2026-11-23T01:50:33.000Z','window_closed',1,'test','{"window_id":100}','71d9490d93d08360ff22cfbfd6d2301c1fee71d50bf0ccf15f649bf6ac5102e2');
INSERT INTO "journal" VALUES(164,'2026-11-23T01:50:33.000Z','window_closed',1,'test','{"window_id":91}','3cf48c14743240aa5312770650142658dc12fc2f237569dbb6a1de937c9c072a');
INSERT INTO "journal" VALUES(165,'2026-11-23T01:51:13.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":160}','dac87dfc1fbcb5794d24c42c1048bc8a1a7dba00e0316d1829547b57ea502658');
INSERT INTO "journal" VALUES(166,'2026-11-23T01:51:13.000Z','window_opened',1,'test','{"closes_at":1795398733000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":160}','00964c0f62d920c8a95a805635fd42604dac411bff46a5d68276c4c711727d40');
INSERT INTO "journal" VALUES(167,'2026-11-23T01:51:16.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":4,"n":5,"press_id":"3d281576-a030-462c-b214-69eb9c31f317","window_id":166,"window_seen":166}','0020355fcb17e709c4f25b7c714e5ec398a41fa51a349ab285fec7bf6151d084');
INSERT INTO "journal" VALUES(168,'2026-11-23T01:51:28.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"3a3b5921-e3e2-42d0-bd42-3dd7bff70c4a","number":4,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+004"}','3b883dccda074f7f3ce0b595a4914e3ae5faadef74f42546fc06a25ede88db47');
INSERT INTO "journal" VALUES(169,'2026-11-23T01:51:28.000Z','window_shortened',1,'test','{"closes_at":1795398693000,"window_id":166}','a2a06c4881494ef66e0a2dc552f3488107373f1b9b58c4b053b11c8682aeb515');
INSERT INTO "journal" VALUES(170,'2026-11-23T01:51:28.000Z','window_closed',1,'test','{"window_id":158}','82299a343c406e754252559fe21a93b5605a6d6a25b30bbce0ef4192f485d629');
INSERT INTO "journal" VALUES(171,'2026-11-23T01:52:08.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":168}','4bbb231f55e4e3af6887154d898ef7941270f79fe916bec15b0fc4a6ec85f318');
INSERT INTO "journal" VALUES(172,'2026-11-23T01:52:08.000Z','window_opened',1,'test','{"closes_at":1795398788000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":168}','a93c2a136c8017ac0acab2b3ffa99c64df1099442be9a9e7d73f33756f4e4c43');
INSERT INTO "journal" VALUES(173,'2026-11-23T01:52:11.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":5,"n":6,"press_id":"0793920f-2aad-4e1f-99f9-91d7415f3c8f","window_id":172,"window_seen":172}','87fa86422988194ae1f6c6d27b0e78348d1bf2103872b3d6ac5b1c7cb6fabd44');
INSERT INTO "journal" VALUES(174,'2026-11-23T01:52:23.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"eb995915-baaa-4c04-96b1-fd4e073e178c","number":5,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+005"}','63fc53e0b23dfd189b2b4caa324333cc18c58a0c6dce15804522ddf4dfeeca69');
INSERT INTO "journal" VALUES(175,'2026-11-23T01:52:23.000Z','window_shortened',1,'test','{"closes_at":1795398748000,"window_id":172}','feea5f6f810d453a841b37fb689ba370995ef3fc037751da74a2a19521ada883');
INSERT INTO "journal" VALUES(176,'2026-11-23T01:52:23.000Z','window_closed',1,'test','{"window_id":166}','af78073ddd9ab1b47a0f8d6cb363ebd829b2b08e455413a1d26ed82b4adeffc8');
INSERT INTO "journal" VALUES(177,'2026-11-23T01:53:03.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":174}','99aea2909987109dc611618d8a058f60fcbc08898e8c19127a7e4a173e758660');
INSERT INTO "journal" VALUES(178,'2026-11-23T01:53:03.000Z','window_opened',1,'test','{"closes_at":1795398843000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":174}','0c41c42adf8ea6db0c8d97435f1433c98f840320615fb4e43f1de5990284e32c');
INSERT INTO "journal" VALUES(179,'2026-11-23T01:53:06.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":2,"n":7,"press_id":"e2921a60-18fb-41ac-85db-e00baa06543b","window_id":178,"window_seen":178}','19dc4f26b1bdc32c318b22ff9bf3349b59982ee2a3269e46f9632f884adce6a3');
INSERT INTO "journal" VALUES(180,'2026-11-23T01:53:18.000Z','rating_reason_given',1,'test','{"channel":"touch","reasons":["attitude","wait"],"window_id":178}','94ba573c8b8455a10c8e0ef73dce2c7891e6852856a7c31ccd29d29f0eb1e78f');
INSERT INTO "journal" VALUES(181,'2026-11-23T01:53:18.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"b1b40c3a-0114-4f00-9afa-2113b9c564f1","number":6,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+006"}','45477422daa8e2f74e4d30d6f4b5f7aad1f8c0cf6b678415d446c13032b648b8');
INSERT INTO "journal" VALUES(182,'2026-11-23T01:53:18.000Z','window_shortened',1,'test','{"closes_at":1795398803000,"window_id":178}','3de86127bc20f9b25ae29dcf1475991b46d75f73c79c807b5a1012b3bcbc3760');
INSERT INTO "journal" VALUES(183,'2026-11-23T01:53:18.000Z','window_closed',1,'test','{"window_id":172}','5e0cb446689a46fb98964db0b3fd69b4383b6f7fd8aae3085a036d61c36c0690');
INSERT INTO "journal" VALUES(184,'2026-11-23T01:53:58.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":181}','6417f7e05410265c7d0e27015212a4017885b325749d1e8824955e94ab62e0dc');
INSERT INTO "journal" VALUES(185,'2026-11-23T01:53:58.000Z','window_opened',1,'test','{"closes_at":1795398898000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":181}','48fa57475402270942ba462b8341333b7c6fec09eb57ae3fdbd3d7007ed06366');
INSERT INTO "journal" VALUES(186,'2026-11-23T01:54:01.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":5,"n":8,"press_id":"da1353f8-242a-4ce7-a0ba-06751cc7c3dd","window_id":185,"window_seen":185}','74c2c0401ca9ed1bd1a9dd55438c70a32f4167f614cad0868e96e0b73563d8bd');
INSERT INTO "journal" VALUES(187,'2026-11-23T01:54:13.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"1b432689-ec95-47ff-b8cd-233fb8a93cb8","number":7,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+007"}','84f23fdf536498b223d1e8de9c79eb5815acd7da11f959913dae215a554498b9');
INSERT INTO "journal" VALUES(188,'2026-11-23T01:54:13.000Z','window_shortened',1,'test','{"closes_at":1795398858000,"window_id":185}','49d8079e1d4f96eba218114c37f782daecf1c63ffaa6247aef9d36312bcc0daa');
INSERT INTO "journal" VALUES(189,'2026-11-23T01:54:13.000Z','window_closed',1,'test','{"window_id":178}','0ef1ff07b52926cad3d9e088875a20fd71b5b1fda601744134b33388d09d0bbd');
INSERT INTO "journal" VALUES(190,'2026-11-23T01:54:53.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":187}','7db753afc462987ef34d9f2f2a6c7984d11e89169c69eea5cc969d3e7ca67d9b');
INSERT INTO "journal" VALUES(191,'2026-11-23T01:54:53.000Z','window_opened',1,'test','{"closes_at":1795398953000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":187}','682f77c8c617d900c70fb890025e3b7a9012842dd6bef54b2a2c97631f68d1bc');
INSERT INTO "journal" VALUES(192,'2026-11-23T01:54:56.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":3,"n":9,"press_id":"0e2a2f3a-7598-448a-8a68-621b7d3e6ed4","window_id":191,"window_seen":191}','c06a5606aec3079214e686666193f7704d39b2d3c5e2553406f89b7253468f21');
INSERT INTO "journal" VALUES(193,'2026-11-23T01:55:08.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"a12d4600-8ffc-46c5-8afa-b0b5b210e500","number":8,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+008"}','9e8f1885ee13f6c1c801a3e6d2563fdd5201f5f4374ab4b0b5349f227b9b8628');
INSERT INTO "journal" VALUES(194,'2026-11-23T01:55:08.000Z','window_shortened',1,'test','{"closes_at":1795398913000,"window_id":191}','eb048f1c97e80a7bd15aa88005ef999cbced586a9a79e6af235293109f711c5a');
INSERT INTO "journal" VALUES(195,'2026-11-23T01:55:08.000Z','window_closed',1,'test','{"window_id":185}','645cd6ef249dbf8c7bf84c5dd253e443a9759f686f37a77a8ff807f17380c346');
INSERT INTO "journal" VALUES(196,'2026-11-23T01:55:48.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":193}','058c42001ae84c473e22ac5a52d945577b9c8f8ae12cdc13f9b76c2b8ec3dc74');
INSERT INTO "journal" VALUES(197,'2026-11-23T01:55:48.000Z','window_opened',1,'test','{"closes_at":1795399008000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":193}','c324573afc86f136e44360cecc21e878af77ff0c130e6a024e5832f2ceb1c9d0');
INSERT INTO "journal" VALUES(198,'2026-11-23T01:55:51.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":4,"n":10,"press_id":"420184c3-0762-42f0-9eec-7f82fe0949a0","window_id":197,"window_seen":197}','a5f2ed312c0dae9d317310d641427821a214d451b1bf56a2150fb40b2290ef35');
INSERT INTO "journal" VALUES(199,'2026-11-23T01:56:03.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"773e10a0-e331-48af-82b0-641e52eb6faa","number":9,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+009"}','231a077a3f514b373a08f7ee5eea79a1e6f6dcb8ba069e87b48aecedc9da99da');
INSERT INTO "journal" VALUES(200,'2026-11-23T01:56:03.000Z','window_shortened',1,'test','{"closes_at":1795398968000,"window_id":197}','8a83bf975fab54a70dd7edc52de57a2b6a76809be4dae288cdc275d6c59a458a');
INSERT INTO "journal" VALUES(201,'2026-11-23T01:56:03.000Z','window_closed',1,'test','{"window_id":191}','c298d833d7f7492b49c9226394203560ae7af4d2d71f56c42cd25b7fff35e4e4');
INSERT INTO "journal" VALUES(202,'2026-11-23T01:56:43.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":199}','93cd578233617981821af9187bdeb79c884cc16159371ec98ef67f800ed7ddb2');
INSERT INTO "journal" VALUES(203,'2026-11-23T01:56:43.000Z','window_opened',1,'test','{"closes_at":1795399063000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":199}','a9f6b72a0aad4228c87537659f6fe51d0b3a77009f7b32611e59fc507c60119f');
INSERT INTO "journal" VALUES(204,'2026-11-23T01:56:46.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":5,"n":11,"press_id":"fde473bc-f411-436b-a3ef-f42153377bea","window_id":203,"window_seen":203}','3394b948442aff7ddc2298233f33221d99cb15cb6629fc7495b3da49bc155ff6');
INSERT INTO "journal" VALUES(205,'2026-11-23T01:56:58.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"860279c4-be31-495e-8d16-b43e5dd2a06d","number":10,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+010"}','d28a3491cb450c10f0354665dae32b84c899f4ca9235a94bc76fa61610b37a87');
INSERT INTO "journal" VALUES(206,'2026-11-23T01:56:58.000Z','window_shortened',1,'test','{"closes_at":1795399023000,"window_id":203}','c9140ab6ffd4e2b133928d92009382b5da45122ad58d4dbdd6b6205cdd957620');
INSERT INTO "journal" VALUES(207,'2026-11-23T01:56:58.000Z','window_closed',1,'test','{"window_id":197}','459020ce20efa33764454502db13e04e84ce4e8ca3cd0255a349d6e45ef1ba27');
INSERT INTO "journal" VALUES(208,'2026-11-23T01:57:38.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":205}','2e55bf8064e0904fbc73fe53c02a5558ea27d5afd8d6660ad076ba117e02c851');
INSERT INTO "journal" VALUES(209,'2026-11-23T01:57:38.000Z','window_opened',1,'test','{"closes_at":1795399118000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":205}','f237c829f3ce4ec4494bbc6c908249b5fbe3579ecb9fd652cfef2cb115974565');
INSERT INTO "journal" VALUES(210,'2026-11-23T01:57:41.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":1,"n":12,"press_id":"8ba0c502-5998-4bcd-b22e-423a9fc811b4","window_id":209,"window_seen":209}','9bd0e877a4d5bf162878b33364c489d5b162009ab570ed717160436cdf5859ea');
INSERT INTO "journal" VALUES(211,'2026-11-23T01:57:53.000Z','quick_served',1,'test','{"counter_id":"Q1","day":"2026-11-23","intent_id":"786a19a4-78b4-41e0-8a05-5f4e7d777623","number":11,"officer_id":"CB01","passed":[9,64,131],"service":"A","shown":"+011"}','9a7140e133c8519b20967de79d37588da9ff023be8c71189684d34f5aeb9c845');
INSERT INTO "journal" VALUES(212,'2026-11-23T01:57:53.000Z','window_shortened',1,'test','{"closes_at":1795399078000,"window_id":209}','b938b0a5598ee8f4ec436265457d0f1f16d04612407c619dd58176af127efb3c');
INSERT INTO "journal" VALUES(213,'2026-11-23T01:57:53.000Z','window_closed',1,'test','{"window_id":203}','020f96e7c0feaa40eef351542c8bc55131e6279dfb6368ccc96a64e392b3a751');
INSERT INTO "journal" VALUES(214,'2026-11-23T01:58:33.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":211}','1a328a3965bda68cf8d750097c42856d89df45392619c8e9027d91d49df8d7bb');
INSERT INTO "journal" VALUES(215,'2026-11-23T01:58:33.000Z','window_opened',1,'test','{"closes_at":1795399173000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":211}','541ef530f3da120645400a9f8f0e0a5d32a81b6e85faf827a81140b968bdcd0e');
INSERT INTO "journal" VALUES(216,'2026-11-23T01:58:36.000Z','press_recorded',2,'test','{"age_ms":0,"boot_id":"9f1a","channel":"touch","counter_id":"Q1","device_id":"pad-Q1","flags":[],"level":5,"n":13,"press_id":"e10722ba-2093-4265-afd3-550b360562d0","window_id":215,"window_seen":215}','bb6fba734139328d2b6d944237987bbff0199ef2bac137fb560cdb6ebb03abee');
INSERT INTO "journal" VALUES(217,'2026-11-23T01:58:48.000Z','correction_asked',1,'staff:GD01','{"asked_by":"GD01","block":1,"counter_id":"Q1","deed":"set_aside","officer_id":"CB01","reason":"test_presses","scheme_id":"five-levels-1","series":"desk"}','e5e8d0a6525f44ce2b6a386774ac9394ea4f5c93dcf5c5948a41d28ea259cd9f');
INSERT INTO "journal" VALUES(218,'2026-11-23T01:58:48.000Z','block_set_aside',1,'staff:KS01','{"agreed_by":"KS01","asked_by":"GD01","block":1,"correction_id":217,"counter_id":"Q1","officer_id":"CB01","reason":"test_presses","scheme_id":"five-levels-1","series":"desk"}','0865372a9ae8091d336619a8c5a176081553dc2af09865f07acb214859750e6f');
INSERT INTO "journal" VALUES(219,'2026-11-23T01:58:48.000Z','correction_asked',1,'staff:GD01','{"asked_by":"GD01","block":1,"counter_id":"Q1","deed":"put_back","officer_id":"CB01","reason":"test_presses","scheme_id":"five-levels-1","series":"desk"}','eca52967e6948c64a0ceb211ef0e1159d4d3a9152fe6c970076193de060b81f9');
INSERT INTO "journal" VALUES(220,'2026-11-23T01:58:48.000Z','block_put_back',1,'staff:KS01','{"agreed_by":"KS01","asked_by":"GD01","block":1,"correction_id":219,"counter_id":"Q1","officer_id":"CB01","reason":"test_presses","scheme_id":"five-levels-1","series":"desk"}','9dd85d4467a742b62ae9bf646ceb21ead28355376827ac1989019eb6c88de948');
INSERT INTO "journal" VALUES(221,'2026-11-23T01:58:48.000Z','correction_asked',1,'staff:GD01','{"asked_by":"GD01","block":1,"counter_id":"Q1","deed":"set_aside","officer_id":"CB01","reason":"test_presses","scheme_id":"five-levels-1","series":"desk"}','947d4e898d92c208d783b7db20ad1f8e6ce3b06d9d658748e5cc86d125efba76');
INSERT INTO "journal" VALUES(222,'2026-11-23T01:58:48.000Z','correction_declined',1,'staff:KS01','{"correction_id":221,"declined_by":"KS01"}','1fd46dd492cd7f17dc502a1ef81e3eb0ff83ae5ebe11e749d9b117bc8f5bf76f');
INSERT INTO "journal" VALUES(223,'2026-11-23T01:58:48.000Z','finding_answered',1,'staff:CB01','{"finding_key":"self_pressing:CB01:2026-11-09","officer_id":"CB01"}','fde28645603853ac9134f08c368a87dc68abd2cc64e11b57fd4ae55d29bf8ee1');
INSERT INTO "journal" VALUES(224,'2026-11-23T01:58:48.000Z','tickets_stopped',1,'schedule','{"day":"2026-11-23"}','563f14faf239532f57ede33f699492efdee8af130f7943ba914a08cbeab8e918');
INSERT INTO "journal" VALUES(225,'2026-11-23T01:58:48.000Z','desk_signed_off',1,'test','{"reason":"officer","session_id":8}','79f2fb1cdbcce06e7dcbb215b5118b7b9ff70cd4c97703382a05ecd79b8a05e1');
INSERT INTO "journal" VALUES(226,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":9}','31b0fe7296d5672277c6393062ca2e341b3308bb4e251ac041b6b9fc750ae764');
INSERT INTO "journal" VALUES(227,'2026-11-23T01:58:48.000Z','window_opened',1,'test','{"closes_at":1795399128000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":9}','a0b4cee482719e15b0d5e698a72f09db82994cc9244e65670012097bf125f9b8');
INSERT INTO "journal" VALUES(228,'2026-11-23T01:58:48.000Z','window_closed',1,'test','{"window_id":227}','3eac007febd9a443c7b304d607abb2cd9e46c742a4f1eaa46fa1783919f6a869');
INSERT INTO "journal" VALUES(229,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":15}','6d318a9ef774635dac884cf4bedf89577a0ba947fe14f0782b6c7e32b7371e00');
INSERT INTO "journal" VALUES(230,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":47}','5ff42d74e1eb0f2c79a88540f80110a1c54736e84c957148c489e6bc9dc0fd0e');
INSERT INTO "journal" VALUES(231,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":62}','a74a65fd92324fbcc4b1dba74a2b4cf5d87d4b2070f74a30e74b7f25e5be748d');
INSERT INTO "journal" VALUES(232,'2026-11-23T01:58:48.000Z','window_opened',1,'test','{"closes_at":1795399128000,"counter_id":"Q2","officer_id":"CB02","scheme_id":"five-levels-1","turn_id":62}','b29232319b1434e82d19f38ac9fe633800646e7973a7a36293b4e7d4a0136d92');
INSERT INTO "journal" VALUES(233,'2026-11-23T01:58:48.000Z','window_closed',1,'test','{"window_id":232}','a65ec4bef18f2b4ee753d139aa1141ebd4c95b8892744af34898721d6d201caf');
INSERT INTO "journal" VALUES(234,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":64}','bd2e4b063c7cdf5b7c1c22ef0fa5eaadc875f8bde894b17fed733b0437609969');
INSERT INTO "journal" VALUES(235,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":66}','d9a5fe9270d96914e94bc8ac72a063f22e0584c3db444c9e13aa28f58de37147');
INSERT INTO "journal" VALUES(236,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":68}','6dd1f1859d9098c3d589916689e33804e9031d2738c79e4af568330025b54bfa');
INSERT INTO "journal" VALUES(237,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":75}','fa264a061ec723c5d789e4babc67268c85058d92d82fe6288760a18b7f1c5f41');
INSERT INTO "journal" VALUES(238,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":84}','25b8e7e93179e45d566a59febe210899996fd0012dde870baa9a1c0c03baa5cc');
INSERT INTO "journal" VALUES(239,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":131}','e1388b673af9990dae2627308a896f4cbb2d60e9de1aba4cb1826e8e42ab6ef0');
INSERT INTO "journal" VALUES(240,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":148}','a6d163bda589e50852a1178a6afc2c4b00fed8fd38ecedb81918290abe3b93fb');
INSERT INTO "journal" VALUES(241,'2026-11-23T01:58:48.000Z','turn_expired',1,'test','{"turn_id":150}','487eb0696f416aabc60b29591d92e17c2ebd7b85b53225d61b5a942296eb5007');
INSERT INTO "journal" VALUES(242,'2026-11-23T01:58:48.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":6}','d6a971b13347aa26da5f3fd6da2fca53496521deed0979f86f0f30948226a2b4');
INSERT INTO "journal" VALUES(243,'2026-11-23T01:58:48.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":7}','9b182abb62f261c18a8c368b972d63edbd8de296043953064bdaee0a86ced874');
INSERT INTO "journal" VALUES(244,'2026-11-23T01:58:48.000Z','day_closed',1,'test','{"day":"2026-11-23"}','4e0229a10f91d01516c4dc3e6817232673c071c60b21c24f7f7f86f97cafa0f1');
INSERT INTO "journal" VALUES(245,'2026-11-23T01:58:48.000Z','job_ordered',1,'test','{"device_id":"kiosk-1","job_kind":"day_slip","subject_id":null}','3484c6f9a3f1c09abb178df93f267c9fba6c66b7a796c333232392dbe9638fa6');
INSERT INTO "journal" VALUES(246,'2026-11-23T01:58:48.000Z','database_restored',1,'command-line','{"epoch":4000000000}','c9253512b280f519a515118f19ca58dc183e6f84e74297cd92791f4b86d0e83d');
INSERT INTO "journal" VALUES(247,'2026-11-23T01:58:48.000Z','lost_in_restore',1,'command-line','{"day":"2026-11-23","first":11,"last":500,"prefix":"A"}','dc2f9564a67703f187179ef4d0138f26591ee83115cb40c33aab2f417b859eaf');
INSERT INTO "journal" VALUES(248,'2026-11-23T01:58:48.000Z','set_up_changed',1,'test','{"centre":{"centre":{"code":"TEST-1","holidays":[],"hours":{"fri":[["07:30","11:30"],["13:30","17:00"]],"mon":[["07:30","11:30"],["13:30","17:00"]],"thu":[["07:30","11:30"],["13:30","17:00"]],"tue":[["07:30","11:30"],["13:30","17:00"]],"wed":[["07:30","11:30"],["13:30","17:00"]]},"languages":["vi","en"],"name":"Trung tâm Thử nghiệm","name_en":"Test Centre","notice":"Nghỉ lễ","notice_en":"","parent":"","sample":false,"swap_days":{},"ticket_close_minutes_before":15,"ticket_open_minutes_before":30,"timezone":"Asia/Ho_Chi_Minh"},"coming_ratings":[],"counters":[{"id":"Q1","name":"Quầy số 1","name_en":"","number":1,"purposes":[],"second_services":[],"services":["A"],"zone":""},{"id":"Q2","name":"Quầy số 2","name_en":"","number":2,"purposes":[],"second_services":[],"services":["A","B"],"zone":""},{"id":"Q3","name":"Quầy số 3","name_en":"","number":3,"purposes":[],"second_services":[],"services":["B","C"],"zone":""}],"finish_ticks":[{"id":"written","name":"Viết hộ","name_en":""},{"id":"digitised","name":"Đã số hóa","name_en":""}],"help_service":null,"outcomes":[{"default":true,"id":"done","kind":"plain","name":"Đã tiếp nhận","name_en":""},{"default":false,"id":"more_papers","kind":"plain","name":"Cần bổ sung","name_en":""},{"default":false,"id":"supplement","kind":"supplement","name":"Cần bổ sung, in phiếu","name_en":""}],"pause_reasons":[{"id":"break","name":"Nghỉ giải lao","name_en":""},{"id":"meeting","name":"Họp","name_en":""}],"places":{"late_minutes":30,"moves_at_closing":false,"per_slot":2,"slot_minutes":15},"priority_groups":[{"icon":"","id":"elderly","name":"Người cao tuổi","name_en":"Elderly","rate":"priority"},{"icon":"","id":"guide","name":"Người hướng dẫn","name_en":"Guide","rate":"ordinary"}],"purposes":[],"rating":{"levels":[{"en":"Very satisfied","name":"Rất hài lòng","satisfied":true,"value":5},{"en":"Satisfied","name":"Hài lòng","satisfied":true,"value":4},{"en":"Neutral","name":"Bình thường","satisfied":null,"value":3},{"en":"Dissatisfied","name":"Không hài lòng","satisfied":false,"value":2},{"en":"Very dissatisfied","name":"Rất không hài lòng","satisfied":false,"value":1}],"never_shorter_than_seconds":20,"policy_id":"five-levels-1","question":"Ông/Bà có hài lòng không?","question_en":"Are you satisfied?","reasons":[{"icon":"","id":"attitude","name":"Thái độ phục vụ","name_en":"Attitude","outside":false},{"icon":"","id":"wait","name":"Chờ lâu","name_en":"Long wait","outside":true},{"icon":"","id":"fee","name":"Phí, lệ phí","name_en":"Fee","outside":true}],"window_seconds":60},"rush":{"by_rule":false,"ends_below":20,"starts_at":40},"services":[{"code":"A","colour":"#114488","daily_quota":null,"hours":null,"icon":"","name":"Chứng thực","name_en":"Certification","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"B","colour":"#884411","daily_quota":null,"hours":null,"icon":"","name":"Hộ tịch","name_en":"Civil status","order":0,"target_service_minutes":15,"target_wait_minutes":20},{"code":"C","colour":"#448811","daily_quota":null,"hours":null,"icon":"","name":"Đất đai","name_en":"Land","order":0,"target_service_minutes":15,"target_wait_minutes":20}],"shows_figures":true,"slip":{"footer":"","footer_en":"","shows_counters":true,"shows_people_ahead":true,"shows_waiting_time":true},"special_days":[],"supplements":{"days_valid":30,"people_before":2},"ticketing":{"cool_down_seconds":300,"hold_expires_minutes":60,"no_show_grace_minutes":30,"priority_rule":{"extra_wait_at_most_minutes":20,"overtaken_at_most":5,"rates":{"ordinary":1.0,"priority":3.0}},"recall_gap_seconds":40,"recall_limit":3},"voice":{"percent":100,"volumes":[],"whole_numbers":false,"zero_word":"linh"},"wifi":null,"zones":[]}}','c157c8bb17b9b3647c44039699c479d17ff90009d812ef17b2d69e09ee0ab1dd');
INSERT INTO "journal" VALUES(249,'2026-11-24T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-24","is_reopened":false,"phase":1}','484b4779f120de5d142fce35396a7e14f9373f24f433c2e9cddb6b7d572fe359');
INSERT INTO "journal" VALUES(250,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','7869932e7fd2a2b691e87afd37e5405f9a3d7aa4920a55b038f411f4b723a596');
INSERT INTO "journal" VALUES(251,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','d4890647478521f6234764ae9f3d2eb2917b52c275f1088de10467727b0ea26d');
INSERT INTO "journal" VALUES(252,'2026-11-24T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','f1ae91808e238ee6bd20c0fa4e8b5fdf09b48ae4202b53592151decbb1e3d22e');
INSERT INTO "journal" VALUES(253,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"bf22ae4a-a7f3-4761-a9f0-a1f1e70ea80b","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A001","supplement_id":null}','d240a3125bbff8b7162f86f16b1331f0b60b49599c414a656a8c9686ca755a0b');
INSERT INTO "journal" VALUES(254,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":253}','cc85a49193c07cbee800f6b0dca35769d1afceb791fe419b177510c5a5449fe6');
INSERT INTO "journal" VALUES(255,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"4f0c3583-b0c3-46e3-bb62-b4436a9ef6f6","language":"vi","not_before":null,"number":1,"origin":"kiosk","place_id":null,"prefix":"B","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"B","shown":"B001","supplement_id":null}','62daefa783c2bb7f2387a6333a5283e2685d13c9e5fee7f85806db33420417ff');
INSERT INTO "journal" VALUES(256,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":255}','ff69eb549ffd7053963c5cd07943176ed28be0243a6e33a0e72edc1278f4564d');
INSERT INTO "journal" VALUES(257,'2026-11-24T01:00:00.000Z','ticket_issued',3,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"0254a4e7-681f-4455-9b7e-1131c61c76fe","language":"vi","not_before":null,"number":2,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795482090000,"priority_group":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A002","supplement_id":null}','16458071f0890a9462e391434ad9116f7a180cce96669754c8ca81a8f382decd');
INSERT INTO "journal" VALUES(258,'2026-11-24T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":257}','e077a3957f71ff6f12154546b0fc609b2b862a80f4d00d8fdbdde770ad8a68f3');
INSERT INTO "journal" VALUES(259,'2026-11-24T01:00:00.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":0}},"to_seat":false,"turn_id":253}','586811681642bdaede72b686f53fcc4c5709d4a30b514086169cd71a3bda0bbd');
INSERT INTO "journal" VALUES(260,'2026-11-24T01:00:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":253}','d0f27b3e1ddd73667d269f6654fcc38484cd9de6a2c9f4c8d8a5121eec1cc22e');
INSERT INTO "journal" VALUES(261,'2026-11-24T01:00:00.000Z','window_closed',1,'test','{"window_id":215}','1ed01c74171d9525e38a534f8b44663fcfd34c5011bcd160fcfe359156934a3d');
INSERT INTO "journal" VALUES(262,'2026-11-24T01:00:00.000Z','window_closed',1,'test','{"window_id":209}','99e93be321d110f8f2e519a73a0e2bb19a6e3e79081c4d1214f4a8850a767ece');
INSERT INTO "journal" VALUES(263,'2026-11-24T01:01:00.000Z','turn_finished',2,'test','{"is_inferred":false,"outcome":"done","ticks":[],"turn_id":253}','76c509069d7e6a242488cabb27706958dd9c7447bc10af27cdd03c649862e928');
INSERT INTO "journal" VALUES(264,'2026-11-24T01:01:00.000Z','window_opened',1,'test','{"closes_at":1795482120000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":253}','981989b1aa115cce995abcf5c5c11a7e918c87e25586c804bec861942fafd0a7');
INSERT INTO "journal" VALUES(265,'2026-11-24T01:01:05.000Z','turn_called',2,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"line":"A/ordinary","passed":[],"rule":"only_group","weights_ms":{"A/ordinary":65000}},"to_seat":false,"turn_id":257}','2a6704d2f4e43a4cb820f1610da767d51fa322595fba442fc692a00867c2828c');
INSERT INTO "journal" VALUES(266,'2026-11-24T01:01:17.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":257}','bd632ee4a5aed14eafa6d62139cfb74f63b83c303da43cf202afc72b4417207b');
INSERT INTO "journal" VALUES(267,'2026-11-24T01:01:17.000Z','window_shortened',1,'test','{"closes_at":1795482080000,"window_id":264}','207122a72244234b742e8765de6a4e9e758772ac142519e6bb84c4b43b730a3e');
INSERT INTO "journal" VALUES(268,'2026-11-24T01:45:00.000Z','ticket_issued',4,'test','{"day":"2026-11-24","device_id":"kiosk-1","for_officer":null,"helped_by":null,"intent_id":"e38ee8a9-185f-4cf0-b23c-844608186f35","language":"vi","not_before":null,"number":3,"origin":"kiosk","place_id":null,"prefix":"A","print_due_at":1795484790000,"priority_group":null,"procedure":null,"purpose":null,"ranked_at":null,"rate":"ordinary","service":"A","shown":"A003","supplement_id":null}','4bb258f9a18c71ade5cd5e1f7467d873d29db7b2265d47f14afbb1725833c11a');
INSERT INTO "journal" VALUES(269,'2026-11-24T01:45:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":268}','dc568f374a167cb3e18e3a081c8a4757c455ed9e92f2b420c6da78537bb2dae7');
INSERT INTO "journal" VALUES(270,'2026-11-24T01:45:00.000Z','turn_called',2,'test','{"call_kind":"named","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"passed":[255],"rule":"named"},"to_seat":false,"turn_id":268}','5223293acca228fce98635ca094e4318a0a4f243ac0d1858b34a6087d4b33b08');
INSERT INTO "journal" VALUES(271,'2026-11-24T01:46:00.000Z','turn_held',1,'test','{"held_until":null,"turn_id":268}','209fd24f22f90797cd23c3feabeb4c5792f1bc91d8ab484701f8e49939d631aa');
INSERT INTO "journal" VALUES(272,'2026-11-24T01:46:00.000Z','turn_released',1,'test','{"reason":"officer","turn_id":268}','f5c40d59bc2fe9a0d585b5abb5e9da3f067f960c434eed0191f24e79f2a4470d');
INSERT INTO "journal" VALUES(273,'2026-11-24T01:46:30.000Z','turn_cancelled',2,'device:kiosk-1','{"reason":"given_back","turn_id":268}','f99b8454c7982186d3f3e41035e3716128c4ede5f289bc30dc291cb19607220f');
CREATE TABLE journal_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "journal_head" VALUES(1,273,'f99b8454c7982186d3f3e41035e3716128c4ede5f289bc30dc291cb19607220f');
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
INSERT INTO "notice_texts" VALUES(115,'Mất điện quầy 3','');
INSERT INTO "notice_texts" VALUES(116,'Nghỉ trưa muộn','');
CREATE TABLE notices (
	notice_id INTEGER NOT NULL, 
	posted_at BIGINT NOT NULL, 
	until_at BIGINT, 
	withdrawn_at BIGINT, 
	PRIMARY KEY (notice_id)
);
INSERT INTO "notices" VALUES(115,1795398578000,1795400378000,1795398578000);
INSERT INTO "notices" VALUES(116,1795398578000,NULL,NULL);
CREATE TABLE picture_files (
	sha256 TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "picture_files" VALUES('0000000000000000000000000000000000000000000000000000000000000000','image/png',X'');
CREATE TABLE pictures (
	picture_id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	added_at BIGINT NOT NULL, 
	removed_at BIGINT, 
	PRIMARY KEY (picture_id)
);
INSERT INTO "pictures" VALUES(152,'0000000000000000000000000000000000000000000000000000000000000000',1795398578000,1795398578000);
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
INSERT INTO "presses" VALUES('306196f6-98cf-4d22-b1e2-f83c06220689',25,'pad-Q1','Q1','9f1a',1,5,24,0,1795395780000,24,'pad','early');
INSERT INTO "presses" VALUES('78b37449-a5f8-4c7c-b3a3-57da9c84ce51',26,'pad-Q1','Q1','9f1a',2,4,24,0,1795395782000,24,'pad','repeat');
INSERT INTO "presses" VALUES('579ea66a-6912-415f-9d1d-7eef8156edd1',27,'pad-Q1','Q1','9f1a',3,1,NULL,NULL,1795395782000,NULL,'pad','no_window');
INSERT INTO "presses" VALUES('6851e528-14e5-4fb1-8ab3-73db6e151967',159,'pad-Q1','Q1','9f1a',4,5,158,0,1795398621000,158,'touch','');
INSERT INTO "presses" VALUES('3d281576-a030-462c-b214-69eb9c31f317',167,'pad-Q1','Q1','9f1a',5,4,166,0,1795398676000,166,'touch','');
INSERT INTO "presses" VALUES('0793920f-2aad-4e1f-99f9-91d7415f3c8f',173,'pad-Q1','Q1','9f1a',6,5,172,0,1795398731000,172,'touch','');
INSERT INTO "presses" VALUES('e2921a60-18fb-41ac-85db-e00baa06543b',179,'pad-Q1','Q1','9f1a',7,2,178,0,1795398786000,178,'touch','');
INSERT INTO "presses" VALUES('da1353f8-242a-4ce7-a0ba-06751cc7c3dd',186,'pad-Q1','Q1','9f1a',8,5,185,0,1795398841000,185,'touch','');
INSERT INTO "presses" VALUES('0e2a2f3a-7598-448a-8a68-621b7d3e6ed4',192,'pad-Q1','Q1','9f1a',9,3,191,0,1795398896000,191,'touch','');
INSERT INTO "presses" VALUES('420184c3-0762-42f0-9eec-7f82fe0949a0',198,'pad-Q1','Q1','9f1a',10,4,197,0,1795398951000,197,'touch','');
INSERT INTO "presses" VALUES('fde473bc-f411-436b-a3ef-f42153377bea',204,'pad-Q1','Q1','9f1a',11,5,203,0,1795399006000,203,'touch','');
INSERT INTO "presses" VALUES('8ba0c502-5998-4bcd-b22e-423a9fc811b4',210,'pad-Q1','Q1','9f1a',12,1,209,0,1795399061000,209,'touch','');
INSERT INTO "presses" VALUES('e10722ba-2093-4265-afd3-550b360562d0',216,'pad-Q1','Q1','9f1a',13,5,215,0,1795399116000,215,'touch','');
CREATE TABLE procedure_imports (
	import_id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	as_of TEXT NOT NULL, 
	imported_at BIGINT NOT NULL, 
	PRIMARY KEY (import_id)
);
INSERT INTO "procedure_imports" VALUES(154,'1111111111111111111111111111111111111111111111111111111111111111',500,'2026-11-01',1795398578000);
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
INSERT INTO "rating_reasons" VALUES(178,'desk','attitude',180,1795398798000);
INSERT INTO "rating_reasons" VALUES(178,'desk','wait',180,1795398798000);
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
INSERT INTO "reserved_places" VALUES(108,'2026-11-24','B',1795480200000,NULL,'vi','asked',NULL,'reserved',NULL,1795398578000);
INSERT INTO "reserved_places" VALUES(109,'2026-11-24','B',1795480200000,NULL,'vi','asked',NULL,'withdrawn',NULL,1795398578000);
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
INSERT INTO "series" VALUES('2026-11-23','A',500);
INSERT INTO "series" VALUES('2026-11-23','B',4);
INSERT INTO "series" VALUES('2026-11-23','C',4);
INSERT INTO "series" VALUES('2026-11-23','+',11);
INSERT INTO "series" VALUES('2026-11-24','A',3);
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
INSERT INTO "service_days" VALUES('2026-11-23','closed',1795395600000,1795399128000,1,1795431600000,'on','head');
INSERT INTO "service_days" VALUES('2026-11-24','open',1795482000000,NULL,1,NULL,NULL,NULL);
CREATE TABLE set_up (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	centre TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "set_up" VALUES(1,248,'{"centre": {"code": "TEST-1", "holidays": [], "hours": {"fri": [["07:30", "11:30"], ["13:30", "17:00"]], "mon": [["07:30", "11:30"], ["13:30", "17:00"]], "thu": [["07:30", "11:30"], ["13:30", "17:00"]], "tue": [["07:30", "11:30"], ["13:30", "17:00"]], "wed": [["07:30", "11:30"], ["13:30", "17:00"]]}, "languages": ["vi", "en"], "name": "Trung tâm Thử nghiệm", "name_en": "Test Centre", "notice": "Nghỉ lễ", "notice_en": "", "parent": "", "sample": false, "swap_days": {}, "ticket_close_minutes_before": 15, "ticket_open_minutes_before": 30, "timezone": "Asia/Ho_Chi_Minh"}, "coming_ratings": [], "counters": [{"id": "Q1", "name": "Quầy số 1", "name_en": "", "number": 1, "purposes": [], "second_services": [], "services": ["A"], "zone": ""}, {"id": "Q2", "name": "Quầy số 2", "name_en": "", "number": 2, "purposes": [], "second_services": [], "services": ["A", "B"], "zone": ""}, {"id": "Q3", "name": "Quầy số 3", "name_en": "", "number": 3, "purposes": [], "second_services": [], "services": ["B", "C"], "zone": ""}], "finish_ticks": [{"id": "written", "name": "Viết hộ", "name_en": ""}, {"id": "digitised", "name": "Đã số hóa", "name_en": ""}], "help_service": null, "outcomes": [{"default": true, "id": "done", "kind": "plain", "name": "Đã tiếp nhận", "name_en": ""}, {"default": false, "id": "more_papers", "kind": "plain", "name": "Cần bổ sung", "name_en": ""}, {"default": false, "id": "supplement", "kind": "supplement", "name": "Cần bổ sung, in phiếu", "name_en": ""}], "pause_reasons": [{"id": "break", "name": "Nghỉ giải lao", "name_en": ""}, {"id": "meeting", "name": "Họp", "name_en": ""}], "places": {"late_minutes": 30, "moves_at_closing": false, "per_slot": 2, "slot_minutes": 15}, "priority_groups": [{"icon": "", "id": "elderly", "name": "Người cao tuổi", "name_en": "Elderly", "rate": "priority"}, {"icon": "", "id": "guide", "name": "Người hướng dẫn", "name_en": "Guide", "rate": "ordinary"}], "purposes": [], "rating": {"levels": [{"en": "Very satisfied", "name": "Rất hài lòng", "satisfied": true, "value": 5}, {"en": "Satisfied", "name": "Hài lòng", "satisfied": true, "value": 4}, {"en": "Neutral", "name": "Bình thường", "satisfied": null, "value": 3}, {"en": "Dissatisfied", "name": "Không hài lòng", "satisfied": false, "value": 2}, {"en": "Very dissatisfied", "name": "Rất không hài lòng", "satisfied": false, "value": 1}], "never_shorter_than_seconds": 20, "policy_id": "five-levels-1", "question": "Ông/Bà có hài lòng không?", "question_en": "Are you satisfied?", "reasons": [{"icon": "", "id": "attitude", "name": "Thái độ phục vụ", "name_en": "Attitude", "outside": false}, {"icon": "", "id": "wait", "name": "Chờ lâu", "name_en": "Long wait", "outside": true}, {"icon": "", "id": "fee", "name": "Phí, lệ phí", "name_en": "Fee", "outside": true}], "window_seconds": 60}, "rush": {"by_rule": false, "ends_below": 20, "starts_at": 40}, "services": [{"code": "A", "colour": "#114488", "daily_quota": null, "hours": null, "icon": "", "name": "Chứng thực", "name_en": "Certification", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "B", "colour": "#884411", "daily_quota": null, "hours": null, "icon": "", "name": "Hộ tịch", "name_en": "Civil status", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}, {"code": "C", "colour": "#448811", "daily_quota": null, "hours": null, "icon": "", "name": "Đất đai", "name_en": "Land", "order": 0, "target_service_minutes": 15, "target_wait_minutes": 20}], "shows_figures": true, "slip": {"footer": "", "footer_en": "", "shows_counters": true, "shows_people_ahead": true, "shows_waiting_time": true}, "special_days": [], "supplements": {"days_valid": 30, "people_before": 2}, "ticketing": {"cool_down_seconds": 300, "hold_expires_minutes": 60, "no_show_grace_minutes": 30, "priority_rule": {"extra_wait_at_most_minutes": 20, "overtaken_at_most": 5, "rates": {"ordinary": 1.0, "priority": 3.0}}, "recall_gap_seconds": 40, "recall_limit": 3}, "voice": {"percent": 100, "volumes": [], "whole_numbers": false, "zero_word": "linh"}, "wifi": null, "zones": []}');
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
INSERT INTO "settled_ratings" VALUES(24,'desk',4,'yes',25,1795395790000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(158,'desk',5,'yes',159,1795398631000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(166,'desk',4,'yes',167,1795398686000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(172,'desk',5,'yes',173,1795398741000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(178,'desk',2,'no',179,1795398796000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(185,'desk',5,'yes',186,1795398851000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(191,'desk',3,'neutral',192,1795398906000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(197,'desk',4,'yes',198,1795398961000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(203,'desk',5,'yes',204,1795399016000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(209,'desk',1,'no',210,1795399071000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',1);
INSERT INTO "settled_ratings" VALUES(215,'desk',5,'yes',216,1795399126000,'2026-11-23',8,0,'CB01','Q1','A','five-levels-1',2);
CREATE TABLE settled_until (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, kept_since TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CHECK (id = 1)
);
INSERT INTO "settled_until" VALUES(1,216,'');
CREATE TABLE staff (
	staff_id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	languages TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	expires_on TEXT, 
	PRIMARY KEY (staff_id)
);
INSERT INTO "staff" VALUES('CB01','officer','["en"]',1,NULL);
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
INSERT INTO "staff_profiles" VALUES('CB01','an','An','x');
CREATE TABLE superseded_numbers (
	day TEXT NOT NULL, 
	shown TEXT NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	PRIMARY KEY (day, shown)
);
INSERT INTO "superseded_numbers" VALUES('2026-11-23','B004',148,149);
CREATE TABLE supplement_texts (
	supplement_id INTEGER NOT NULL, 
	missing TEXT NOT NULL, 
	PRIMARY KEY (supplement_id)
);
INSERT INTO "supplement_texts" VALUES(101,'Giấy khai sinh bản chính');
INSERT INTO "supplement_texts" VALUES(138,'Sổ hộ khẩu');
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
INSERT INTO "supplements" VALUES(101,92,92,'2026-11-23','A','CB01','2026-12-23',104,0);
INSERT INTO "supplements" VALUES(138,104,104,'2026-11-23','A','CB01','2026-12-23',NULL,1);
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
INSERT INTO "ticket_links" VALUES(9,'3CvRyukpaDv5ZgVbFaubqg');
INSERT INTO "ticket_links" VALUES(11,'qFXQ7cAVllkeAaei7ZidoA');
INSERT INTO "ticket_links" VALUES(13,'UWCy6aQlp-CyCeROxiy34w');
INSERT INTO "ticket_links" VALUES(15,'tF4GPsJ0LsMGwfHpPQlBDA');
INSERT INTO "ticket_links" VALUES(17,'b6p6k3as-QOYcGcwefsxgw');
INSERT INTO "ticket_links" VALUES(19,'33YDUNV8cJoKubscLUrm_w');
INSERT INTO "ticket_links" VALUES(47,'N-nEoKWVovWzhfZNKuBU-A');
INSERT INTO "ticket_links" VALUES(51,'D9sOxLt1bwIuE1PETcQ9dg');
INSERT INTO "ticket_links" VALUES(54,'Q2weNcffpKkFDV_3nCY8Tw');
INSERT INTO "ticket_links" VALUES(62,'Jxxm7cYd_wnIFNGNZFix2Q');
INSERT INTO "ticket_links" VALUES(64,'577XbaKYr6juMJQc6fWW-A');
INSERT INTO "ticket_links" VALUES(66,'IfUYPkcbO-1om_TwQtTfLg');
INSERT INTO "ticket_links" VALUES(68,'DFZwKKQ2vjji6eSYuMAtAQ');
INSERT INTO "ticket_links" VALUES(92,'aZsAL7XLFQaEoJFaLMC9_A');
INSERT INTO "ticket_links" VALUES(104,'meCsNxSgLRSAb10O0v4clg');
INSERT INTO "ticket_links" VALUES(131,'N3bAat2E_Nl8PmuaxKD7Xg');
INSERT INTO "ticket_links" VALUES(143,'viQt0PUdEhwZjk5T920Vqg');
INSERT INTO "ticket_links" VALUES(148,'fOwGHvbqe38sjx05vXqkfA');
INSERT INTO "ticket_links" VALUES(150,'SLO7pZ7Op0JyfBrPdzvq4w');
INSERT INTO "ticket_links" VALUES(253,'otICx-Us-ltBbHqIOxwiKQ');
INSERT INTO "ticket_links" VALUES(255,'4hUOojRJku0sIn1Cn7XzpQ');
INSERT INTO "ticket_links" VALUES(257,'o8UxaZqZNCMyP_a7VxSvwQ');
INSERT INTO "ticket_links" VALUES(268,'pOIfmjBvmyfvhYj7rNkSyA');
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
	print_due_at BIGINT, purpose TEXT, confirmed_at BIGINT, postponed_until BIGINT, procedure TEXT, 
	PRIMARY KEY (ticket_id), 
	UNIQUE (day, prefix, number), 
	UNIQUE (intent_id)
);
INSERT INTO "tickets" VALUES(9,'d8936db2-597d-48c7-9f2d-ed47473d6f0d','2026-11-23','A',1,'A001','A',NULL,'vi','kiosk-1',1795395600000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(11,'6fb37327-95c6-445c-8bcf-2b1fcd1a7b39','2026-11-23','A',2,'A002','A','elderly','vi','kiosk-1',1795395620000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(13,'dfa72dda-08f7-429a-b4ef-983837ef272b','2026-11-23','B',1,'B001','B',NULL,'vi','kiosk-1',1795395640000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(15,'4547471f-f874-4964-a9e4-a5f5e49197a5','2026-11-23','C',1,'C001','C','guide','vi','kiosk-1',1795395660000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(17,'1b676e7a-31b6-4d36-af01-1e93a5c25d4c','2026-11-23','A',3,'A003','A',NULL,'vi','kiosk-1',1795395680000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(19,'389b13a6-f9ab-46fa-b530-6534b3e33c2d','2026-11-23','A',4,'A004','A',NULL,'vi','kiosk-1',1795395700000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(47,'03fdcf4a-0d4f-4cc4-bb19-1a598389b606','2026-11-23','C',2,'C002','C',NULL,'vi','kiosk-1',1795396085000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(51,'b4d13e20-bedd-40e7-898b-fbd323a0cf84','2026-11-23','C',3,'C003','C',NULL,'vi','kiosk-1',1795396175000,'kiosk',NULL,'not_printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(54,'ecb9e781-842a-4d95-84b7-8938d61c35ed','2026-11-23','B',2,'B002','B',NULL,'vi','kiosk-1',1795396175000,'kiosk',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(62,'767080c0-1ca3-43dc-8770-e65743157751','2026-11-23','A',5,'A005','A',NULL,'vi','kiosk-1',1795398455000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(64,'b3bd4a04-4268-4f1a-98b7-23c7f5c7f35a','2026-11-23','A',6,'A006','A',NULL,'vi','kiosk-1',1795398455000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(66,'6018e4ba-ad58-4bbf-843c-30fbcf517318','2026-11-23','B',3,'B003','B',NULL,'vi','kiosk-1',1795398455000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(68,'b9580b73-04ac-4470-bfa7-7b42ebf2bbc9','2026-11-23','C',4,'C004','C',NULL,'vi','kiosk-1',1795398455000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(87,'18060d34-a09f-400b-9b1a-f11bc7dcea44','2026-11-23','+',1,'+001','A',NULL,'vi','',1795398575000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(92,'a151a040-30db-42e7-973b-3faa79c365ab','2026-11-23','A',7,'A007','A','elderly','vi','kiosk-1',1795398575000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(104,'back-with-it','2026-11-23','A',8,'A008','A','elderly','vi','kiosk-1',1795398578000,'supplement',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(131,'485425ef-1074-43a8-a464-2082b26188f8','2026-11-23','A',9,'A009','A',NULL,'vi','kiosk-1',1795398578000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(143,'a335d494-c4fb-4c76-ac13-58093b784509','2026-11-23','A',10,'A010','A',NULL,'vi','kiosk-1',1795398578000,'kiosk',NULL,NULL,NULL,NULL,1795398578000,1795399478000,NULL);
INSERT INTO "tickets" VALUES(148,'09289a99-3c61-492f-8be8-e6fbaa8ba47e','2026-11-23','X1',1,'X1-001','B',NULL,'vi','kiosk-1',1795398578000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(150,'94978b8a-d23a-4272-95cc-9ae750312170','2026-11-23','X1',2,'X1-002','B',NULL,'vi','kiosk-1',1795398578000,'emergency',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(155,'9930139f-9f2d-442a-b20c-6af74abd4ff6','2026-11-23','+',2,'+002','A',NULL,'vi','',1795398578000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(160,'ff8c6569-e9e8-4706-bdb3-a16056ecb7ee','2026-11-23','+',3,'+003','A',NULL,'vi','',1795398633000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(168,'3a3b5921-e3e2-42d0-bd42-3dd7bff70c4a','2026-11-23','+',4,'+004','A',NULL,'vi','',1795398688000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(174,'eb995915-baaa-4c04-96b1-fd4e073e178c','2026-11-23','+',5,'+005','A',NULL,'vi','',1795398743000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(181,'b1b40c3a-0114-4f00-9afa-2113b9c564f1','2026-11-23','+',6,'+006','A',NULL,'vi','',1795398798000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(187,'1b432689-ec95-47ff-b8cd-233fb8a93cb8','2026-11-23','+',7,'+007','A',NULL,'vi','',1795398853000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(193,'a12d4600-8ffc-46c5-8afa-b0b5b210e500','2026-11-23','+',8,'+008','A',NULL,'vi','',1795398908000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(199,'773e10a0-e331-48af-82b0-641e52eb6faa','2026-11-23','+',9,'+009','A',NULL,'vi','',1795398963000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(205,'860279c4-be31-495e-8d16-b43e5dd2a06d','2026-11-23','+',10,'+010','A',NULL,'vi','',1795399018000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(211,'786a19a4-78b4-41e0-8a05-5f4e7d777623','2026-11-23','+',11,'+011','A',NULL,'vi','',1795399073000,'quick_serve',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(253,'bf22ae4a-a7f3-4761-a9f0-a1f1e70ea80b','2026-11-24','A',1,'A001','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(255,'4f0c3583-b0c3-46e3-bb62-b4436a9ef6f6','2026-11-24','B',1,'B001','B',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(257,'0254a4e7-681f-4455-9b7e-1131c61c76fe','2026-11-24','A',2,'A002','A',NULL,'vi','kiosk-1',1795482000000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tickets" VALUES(268,'e38ee8a9-185f-4cf0-b23c-844608186f35','2026-11-24','A',3,'A003','A',NULL,'vi','kiosk-1',1795484700000,'kiosk',NULL,'printed',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "turns" VALUES(9,9,'2026-11-23','A','ordinary','expired',1795395600000,9,1795395600000,1,1795395720000,NULL,NULL,NULL,NULL,31,1795395782000,1795395785000,2,1795395785000,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',226);
INSERT INTO "turns" VALUES(11,11,'2026-11-23','A','priority','finished',1795395620000,11,1795395620000,0,NULL,NULL,NULL,'Q1','CB01',21,1795395720000,1795395720000,1,1795395720000,0,1795395780000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',23);
INSERT INTO "turns" VALUES(13,13,'2026-11-23','B','ordinary','no_show',1795395640000,13,1795395640000,0,NULL,NULL,NULL,'Q3','CB03',59,1795395785000,1795396595000,2,NULL,0,1795396595000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',61);
INSERT INTO "turns" VALUES(15,15,'2026-11-23','C','ordinary','expired',1795395660000,15,1795395660000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',229);
INSERT INTO "turns" VALUES(17,17,'2026-11-23','A','ordinary','transferred',1795395680000,17,1795395680000,0,NULL,NULL,NULL,'Q1','CB01',79,1795395785000,1795398455000,3,1795398455000,0,1795398455000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',82);
INSERT INTO "turns" VALUES(19,19,'2026-11-23','A','ordinary','finished',1795395700000,19,1795395700000,0,NULL,NULL,NULL,'Q1','CB01',73,1795398455000,1795398455000,1,1795398455000,0,1795398455000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',76);
INSERT INTO "turns" VALUES(47,47,'2026-11-23','C','ordinary','expired',1795396085000,47,1795396085000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',230);
INSERT INTO "turns" VALUES(51,51,'2026-11-23','C','ordinary','voided',1795396175000,51,1795396175000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396175000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',53);
INSERT INTO "turns" VALUES(54,54,'2026-11-23','B','ordinary','cancelled',1795396175000,54,1795396175000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396175000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',56);
INSERT INTO "turns" VALUES(62,62,'2026-11-23','A','ordinary','expired',1795398455000,62,1795398455000,0,NULL,NULL,NULL,'Q2','CB02',105,1795398578000,1795398578000,1,1795398578000,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',231);
INSERT INTO "turns" VALUES(64,64,'2026-11-23','A','ordinary','expired',1795398455000,64,1795398455000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',234);
INSERT INTO "turns" VALUES(66,66,'2026-11-23','B','ordinary','expired',1795398455000,66,1795398455000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',235);
INSERT INTO "turns" VALUES(68,68,'2026-11-23','C','ordinary','expired',1795398455000,68,1795398455000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',236);
INSERT INTO "turns" VALUES(75,19,'2026-11-23','C','ordinary','expired',1795398455000,75,1795398455000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'second_service',19,NULL,NULL,NULL,NULL,'[]',237);
INSERT INTO "turns" VALUES(84,17,'2026-11-23','A','ordinary','expired',1795395680000,17,1795398455000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'transferred',17,'Q3',NULL,NULL,NULL,'[]',238);
INSERT INTO "turns" VALUES(87,87,'2026-11-23','A','ordinary','finished',1795398575000,87,1795398575000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398575000,0,1795398575000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'["digitised"]',90);
INSERT INTO "turns" VALUES(92,92,'2026-11-23','A','priority','finished',1795398575000,92,1795398575000,0,NULL,NULL,NULL,'Q1','CB01',96,1795398575000,1795398578000,2,1795398578000,0,1795398578000,0,'supplement','issued',NULL,NULL,NULL,NULL,NULL,'[]',99);
INSERT INTO "turns" VALUES(104,104,'2026-11-23','A','priority','finished',1795398454999,104,1795398578000,0,NULL,NULL,NULL,'Q1','CB01',133,1795398578000,1795398578000,1,1795398578000,0,1795398578000,0,'supplement','issued',NULL,NULL,'CB01',NULL,NULL,'[]',136);
INSERT INTO "turns" VALUES(131,131,'2026-11-23','A','ordinary','expired',1795398578000,131,1795398578000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',239);
INSERT INTO "turns" VALUES(143,143,'2026-11-23','A','ordinary','cancelled',1795398578000,143,1795398578000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795398578000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',147);
INSERT INTO "turns" VALUES(148,148,'2026-11-23','B','ordinary','expired',1795398578000,148,1795398578000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',240);
INSERT INTO "turns" VALUES(150,150,'2026-11-23','B','ordinary','expired',1795398573000,150,1795398573000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795399128000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',241);
INSERT INTO "turns" VALUES(155,155,'2026-11-23','A','ordinary','finished',1795398578000,155,1795398578000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398578000,0,1795398618000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',157);
INSERT INTO "turns" VALUES(160,160,'2026-11-23','A','ordinary','finished',1795398633000,160,1795398633000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398633000,0,1795398673000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',165);
INSERT INTO "turns" VALUES(168,168,'2026-11-23','A','ordinary','finished',1795398688000,168,1795398688000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398688000,0,1795398728000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',171);
INSERT INTO "turns" VALUES(174,174,'2026-11-23','A','ordinary','finished',1795398743000,174,1795398743000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398743000,0,1795398783000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',177);
INSERT INTO "turns" VALUES(181,181,'2026-11-23','A','ordinary','finished',1795398798000,181,1795398798000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398798000,0,1795398838000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',184);
INSERT INTO "turns" VALUES(187,187,'2026-11-23','A','ordinary','finished',1795398853000,187,1795398853000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398853000,0,1795398893000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',190);
INSERT INTO "turns" VALUES(193,193,'2026-11-23','A','ordinary','finished',1795398908000,193,1795398908000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398908000,0,1795398948000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',196);
INSERT INTO "turns" VALUES(199,199,'2026-11-23','A','ordinary','finished',1795398963000,199,1795398963000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795398963000,0,1795399003000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',202);
INSERT INTO "turns" VALUES(205,205,'2026-11-23','A','ordinary','finished',1795399018000,205,1795399018000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795399018000,0,1795399058000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',208);
INSERT INTO "turns" VALUES(211,211,'2026-11-23','A','ordinary','finished',1795399073000,211,1795399073000,0,NULL,NULL,NULL,'Q1','CB01',NULL,NULL,NULL,0,1795399073000,0,1795399113000,0,'done','quick_serve',NULL,NULL,NULL,NULL,NULL,'[]',214);
INSERT INTO "turns" VALUES(253,253,'2026-11-24','A','ordinary','finished',1795482000000,253,1795482000000,0,NULL,NULL,NULL,'Q1','CB01',259,1795482000000,1795482000000,1,1795482000000,0,1795482060000,0,'done','issued',NULL,NULL,NULL,NULL,NULL,'[]',263);
INSERT INTO "turns" VALUES(255,255,'2026-11-24','B','ordinary','waiting',1795482000000,255,1795482000000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',255);
INSERT INTO "turns" VALUES(257,257,'2026-11-24','A','ordinary','serving',1795482000000,257,1795482000000,0,NULL,NULL,NULL,'Q1','CB01',265,1795482065000,1795482065000,1,1795482077000,0,NULL,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',266);
INSERT INTO "turns" VALUES(268,268,'2026-11-24','A','ordinary','cancelled',1795484700000,268,1795484700000,0,NULL,NULL,NULL,NULL,NULL,270,1795484700000,1795484700000,1,NULL,0,1795484790000,0,NULL,'issued',NULL,NULL,NULL,NULL,NULL,'[]',273);
CREATE TABLE undo_points (
	counter_id TEXT NOT NULL, 
	first_seq INTEGER NOT NULL, 
	last_seq INTEGER NOT NULL, 
	made_at BIGINT NOT NULL, 
	"before" TEXT NOT NULL, 
	PRIMARY KEY (counter_id)
);
INSERT INTO "undo_points" VALUES('Q1',266,267,1795482077000,'[{"turn_id": 257, "ticket_id": 257, "day": "2026-11-24", "service": "A", "rate": "ordinary", "state": "called", "ranked_at": 1795482000000, "arrival": 257, "waiting_since": 1795482000000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q1", "officer_id": "CB01", "call_id": 265, "called_first_at": 1795482065000, "called_last_at": 1795482065000, "call_count": 1, "arrived_at": null, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "origin": "issued", "from_turn": null, "for_counter": null, "for_officer": null, "held_until": null, "absent_due_at": null, "ticks": "[]", "touched_seq": 265}]');
INSERT INTO "undo_points" VALUES('Q2',271,271,1795484760000,'[{"turn_id": 268, "ticket_id": 268, "day": "2026-11-24", "service": "A", "rate": "ordinary", "state": "called", "ranked_at": 1795484700000, "arrival": 268, "waiting_since": 1795484700000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q2", "officer_id": "CB02", "call_id": 270, "called_first_at": 1795484700000, "called_last_at": 1795484700000, "call_count": 1, "arrived_at": null, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "origin": "issued", "from_turn": null, "for_counter": null, "for_officer": null, "held_until": null, "absent_due_at": null, "ticks": "[]", "touched_seq": 270}]');
INSERT INTO "undo_points" VALUES('Q3',60,60,1795396595000,'[{"turn_id": 13, "ticket_id": 13, "day": "2026-11-23", "service": "B", "rate": "ordinary", "state": "called", "ranked_at": 1795395640000, "arrival": 13, "waiting_since": 1795395640000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q3", "officer_id": "CB03", "call_id": 59, "called_first_at": 1795395785000, "called_last_at": 1795396595000, "call_count": 2, "arrived_at": null, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "origin": "issued", "from_turn": null, "for_counter": null, "for_officer": null, "held_until": null, "absent_due_at": null, "ticks": "[]", "touched_seq": 59}]');
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
INSERT INTO "windows" VALUES(24,11,'2026-11-23','Q1','CB01','A','five-levels-1',1795395780000,1795395800000,1795395800000,0,NULL);
INSERT INTO "windows" VALUES(35,9,'2026-11-23','Q1','CB01','A','five-levels-1',1795395785000,1795395785000,1795395785000,1,1795395785000);
INSERT INTO "windows" VALUES(38,9,'2026-11-23','Q1','CB01','A','five-levels-1',1795395785000,1795395845000,1795395845000,1,1795398578000);
INSERT INTO "windows" VALUES(77,19,'2026-11-23','Q1','CB01','A','five-levels-1',1795398455000,1795398475000,1795398475000,0,NULL);
INSERT INTO "windows" VALUES(83,17,'2026-11-23','Q1','CB01','A','five-levels-1',1795398455000,1795398515000,1795398515000,0,NULL);
INSERT INTO "windows" VALUES(91,87,'2026-11-23','Q1','CB01','A','five-levels-1',1795398575000,1795398595000,1795398595000,0,NULL);
INSERT INTO "windows" VALUES(100,92,'2026-11-23','Q1','CB01','A','five-levels-1',1795398578000,1795398598000,1795398598000,0,NULL);
INSERT INTO "windows" VALUES(137,104,'2026-11-23','Q1','CB01','A','five-levels-1',1795398578000,1795398598000,1795398598000,0,NULL);
INSERT INTO "windows" VALUES(158,155,'2026-11-23','Q1','CB01','A','five-levels-1',1795398618000,1795398638000,1795398638000,0,NULL);
INSERT INTO "windows" VALUES(166,160,'2026-11-23','Q1','CB01','A','five-levels-1',1795398673000,1795398693000,1795398693000,0,NULL);
INSERT INTO "windows" VALUES(172,168,'2026-11-23','Q1','CB01','A','five-levels-1',1795398728000,1795398748000,1795398748000,0,NULL);
INSERT INTO "windows" VALUES(178,174,'2026-11-23','Q1','CB01','A','five-levels-1',1795398783000,1795398803000,1795398803000,0,NULL);
INSERT INTO "windows" VALUES(185,181,'2026-11-23','Q1','CB01','A','five-levels-1',1795398838000,1795398858000,1795398858000,0,NULL);
INSERT INTO "windows" VALUES(191,187,'2026-11-23','Q1','CB01','A','five-levels-1',1795398893000,1795398913000,1795398913000,0,NULL);
INSERT INTO "windows" VALUES(197,193,'2026-11-23','Q1','CB01','A','five-levels-1',1795398948000,1795398968000,1795398968000,0,NULL);
INSERT INTO "windows" VALUES(203,199,'2026-11-23','Q1','CB01','A','five-levels-1',1795399003000,1795399023000,1795399023000,0,NULL);
INSERT INTO "windows" VALUES(209,205,'2026-11-23','Q1','CB01','A','five-levels-1',1795399058000,1795399078000,1795399078000,0,NULL);
INSERT INTO "windows" VALUES(215,211,'2026-11-23','Q1','CB01','A','five-levels-1',1795399113000,1795399173000,1795399173000,0,NULL);
INSERT INTO "windows" VALUES(227,9,'2026-11-23','Q1','CB01','A','five-levels-1',1795399128000,1795399128000,1795399128000,0,NULL);
INSERT INTO "windows" VALUES(232,62,'2026-11-23','Q2','CB02','A','five-levels-1',1795399128000,1795399128000,1795399128000,0,NULL);
INSERT INTO "windows" VALUES(264,253,'2026-11-24','Q1','CB01','A','five-levels-1',1795482060000,1795482080000,NULL,0,NULL);
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
CREATE INDEX credentials_of_device ON device_credentials (device_id);
CREATE INDEX enrolments_by_half ON enrolments (half_hash);
CREATE INDEX journal_of_set_up ON journal (seq) WHERE kind IN ('set_up_changed', 'device_added', 'device_changed', 'device_retired', 'device_invited', 'device_enrolled', 'device_rotation_asked', 'device_rotated', 'device_revoked');
CREATE INDEX tickets_for_procedures ON tickets (day) WHERE procedure IS NOT NULL;
CREATE INDEX presses_of_boot ON presses (device_id, boot_id, n);
COMMIT;
