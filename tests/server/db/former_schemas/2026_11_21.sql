BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('2026_11_21');
CREATE TABLE call_reasons (
	call_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (call_id)
);
INSERT INTO "call_reasons" VALUES(42,'Người nhà đang chờ');
CREATE TABLE calls (
	call_id INTEGER NOT NULL, 
	turn_id INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	called_at BIGINT NOT NULL, 
	undone BOOLEAN NOT NULL, 
	PRIMARY KEY (call_id)
);
INSERT INTO "calls" VALUES(21,11,'2026-11-23','Q1','CB01','next','{"rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 120000, "A/priority": 300000}}',1795395720000,0);
INSERT INTO "calls" VALUES(28,9,'2026-11-23','Q1','CB01','next','{"rule": "only_group", "weights_ms": {"A/ordinary": 182000}}',1795395782000,1);
INSERT INTO "calls" VALUES(30,9,'2026-11-23','Q1','CB01','next','{"rule": "only_group", "weights_ms": {"A/ordinary": 182000}}',1795395782000,0);
INSERT INTO "calls" VALUES(31,9,'2026-11-23','Q1','CB01','recall','{}',1795395782000,0);
INSERT INTO "calls" VALUES(39,17,'2026-11-23','Q1','CB01','next','{"rule": "only_group", "weights_ms": {"A/ordinary": 102000}}',1795395782000,0);
INSERT INTO "calls" VALUES(42,13,'2026-11-23','Q2','CB02','named','{"passed": [], "rule": "named"}',1795395782000,0);
INSERT INTO "calls" VALUES(59,13,'2026-11-23','Q3','CB03','next','{"rule": "longest_weighted_wait", "weights_ms": {"B/ordinary": 952000, "C/ordinary": 932000}}',1795396592000,0);
INSERT INTO "calls" VALUES(86,76,'2026-11-24','Q1','CB01','next','{"rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 0, "A/priority": 0}}',1795484852000,0);
INSERT INTO "calls" VALUES(88,78,'2026-11-24','Q2','CB02','next','{"rule": "longest_weighted_wait", "weights_ms": {"A/ordinary": 0, "A/priority": 0, "B/ordinary": 0}}',1795484852000,0);
INSERT INTO "calls" VALUES(90,80,'2026-11-24','Q3','CB03','next','{"rule": "longest_weighted_wait", "weights_ms": {"B/ordinary": 0, "C/ordinary": 0}}',1795484852000,0);
CREATE TABLE cancelled_intents (
	intent_id TEXT NOT NULL, 
	device_id TEXT NOT NULL, 
	cancelled_at BIGINT NOT NULL, 
	PRIMARY KEY (intent_id)
);
INSERT INTO "cancelled_intents" VALUES('722b49d1-7a4e-4228-93a4-23c880aee9cd','kiosk-1',1795396172000);
INSERT INTO "cancelled_intents" VALUES('3d0f6d1e-0000-4000-8000-000000000000','kiosk-1',1795396172000);
CREATE TABLE centre_identity (
	id INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "centre_identity" VALUES(1,1795299148,1795299148000);
CREATE TABLE clock_jumps (
	seq INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	jump_ms BIGINT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "clock_jumps" VALUES(58,1795396592000,420000);
CREATE TABLE desk_sessions (
	session_id INTEGER NOT NULL, 
	counter_id TEXT NOT NULL, 
	officer_id TEXT NOT NULL, 
	signed_on_at BIGINT NOT NULL, 
	signed_off_at BIGINT, 
	PRIMARY KEY (session_id)
);
INSERT INTO "desk_sessions" VALUES(6,'Q1','CB01',1795395600000,1795398452000);
INSERT INTO "desk_sessions" VALUES(7,'Q2','CB02',1795395600000,1795398452000);
INSERT INTO "desk_sessions" VALUES(8,'Q3','CB03',1795395600000,1795398452000);
INSERT INTO "desk_sessions" VALUES(73,'Q1','CB01',1795484852000,NULL);
INSERT INTO "desk_sessions" VALUES(74,'Q2','CB02',1795484852000,NULL);
INSERT INTO "desk_sessions" VALUES(75,'Q3','CB03',1795484852000,NULL);
CREATE TABLE device_credentials (
	device_id TEXT NOT NULL, 
	credential_hash TEXT NOT NULL, 
	PRIMARY KEY (device_id), 
	UNIQUE (credential_hash)
);
INSERT INTO "device_credentials" VALUES('kiosk-1','y');
INSERT INTO "device_credentials" VALUES('pad-Q1','z');
CREATE TABLE devices (
	device_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	counter_id TEXT, 
	zone TEXT, 
	settings_revision INTEGER NOT NULL, 
	PRIMARY KEY (device_id)
);
INSERT INTO "devices" VALUES('kiosk-1','kiosk',NULL,NULL,3);
INSERT INTO "devices" VALUES('pad-Q1','pad','Q1',NULL,4);
CREATE TABLE health_probe (
	id INTEGER NOT NULL, 
	probed_at BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
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
INSERT INTO "journal" VALUES(1,'2026-11-23T01:00:00.000Z','set_up_changed',1,'test','{"centre":{"centre":{"code":"TEST-1","hours":{"fri":[["07:30","11:30"],["13:30","17:00"]],"mon":[["07:30","11:30"],["13:30","17:00"]],"thu":[["07:30","11:30"],["13:30","17:00"]],"tue":[["07:30","11:30"],["13:30","17:00"]],"wed":[["07:30","11:30"],["13:30","17:00"]]},"name":"Trung tâm Thử nghiệm","name_en":"Test Centre","notice":"","notice_en":"","sample":false,"ticket_close_minutes_before":15,"ticket_open_minutes_before":30,"timezone":"Asia/Ho_Chi_Minh"},"counters":[{"id":"Q1","name":"Quầy số 1","number":1,"services":["A"]},{"id":"Q2","name":"Quầy số 2","number":2,"services":["A","B"]},{"id":"Q3","name":"Quầy số 3","number":3,"services":["B","C"]}],"outcomes":[{"default":true,"id":"done","name":"Đã tiếp nhận"},{"default":false,"id":"more_papers","name":"Cần bổ sung"}],"priority_groups":[{"icon":"","id":"elderly","name":"Người cao tuổi","name_en":"Elderly","rate":"priority"},{"icon":"","id":"guide","name":"Người hướng dẫn","name_en":"Guide","rate":"ordinary"}],"rating":{"levels":[{"en":"Very satisfied","name":"Rất hài lòng","satisfied":true,"value":5},{"en":"Satisfied","name":"Hài lòng","satisfied":true,"value":4},{"en":"Neutral","name":"Bình thường","satisfied":null,"value":3},{"en":"Dissatisfied","name":"Không hài lòng","satisfied":false,"value":2},{"en":"Very dissatisfied","name":"Rất không hài lòng","satisfied":false,"value":1}],"never_shorter_than_seconds":20,"policy_id":"five-levels-1","question":"Ông/Bà có hài lòng không?","question_en":"Are you satisfied?","window_seconds":60},"services":[{"code":"A","colour":"#114488","icon":"","name":"Chứng thực","name_en":"Certification","order":0},{"code":"B","colour":"#884411","icon":"","name":"Hộ tịch","name_en":"Civil status","order":0},{"code":"C","colour":"#448811","icon":"","name":"Đất đai","name_en":"Land","order":0}],"ticketing":{"cool_down_seconds":300,"no_show_grace_minutes":30,"priority_rule":{"extra_wait_at_most_minutes":20,"overtaken_at_most":5,"rates":{"ordinary":1.0,"priority":3.0}}}}}','b2989fb8f23f5c8c849c46c1e8947018210b92c548df9234c4a4773674fd90eb');
INSERT INTO "journal" VALUES(2,'2026-11-23T01:00:00.000Z','staff_added',1,'test','{"role":"officer","staff_id":"CB01"}','a13c7bdce84e0b19808ddf6cd911de7b2b1fb1a64a6ae7aa7a1880031daef2fe');
INSERT INTO "journal" VALUES(3,'2026-11-23T01:00:00.000Z','device_added',1,'test','{"counter_id":null,"device_id":"kiosk-1","device_kind":"kiosk","zone":null}','bd0446b8d93d608c746870e2c1cb418fc940a33218cfedecb5c74eb9f04086d9');
INSERT INTO "journal" VALUES(4,'2026-11-23T01:00:00.000Z','device_added',1,'test','{"counter_id":"Q1","device_id":"pad-Q1","device_kind":"pad","zone":null}','086f00de7f227eb259c6f104e0d3e95a1288174aa47f9dea7ae8e4402d7aa757');
INSERT INTO "journal" VALUES(5,'2026-11-23T01:00:00.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-23","is_reopened":false,"phase":1}','7e51b4e5560730d95802d684621668ec32bd59f6f25517cd037d98bd6118407d');
INSERT INTO "journal" VALUES(6,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','9d6b649fd2853d4d24f02eec351ac719d1520b36c64680a3252024772bfe375c');
INSERT INTO "journal" VALUES(7,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','dfbea12feca0891a4b054f399019c9ddbb21673ae429f387461b60330687f557');
INSERT INTO "journal" VALUES(8,'2026-11-23T01:00:00.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','6f1e374027f5b47f032e7278bad538315eeb651cd06e2228f333d9b808ec77fc');
INSERT INTO "journal" VALUES(9,'2026-11-23T01:00:00.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"a9c6d7a5-c245-42d1-8f26-d5c669967b70","language":"vi","number":1,"prefix":"A","print_due_at":1795395690000,"priority_group":null,"rate":"ordinary","service":"A","shown":"A001"}','35c9880b519bb14f1f35f70d9adcc6e8e3ef796a2c5bf328e59ca64ecd190dbd');
INSERT INTO "journal" VALUES(10,'2026-11-23T01:00:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":9}','2305c0279f20198dc5b39fe01c1bf8a1a9442cac9316ee9b0baac76d9dfa8bfc');
INSERT INTO "journal" VALUES(11,'2026-11-23T01:00:20.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"0b8961c5-4a05-431c-93e6-4419fc2dca19","language":"vi","number":2,"prefix":"A","print_due_at":1795395710000,"priority_group":"elderly","rate":"priority","service":"A","shown":"A002"}','da61a4c9f96e1e918f96e194d2f6ff2212fbd72c275928701cac001471aa9f26');
INSERT INTO "journal" VALUES(12,'2026-11-23T01:00:20.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":11}','02108ae987f8ca997ad5cf370345efa11f9384bc71cd7f5a735014d0d295a425');
INSERT INTO "journal" VALUES(13,'2026-11-23T01:00:40.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"ea0d77be-55c8-4305-9ab7-2fc803c47271","language":"vi","number":1,"prefix":"B","print_due_at":1795395730000,"priority_group":null,"rate":"ordinary","service":"B","shown":"B001"}','5d9471965ed108bdecee22c2c40f9b6bee38ab741d305511f1f548e88d1c36f0');
INSERT INTO "journal" VALUES(14,'2026-11-23T01:00:40.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":13}','96799aad940d8f60597f80785cabdcc2e9f4e6875603bd55bccdacb234b348fe');
INSERT INTO "journal" VALUES(15,'2026-11-23T01:01:00.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"df818f66-9cef-4a66-a728-62cc52c560b5","language":"vi","number":1,"prefix":"C","print_due_at":1795395750000,"priority_group":"guide","rate":"ordinary","service":"C","shown":"C001"}','bc871f38bbfd04a34191fb5b0293049d7824ffe9a00eeda6759f9ee7a85d1f45');
INSERT INTO "journal" VALUES(16,'2026-11-23T01:01:00.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":15}','667478f8c60075a15b9af835a564cfb932a5fa1d5e7f76205c9b33903671a1cf');
INSERT INTO "journal" VALUES(17,'2026-11-23T01:01:20.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"73832561-8194-4aec-8753-6c2f339bad27","language":"vi","number":3,"prefix":"A","print_due_at":1795395770000,"priority_group":null,"rate":"ordinary","service":"A","shown":"A003"}','2e809496524517eb1dba2cc17e729adae0f19f4dfe5ee08ba4eef206efcd1016');
INSERT INTO "journal" VALUES(18,'2026-11-23T01:01:20.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":17}','b1afadef8a859c9fc824d96fec99d15c7733a31082bcb574ebebbb11ef988e4f');
INSERT INTO "journal" VALUES(19,'2026-11-23T01:01:40.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"cf2442c3-4926-45a9-8e3c-707f1168c194","language":"vi","number":4,"prefix":"A","print_due_at":1795395790000,"priority_group":null,"rate":"ordinary","service":"A","shown":"A004"}','1d59fb8dada5286beec4502f32b6a1274e92a02192b5df500b03506abacdfba7');
INSERT INTO "journal" VALUES(20,'2026-11-23T01:01:40.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":19}','a56e8da66f1c2bd02719490017b3b15df428d1dbe7950bddfdf2eae5186668fa');
INSERT INTO "journal" VALUES(21,'2026-11-23T01:02:00.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[9],"reason":{"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":120000,"A/priority":300000}},"turn_id":11}','fafb4fb0a3596feb9b53f203f9cea43a74a52ee60581fbac2a0e53c4a50da35b');
INSERT INTO "journal" VALUES(22,'2026-11-23T01:02:00.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":11}','0042ea36b1043279498223be3db2d851a8e1d3049878d4a200bcf7e94e7b4318');
INSERT INTO "journal" VALUES(23,'2026-11-23T01:03:00.000Z','turn_finished',1,'test','{"is_inferred":false,"outcome":"done","turn_id":11}','662d17a5e8ad40ca0731ca5735393e7c4b944ed8fe2bb7f822ed313c241b5dbd');
INSERT INTO "journal" VALUES(24,'2026-11-23T01:03:00.000Z','window_opened',1,'test','{"closes_at":1795395840000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":11}','acf100f7b601e6c9cbe912d4c2ef9b25119181ccd09f7944bc4e77433ce05018');
INSERT INTO "journal" VALUES(25,'2026-11-23T01:03:00.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":5,"n":1,"press_id":"6af57ea5-e167-48d8-b843-9972dbefb0f8","window_id":24,"window_seen":24}','6e3772b9fb410c83fd10c09ea0583528009b39a3712112b3a7e0398222e7f8d9');
INSERT INTO "journal" VALUES(26,'2026-11-23T01:03:02.000Z','press_recorded',1,'test','{"age_ms":0,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":4,"n":2,"press_id":"83aafb44-24bf-4747-a9c2-703b9a3753fd","window_id":24,"window_seen":24}','6a0b1d58b67f1deae36c9069dec96bb1b5f7be220274599c379ff37fc88e9269');
INSERT INTO "journal" VALUES(27,'2026-11-23T01:03:02.000Z','press_recorded',1,'test','{"age_ms":null,"boot_id":"9f1a","counter_id":"Q1","device_id":"pad-Q1","level":1,"n":3,"press_id":"c55bebca-fba5-4c56-8cc4-ebdd722c83ca","window_id":null,"window_seen":null}','e3316310677ad7905d22c925be6cdea458864b21f2e80b34d88fed612348c5f3');
INSERT INTO "journal" VALUES(28,'2026-11-23T01:03:02.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"rule":"only_group","weights_ms":{"A/ordinary":182000}},"turn_id":9}','fa377ced2a883f1b085013458c46c70c52632b4d0ba9fa90c65c16f212a0b614');
INSERT INTO "journal" VALUES(29,'2026-11-23T01:03:02.000Z','action_undone',1,'test','{"counter_id":"Q1","first_seq":28,"last_seq":28,"overtaken":[],"turns":[{"arrival":9,"arrival_inferred":0,"arrived_at":null,"call_count":0,"call_id":null,"called_first_at":null,"called_last_at":null,"cool_down_until":null,"counter_id":null,"day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":1795395720000,"grace_until":null,"officer_id":null,"outcome":null,"overtaken":1,"ranked_at":1795395600000,"rate":"ordinary","service":"A","state":"waiting","ticket_id":9,"touched_seq":9,"turn_id":9,"waiting_since":1795395600000}]}','346f4a8be1b5a572f49563abe8e9a78e4eb1c6678e9fb44155eacdc505eba175');
INSERT INTO "journal" VALUES(30,'2026-11-23T01:03:02.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"rule":"only_group","weights_ms":{"A/ordinary":182000}},"turn_id":9}','3f5672d4c552aef4c0cdf7c6cf3c015fce9fbfe908b7a2eae992fd026b5b0807');
INSERT INTO "journal" VALUES(31,'2026-11-23T01:03:02.000Z','turn_recalled',1,'test','{"counter_id":"Q1","officer_id":"CB01","turn_id":9}','1e2b263dc4b6d1f3b58e784c85efeac2f9f3dbe959a9444c37d97fa4a24cbd45');
INSERT INTO "journal" VALUES(32,'2026-11-23T01:03:02.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":9}','7bb6e35c0e426c111ada590b1dad954a89ac12ef18876d3ab03b717ed932fe00');
INSERT INTO "journal" VALUES(33,'2026-11-23T01:03:02.000Z','window_shortened',1,'test','{"closes_at":1795395800000,"window_id":24}','54265b2608370c64df9edd3af1e16d3d6f3f178f9e719fa9a5140ec9796062ce');
INSERT INTO "journal" VALUES(34,'2026-11-23T01:03:02.000Z','turn_finished',1,'test','{"is_inferred":false,"outcome":"more_papers","turn_id":9}','591cada03aa9cb8bfd900adc01617ab6c14ac03a586b313bcd73fefdae8ae7f6');
INSERT INTO "journal" VALUES(35,'2026-11-23T01:03:02.000Z','window_opened',1,'test','{"closes_at":1795395842000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":9}','abd753a3c453ebe5c00076bd632a67d061339f3c389157f31d28550ad5c14135');
INSERT INTO "journal" VALUES(36,'2026-11-23T01:03:02.000Z','action_undone',1,'test','{"counter_id":"Q1","first_seq":34,"last_seq":35,"overtaken":[],"turns":[{"arrival":9,"arrival_inferred":0,"arrived_at":1795395782000,"call_count":2,"call_id":31,"called_first_at":1795395782000,"called_last_at":1795395782000,"cool_down_until":null,"counter_id":"Q1","day":"2026-11-23","end_inferred":0,"ended_at":null,"first_overtaken_at":1795395720000,"grace_until":null,"officer_id":"CB01","outcome":null,"overtaken":1,"ranked_at":1795395600000,"rate":"ordinary","service":"A","state":"serving","ticket_id":9,"touched_seq":32,"turn_id":9,"waiting_since":1795395600000}]}','6e82e332a4c6cd784141b2aa1db5ee4e58f8f2e01915d724109b85b66f2cdce7');
INSERT INTO "journal" VALUES(37,'2026-11-23T01:03:02.000Z','turn_finished',1,'test','{"is_inferred":false,"outcome":"done","turn_id":9}','93bcfd93f65af0cf2393ad4eb7998570b5564b991cb31e4cfa5a13bf6c4a1a93');
INSERT INTO "journal" VALUES(38,'2026-11-23T01:03:02.000Z','window_opened',1,'test','{"closes_at":1795395842000,"counter_id":"Q1","officer_id":"CB01","scheme_id":"five-levels-1","turn_id":9}','3bf56801c16d80ebef3df4967ff13293323ae147b0454dee4797fd4c12665fe3');
INSERT INTO "journal" VALUES(39,'2026-11-23T01:03:02.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"rule":"only_group","weights_ms":{"A/ordinary":102000}},"turn_id":17}','5dfce332a14bf6ddba785008c1f833e8a65bd29e164c61622497526c3968271c');
INSERT INTO "journal" VALUES(40,'2026-11-23T01:03:02.000Z','turn_marked_absent',1,'test','{"grace_until":1795397582000,"turn_id":17}','00212ba06c031c0a6a8dc7b07b5089865efbd915f76a8622c219d263a036801a');
INSERT INTO "journal" VALUES(41,'2026-11-23T01:03:02.000Z','turn_returned',1,'test','{"cool_down_until":null,"turn_id":17}','d7a749c5fefa8d7716d382722d18df12ca3c3c4aea38eebdb5221d3b88119949');
INSERT INTO "journal" VALUES(42,'2026-11-23T01:03:02.000Z','turn_called',1,'test','{"call_kind":"named","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"passed":[],"rule":"named"},"turn_id":13}','4f9e2f636546f7e2cc66707f21f86556058de1e10ae7ad07aa50c5a8e719efdc');
INSERT INTO "journal" VALUES(43,'2026-11-23T01:03:02.000Z','turn_returned',1,'test','{"cool_down_until":1795396082000,"turn_id":13}','fc4ff1c91c9e985a1550be3d9472175511a5770b1a2ee7da18a171f724374452');
INSERT INTO "journal" VALUES(44,'2026-11-23T01:08:02.000Z','window_closed',1,'schedule','{"window_id":24}','b5859a00b3b03df493877f6771064c3b1f057311f640d081b701bef5cae770aa');
INSERT INTO "journal" VALUES(45,'2026-11-23T01:08:02.000Z','window_closed',1,'schedule','{"window_id":38}','e01d7fd4a1f6c160ed8ca207a54f5fd8490d0f69a1e8497943b86568ffe7cfff');
INSERT INTO "journal" VALUES(46,'2026-11-23T01:08:02.000Z','cool_down_ended',1,'schedule','{"turn_id":13}','26bc30b7fa357047627b6843d4ad377fe450b4442b9f80df0fe1f6a7d70143fb');
INSERT INTO "journal" VALUES(47,'2026-11-23T01:08:02.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"f20faf97-7a6e-450a-9696-18091cf303a9","language":"vi","number":2,"prefix":"C","print_due_at":1795396172000,"priority_group":null,"rate":"ordinary","service":"C","shown":"C002"}','1b86551b99d35f320e591567a9b146f9c5c5882f6461b3fa5bdacf15d95ef6ad');
INSERT INTO "journal" VALUES(48,'2026-11-23T01:09:32.000Z','turn_voided',1,'schedule','{"reason":"no_outcome","turn_id":47}','08b14425be1f1ab0afb0d4b5d06bb5c1a554c63bdc8ac1265572d960ea4e6026');
INSERT INTO "journal" VALUES(49,'2026-11-23T01:09:32.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":47}','7862ee0b4ca8ba7a0118470cc855390aa9b4e8bf2d17f61791d085716eb2e020');
INSERT INTO "journal" VALUES(50,'2026-11-23T01:09:32.000Z','turn_restored',1,'test','{"turn_id":47}','8845b1e897ba5a55850165e4b6ee7c9dae241c103860c438f4275b58c9b3e823');
INSERT INTO "journal" VALUES(51,'2026-11-23T01:09:32.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"19ea2162-be83-45f1-88f5-a7e2a68addb4","language":"vi","number":3,"prefix":"C","print_due_at":1795396262000,"priority_group":null,"rate":"ordinary","service":"C","shown":"C003"}','ffbd79240aa65cce9a1623cf0d5cca4e8a071d6aa2a3a5af13f88a829d7195b3');
INSERT INTO "journal" VALUES(52,'2026-11-23T01:09:32.000Z','print_reported',1,'test','{"outcome":"not_printed","ticket_id":51}','70354cf75d9718fc2619543b627067d6f95e8da8a9a4a4b0d7dbf35db1975f79');
INSERT INTO "journal" VALUES(53,'2026-11-23T01:09:32.000Z','turn_voided',1,'test','{"reason":"not_printed","turn_id":51}','0cd26e5de35789ee9f9022debb0d8042b7bf3a70bbda62ca888abfc47a1a3233');
INSERT INTO "journal" VALUES(54,'2026-11-23T01:09:32.000Z','ticket_issued',1,'test','{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"722b49d1-7a4e-4228-93a4-23c880aee9cd","language":"vi","number":2,"prefix":"B","print_due_at":1795396262000,"priority_group":null,"rate":"ordinary","service":"B","shown":"B002"}','ccd1393732f09272af8f8bb7239b722cc59d5208741cf20f19f14b3facca86fb');
INSERT INTO "journal" VALUES(55,'2026-11-23T01:09:32.000Z','intent_cancelled',1,'test','{"device_id":"kiosk-1","intent_id":"722b49d1-7a4e-4228-93a4-23c880aee9cd"}','f34a0ac9188c7c2d27b95dc342c822e1d78503ec4d429cea1b4de5f03e676869');
INSERT INTO "journal" VALUES(56,'2026-11-23T01:09:32.000Z','turn_cancelled',1,'test','{"turn_id":54}','6f444ff4748fb10a3611113c7a296c762fe6ef7f5fa105bd6332e7a30d6eb097');
INSERT INTO "journal" VALUES(57,'2026-11-23T01:09:32.000Z','intent_cancelled',1,'test','{"device_id":"kiosk-1","intent_id":"3d0f6d1e-0000-4000-8000-000000000000"}','0ccfa61ff8cb3ecb01817de6fe871b872cbf2facb83aa1a95380ab12bc2fc5b1');
INSERT INTO "journal" VALUES(58,'2026-11-23T01:16:32.000Z','clock_jumped',1,'clock','{"jump_ms":420000}','99d729003a8b0aa12902a1f5a6db114bfe78162d662e161808c6408fc5d1c6ab');
INSERT INTO "journal" VALUES(59,'2026-11-23T01:16:32.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q3","officer_id":"CB03","overtaken":[],"reason":{"rule":"longest_weighted_wait","weights_ms":{"B/ordinary":952000,"C/ordinary":932000}},"turn_id":13}','3d9e663ed9c2102465bf379f60d08a49ec544267e0e295ddedb1dfae9cf1fb2c');
INSERT INTO "journal" VALUES(60,'2026-11-23T01:16:32.000Z','turn_marked_absent',1,'test','{"grace_until":1795398392000,"turn_id":13}','cfd99596895e54d9d1460c34fe17470ee16bdea9e6f2c4727153f82cfbba4029');
INSERT INTO "journal" VALUES(61,'2026-11-23T01:47:32.000Z','grace_ended',1,'schedule','{"turn_id":13}','0e18008e13f3968d11de5644b60b4b7ef38fb18b922730d1ad2fea7a3b4c8a2a');
INSERT INTO "journal" VALUES(62,'2026-11-23T01:47:32.000Z','tickets_stopped',1,'schedule','{"day":"2026-11-23"}','7a560d5674d9b7d1950ec1b9842c301f0fc846606be4ff27b85695423bca8e16');
INSERT INTO "journal" VALUES(63,'2026-11-23T01:47:32.000Z','desk_signed_off',1,'test','{"reason":"officer","session_id":8}','f3f9c370af6971e3621f46b07e8c1d694081a2bb5b0c484dca214513ae4bcb4c');
INSERT INTO "journal" VALUES(64,'2026-11-23T01:47:32.000Z','turn_expired',1,'test','{"turn_id":15}','c0854417596a5003138eedfd255f154bace6ff380c0216724626aebdaf495a2c');
INSERT INTO "journal" VALUES(65,'2026-11-23T01:47:32.000Z','turn_expired',1,'test','{"turn_id":17}','767827bb31491e7250e56a9f97187cc6992515f677bd9ba466ac3f11d528ad16');
INSERT INTO "journal" VALUES(66,'2026-11-23T01:47:32.000Z','turn_expired',1,'test','{"turn_id":19}','869b12a21da873ecd2446849075afb516a4ca4c40a871bd070e65f0cb8bda46e');
INSERT INTO "journal" VALUES(67,'2026-11-23T01:47:32.000Z','turn_expired',1,'test','{"turn_id":47}','7a305096523e97aa31baa4f9dd9ba6a7d4b869554348c689f9a7166984034733');
INSERT INTO "journal" VALUES(68,'2026-11-23T01:47:32.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":6}','cd95478e1325a51e2b7ca97b5384cb3dfe3be80e0ccdf9760dc99e19c3d7e13e');
INSERT INTO "journal" VALUES(69,'2026-11-23T01:47:32.000Z','desk_signed_off',1,'test','{"reason":"day_closed","session_id":7}','adcaec6e2d08b732530743764fad51bf22ecc843a0143e8afe9ba482f06119b5');
INSERT INTO "journal" VALUES(70,'2026-11-23T01:47:32.000Z','day_closed',1,'test','{"day":"2026-11-23"}','a98380049f87fbd7c9d2cdfe30e10e826b682ae3ad99299c5680aa3bd9dbd5a8');
INSERT INTO "journal" VALUES(71,'2026-11-23T01:47:32.000Z','set_up_changed',1,'test','{"centre":{"centre":{"code":"TEST-1","hours":{"fri":[["07:30","11:30"],["13:30","17:00"]],"mon":[["07:30","11:30"],["13:30","17:00"]],"thu":[["07:30","11:30"],["13:30","17:00"]],"tue":[["07:30","11:30"],["13:30","17:00"]],"wed":[["07:30","11:30"],["13:30","17:00"]]},"name":"Trung tâm Thử nghiệm","name_en":"Test Centre","notice":"Nghỉ lễ","notice_en":"","sample":false,"ticket_close_minutes_before":15,"ticket_open_minutes_before":30,"timezone":"Asia/Ho_Chi_Minh"},"counters":[{"id":"Q1","name":"Quầy số 1","number":1,"services":["A"]},{"id":"Q2","name":"Quầy số 2","number":2,"services":["A","B"]},{"id":"Q3","name":"Quầy số 3","number":3,"services":["B","C"]}],"outcomes":[{"default":true,"id":"done","name":"Đã tiếp nhận"},{"default":false,"id":"more_papers","name":"Cần bổ sung"}],"priority_groups":[{"icon":"","id":"elderly","name":"Người cao tuổi","name_en":"Elderly","rate":"priority"},{"icon":"","id":"guide","name":"Người hướng dẫn","name_en":"Guide","rate":"ordinary"}],"rating":{"levels":[{"en":"Very satisfied","name":"Rất hài lòng","satisfied":true,"value":5},{"en":"Satisfied","name":"Hài lòng","satisfied":true,"value":4},{"en":"Neutral","name":"Bình thường","satisfied":null,"value":3},{"en":"Dissatisfied","name":"Không hài lòng","satisfied":false,"value":2},{"en":"Very dissatisfied","name":"Rất không hài lòng","satisfied":false,"value":1}],"never_shorter_than_seconds":20,"policy_id":"five-levels-1","question":"Ông/Bà có hài lòng không?","question_en":"Are you satisfied?","window_seconds":60},"services":[{"code":"A","colour":"#114488","icon":"","name":"Chứng thực","name_en":"Certification","order":0},{"code":"B","colour":"#884411","icon":"","name":"Hộ tịch","name_en":"Civil status","order":0},{"code":"C","colour":"#448811","icon":"","name":"Đất đai","name_en":"Land","order":0}],"ticketing":{"cool_down_seconds":300,"no_show_grace_minutes":30,"priority_rule":{"extra_wait_at_most_minutes":20,"overtaken_at_most":5,"rates":{"ordinary":1.0,"priority":3.0}}}}}','a06d70c974baaa030c57b3c13655934601399159e06936973549866b7334a71c');
INSERT INTO "journal" VALUES(72,'2026-11-24T01:47:32.000Z','day_opened',1,'test','{"date_confirmed_by_staff":false,"day":"2026-11-24","is_reopened":false,"phase":1}','649534c33b075b57ea8a92a57ca9721b5903d97edeac081b727abcc4ff1f08a3');
INSERT INTO "journal" VALUES(73,'2026-11-24T01:47:32.000Z','desk_signed_on',1,'test','{"counter_id":"Q1","officer_id":"CB01"}','dfd8e059c3b5e38afe65e48247cf9b184abdc4af30ceda59c244cb1b11b125b5');
INSERT INTO "journal" VALUES(74,'2026-11-24T01:47:32.000Z','desk_signed_on',1,'test','{"counter_id":"Q2","officer_id":"CB02"}','b55d82887f0663a6b41bac98df7d6dffe47fec2a884ac048e67005704b58e1b1');
INSERT INTO "journal" VALUES(75,'2026-11-24T01:47:32.000Z','desk_signed_on',1,'test','{"counter_id":"Q3","officer_id":"CB03"}','efdc985572b10c614e5b98808294202ec6eea64f9ea7a07bdb383e4c39c1fe33');
INSERT INTO "journal" VALUES(76,'2026-11-24T01:47:32.000Z','ticket_issued',1,'test','{"day":"2026-11-24","device_id":"kiosk-1","intent_id":"b47188f3-9da3-4066-bbe8-e1ec91293f9b","language":"vi","number":1,"prefix":"A","print_due_at":1795484942000,"priority_group":null,"rate":"ordinary","service":"A","shown":"A001"}','3ac7f920971305b29255198f11a81f14ddd344fc6a0e373dc1d737eadb956092');
INSERT INTO "journal" VALUES(77,'2026-11-24T01:47:32.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":76}','e35e39b4d3bf74cdfac7cfb4f3805e3b9326bb2e728362b8590b6d1596cc4d67');
INSERT INTO "journal" VALUES(78,'2026-11-24T01:47:32.000Z','ticket_issued',1,'test','{"day":"2026-11-24","device_id":"kiosk-1","intent_id":"f0ad852a-087a-4f45-863c-0b129aa5300f","language":"vi","number":2,"prefix":"A","print_due_at":1795484942000,"priority_group":"elderly","rate":"priority","service":"A","shown":"A002"}','e5cc1c5636790c89c5fbaa0997c17d1e66b4885a1cb066a2d987b505e584fe16');
INSERT INTO "journal" VALUES(79,'2026-11-24T01:47:32.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":78}','ca2fa4fffe9c6617afa9bb9b4aae2228d2838ed3e7e80cac61b604e23304c610');
INSERT INTO "journal" VALUES(80,'2026-11-24T01:47:32.000Z','ticket_issued',1,'test','{"day":"2026-11-24","device_id":"kiosk-1","intent_id":"1966ba8f-c89a-4777-9113-446ef2a91608","language":"vi","number":1,"prefix":"B","print_due_at":1795484942000,"priority_group":null,"rate":"ordinary","service":"B","shown":"B001"}','30a61d96601a64c9dba4335115287532d5ff23396166e71e43d917d14105087c');
INSERT INTO "journal" VALUES(81,'2026-11-24T01:47:32.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":80}','0730827748fed3aa7717b95d7a6a1aa038cab4d3c3deb8dda6a84cfb4f687d78');
INSERT INTO "journal" VALUES(82,'2026-11-24T01:47:32.000Z','ticket_issued',1,'test','{"day":"2026-11-24","device_id":"kiosk-1","intent_id":"d8b9844f-e91e-42ee-9770-24db793c6fc4","language":"vi","number":3,"prefix":"A","print_due_at":1795484942000,"priority_group":null,"rate":"ordinary","service":"A","shown":"A003"}','8a76c128840d6477149514a8d3414f9dc121eaa0097ae550da2b31fa8276be79');
INSERT INTO "journal" VALUES(83,'2026-11-24T01:47:32.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":82}','d2f7472f11854a7b3e783a72865f71ac1d6e676cc91cd491852ca822ced31b04');
INSERT INTO "journal" VALUES(84,'2026-11-24T01:47:32.000Z','ticket_issued',1,'test','{"day":"2026-11-24","device_id":"kiosk-1","intent_id":"aab05943-d9dc-4c05-bac2-91e10da79d93","language":"vi","number":1,"prefix":"C","print_due_at":1795484942000,"priority_group":null,"rate":"ordinary","service":"C","shown":"C001"}','0fb8dd1b9ecaf59e74b5511fe43de175527acd6ee94ea0b44fa8dc2834212aa2');
INSERT INTO "journal" VALUES(85,'2026-11-24T01:47:32.000Z','print_reported',1,'test','{"outcome":"printed","ticket_id":84}','f9bc35f03fc3b2ca2481a5dcb47d0ca7bc958744f3398e39b40ea8f7ac8e1f8d');
INSERT INTO "journal" VALUES(86,'2026-11-24T01:47:32.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q1","officer_id":"CB01","overtaken":[],"reason":{"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":0,"A/priority":0}},"turn_id":76}','0383b9f43850e2d221f7c401653770cef203724457355d44aab63af3b87542b4');
INSERT INTO "journal" VALUES(87,'2026-11-24T01:47:32.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB01","turn_id":76}','2a9a90de152d9d5e71def27cd08953b174fe821ed80ffb6ae444ec355c40dcee');
INSERT INTO "journal" VALUES(88,'2026-11-24T01:47:32.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q2","officer_id":"CB02","overtaken":[],"reason":{"rule":"longest_weighted_wait","weights_ms":{"A/ordinary":0,"A/priority":0,"B/ordinary":0}},"turn_id":78}','8e640edbb858e5f8a52f4373dc95b88a91a53275a177d139e4ef747d27d7a45d');
INSERT INTO "journal" VALUES(89,'2026-11-24T01:47:32.000Z','turn_marked_absent',1,'test','{"grace_until":1795486652000,"turn_id":78}','4cb6f9b4391b6a6cede957e4be4b410265a9272468716c32f83893bd0f34523f');
INSERT INTO "journal" VALUES(90,'2026-11-24T01:47:32.000Z','turn_called',1,'test','{"call_kind":"next","counter_id":"Q3","officer_id":"CB03","overtaken":[],"reason":{"rule":"longest_weighted_wait","weights_ms":{"B/ordinary":0,"C/ordinary":0}},"turn_id":80}','6926bf29d9d5d43a11cca82754fb34563f18847179215f6ace1b125611adecf2');
INSERT INTO "journal" VALUES(91,'2026-11-24T01:47:32.000Z','turn_started',1,'test','{"is_inferred":false,"officer_id":"CB03","turn_id":80}','ce2c433ff769fca9d83ce1648905c93fa412375aa63f2be8328a511bffc413c6');
INSERT INTO "journal" VALUES(92,'2026-11-24T01:47:32.000Z','turn_finished',1,'test','{"is_inferred":false,"outcome":"done","turn_id":80}','8a6fc47c9c1e55f806ccc5f61a68e4ab1a42b5caaf9937db084c96079676e40a');
INSERT INTO "journal" VALUES(93,'2026-11-24T01:47:32.000Z','window_opened',1,'test','{"closes_at":1795484912000,"counter_id":"Q3","officer_id":"CB03","scheme_id":"five-levels-1","turn_id":80}','0dcf2a4859cd72cc47e8a088f79030a0d0ec7021c90125cc6136c29f8424ce17');
CREATE TABLE journal_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "journal_head" VALUES(1,93,'0dcf2a4859cd72cc47e8a088f79030a0d0ec7021c90125cc6136c29f8424ce17');
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
INSERT INTO "presses" VALUES('6af57ea5-e167-48d8-b843-9972dbefb0f8',25,'pad-Q1','Q1','9f1a',1,5,24,0,1795395780000,24);
INSERT INTO "presses" VALUES('83aafb44-24bf-4747-a9c2-703b9a3753fd',26,'pad-Q1','Q1','9f1a',2,4,24,0,1795395782000,24);
INSERT INTO "presses" VALUES('c55bebca-fba5-4c56-8cc4-ebdd722c83ca',27,'pad-Q1','Q1','9f1a',3,1,NULL,NULL,1795395782000,NULL);
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
INSERT INTO "series" VALUES('2026-11-23','A',4);
INSERT INTO "series" VALUES('2026-11-23','B',2);
INSERT INTO "series" VALUES('2026-11-23','C',3);
INSERT INTO "series" VALUES('2026-11-24','A',3);
INSERT INTO "series" VALUES('2026-11-24','B',1);
INSERT INTO "series" VALUES('2026-11-24','C',1);
CREATE TABLE service_days (
	day TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opened_at BIGINT NOT NULL, 
	closed_at BIGINT, 
	phase_at_opening INTEGER NOT NULL, 
	PRIMARY KEY (day)
);
INSERT INTO "service_days" VALUES('2026-11-23','closed',1795395600000,1795398452000,1);
INSERT INTO "service_days" VALUES('2026-11-24','open',1795484852000,NULL,1);
CREATE TABLE set_up (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	centre TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "set_up" VALUES(1,71,'{"centre": {"code": "TEST-1", "hours": {"fri": [["07:30", "11:30"], ["13:30", "17:00"]], "mon": [["07:30", "11:30"], ["13:30", "17:00"]], "thu": [["07:30", "11:30"], ["13:30", "17:00"]], "tue": [["07:30", "11:30"], ["13:30", "17:00"]], "wed": [["07:30", "11:30"], ["13:30", "17:00"]]}, "name": "Trung tâm Thử nghiệm", "name_en": "Test Centre", "notice": "Nghỉ lễ", "notice_en": "", "sample": false, "ticket_close_minutes_before": 15, "ticket_open_minutes_before": 30, "timezone": "Asia/Ho_Chi_Minh"}, "counters": [{"id": "Q1", "name": "Quầy số 1", "number": 1, "services": ["A"]}, {"id": "Q2", "name": "Quầy số 2", "number": 2, "services": ["A", "B"]}, {"id": "Q3", "name": "Quầy số 3", "number": 3, "services": ["B", "C"]}], "outcomes": [{"default": true, "id": "done", "name": "Đã tiếp nhận"}, {"default": false, "id": "more_papers", "name": "Cần bổ sung"}], "priority_groups": [{"icon": "", "id": "elderly", "name": "Người cao tuổi", "name_en": "Elderly", "rate": "priority"}, {"icon": "", "id": "guide", "name": "Người hướng dẫn", "name_en": "Guide", "rate": "ordinary"}], "rating": {"levels": [{"en": "Very satisfied", "name": "Rất hài lòng", "satisfied": true, "value": 5}, {"en": "Satisfied", "name": "Hài lòng", "satisfied": true, "value": 4}, {"en": "Neutral", "name": "Bình thường", "satisfied": null, "value": 3}, {"en": "Dissatisfied", "name": "Không hài lòng", "satisfied": false, "value": 2}, {"en": "Very dissatisfied", "name": "Rất không hài lòng", "satisfied": false, "value": 1}], "never_shorter_than_seconds": 20, "policy_id": "five-levels-1", "question": "Ông/Bà có hài lòng không?", "question_en": "Are you satisfied?", "window_seconds": 60}, "services": [{"code": "A", "colour": "#114488", "icon": "", "name": "Chứng thực", "name_en": "Certification", "order": 0}, {"code": "B", "colour": "#884411", "icon": "", "name": "Hộ tịch", "name_en": "Civil status", "order": 0}, {"code": "C", "colour": "#448811", "icon": "", "name": "Đất đai", "name_en": "Land", "order": 0}], "ticketing": {"cool_down_seconds": 300, "no_show_grace_minutes": 30, "priority_rule": {"extra_wait_at_most_minutes": 20, "overtaken_at_most": 5, "rates": {"ordinary": 1.0, "priority": 3.0}}}}');
CREATE TABLE staff (
	staff_id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	PRIMARY KEY (staff_id)
);
INSERT INTO "staff" VALUES('CB01','officer');
CREATE TABLE staff_profiles (
	staff_id TEXT NOT NULL, 
	login TEXT NOT NULL, 
	display_name TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	PRIMARY KEY (staff_id), 
	UNIQUE (login)
);
INSERT INTO "staff_profiles" VALUES('CB01','an','An','x');
CREATE TABLE ticket_links (
	ticket_id INTEGER NOT NULL, 
	token TEXT NOT NULL, 
	PRIMARY KEY (ticket_id), 
	UNIQUE (token)
);
INSERT INTO "ticket_links" VALUES(9,'KqtcqAe4oxj3fmDOsD0_IA');
INSERT INTO "ticket_links" VALUES(11,'nM5fjTue0I5YhLdbsd0awA');
INSERT INTO "ticket_links" VALUES(13,'MNXsWcLLLQEwOROdnPhQ1Q');
INSERT INTO "ticket_links" VALUES(15,'nLYGDRtlTI1jEDyl9Hpl9A');
INSERT INTO "ticket_links" VALUES(17,'vufHSlr3UXGq-qLU2sSDGg');
INSERT INTO "ticket_links" VALUES(19,'yuQV58YoJ80qQWs3DMYlQQ');
INSERT INTO "ticket_links" VALUES(47,'M8IyhMOy_1gYFhEVhNSmAg');
INSERT INTO "ticket_links" VALUES(51,'ZK8nDMXVvp_s5JEirgIwhg');
INSERT INTO "ticket_links" VALUES(54,'oOp4DAXV_VoclOhmJzR5jA');
INSERT INTO "ticket_links" VALUES(76,'vd96N-nDgGEEePaZk5qnyA');
INSERT INTO "ticket_links" VALUES(78,'J0JxcX3YSypyB7DlbzeKzA');
INSERT INTO "ticket_links" VALUES(80,'sX4zg6s00m5yMmaqF-IAlw');
INSERT INTO "ticket_links" VALUES(82,'v2rUV-xSY5B1-Cd_QVH6yQ');
INSERT INTO "ticket_links" VALUES(84,'Q8hUlmm7nEyIJV070AlR9A');
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
	print_outcome TEXT, 
	print_due_at BIGINT, 
	PRIMARY KEY (ticket_id), 
	UNIQUE (day, prefix, number), 
	UNIQUE (intent_id)
);
INSERT INTO "tickets" VALUES(9,'a9c6d7a5-c245-42d1-8f26-d5c669967b70','2026-11-23','A',1,'A001','A',NULL,'vi','kiosk-1',1795395600000,'printed',NULL);
INSERT INTO "tickets" VALUES(11,'0b8961c5-4a05-431c-93e6-4419fc2dca19','2026-11-23','A',2,'A002','A','elderly','vi','kiosk-1',1795395620000,'printed',NULL);
INSERT INTO "tickets" VALUES(13,'ea0d77be-55c8-4305-9ab7-2fc803c47271','2026-11-23','B',1,'B001','B',NULL,'vi','kiosk-1',1795395640000,'printed',NULL);
INSERT INTO "tickets" VALUES(15,'df818f66-9cef-4a66-a728-62cc52c560b5','2026-11-23','C',1,'C001','C','guide','vi','kiosk-1',1795395660000,'printed',NULL);
INSERT INTO "tickets" VALUES(17,'73832561-8194-4aec-8753-6c2f339bad27','2026-11-23','A',3,'A003','A',NULL,'vi','kiosk-1',1795395680000,'printed',NULL);
INSERT INTO "tickets" VALUES(19,'cf2442c3-4926-45a9-8e3c-707f1168c194','2026-11-23','A',4,'A004','A',NULL,'vi','kiosk-1',1795395700000,'printed',NULL);
INSERT INTO "tickets" VALUES(47,'f20faf97-7a6e-450a-9696-18091cf303a9','2026-11-23','C',2,'C002','C',NULL,'vi','kiosk-1',1795396082000,'printed',NULL);
INSERT INTO "tickets" VALUES(51,'19ea2162-be83-45f1-88f5-a7e2a68addb4','2026-11-23','C',3,'C003','C',NULL,'vi','kiosk-1',1795396172000,'not_printed',NULL);
INSERT INTO "tickets" VALUES(54,'722b49d1-7a4e-4228-93a4-23c880aee9cd','2026-11-23','B',2,'B002','B',NULL,'vi','kiosk-1',1795396172000,NULL,NULL);
INSERT INTO "tickets" VALUES(76,'b47188f3-9da3-4066-bbe8-e1ec91293f9b','2026-11-24','A',1,'A001','A',NULL,'vi','kiosk-1',1795484852000,'printed',NULL);
INSERT INTO "tickets" VALUES(78,'f0ad852a-087a-4f45-863c-0b129aa5300f','2026-11-24','A',2,'A002','A','elderly','vi','kiosk-1',1795484852000,'printed',NULL);
INSERT INTO "tickets" VALUES(80,'1966ba8f-c89a-4777-9113-446ef2a91608','2026-11-24','B',1,'B001','B',NULL,'vi','kiosk-1',1795484852000,'printed',NULL);
INSERT INTO "tickets" VALUES(82,'d8b9844f-e91e-42ee-9770-24db793c6fc4','2026-11-24','A',3,'A003','A',NULL,'vi','kiosk-1',1795484852000,'printed',NULL);
INSERT INTO "tickets" VALUES(84,'aab05943-d9dc-4c05-bac2-91e10da79d93','2026-11-24','C',1,'C001','C',NULL,'vi','kiosk-1',1795484852000,'printed',NULL);
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
	touched_seq INTEGER NOT NULL, 
	PRIMARY KEY (turn_id)
);
INSERT INTO "turns" VALUES(9,9,'2026-11-23','A','ordinary','finished',1795395600000,9,1795395600000,1,1795395720000,NULL,NULL,'Q1','CB01',31,1795395782000,1795395782000,2,1795395782000,0,1795395782000,0,'done',37);
INSERT INTO "turns" VALUES(11,11,'2026-11-23','A','priority','finished',1795395620000,11,1795395620000,0,NULL,NULL,NULL,'Q1','CB01',21,1795395720000,1795395720000,1,1795395720000,0,1795395780000,0,'done',23);
INSERT INTO "turns" VALUES(13,13,'2026-11-23','B','ordinary','no_show',1795395640000,13,1795395640000,0,NULL,NULL,NULL,'Q3','CB03',59,1795395782000,1795396592000,2,NULL,0,1795396592000,0,NULL,61);
INSERT INTO "turns" VALUES(15,15,'2026-11-23','C','ordinary','expired',1795395660000,15,1795395660000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795398452000,0,NULL,64);
INSERT INTO "turns" VALUES(17,17,'2026-11-23','A','ordinary','expired',1795395680000,17,1795395680000,0,NULL,NULL,NULL,NULL,NULL,39,1795395782000,1795395782000,1,NULL,0,1795398452000,0,NULL,65);
INSERT INTO "turns" VALUES(19,19,'2026-11-23','A','ordinary','expired',1795395700000,19,1795395700000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795398452000,0,NULL,66);
INSERT INTO "turns" VALUES(47,47,'2026-11-23','C','ordinary','expired',1795396082000,47,1795396082000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795398452000,0,NULL,67);
INSERT INTO "turns" VALUES(51,51,'2026-11-23','C','ordinary','voided',1795396172000,51,1795396172000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396172000,0,NULL,53);
INSERT INTO "turns" VALUES(54,54,'2026-11-23','B','ordinary','cancelled',1795396172000,54,1795396172000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,1795396172000,0,NULL,56);
INSERT INTO "turns" VALUES(76,76,'2026-11-24','A','ordinary','serving',1795484852000,76,1795484852000,0,NULL,NULL,NULL,'Q1','CB01',86,1795484852000,1795484852000,1,1795484852000,0,NULL,0,NULL,87);
INSERT INTO "turns" VALUES(78,78,'2026-11-24','A','priority','no_show',1795484852000,78,1795484852000,0,NULL,NULL,1795486652000,'Q2','CB02',88,1795484852000,1795484852000,1,NULL,0,1795484852000,0,NULL,89);
INSERT INTO "turns" VALUES(80,80,'2026-11-24','B','ordinary','finished',1795484852000,80,1795484852000,0,NULL,NULL,NULL,'Q3','CB03',90,1795484852000,1795484852000,1,1795484852000,0,1795484852000,0,'done',92);
INSERT INTO "turns" VALUES(82,82,'2026-11-24','A','ordinary','waiting',1795484852000,82,1795484852000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,82);
INSERT INTO "turns" VALUES(84,84,'2026-11-24','C','ordinary','waiting',1795484852000,84,1795484852000,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,84);
CREATE TABLE undo_points (
	counter_id TEXT NOT NULL, 
	first_seq INTEGER NOT NULL, 
	last_seq INTEGER NOT NULL, 
	made_at BIGINT NOT NULL, 
	"before" TEXT NOT NULL, 
	PRIMARY KEY (counter_id)
);
INSERT INTO "undo_points" VALUES('Q1',87,87,1795484852000,'[{"turn_id": 76, "ticket_id": 76, "day": "2026-11-24", "service": "A", "rate": "ordinary", "state": "called", "ranked_at": 1795484852000, "arrival": 76, "waiting_since": 1795484852000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q1", "officer_id": "CB01", "call_id": 86, "called_first_at": 1795484852000, "called_last_at": 1795484852000, "call_count": 1, "arrived_at": null, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "touched_seq": 86}]');
INSERT INTO "undo_points" VALUES('Q2',89,89,1795484852000,'[{"turn_id": 78, "ticket_id": 78, "day": "2026-11-24", "service": "A", "rate": "priority", "state": "called", "ranked_at": 1795484852000, "arrival": 78, "waiting_since": 1795484852000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q2", "officer_id": "CB02", "call_id": 88, "called_first_at": 1795484852000, "called_last_at": 1795484852000, "call_count": 1, "arrived_at": null, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "touched_seq": 88}]');
INSERT INTO "undo_points" VALUES('Q3',92,93,1795484852000,'[{"turn_id": 80, "ticket_id": 80, "day": "2026-11-24", "service": "B", "rate": "ordinary", "state": "serving", "ranked_at": 1795484852000, "arrival": 80, "waiting_since": 1795484852000, "overtaken": 0, "first_overtaken_at": null, "cool_down_until": null, "grace_until": null, "counter_id": "Q3", "officer_id": "CB03", "call_id": 90, "called_first_at": 1795484852000, "called_last_at": 1795484852000, "call_count": 1, "arrived_at": 1795484852000, "arrival_inferred": 0, "ended_at": null, "end_inferred": 0, "outcome": null, "touched_seq": 91}]');
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
INSERT INTO "windows" VALUES(24,11,'2026-11-23','Q1','CB01','A','five-levels-1',1795395780000,1795395800000,1795395800000,0);
INSERT INTO "windows" VALUES(35,9,'2026-11-23','Q1','CB01','A','five-levels-1',1795395782000,1795395782000,1795395782000,1);
INSERT INTO "windows" VALUES(38,9,'2026-11-23','Q1','CB01','A','five-levels-1',1795395782000,1795395842000,1795395842000,0);
INSERT INTO "windows" VALUES(93,80,'2026-11-24','Q3','CB03','B','five-levels-1',1795484852000,1795484912000,NULL,0);
CREATE INDEX calls_of_day ON calls (day, call_id);
CREATE INDEX calls_of_turn ON calls (turn_id);
CREATE UNIQUE INDEX desk_open_counter ON desk_sessions (counter_id) WHERE signed_off_at IS NULL;
CREATE UNIQUE INDEX desk_open_officer ON desk_sessions (officer_id) WHERE signed_off_at IS NULL;
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX presses_of_window ON presses (window_id);
CREATE INDEX tickets_print_due ON tickets (print_due_at) WHERE print_due_at IS NOT NULL;
CREATE INDEX turns_cool_down ON turns (cool_down_until) WHERE cool_down_until IS NOT NULL;
CREATE INDEX turns_grace ON turns (grace_until) WHERE grace_until IS NOT NULL;
CREATE INDEX turns_of_ticket ON turns (ticket_id);
CREATE INDEX windows_of_counter ON windows (counter_id, opened_at);
CREATE INDEX windows_of_officer ON windows (officer_id, scheme_id);
CREATE INDEX windows_open ON windows (closes_at) WHERE closed_at IS NULL;
CREATE INDEX turns_open ON turns (state, day) WHERE ended_at IS NULL;
COMMIT;
