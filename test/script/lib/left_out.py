"""What the index leaves out of the real lists on purpose, and the files that the test looks at.

RULES: (files, columns, reason). Columns are patterns divided by "|"; "^" marks what stands outside of all records."""

FILES = """us_ofac/legacy_2024-05-03/sdn.csv us_ofac/enhanced_xml/CONS_ENHANCED_2025-01-10.ZIP us_ofac/cons_xml/cons_2025-03-28.xml us_csl/csl_2022-04.csv.gz
us_bis/dpl_2022-09.txt un/un_2025-12.xml eu/reconstructed_xmlFullSanctionsList_1_1_2026-05-01.xml.gz eu_annexes/consolidated/32014R0269.csv
eu_annexes/consolidated/32014R0833.csv uk/reconstructed_UK-Sanctions-List_2026-08-22.xml.gz uk/ConList_2018-04-13.csv
ch/reconstructed_seco_2026-02-18.xml.gz ca/sema-lmes_2025-04.xml au/dfat_2025_flat.csv jp/mof_asset_freeze_2026-03-05.xlsx
jp/meti_foreign_end_user_2025-09-29.xlsx
us_ofac/enhanced_xml/IRGC_subset_2024-08-28.xml us_ofac/cons_all_dialects_2020/consolidated.xml us_ofac/cons_all_dialects_2020/cons_prim.pip
us_bis/samples/el_el.csv us_state/cuba_restricted_list.csv us_state/isn_nonproliferation.csv us_state/itar_debarred_2018-01-24.csv us_state/section_353.csv
us_dod/section_1286.csv us_other/fincen_311_special_measures.csv wb/world_bank_debarred_2026-03.json ch/fiaa_freezes.csv ch/ammitto_ch_2026-03.jsonl.gz
ca/sema-lmes_2020-03.xml ca/ammitto_ca_2026-08-22.jsonl.gz au/ammitto_au_2026-08-22.jsonl.gz nz/ammitto_nz_2026-03.jsonl.gz tr/ammitto_tr_2026-03.jsonl.gz
un/un_2020-03-20.xml uk/ConList_2014-04-02.csv eu/old_global_2016-02-11_part.xml eu_annexes/consolidated/32005R1183.csv
eu_annexes/consolidated/32006R0765.csv eu_annexes/consolidated/32017R1509.csv cn/cn_sanctions_2026-08.csv cn/xyna_cn_entities_2026-07.json
ftm/os_ua_war_sanctions_targets_2026-03.csv
../vessels/tracker_all_2026-03.json ../vessels/ofac_sdn_vessels_2026-03.json ../vessels/ammitto_eu_vessels_2026-03.jsonl.gz ../vessels/eu_vessels_dma.jsonld""".split()

# Files with several records to a party: what the index says of a party, one of them need not say.
ROWS = ["us_state/*", "us_dod/*", "us_other/*", "wb/*", "cn/*", "nz/*", "tr/*", "ca/am*", "ftm/*", "us_csl/*", "us_bis/*", "uk/ConList*", "eu_annexes/*", "au/*", "ch/*", "jp/*", "vessels/*"]

RULES = [
    ("us_ofac/*", "*@id|*@refId|*versionId|*valueRefId|*identityId|*@nameId|*@nameTranslationId|*/uid|*@featureTypeId", "numbers by which the file refers to itself"),
    ("us_ofac/*", "*isPrimary|*mainEntry|*isLowQuality", "which name is the main one, and which is weak, is told by the property"),
    ("us_ofac/*", "*translation/script", "the script of a name is told where it is not Latin"),
    ("us_ofac/*", "nameParts/namePart/type|addressParts/addressPart/type|features/feature/type|idList/id/idType", "the kind of a part is the property or the qualifier"),
    ("us_ofac/*", "feature/valueDate/*", "bounds of a date: the date says what is known of it; first and last day of a year are the year"),
    ("us_ofac/*", "^*", "reference values: those that a record uses are in the record"),
    ("us_ofac/*", "*reliability|*quality|*isValid|*aka/category", "confirmed, high, valid, strong are the ordinary case; others are the status of the fact"),
    ("us_csl/*", "source_list_url|source_information_url", "short addresses of the list's own page, the same for all records of a list: data/lists.tsv has the page"),
    ("un/*", "VERSIONNUM|*TYPE_OF_DATE|*TYPE_OF_DOCUMENT", "count of edits; the kind of a date is its form, that of a document its property"),
    ("un/*", "^CONSOLIDATED_LIST@*", "address of the schema, time of day of the file"),
    ("eu/*", "*@logicalId|*@strong|*@calendarType|*@circa|*@regulationType|*@identificationTypeCode", "numbers by which the file refers to itself; marks that are the property"),
    ("eu/*", "^export@generationDate", "the date is the list's"),
    ("uk/*.xml.gz", "SanctionsImposedIndicators/*", "marks for the measures that SanctionsImposed names, which is kept"),
    ("uk/ConList*", "^*", "banner"),
    ("ch/*", "*identity@ssid|*@name-part-type|*@order|*@lang|*@main|*@quality|*@name-type", "role and order of a part: qualifiers; language of the file's words; kind of a name: the property"),
    ("us_ofac/*", "identityDocument/*Date/*|*@featureVersionId", "bounds of a date, as above"),
    ("us_bis/* us_state/*", "Web Link|SourceURL", "the list's own page, the same for all records"),
    ("us_dod/* us_other/*", "schema|Type", "the kind of the party"),
    ("us_other/*", "Relationship", "self: the party itself"),
    ("wb/*", "CRPD_*|MANDT|INELIG_FLG|SUPP_TYPE_CODE|LEGACY_FLG|UN_SUPP_FLG|RECHK_IND|DEBAR_TYPE|*ELIG_STAT|AML_ENTR_IND|CRIS_SUPP_ID",
     "one-letter marks of the bank's own system, counted by value"),
    ("wb/*", "DEBAR_TO_DATE", "2999-12-31 is the measure permanent"),
    ("wb/*", "LAST_REFRESH_DATE", "the list's date"),
    ("ch/am*", "name_part_type|order|lang|main|quality", "as in the publisher's XML"),
    ("au/am*", "script|precision", "Latin script is not marked; the form of a date"),
    ("nz/*", "*_ban|asset_freeze|service_prohibition|dealing_with_securities", "Yes is the measure of that name"),
    ("cn/*", "Date|End date", "years of two digits become years of four"),
    ("eu/old*", "*@Id", "numbers by which the file refers to itself"),
    ("cn/*", "Type|last_verified", "the kind of the party; day on which a collector looked"),
    ("tr/*", "entity_type", "the collector says person of every record, companies too: the reader believes it of none"),
    ("ftm/*", "schema", "the kind of the party"),
    ("jp/*", "^*", "titles of sheets and columns"),
    ("vessels/ofac*", "designation_date", "the day is the list's, the same in every row"),
    ("vessels/eu_*", "@context|effect_type|scope|@id|@type|name", "what the collector says of all ships alike, counted by value; the node of the regime"),
    ("eu_annexes/*", "schema", "LegalEntity says no more than that it may be either"),
]
