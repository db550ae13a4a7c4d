BEGIN TRANSACTION;
CREATE TABLE agencies (
	agency_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT, 
	district TEXT, 
	province TEXT, 
	province_code TEXT, 
	CONSTRAINT pk_agencies PRIMARY KEY (agency_id)
);
INSERT INTO "agencies" VALUES('f6c8b39f7c382de7','เทศบาลตำบลหนองสาหร่าย','เทศบาลตำบล','เมือง','ลำปาง','TH-52');
CREATE TABLE analyses (
	report_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	finding TEXT NOT NULL, 
	instrument TEXT, 
	indicator INTEGER, 
	sub_indicator TEXT, 
	source_text TEXT, 
	source_page INTEGER, 
	source_x0 DOUBLE, 
	source_top DOUBLE, 
	source_x1 DOUBLE, 
	source_bottom DOUBLE, 
	source_confidence DOUBLE, 
	CONSTRAINT pk_analyses PRIMARY KEY (report_id, position), 
	CONSTRAINT fk_analyses_report_id FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE
);
INSERT INTO "analyses" VALUES('00112233445566aa',0,'- ควรพัฒนา','improvement','IIT',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE analysis_items (
	report_id TEXT NOT NULL, 
	analysis_position INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	item TEXT NOT NULL, 
	CONSTRAINT pk_analysis_items PRIMARY KEY (report_id, analysis_position, position), 
	CONSTRAINT fk_analysis_items_report_id_analysis_position FOREIGN KEY(report_id, analysis_position) REFERENCES analyses (report_id, position) ON DELETE CASCADE
);
INSERT INTO "analysis_items" VALUES('00112233445566aa',0,0,'I1');
INSERT INTO "analysis_items" VALUES('00112233445566aa',0,1,'I2');
CREATE TABLE files (
	path TEXT NOT NULL, 
	file TEXT NOT NULL, 
	sha256 TEXT, 
	size BIGINT, 
	mtime_ns BIGINT, 
	media_type TEXT, 
	outcome TEXT NOT NULL, 
	reason TEXT, 
	report_id TEXT, 
	extraction_version TEXT NOT NULL, 
	read_at DATETIME NOT NULL, 
	CONSTRAINT pk_files PRIMARY KEY (path), 
	CONSTRAINT ck_files_outcome CHECK (outcome IN ('read', 'not_read')), 
	CONSTRAINT ck_files_report CHECK ((outcome = 'read') = (report_id IS NOT NULL)), 
	CONSTRAINT fk_files_report_id FOREIGN KEY(report_id) REFERENCES reports (report_id)
);
INSERT INTO "files" VALUES('/t/ปี 2568/รายงาน.pdf','ปี 2568/รายงาน.pdf','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',10,99,'application/pdf','read',NULL,'00112233445566aa','7','2026-11-01 08:00:00.000000');
INSERT INTO "files" VALUES('/t/ซ้ำ.pdf','ซ้ำ.pdf','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',10,98,'application/pdf','read',NULL,'00112233445566aa','7','2026-11-01 08:00:00.000000');
INSERT INTO "files" VALUES('/t/เสีย.pdf','เสีย.pdf','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc',3,97,'application/pdf','not_read','damaged',NULL,'7','2026-11-01 08:00:00.000000');
CREATE TABLE finding_about (
	finding_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	record TEXT, 
	record_index INTEGER, 
	page INTEGER, 
	CONSTRAINT pk_finding_about PRIMARY KEY (finding_id, position), 
	CONSTRAINT fk_finding_about_finding_id FOREIGN KEY(finding_id) REFERENCES findings (finding_id) ON DELETE CASCADE
);
INSERT INTO "finding_about" VALUES('00112233445566aa-0',0,'score',2,NULL);
INSERT INTO "finding_about" VALUES('00112233445566aa-0',1,NULL,NULL,2);
CREATE TABLE findings (
	finding_id TEXT NOT NULL, 
	report_id TEXT, 
	path TEXT, 
	position INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	message_th TEXT NOT NULL, 
	message_en TEXT NOT NULL, 
	source_text TEXT, 
	source_page INTEGER, 
	source_x0 DOUBLE, 
	source_top DOUBLE, 
	source_x1 DOUBLE, 
	source_bottom DOUBLE, 
	source_confidence DOUBLE, 
	CONSTRAINT pk_findings PRIMARY KEY (finding_id), 
	CONSTRAINT ck_findings_report_or_file CHECK ((report_id IS NULL) <> (path IS NULL)), 
	CONSTRAINT fk_findings_report_id FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE, 
	CONSTRAINT fk_findings_path FOREIGN KEY(path) REFERENCES files (path) ON DELETE CASCADE
);
INSERT INTO "findings" VALUES('00112233445566aa-0','00112233445566aa',NULL,0,'code_resolved','info','แก้รหัส','resolved',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "findings" VALUES('file-86470f0c2fd6f2f8',NULL,'/t/เสีย.pdf',0,'file_not_read','error','เสีย','damaged',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE indicators (
	report_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	level TEXT NOT NULL, 
	name TEXT NOT NULL, 
	instrument TEXT, 
	indicator INTEGER, 
	sub_indicator TEXT, 
	item TEXT, 
	source_text TEXT, 
	source_page INTEGER, 
	source_x0 DOUBLE, 
	source_top DOUBLE, 
	source_x1 DOUBLE, 
	source_bottom DOUBLE, 
	source_confidence DOUBLE, 
	CONSTRAINT pk_indicators PRIMARY KEY (report_id, position), 
	CONSTRAINT fk_indicators_report_id FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE
);
INSERT INTO "indicators" VALUES('00112233445566aa',0,'indicator','การปฏิบัติหน้าที่','IIT',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "indicators" VALUES('00112233445566aa',1,'item','เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนหรือไม่','IIT',1,NULL,'I1',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE measure_activities (
	report_id TEXT NOT NULL, 
	measure_position INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_measure_activities PRIMARY KEY (report_id, measure_position, position), 
	CONSTRAINT fk_measure_activities_report_id_measure_position FOREIGN KEY(report_id, measure_position) REFERENCES measures (report_id, position) ON DELETE CASCADE
);
CREATE TABLE measure_indicators (
	report_id TEXT NOT NULL, 
	measure_position INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	indicator INTEGER NOT NULL, 
	CONSTRAINT pk_measure_indicators PRIMARY KEY (report_id, measure_position, position), 
	CONSTRAINT fk_measure_indicators_report_id_measure_position FOREIGN KEY(report_id, measure_position) REFERENCES measures (report_id, position) ON DELETE CASCADE
);
INSERT INTO "measure_indicators" VALUES('00112233445566aa',0,0,1);
CREATE TABLE measure_items (
	report_id TEXT NOT NULL, 
	measure_position INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	item TEXT NOT NULL, 
	CONSTRAINT pk_measure_items PRIMARY KEY (report_id, measure_position, position), 
	CONSTRAINT fk_measure_items_report_id_measure_position FOREIGN KEY(report_id, measure_position) REFERENCES measures (report_id, position) ON DELETE CASCADE
);
INSERT INTO "measure_items" VALUES('00112233445566aa',0,0,'I1');
CREATE TABLE measure_responsible (
	report_id TEXT NOT NULL, 
	measure_position INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	CONSTRAINT pk_measure_responsible PRIMARY KEY (report_id, measure_position, position), 
	CONSTRAINT fk_measure_responsible_report_id_measure_position FOREIGN KEY(report_id, measure_position) REFERENCES measures (report_id, position) ON DELETE CASCADE
);
INSERT INTO "measure_responsible" VALUES('00112233445566aa',0,0,'สำนักปลัด');
INSERT INTO "measure_responsible" VALUES('00112233445566aa',0,1,'กองคลัง');
CREATE TABLE measure_steps (
	report_id TEXT NOT NULL, 
	measure_position INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_measure_steps PRIMARY KEY (report_id, measure_position, position), 
	CONSTRAINT fk_measure_steps_report_id_measure_position FOREIGN KEY(report_id, measure_position) REFERENCES measures (report_id, position) ON DELETE CASCADE
);
INSERT INTO "measure_steps" VALUES('00112233445566aa',0,0,'ประชุม');
INSERT INTO "measure_steps" VALUES('00112233445566aa',0,1,'อบรม');
CREATE TABLE measures (
	report_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	fiscal_year INTEGER, 
	rationale TEXT, 
	period TEXT, 
	start DATE, 
	"end" DATE, 
	monitoring TEXT, 
	progress TEXT, 
	outcome TEXT, 
	suggestion TEXT, 
	source_text TEXT, 
	source_page INTEGER, 
	source_x0 DOUBLE, 
	source_top DOUBLE, 
	source_x1 DOUBLE, 
	source_bottom DOUBLE, 
	source_confidence DOUBLE, 
	CONSTRAINT pk_measures PRIMARY KEY (report_id, position), 
	CONSTRAINT fk_measures_report_id FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE
);
INSERT INTO "measures" VALUES('00112233445566aa',0,'- มาตรการส่งเสริม',2569,NULL,NULL,'2025-10-01',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE reports (
	report_id TEXT NOT NULL, 
	file TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	pages INTEGER, 
	ocr BOOLEAN NOT NULL, 
	title TEXT, 
	kind TEXT, 
	agency_id TEXT, 
	fiscal_year INTEGER, 
	issued DATE, 
	source_text TEXT, 
	source_page INTEGER, 
	source_x0 DOUBLE, 
	source_top DOUBLE, 
	source_x1 DOUBLE, 
	source_bottom DOUBLE, 
	source_confidence DOUBLE, 
	CONSTRAINT pk_reports PRIMARY KEY (report_id), 
	CONSTRAINT fk_reports_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (agency_id)
);
INSERT INTO "reports" VALUES('00112233445566aa','ปี 2568/รายงาน.pdf','application/pdf',3,0,'รายงานการวิเคราะห์ผลการประเมิน','analysis','f6c8b39f7c382de7',2568,'2025-12-01',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	CONSTRAINT pk_schema_version PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(1);
CREATE TABLE scores (
	report_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	level TEXT NOT NULL, 
	value_stated TEXT NOT NULL, 
	value DOUBLE NOT NULL, 
	statistic TEXT NOT NULL, 
	instrument TEXT, 
	indicator INTEGER, 
	sub_indicator TEXT, 
	item TEXT, 
	fiscal_year INTEGER, 
	agency TEXT, 
	rating TEXT, 
	source_text TEXT, 
	source_page INTEGER, 
	source_x0 DOUBLE, 
	source_top DOUBLE, 
	source_x1 DOUBLE, 
	source_bottom DOUBLE, 
	source_confidence DOUBLE, 
	CONSTRAINT pk_scores PRIMARY KEY (report_id, position), 
	CONSTRAINT fk_scores_report_id FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE
);
INSERT INTO "scores" VALUES('00112233445566aa',0,'overall','88.10',88.1,'score',NULL,NULL,NULL,NULL,2568,NULL,'ผ่าน',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "scores" VALUES('00112233445566aa',1,'indicator','100.00',100.0,'score','IIT',1,NULL,NULL,2568,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "scores" VALUES('00112233445566aa',2,'item','-3.99',-3.99,'change','IIT',1,NULL,'I1',2568,NULL,NULL,'ลดลง ๓.๙๙',2,10.5,20.25,30.0,40.0,0.75);
INSERT INTO "scores" VALUES('00112233445566aa',3,'overall','90.5',90.5,'score',NULL,NULL,NULL,NULL,2568,'เทศบาลเมืองทะเลงาม',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE INDEX ix_reports_agency_id ON reports (agency_id);
CREATE INDEX ix_reports_file ON reports (file);
CREATE INDEX ix_reports_fiscal_year ON reports (fiscal_year);
CREATE INDEX ix_files_sha256 ON files (sha256);
CREATE INDEX ix_files_report_id ON files (report_id);
CREATE INDEX ix_scores_fiscal_year_indicator ON scores (fiscal_year, indicator);
CREATE INDEX ix_findings_path ON findings (path);
CREATE INDEX ix_findings_report_id ON findings (report_id);
CREATE INDEX ix_findings_code ON findings (code);
CREATE VIEW score_facts AS
SELECT
    CASE WHEN s.agency IS NULL THEN a.name ELSE s.agency END AS agency,
    CASE WHEN s.agency IS NULL THEN a.kind END AS agency_kind,
    CASE WHEN s.agency IS NULL THEN a.district END AS district,
    CASE WHEN s.agency IS NULL THEN a.province END AS province,
    CASE WHEN s.agency IS NULL THEN a.province_code END AS province_code,
    r.report_id AS report_id,
    r.file AS file,
    r.kind AS report_kind,
    s.position AS position,
    s.fiscal_year AS fiscal_year,
    s.level AS level,
    s.instrument AS instrument,
    s.indicator AS indicator,
    (SELECT i.name FROM indicators i
      WHERE i.report_id = s.report_id AND i.level = 'indicator' AND i.indicator = s.indicator
      ORDER BY i.position LIMIT 1) AS indicator_name,
    s.sub_indicator AS sub_indicator,
    s.item AS item,
    (SELECT i.name FROM indicators i
      WHERE i.report_id = s.report_id AND i.level = 'item' AND i.item = s.item
      ORDER BY i.position LIMIT 1) AS item_name,
    s.statistic AS statistic,
    s.value AS value,
    s.rating AS rating,
    s.source_page AS page
FROM scores s
JOIN reports r ON r.report_id = s.report_id
LEFT JOIN agencies a ON a.agency_id = r.agency_id;
COMMIT;
