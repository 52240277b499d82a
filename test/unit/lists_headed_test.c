/* The smaller lists: tables and JSON of many publishers, wallets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"

static void united_states(void **state) {
    (void)state;
    reads_file("test/corpus/headed/cuba.csv",
        "us_state_cuba|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  SourceURL https://www.state.gov/ 2\n"
        "  records 2\n",
        "corporacion-cimex-s-a organisation\n"
        "  name: Corporación CIMEX S.A.\n"
        "  alias: CIMEX\n"
        "  listing: Cuba Restricted List (authority Department of State) (detail Holding Companies) (listed_on 2025-02-06)\n"
        "adesa-asat organisation\n"
        "  name: Agencia de Seguridad\n"
        "  alias: ADESA\n"
        "  alias: ASAT\n"
        "  alias: One\n"
        "  alias: Two\n"
        "  sector: Customs Services\n"
        "  owned_by: corporacion-cimex-s-a\n"
        "  listing: Cuba Restricted List (authority Department of State) (detail Additional Subentities of CIMEX) (listed_on 2025-02-06)\n");
    reads_file("test/corpus/headed/section_353.csv",
        "us_state_353|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  records 1\n",
        "Alejandro Giammattei person\n"
        "  name: Alejandro Giammattei\n"
        "  reason: a reason\n"
        "  country: GT\n"
        "  listing: Section 353(b) of the United States - Northern Triangle Enhanced Engagement Act (authority United States Department of State) (listed_on 2023) (ends_on 2026-12) (source https://www.state.gov/)\n");
    reads_file("test/corpus/headed/section_1286.csv",
        "us_dod_1286|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  notes 2\n"
        "  records 2\n"
        "  topics debarment 2\n",
        "Academy of Military Medical Sciences organisation\n"
        "  name: Academy of Military Medical Sciences\n"
        "  alias: AMMS\n"
        "  alias: A.M.M.S.\n"
        "  note: debarment (field topics)\n"
        "  country: CN\n"
        "  listing: Section 1286 of the National Defense Authorization Act (authority United States Congress) (listed_on 2022) (source https://www.defense.gov/)\n"
        "  listing: Section 1286 of the National Defense Authorization Act (authority United States Congress) (listed_on 2023) (source https://www.defense.gov/)\n");
    reads_file("test/corpus/headed/dod_1260h.csv",
        "us_dod_1260h|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  notes 2\n"
        "  records 2\n",
        "Advanced Micro-Fabrication Equipment Inc. China organisation\n"
        "  name: Advanced Micro-Fabrication Equipment Inc. China\n"
        "  alias: AMEC\n"
        "  listing: Section 1260H: Chinese military companies (authority Department of Defense) (listed_on 2024-01-31) (ends_on 2026-02-17)\n"
        "  note: Advanced Micro-Fabrication Equipment Inc. China (AMEC) (field Name)\n"
        "Aerospace CH UAV Co., Ltd organisation\n"
        "  name: Aerospace CH UAV Co., Ltd\n"
        "  alias: S-SEA\n"
        "  former_name: Former One\n"
        "  former_name: Former Two\n"
        "  owned_by:  (target_name Parent Co.)\n"
        "  reason: a note\n"
        "  listing: Section 1260H: Chinese military companies (authority Department of Defense) (listed_on 2021-06-03) (source https://media.defense.gov/)\n"
        "  note: Aerospace CH UAV Co., Ltd (S-SEA)* (field Name)\n");
    reads_file("test/corpus/headed/fcc.csv",
        "us_fcc_covered|| parties 3 orphans 0 bad 0 warnings 0\n"
        "  records 3\n",
        "Telecommunications equipment produced by Huawei Technologies Company, including telecommunications services provided by such entity. organisation\n"
        "  reason: Telecommunications equipment produced by Huawei Technologies Company, including telecommunications services provided by such entity.\n"
        "  name: Huawei Technologies Company\n"
        "  listing: Covered List (authority Federal Communications Commission) (listed_on 2021-03-12)\n"
        "International telecommunications services provided by Pacific Networks Corp and its wholly-owned subsidiary ComNet (USA) LLC subject to section 214. organisation\n"
        "  reason: International telecommunications services provided by Pacific Networks Corp and its wholly-owned subsidiary ComNet (USA) LLC subject to section 214.\n"
        "  name: Pacific Networks Corp\n"
        "  owns:  (target_name ComNet (USA) LLC)\n"
        "  listing: Covered List (authority Federal Communications Commission) (listed_on 2022-09-20)\n"
        "Routers ^ produced in a foreign country, except some. other\n"
        "  reason: Routers ^ produced in a foreign country, except some.\n"
        "  name: Routers ^ produced in a foreign country\n"
        "  listing: Covered List (authority Federal Communications Commission) (listed_on 2026-03-23)\n");
    reads_file("test/corpus/headed/fincen.csv",
        "us_fincen_311|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  Topics sanction.linked 1\n"
        "  notes 1\n"
        "  records 2\n",
        "ABLV Bank:ABLV Bank unknown\n"
        "  name: ABLV Bank\n"
        "  alias: ABLV Bank AS\n"
        "  alias: ABLV Bank, AS\n"
        "  country: LV\n"
        "  address: Riga, Latvia (in_country LV)\n"
        "  listing: ABLV Bank (authority Financial Crimes Enforcement Network) (source https://www.fincen.gov/)\n"
        "ABLV Bank:ABLV Bank Luxembourg S.A. organisation\n"
        "  name: ABLV Bank Luxembourg S.A.\n"
        "  country: LU\n"
        "  registration: 00074959\n"
        "  note: sanction.linked (field Topics)\n"
        "  remark: ordered dissolved\n"
        "  owned_by:  (target_name ABLV Bank) (type subsidiary)\n"
        "  listing: ABLV Bank (authority Financial Crimes Enforcement Network) (source https://www.fincen.gov/)\n");
}

static void elsewhere(void **state) {
    (void)state;
    reads_file("test/corpus/headed/fiaa.csv",
        "ch_fiaa|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  records 1\n",
        "Mykola Yanovych AZAROV:CH-FIAA-UA person\n"
        "  name: Mykola Yanovych AZAROV\n"
        "  alias: Nikolai Yanovych AZAROV\n"
        "  former_name: Nikolai Yanovich Pakhlo\n"
        "  birth_date: 1947-12-17\n"
        "  passport: 1\n"
        "  passport: 2\n"
        "  reason: Premierminister bis Januar 2014\n"
        "  country: UA\n"
        "  listing: CH-FIAA-UA (authority Swiss Federal Council) (listed_on 2016-07-01) (ends_on 2023-02-27) (source https://www.fedlex.admin.ch/)\n");
    reads_file("test/corpus/headed/cn.csv",
        "cn_sanctions|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  Topics sanction 1\n"
        "  Topics sanction.counter 1\n"
        "  notes 2\n"
        "  records 2\n",
        "National Endowment for Democracy organisation\n"
        "  id_number: Q49204 (type Wikidata)\n"
        "  name: National Endowment for Democracy\n"
        "  original_name: 美国国家民主基金会\n"
        "  country: US\n"
        "  note: sanction.counter (field Topics)\n"
        "  remark: a summary\n"
        "  listing: Countermeasures (authority Ministry of Foreign Affairs) (listed_on 2019-12-02) (source https://www.fmprc.gov.cn/)\n"
        "Lockheed Martin Corporation organisation\n"
        "  name: Lockheed Martin Corporation\n"
        "  alias: LMT\n"
        "  alias: Lockheed\n"
        "  original_name: 洛克希德·马丁公司\n"
        "  country: US\n"
        "  note: sanction (field Topics)\n"
        "  address: 6801 Rockledge Drive, Bethesda, USA (in_country US)\n"
        "  listing: UEL (authority Ministry of Commerce) (listed_on 2023-02-16) (source http://www.mofcom.gov.cn/)\n");
    reads_file("test/corpus/headed/ohchr.csv",
        "un_ohchr_settlements|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  notes 1\n"
        "  records 1\n",
        "Ahava – Dead Sea Laboratories Ltd. organisation\n"
        "  name: Ahava – Dead Sea Laboratories Ltd.\n"
        "  country: IL\n"
        "  listing: Human Rights Council resolution 31/36 (authority OHCHR) (reference 3) (detail (g))\n"
        "  note: Response (23 September 2025) (field response_from_business_enterprise)\n");
    reads_file("test/corpus/headed/au_flat.csv",
        "au_dfat|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  notes 2\n"
        "  rows 2\n",
        "MOHAMMAD HASSAN AKHUND:1988 (Taliban) unknown\n"
        "  name: MOHAMMAD HASSAN AKHUND\n"
        "  nationality: AF\n"
        "  position: - First Deputy, Council of Ministers under the Taliban regime\n"
        "  listing: 1988 (Taliban) (authority DFAT)\n"
        "محمد حسن أخوند:1988 (Taliban) unknown\n"
        "  name: محمد حسن أخوند\n"
        "  note: a fragment (field Alias, Source)\n"
        "  note: another (field Alias, Source)\n"
        "  listing: 1988 (Taliban) (authority DFAT)\n");
}

static void wallets(void **state) {
    (void)state;
    reads_file("test/corpus/headed/il_wallets.csv",
        "il_mod_wallets|| parties 3 orphans 0 bad 1 warnings 0\n"
        "  orders 1\n"
        "  records 4\n"
        "  without name 3\n"
        "  line 6: the row has no key, or one of more than 4096 bytes\n",
        "TWB9xgNG9nmJuwW4etsQEb9RRnrnVnoNnJ wallet\n"
        "  wallet: TWB9xgNG9nmJuwW4etsQEb9RRnrnVnoNnJ (currency TRX)\n"
        "  listing: Seizure orders under the Counter-Terrorism Law (authority Israel Ministry of Defense) (reference צ.ת 18/26)\n"
        "0x01e2919679362dFBC9ee1644Ba9C6da6D6245BB1 wallet\n"
        "  wallet: 0x01e2919679362dFBC9ee1644Ba9C6da6D6245BB1 (currency ETH)\n"
        "  remark: ETH (type currency)\n"
        "  listing: Seizure orders under the Counter-Terrorism Law (authority Israel Ministry of Defense) (reference צ.ת 18/26)\n"
        "12136062 wallet\n"
        "  id_number: 12136062 (type exchange account)\n"
        "  listing: Seizure orders under the Counter-Terrorism Law (authority Israel Ministry of Defense) (reference צ.ת 18/26)\n");
    reads_file("test/corpus/headed/sanctioned_addresses_XBT.txt",
        "us_ofac_wallets|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  addresses 2\n"
        "  currency XBT 2\n",
        "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h wallet\n"
        "  wallet: 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h (currency XBT)\n"
        "  listing: OFAC SDN (authority OFAC)\n"
        "12udabs2TkX7NXCSj6KpqXfakjE52ZPLhz wallet\n"
        "  wallet: 12udabs2TkX7NXCSj6KpqXfakjE52ZPLhz (currency XBT)\n"
        "  listing: OFAC SDN (authority OFAC)\n");
}

static void world_bank(void **state) {
    (void)state;
    reads_file("test/corpus/headed/wb.json",
        "wb_debarred|2026-02-21| parties 2 orphans 0 bad 1 warnings 0\n"
        "  MANDT 300 1\n"
        "  notes 2\n"
        "  records 3\n"
        "  line 3: the row has no name\n",
        "323167 organisation\n"
        "  name: SOCIÉTÉ GRANDS TRAVAUX MGHAIETH (raw SOCIÉTÉ GRANDS TRAVAUX MGHAIETH (GTM))\n"
        "  alias: GTM\n"
        "  note: 662 (field footnote)\n"
        "  remark: MUE Group\n"
        "  registration: 1163 (detail Reg. No. 1163)\n"
        "  country: TN\n"
        "  address:  (street 21, KEMAL ATATURK STREET) (city TUNIS 1001) (in_country TN)\n"
        "  note: X (field UPD_USER)\n"
        "  listing: World Bank debarment (authority World Bank) (instrument Procurement Guidelines, 1.14(a)(ii)) (status Permanent) (listed_on 2016-01-20) (measure permanent)\n"
        "1 organisation\n"
        "  name: MULTISTAR HOLDINGS LIMITED\n"
        "  former_name: MULTI-CON SYSTEMS PTE LTD.\n"
        "  original_name: 示例有限公司\n"
        "  country: SG\n"
        "  address:  (in_country SG)\n"
        "  listing: World Bank debarment (authority World Bank) (listed_on 2020-01-20) (ends_on 2027-01-20)\n");
}

static void registers(void **state) {
    (void)state;
    reads_file("test/corpus/headed/nz.jsonl",
        "nz_russia|| parties 2 orphans 0 bad 1 warnings 0\n"
        "  notes 2\n"
        "  records 2\n"
        "  line 3: the line ends inside a JSON value\n",
        "IND-460 person\n"
        "  name: Roman Arkadyevich Abramovich (given Roman) (middle Arkadyevich) (family_name Abramovich)\n"
        "  birth_date: 1966-10-24\n"
        "  position: Owner of Millhouse Capital\n"
        "  citizenship: RU\n"
        "  citizenship: IL\n"
        "  listing: Russia Sanctions Act 2022 (authority New Zealand MFAT) (reference IND-460) (listed_on 2022-04-05) (status Sanctioned) (measure travel ban) (measure asset freeze)\n"
        "SHP-47 vessel\n"
        "  name: Lotus\n"
        "  imo: 9392822\n"
        "  listing: Russia Sanctions Act 2022 (authority New Zealand MFAT) (reference SHP-47) (listed_on 2025-10-30) (status Sanctioned)\n"
        "  note: 1 (field extra.deep)\n"
        "  note: true (field extra.deep.deeper)\n");
    reads_file("test/corpus/headed/tr.jsonl",
        "tr_masak|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  records 2\n",
        "KORE ACHIM (KOREA ACHIM SHIPPING CO) unknown\n"
        "  name: KORE ACHIM (KOREA ACHIM SHIPPING CO)\n"
        "  alias: NCG\n"
        "  alias: NAMCHONGANG TRADING\n"
        "  address: Pyongyang\n"
        "  imo_company: 5936312\n"
        "  listing: Law No. 7262, Articles 3.A/3.B (authority MASAK) (listed_on 2021-02-24) (detail 24.2.2021/ 3578) (reference 165)\n"
        "TAMAS COMPANY organisation\n"
        "  name: TAMAS COMPANY\n"
        "  reason: Zenginleştirme ile ilgili faaliyetlerde bulunmaktadır. TAMAS bir kuruluştur.\n"
        "  listing: Law No. 7262, Articles 3.A/3.B (authority MASAK) (listed_on 2025-10-01) (detail 01.10.2025-10438)\n");
    reads_file("test/corpus/headed/registry_jp.json",
        "jp_meti_eul|2026-07-20| parties 2 orphans 0 bad 0 warnings 0\n"
        "  country jp 2\n"
        "  list_id jp-end-user-list 2\n"
        "  records 2\n",
        "jp-eul-478 organisation\n"
        "  alias: BIRM\n"
        "  address:  (in_country CN)\n"
        "  name: 23rd Research Institute\n"
        "  reason: M\n"
        "  listing: Foreign End-User List (reference jp-eul-478) (source https://www.meti.go.jp/)\n"
        "jp-eul-10 organisation\n"
        "  name: Emirates Alloys LLC\n"
        "  original_name: 阿联酋合金\n"
        "  alias: Emirates Alloys\n"
        "  address:  (in_country AE)\n"
        "  reason: N\n"
        "  listing: Foreign End-User List (reference jp-eul-10) (source https://www.meti.go.jp/) (listed_on 2025-09-29)\n");
    reads_file("test/corpus/headed/registry_cn.json",
        "cn_mofcom|2026-07-19| parties 1 orphans 0 bad 0 warnings 0\n"
        "  country cn 1\n"
        "  list_id cn-attention-list 1\n"
        "  records 1\n",
        "cn-att-1 organisation\n"
        "  name: SUBARU Corporation\n"
        "  original_name: 斯巴鲁株式会社\n"
        "  reason: r\n"
        "  listing: Attention List (reference cn-att-1) (source https://aqygzj.mofcom.gov.cn/) (listed_on 2026-02-24)\n");
}

static void refuses(const char *format, const char *text, const char *why) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_true(read_text(m, format, st_str_of(text), "x", &err) < 0);
    if (!strstr(err.what, why)) fail_msg("%s", err.what);
    assert_int_equal(st_model_lists(m), 0);
    st_model_free(m);
}

/* Addresses without a name of a file that tells their currency; a line that is none. */
static void wallets_by_form(void **state) {
    (void)state;
    reads("wallets", ST_STR("0x01e2919679362dFBC9ee1644Ba9C6da6D6245BB1\n\nTWB9xgNG9nmJuwW4etsQEb9RRnrnVnoNnJ\nnot an address at all, is it?\n"), "x.txt",
          "us_ofac_wallets|| parties 2 orphans 0 bad 1 warnings 0\n  addresses 2\n  currency ETH 1\n  currency TRX 1\n"
          "  line 4: the line is no digital currency address\n", NULL);
}

static void refused(void **state) {
    (void)state;
    refuses("list-csv", "a,b\n1,2\n", "no table that is known");
    refuses("list-json", "{\"a\":1}\n", "no list that is known");
    refuses(NULL, "[{\"a\":1}]", "JSON of no known format");
}

static void texts(void **state) {
    (void)state;
    reads_file("test/corpus/headed/ru_mfa.md",
        "ru_mfa|2025-10-17| parties 3 orphans 0 bad 0 warnings 0\n"
        "  records 3\n",
        "Рави АБДЕЛЯЛЬ person\n"
        "  name: Rawi Abdelal\n"
        "  original_name: Рави АБДЕЛЯЛЬ\n"
        "  position: директор Центра Дэвиса,\n"
        "  position: эксперт\n"
        "  citizenship: US\n"
        "  listing: Personal sanctions of the Russian Federation (authority Russian MFA) (measure entry ban)\n"
        "Кара АБЕРКРОМБИ person\n"
        "  name: Кара АБЕРКРОМБИ\n"
        "  position: старший директор\n"
        "  citizenship: US\n"
        "  listing: Personal sanctions of the Russian Federation (authority Russian MFA) (measure entry ban)\n"
        "Рави АБДЕЛЯЛЬ#2 person\n"
        "  name: Rawi Abdelal\n"
        "  original_name: Рави АБДЕЛЯЛЬ\n"
        "  position: другое лицо\n"
        "  citizenship: US\n"
        "  listing: Personal sanctions of the Russian Federation (authority Russian MFA) (measure entry ban)\n");
    reads_file("test/corpus/headed/jp_pdf.txt",
        "jp_meti_by|2022-07-05| parties 3 orphans 0 bad 0 warnings 0\n"
        "  records 3\n",
        "1 organisation\n"
        "  original_name: 株式会社インテグラル (language ja)\n"
        "  name: JSC Integral\n"
        "  alias: OAO Integral\n"
        "  alias: Joint-Stock Company Integral-Holding Managing Company\n"
        "  address: 121A, Kazintsa I.P. Str., Minsk, 220108, Belarus (in_country BY)\n"
        "  address: 12 Korzhenevskogo Str., Minsk, 220108, Belarus (in_country BY)\n"
        "  listing: Export ban: organisations in Belarus (authority Japan METI) (reference 1)\n"
        "2 organisation\n"
        "  original_name: 株式会社「プログレス」 (language ja)\n"
        "  name: JSC Progress\n"
        "  address: Minsk, Belarus (in_country BY)\n"
        "  listing: Export ban: organisations in Belarus (authority Japan METI) (reference 2)\n"
        "3 organisation\n"
        "  original_name: ユルドゥズ有限会社 (language ja)\n"
        "  name: Yildiz Limited Sirketi\n"
        "  original_name: ユルドゥズ・チップ (language ja)\n"
        "  alias: Yildiz Chip\n"
        "  alias: Yildiz Chip Ltd.\n"
        "  address: Antalya, Turkey (in_country TR)\n"
        "  listing: Export ban: organisations in Belarus (authority Japan METI) (reference 3)\n");
    refuses("jp-meti-notice", "nothing\n", "no numbered organisations");
}

static void json_lines(void **state) {
    (void)state;
    reads_file("test/corpus/headed/au.jsonl",
        "au_dfat|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  records 2\n",
        "100 person\n"
        "  name: Nazir Mohammad Abdul Basir\n"
        "  weak_alias: Nazar Mohammad\n"
        "  original_name: نظر محمد (script Arab)\n"
        "  birth_date: 1954\n"
        "  birth_date: 1955-02-01\n"
        "  birth_place: Kunduz District, Afghanistan (in_country AF)\n"
        "  citizenship: AF\n"
        "  address: Kabul, Afghanistan (in_country AF)\n"
        "  address: Kunduz, Afghanistan (in_country AF)\n"
        "  remark: TAi.100 Title: Maulavi.\n"
        "  listing: 1988 (Taliban) (authority DFAT) (reference 100) (instrument Regulation 2013) (detail Listed on 23 February 2001) (amended_on 2026-02-06) (measure targeted financial sanction) (measure travel ban)\n"
        "200 organisation\n"
        "  name: Kobi Shipping\n"
        "  alias: Kobi Shipping\n"
        "  remark: IMO 5342883\n"
        "  imo_company: 5342883\n"
        "  listing: 1718 (DPRK) (authority DFAT) (reference 200) (amended_on 2026-02-06)\n");
    reads_file("test/corpus/headed/ca.jsonl",
        "ca_sema|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  record 2\n",
        "Belarus / Bélarus:1, Part 1:8 person\n"
        "  name: Aleksandr LUKASHENKO (given Aleksandr) (family_name LUKASHENKO)\n"
        "  birth_date: 1954-08-30\n"
        "  listing: Belarus (reference 8) (instrument 1, Part 1) (listed_on 2020-09-28)\n"
        "Russia / Russie:1.1:6 vessel\n"
        "  name: Bodhi\n"
        "  built: 1997\n"
        "  listing: Russia (reference 6) (instrument 1.1) (listed_on 2025-02-21)\n");
    reads_file("test/corpus/headed/ch.jsonl",
        "ch_seco|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  identity main true 1\n"
        "  notes 1\n"
        "  target 2\n"
        "  without name 1\n",
        "5000 person\n"
        "  name: Lukashenka Aliaksandr (family_name Lukashenka) (given Aliaksandr)\n"
        "  weak_alias: Batka\n"
        "  birth_date: 1954-08-30\n"
        "  address:  (street Karl Marx Street 38) (postcode 220016)\n"
        "  reason: President of Belarus.\n"
        "  listing: Swiss sanctions (detail 4387) (reference 5000)\n"
        "  note: 5001 (field individual.identity.ssid)\n"
        "5300 unknown\n"
        "  listing: Swiss sanctions (detail 4387) (reference 5300)\n");
}

/* Reads these texts with every allocation failing in turn: out of memory is said, or what was read is whole. */
static const char *const small[] = { 
    "no,business_enterprise,listed_activity_subparagraph_of_paragraph_96,home_state\n3,Ahava,(g),Israel\n3,Ahava,(g),Israel\n",
    "{\"response\":{\"ZPROCSUPP\":[{\"SUPP_ID\":1,\"SUPP_NAME\":\"A (FORMERLY B)\",\"SUPP_TYPE_CODE\":\"F\",\"LAND1\":\"SG\",\"DEBAR_FROM_DATE\":\"2020-01-20\",\"X\":{\"y\":[1]}}]}}",
    "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h\n",
    "по состоянию на 17.10.25\nИмя ОДНО\n(Name One)\n–\nкто\nИмя ДВА\n–\nкто\n",
    "指定日：2022年03月08日\n１ 株式会社インテグラル（別称、A）\nJSC Integral, a.k.a.\n-OAO Integral.\n所在地：Minsk; Brest\n２ 二\n別称：Two; Too\n所在地：Here\n",
 };

static const char *const format[] = { "list-csv", "list-json", "wallets", "ru-mfa", "jp-meti-notice" };

static st_code all_small(void) {
    for (size_t i = 0; i < ST_LEN(small); i++) {
        st_err err = { 0 };
        st_model *m = st_model_new(&err);
        if (!m) return ST_E_NOMEM;
        const st_code c = read_text(m, format[i], st_str_of(small[i]), "x", &err);
        if (!c) assert_true(st_model_parties(m) > 0);
        st_model_free(m);
        if (c) return c;
    }
    return ST_OK;
}

static void every_allocation_fails(void **state) {
    (void)state;
    fails_each_allocation(all_small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(united_states),
        cmocka_unit_test(elsewhere),
        cmocka_unit_test(wallets),
        cmocka_unit_test(world_bank),
        cmocka_unit_test(registers),
        cmocka_unit_test(wallets_by_form),
        cmocka_unit_test(refused),
        cmocka_unit_test(texts),
        cmocka_unit_test(json_lines),
        cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
