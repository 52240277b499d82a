/* Payment messages: what each field becomes, what is wrong with damaged ones and where, and that a damaged transaction does not lose the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/json.h"
#include "engine/message_int.h"

enum { MOST = 16 };
typedef struct taken { st_arena arena; const st_json *json[MOST]; char what[MOST][800], where[MOST][512], id[MOST][80]; uint32_t line[MOST]; size_t n, good; } taken;

static st_code take(void *user, st_str json, st_str id, uint32_t line, st_err *err) {
    taken *t = user;
    assert_true(t->n < MOST);
    snprintf(t->id[t->n], sizeof t->id[0], "%.*s", ST_FMT(id));
    t->line[t->n] = line;
    if (json.p) {
        st_err e = { 0 };
        t->json[t->n] = st_json_parse(&t->arena, json, 1, &e);
        assert_non_null(t->json[t->n]);
        assert_true(st_str_chr(json, '\n') == SIZE_MAX);
        t->good++;
    } else {
        assert_true(err->code < 0 && err->what[0] && err->where[0]);
        snprintf(t->what[t->n], sizeof t->what[0], "%s", err->what);
        snprintf(t->where[t->n], sizeof t->where[0], "%s", err->where);
    }
    t->n++;
    return ST_OK;
}

static st_code read_text(const char *text, size_t n, st_message_kind kind, taken *t, st_err *err) {
    *t = (taken){ .n = 0 };
    *err = (st_err){ 0 };
    st_input *in = st_input_open_memory(text, n, "mem", NULL, err);
    if (!in) return err->code;
    const st_code code = st_message_stream(in, kind, take, t, err);
    st_input_close(in);
    return code;
}

static void read_file(const char *path, taken *t) {
    st_err err = { 0 };
    *t = (taken){ .n = 0 };
    st_input *in = st_input_open(path, NULL, &err);
    if (!in) fail_msg("%s", err.what);
    if (st_message_stream(in, ST_MESSAGE_AUTO, take, t, &err)) fail_msg("%s: %s at %s", path, err.what, err.where);
    st_input_close(in);
}

/* A value by its path: "payments.0.amount", "parties.Dbtr.role.1" (a member of parties by its id). */
static st_str at(const st_json *v, const char *path) {
    st_str rest = st_str_of(path), step;
    while (v && st_split(&rest, ".", &step)) {
        uint64_t index;
        if (v->type == ST_JSON_OBJECT) {
            const st_json *c = v->child;
            while (c && !st_str_eq(c->key, step)) c = c->next;
            v = c;
            continue;
        }
        const st_json *c = v->child;
        if (st_parse_u64(step, &index) && !(c && c->type == ST_JSON_OBJECT && st_str_eq(st_json_get_text(c, "id"), step)) && !(c && st_json_get_text(c, "id").n))
            while (c && index--) c = c->next;
        else while (c && !st_str_eq(st_json_get_text(c, "id"), step)) c = c->next;
        v = c;
    }
    return v ? st_json_text(v) : ST_STR_NONE;
}

static void has(const st_json *v, const char *path, const char *want) {
    const st_str got = at(v, path);
    if (!st_str_is(got, want)) fail_msg("%s is '%.*s', not '%s'", path, ST_FMT(got), want);
}

/* ---- ISO 20022 ---------------------------------------------------------------------------------------------------------------------------- */

static void a_credit_transfer(void **state) {
    (void)state;
    taken t;
    read_file("test/data/messages/pacs008_batch.xml", &t);
    assert_int_equal(t.n, 4);
    assert_int_equal(t.good, 2);
    const st_json *v = t.json[0];
    has(v, "id", "7a562c67-ca16-48ba-b074-65581be6f001");
    has(v, "date", "2026-11-20");
    has(v, "activity.0", "pay");
    has(v, "region", "");                               /* Simferopol is a place of birth */
    has(v, "place.0", "AT"); has(v, "place.1", "DE"); has(v, "place.2", "TR"); has(v, "place.3", "");
    has(v, "parties.Dbtr.name", "Beispiel Elektronik GmbH"); has(v, "parties.Dbtr.role.0", "debtor"); has(v, "parties.Dbtr.role.1", "payer");
    has(v, "parties.Dbtr.type", "organisation"); has(v, "parties.Dbtr.country", "DE"); has(v, "parties.Dbtr.id_number", "HRB 1234");
    has(v, "parties.Dbtr.address", "Musterweg 7, 20095 Hamburg");
    has(v, "parties.UltmtDbtr.lei", "529900T8BM49AURSDO55"); has(v, "parties.InitgPty.role.0", "agent");
    has(v, "parties.Cdtr.name", "Ay\xc5\x9f" "e \xc3\x96rnek"); has(v, "parties.Cdtr.type", "person"); has(v, "parties.Cdtr.birth_date", "1980-05-20");
    has(v, "parties.Cdtr.id_number", "U12345678"); has(v, "parties.Cdtr.address", "\xc3\x96rnek Sok. 5, Mersin");   /* CUTOVER2026 is no town */
    has(v, "message.Cdtr/PstlAdr/TwnNm", "CUTOVER2026"); has(v, "message.Cdtr/Id/PrvtId/DtAndPlcOfBirth/CityOfBirth", "Simferopol");
    has(v, "parties.IntrmyAgt1.role.0", "correspondent_bank"); has(v, "parties.IntrmyAgt1.role.1", "intermediary"); has(v, "parties.IntrmyAgt1.country", "AT");
    has(v, "parties.DbtrAgt.bic", "BSPLDEFFXXX"); has(v, "parties.DbtrAgt.role.0", "bank"); has(v, "parties.DbtrAgt.role.1", "correspondent_bank");   /* is Fr too */
    has(v, "parties.Fr.bic", ""); has(v, "parties.CdtrAgt.name", "Ornek Bankasi"); has(v, "parties.Invcr.name", "Example Forwarding Ltd");
    has(v, "payments.0.amount", "48000.50"); has(v, "payments.0.currency", "EUR"); has(v, "payments.0.date", "2026-11-20"); has(v, "payments.0.payer_country", "DE");
    has(v, "payments.0.cleared_in.0", "AT"); has(v, "payments.0.cleared_in.2", "TR");
    has(v, "payments.0.text", "/ACC/advise by telephone\nFreight for M/V \"Example Star\", IMO No. 9074729, invoice 17\nINV-17\ntwo crates");
    has(v, "vessels.0.imo", "9074729"); has(v, "vessels.0.name", "Example Star");
    has(v, "message.kind", "pacs.008"); has(v, "message.MsgId", "MSG-7"); has(v, "message.EndToEndId", "E-1"); has(v, "message.SttlmMtd", "INDA");
    has(v, "message.UETR", "7a562c67-ca16-48ba-b074-65581be6f001"); has(v, "message.BizMsgIdr", "BATCH-7"); has(v, "message.ChrgBr", "SHAR");
    has(v, "message.DbtrAcct/Id/IBAN", "DE89370400440532013000");
    st_arena_free(&t.arena);
}

static void a_damaged_transaction_loses_no_other(void **state) {
    (void)state;
    taken t;
    read_file("test/data/messages/pacs008_batch.xml", &t);
    assert_string_equal(t.what[1], "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[2]/CdtrAgt/FinInstnId/BICFI: not a BIC: 'DEUT'");
    assert_string_equal(t.where[1], "test/data/messages/pacs008_batch.xml:46");
    assert_string_equal(t.id[1], "T-2");
    assert_int_equal(t.line[1], 41);
    const st_json *v = t.json[2];
    has(v, "id", "MSG-7#3");                            /* NOTPROVIDED is no reference */
    has(v, "region", "sevastopol"); has(v, "parties.Dbtr.country", "UA"); has(v, "parties.Dbtr.name", "Example Trade & Co");
    has(v, "parties.InstgAgt.id_number", "021307481"); has(v, "parties.InstgAgt.country", "US"); has(v, "parties.InstgAgt.role.1", "bank"); has(v, "parties.DbtrAgt.id_number", "");
    has(v, "payments.0.cleared_in.0", "US");
    assert_string_equal(t.what[3], "/Document/FIToFICstmrCdtTrf/GrpHdr/NbOfTxs: says '4', the message has 3");
    assert_string_equal(t.where[3], "test/data/messages/pacs008_batch.xml:11");
    st_arena_free(&t.arena);
}

static void covers_and_returns(void **state) {
    (void)state;
    taken t;
    read_file("test/data/messages/pacs009_cover.xml", &t);
    assert_int_equal(t.good, 1);
    const st_json *v = t.json[0];
    has(v, "date", "2026-03-02");
    has(v, "parties.Dbtr.role.0", "debtor"); has(v, "parties.Dbtr.role.1", "bank"); has(v, "parties.Dbtr.role.2", "");
    has(v, "parties.Undrlyg.Dbtr.name", "");            /* the path splits at the point: asked for below */
    has(v, "payments.0.payer_country", "KZ"); has(v, "payments.0.text", "parts");
    bool payer = false;
    for (const st_json *p = st_json_get(v, "parties")->child; p; p = p->next)
        if (st_str_is(st_json_get_text(p, "id"), "Undrlyg.Dbtr")) {
            payer = true;
            has(p, "role.1", "payer"); has(p, "name", "Example Import TOO"); has(p, "country", "KZ");
        }
    assert_true(payer);
    st_arena_free(&t.arena);
    read_file("test/data/messages/pacs004_return.xml", &t);
    v = t.json[0];
    has(v, "id", "8a562c67-ca16-48ba-b074-65581be6f011"); has(v, "date", "2026-03-03"); has(v, "payments.0.amount", "100.00");
    has(v, "parties.Dbtr.name", "Example Export FZE"); has(v, "parties.Cdtr.country", "DE"); has(v, "payments.0.text", "account closed");
    has(v, "message.RtrRsnInf/Rsn/Cd", "AC04");
    st_arena_free(&t.arena);
}

#define HEAD "<Document><FIToFICstmrCdtTrf><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-02T03:04:05Z</CreDtTm></GrpHdr>"
#define TAIL "</FIToFICstmrCdtTrf></Document>"
#define AMOUNT "<IntrBkSttlmAmt Ccy='EUR'>1</IntrBkSttlmAmt>"
#define NAMED(side) "<" side "><Nm>N</Nm></" side ">"
#define ONE(inner) HEAD "<CdtTrfTxInf><PmtId><TxId>T</TxId></PmtId>" inner "</CdtTrfTxInf>" TAIL

static void wrong_elements(void **state) {
    (void)state;
    static const struct { const char *xml, *path; } row[] = {
        { ONE(AMOUNT NAMED("Dbtr")), "/Cdtr: is missing" }, { ONE(AMOUNT NAMED("Cdtr")), "/Dbtr: is missing" }, { ONE(NAMED("Dbtr") NAMED("Cdtr")), "/IntrBkSttlmAmt: is missing" },
        { ONE("<IntrBkSttlmAmt Ccy='EUR'>1,5</IntrBkSttlmAmt>" NAMED("Dbtr") NAMED("Cdtr")), "/IntrBkSttlmAmt: not an amount: '1,5'" },
        { ONE("<IntrBkSttlmAmt Ccy='EUR'>-1</IntrBkSttlmAmt>" NAMED("Dbtr") NAMED("Cdtr")), "/IntrBkSttlmAmt: not an amount: '-1'" },
        { ONE("<IntrBkSttlmAmt>1</IntrBkSttlmAmt>" NAMED("Dbtr") NAMED("Cdtr")), "/IntrBkSttlmAmt/@Ccy: not a currency" },
        { ONE(AMOUNT "<IntrBkSttlmDt>2026-02-30</IntrBkSttlmDt>" NAMED("Dbtr") NAMED("Cdtr")), "/IntrBkSttlmDt: not a date: '2026-02-30'" },
        { ONE(AMOUNT "<Dbtr><Nm></Nm></Dbtr>" NAMED("Cdtr")), "/Dbtr/Nm: is empty" },
        { ONE(AMOUNT "<Dbtr><PstlAdr><Ctry>Germany</Ctry></PstlAdr></Dbtr>" NAMED("Cdtr")), "/Dbtr/PstlAdr/Ctry: not a country code: 'Germany'" },
        { ONE(AMOUNT "<Dbtr><Nm>N</Nm><Id><PrvtId><DtAndPlcOfBirth><BirthDt>1.2.1980</BirthDt></DtAndPlcOfBirth></PrvtId></Id></Dbtr>" NAMED("Cdtr")),
          "/Dbtr/Id/PrvtId/DtAndPlcOfBirth/BirthDt: not a date: '1.2.1980'" },
        { ONE(AMOUNT NAMED("Dbtr") "<DbtrAcct><Id><IBAN>12</IBAN></Id></DbtrAcct>" NAMED("Cdtr")), "/DbtrAcct/Id/IBAN: not an IBAN: '12'" },
        { ONE(AMOUNT "<Dbtr><Nm>N</Nm><PstlAdr><Ctry>DE</Ctry></PstlAdr><Id><OrgId><AnyBIC>XX</AnyBIC></OrgId></Id></Dbtr>" NAMED("Cdtr")), "/Dbtr/Id/OrgId/AnyBIC: not a BIC: 'XX'" },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        taken t;
        st_err err;
        char want[400];
        snprintf(want, sizeof want, "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[1]%s", row[i].path);
        assert_int_equal(read_text(row[i].xml, strlen(row[i].xml), ST_MESSAGE_AUTO, &t, &err), ST_OK);
        assert_int_equal(t.n, 1);
        assert_int_equal(t.good, 0);
        if (strcmp(t.what[0], want) != 0) fail_msg("'%s', not '%s'", t.what[0], want);
        assert_string_equal(t.where[0], "mem:1");
        assert_string_equal(t.id[0], "T");
        st_arena_free(&t.arena);
    }
}

/* What is doubtful stops nothing: it is said. */
static void doubtful_elements(void **state) {
    (void)state;
    const char *xml = ONE(AMOUNT "<Dbtr><Nm>N</Nm><PstlAdr><TwnNm>NOTPROVIDED</TwnNm><Ctry>ZZ</Ctry></PstlAdr><Id><OrgId><LEI>123</LEI></OrgId></Id></Dbtr>"
                          "<DbtrAgt><FinInstnId><BICFI>BSPLYYFF</BICFI></FinInstnId></DbtrAgt><DbtrAcct><Id><IBAN>DE00370400440532013000</IBAN></Id></DbtrAcct>" NAMED("Cdtr"));
    taken t;
    st_err err;
    assert_int_equal(read_text(xml, strlen(xml), ST_MESSAGE_ISO20022, &t, &err), ST_OK);
    assert_int_equal(t.good, 1);
    char all[4000] = "";
    for (const st_json *w = st_json_get(st_json_get(t.json[0], "message"), "warnings")->child; w; w = w->next) {
        const size_t n = strlen(all);
        snprintf(all + n, sizeof all - n, "%.*s\n", ST_FMT(st_json_text(w)));
    }
    static const char *const said[] = { "TwnNm: a placeholder stands for the town: NOTPROVIDED", "Ctry: a code of no country: ZZ", "LEI: not a LEI: 123",
                                        "BICFI: a BIC of no country: BSPLYYFF", "IBAN: an IBAN whose check digits fail" };
    for (size_t i = 0; i < ST_LEN(said); i++) if (!strstr(all, said[i])) fail_msg("no '%s' in\n%s", said[i], all);
    has(t.json[0], "parties.Dbtr.country", ""); has(t.json[0], "message.Dbtr/PstlAdr/Ctry", "ZZ");
    st_arena_free(&t.arena);
}

static void other_files(void **state) {
    (void)state;
    static const struct { const char *text; st_code code; const char *what; } row[] = {
        { "<Document><FIToFIPmtStsRpt><GrpHdr/></FIToFIPmtStsRpt></Document>", ST_OK, "/Document/FIToFIPmtStsRpt: not a payment that strait reads" },
        { "<Document><FIToFICstmrCdtTrf></FIToFICstmrCdtTrf></Document>", ST_E_DATA, "there is no payment" }, { "<a/>", ST_E_DATA, "there is no payment" },
        { "hello", ST_E_DATA, "neither XML nor a SWIFT message" }, { "<Document><FIToFICstmrCdtTrf>", ST_E_DATA, "not well-formed" },
        { "{1:F01}", ST_OK, "{4: is missing" }, { "{1:F01BSPLDEFFAXXX0001000001}{4:\n:20:A\n", ST_OK, "{4: the block is not closed" },
        { "{1:F01BSPLDEFFAXXX0001000001}{2:I103BSPLTRISXXXXN}{4:\n-}", ST_OK, "{4: there is no field" },
        { "{1:F01BSPLDEFFAXXX0001000001}{4:\nx\n:20:A\n-}", ST_OK, "{4: text before the first field" },
        { "{1:F01BSPLDEFFAXXX0001000001}{4:\n:20:\xff\n-}", ST_OK, "is not UTF-8" }, { "{1:F01A}{1:F01A}", ST_OK, "{4: is missing" },
        { "{1:F01A}{2:x}{2:y}{4:\n:20:A\n-}", ST_OK, "{2: the block stands twice" },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        taken t;
        st_err err;
        const st_code code = read_text(row[i].text, strlen(row[i].text), ST_MESSAGE_AUTO, &t, &err);
        const char *what = code ? err.what : t.what[0];
        if (code != row[i].code || !strstr(what, row[i].what) || t.good) fail_msg("%s: %d '%s'", row[i].text, (int)code, what);
        st_arena_free(&t.arena);
    }
}

/* ---- SWIFT FIN ----------------------------------------------------------------------------------------------------------------------------- */

static void a_customer_transfer(void **state) {
    (void)state;
    taken t;
    read_file("test/data/messages/mt103.fin", &t);      /* with an acknowledgement, CR LF, and RJE's $ between */
    assert_int_equal(t.n, 4);
    assert_int_equal(t.good, 2);
    const st_json *v = t.json[0];
    has(v, "id", "6a562c67-ca16-48ba-b074-65581be6f002"); has(v, "date", "2026-11-20"); has(v, "payments.0.amount", "12591.01"); has(v, "payments.0.currency", "EUR");
    has(v, "parties.50.name", "MUSTERMANN ERIKA"); has(v, "parties.50.type", "person"); has(v, "parties.50.country", "DE"); has(v, "parties.50.birth_date", "1964-08-12");
    has(v, "parties.50.address", "MUSTERWEG 7, HAMBURG"); has(v, "parties.50.id_number", "L01X00T47"); has(v, "parties.50.role.1", "payer");
    has(v, "parties.52.bic", "BSPLDEFFXXX"); has(v, "parties.52.role.1", "correspondent_bank");   /* it is the sender */
    has(v, "parties.56.name", "EXAMPLE BANK"); has(v, "parties.56.id_number", "RU044525225"); has(v, "parties.56.country", "RU");
    has(v, "parties.59.name", "ORNEK DENIZCILIK VE TICARET ANONIM SIRKETI"); has(v, "parties.59.address", "LIMAN CAD 3, MERSIN"); has(v, "parties.59.country", "TR");
    has(v, "parties.INS.bic", "BSPLAT2W");
    has(v, "vessels.0.imo", "9074729"); has(v, "vessels.0.name", "EXAMPLE STAR"); has(v, "region", "kherson");
    has(v, "payments.0.text", "/INV/17 FREIGHT MV EXAMPLE STAR IMO9074729 FROM NOVA KAKHOVKA\n/INS/BSPLAT2W\n/ACC/PAY WITHOUT DELAY TO THE CLIENT\n/ORDERRES/DE//");
    has(v, "message.kind", "MT103"); has(v, "message.20", "REF-1"); has(v, "message.71F", "EUR5,"); has(v, "message.50F/account", "DE89370400440532013000");
    has(v, "message.50F/5", "DE/BERLIN"); has(v, "message.UETR", "6a562c67-ca16-48ba-b074-65581be6f002");
    assert_string_equal(t.what[1], ":57A: not a BIC: 'BSPL'");
    assert_string_equal(t.where[1], "test/data/messages/mt103.fin:46");
    assert_string_equal(t.id[1], "REF-2");
    v = t.json[2];
    has(v, "parties.50.name", "EXAMPLE GENERAL TRADING AND INDUSTR"); has(v, "parties.50.aliases.0", "EXAMPLE GENERAL TRADING AND INDUSTRIES LLP");
    has(v, "parties.50.country", "KZ"); has(v, "parties.sender.bic", "BSPLKZKAXXX"); has(v, "parties.receiver.bic", "BSPLDEFFXXX"); has(v, "payments.0.amount", "100000");
    assert_non_null(strstr(t.what[3], "MT940 is not a payment"));
    st_arena_free(&t.arena);
}

static void a_cover(void **state) {
    (void)state;
    taken t;
    read_file("test/data/messages/mt202cov.fin", &t);
    assert_int_equal(t.good, 1);
    const st_json *v = t.json[0];
    has(v, "message.kind", "MT202 COV"); has(v, "parties.52.role.1", "debtor"); has(v, "parties.52.role.2", "correspondent_bank");   /* the sender; not the payer */
    has(v, "parties.58.role.1", "creditor"); has(v, "payments.0.payer_country", "KZ"); has(v, "region", "crimea"); has(v, "payments.0.text", "PARTS FOR CRIMEA");
    bool payer = false;
    for (const st_json *p = st_json_get(v, "parties")->child; p; p = p->next)
        if (st_str_is(st_json_get_text(p, "id"), "B.50")) { payer = true; has(p, "role.1", "payer"); has(p, "name", "EXAMPLE IMPORT TOO"); }
    assert_true(payer);
    st_arena_free(&t.arena);
}

#define FIN(fields) "{1:F01BSPLDEFFAXXX0001000001}{2:I103BSPLTRISXXXXN}{4:\n:20:R\n" fields "\n-}"
#define GOOD ":32A:260203EUR1,\n:50K:A\n:59:B"

static void wrong_fields(void **state) {
    (void)state;
    static const struct { const char *text, *what; } row[] = {
        { FIN(":50K:A\n:59:B"), ":32A: is missing" }, { FIN(":32A:260203EUR1,\n:59:B"), ":50: is missing" }, { FIN(":32A:260203EUR1,\n:50K:A"), ":59: is missing" },
        { FIN(":32A:260230EUR1,\n:50K:A\n:59:B"), ":32A: not a date: '260230'" }, { FIN(":32A:260203EUR\n:50K:A\n:59:B"), ":32A: not a date, a currency and an amount: '260203EUR'" },
        { FIN(":32A:260203EUR1.5\n:50K:A\n:59:B"), ":32A: not a date, a currency and an amount: '260203EUR1.5'" }, { FIN(GOOD "\n:57A:/123"), ":57A: the BIC is missing" },
        { FIN(":32A:260203EUR1,\n:50K:/123\n:59:B"), ":50K: there is no name" }, { FIN(":32A:260203EUR1,\n:50F:XYZ\n1/A\n:59:B"), ":50F: neither an account nor an identifier: 'XYZ'" },
        { FIN(":32A:260203EUR1,\n:50F:/1\n1/A\n3/Germany\n:59:B"), ":50F: 3/ is not followed by a country code: 'Germany'" },
        { FIN(":32A:260203EUR1,\n:50F:/1\n1/A\n4/19801301\n:59:B"), ":50F: 4/ is not a date: '19801301'" },
        { FIN(":32A:260203EUR1,\n:50F:/1\nA\n:59:B"), ":50F: a line without its number: 'A'" }, { FIN(GOOD "\n:52A:BSPL12FF"), ":52A: not a BIC: 'BSPL12FF'" },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        taken t;
        st_err err;
        assert_int_equal(read_text(row[i].text, strlen(row[i].text), ST_MESSAGE_FIN, &t, &err), ST_OK);
        if (t.n != 1 || t.good || strcmp(t.what[0], row[i].what) != 0) fail_msg("'%s', not '%s'", t.what[0], row[i].what);
        assert_true(strncmp(t.where[0], "mem:", 4) == 0);
        st_arena_free(&t.arena);
    }
    taken t;
    st_err err;
    const char *text = FIN(GOOD "\n:50A:x}y\n:70:braces {in} text");   /* they mean nothing in block 4 */
    assert_int_equal(read_text(FIN(GOOD "\n:70:braces {in} text"), strlen(FIN(GOOD "\n:70:braces {in} text")), ST_MESSAGE_FIN, &t, &err), ST_OK);
    has(t.json[0], "payments.0.text", "braces {in} text");
    st_arena_free(&t.arena);
    assert_int_equal(read_text(text, strlen(text), ST_MESSAGE_FIN, &t, &err), ST_OK);
    assert_string_equal(t.what[0], ":50A: not a BIC: 'x}y'");
    st_arena_free(&t.arena);
}

/* What text says of ships, and names of places. */
static void ships_and_regions(void **state) {
    (void)state;
    static const struct { const char *text, *imo, *name; } row[] = {
        { "FREIGHT MV EXAMPLE STAR VOY 12", "", "EXAMPLE STAR" }, { "M/V \"EXAMPLE STAR\" LOADED", "", "EXAMPLE STAR" }, { "(M/T EXAMPLE)", "", "EXAMPLE" }, { "500 MT WHEAT", NULL, NULL },
        { "TRANSFORMER 10 MV CLASS", NULL, NULL }, { "MV", NULL, NULL }, { "IMO 9074728", NULL, NULL }, { "EXAMPLE STAR (IMO: 9074729)", "9074729", "" },
        { "VESSEL: EXAMPLE STAR, IMO NUMBER 9074729", "9074729", "EXAMPLE STAR" }, { "MT EXAMPLE STAR IMO9074729", "9074729", "EXAMPLE STAR" }, { "IMO 90747290", NULL, NULL },
        { "KIMO 9074729", NULL, NULL }, { "MV EXAMPLE STAR IMO 9074729 AND MV EXAMPLE STAR", "9074729", "EXAMPLE STAR" }, { "INVOICE", NULL, NULL },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        char text[400];
        snprintf(text, sizeof text, FIN(GOOD "\n:70:%s"), row[i].text);
        taken t;
        st_err err;
        assert_int_equal(read_text(text, strlen(text), ST_MESSAGE_FIN, &t, &err), ST_OK);
        assert_int_equal(t.good, 1);
        const st_json *ships = st_json_get(t.json[0], "vessels");
        if ((row[i].imo != NULL) != (ships != NULL)) fail_msg("%s: %s", row[i].text, ships ? "a ship" : "no ship");
        if (ships) {
            has(t.json[0], "vessels.0.imo", row[i].imo);
            has(t.json[0], "vessels.0.name", row[i].name);
            assert_null(ships->child->next);
        }
        st_arena_free(&t.arena);
    }
    static const struct { const char *fields, *region; } region[] = {
        { ":50K:KRYM ENERGO LLC\nISTANBUL\n:59:B", "unknown" }, { ":50K:A\n:59:SEVASTOPOL SEA PORT", "unknown" }, { ":50K:A\nUL LENINA 5\nSIMFEROPOL\n:59:B", "crimea" },
        { ":50K:A\nKHERSON, UKRAINE\n:59:B", "unknown" }, { ":50F:CCPT/RU/1\n1/KRYM IVAN\n:59:B", "" }, { ":50K:A\nSEVASTOPOL STREET 5\nSOFIA\n:59:B", "" },
        { ":50K:A\n:59:B\n:70:GOODS TO SIM\n:72:FEROPOL", "" }, { ":50K:A\n:59:B\n:70:PAYMENT FOR THE HOTEL BOOKING SIMFE\nROPOL", "crimea" },
    };
    for (size_t i = 0; i < ST_LEN(region); i++) {
        char text[400];
        snprintf(text, sizeof text, FIN(":32A:260203EUR1,\n%s"), region[i].fields);
        taken t;
        st_err err;
        assert_int_equal(read_text(text, strlen(text), ST_MESSAGE_FIN, &t, &err), ST_OK);
        assert_int_equal(t.good, 1);
        has(t.json[0], "region", region[i].region);
        st_arena_free(&t.arena);
    }
}

/* ---- values ----------------------------------------------------------------------------------------------------------------------------------- */

static void values(void **state) {
    (void)state;
    static const struct { const char *line, *country; } last[] = {
        { "TUNISIE", "TN" }, { "237 CAMEROUN", "CM" }, { "LAGOS NIGERIA", "NG" }, { "ZURICH, SWITZERLAND", "CH" }, { "NEW YORK, NY 10005-3122", "" }, { "MADRID SPAIN 28010701.18", "ES" },
        { "JERSEY CITY, NEW JERSEY", "" }, { "SANTA FE NEW MEXICO", "" }, { "NEW ZEALAND", "NZ" }, { "CAPE TOWN SOUTH AFRICA", "ZA" }, { "CA", "" }, { "", "" }, { "12345", "" },
        { "London", "" }, { "MOSCOW, RUSSIA", "RU" }, { "00-692", "" }, { "DE", "" },
    };
    for (size_t i = 0; i < ST_LEN(last); i++) {
        const st_str got = st_address_country(st_str_of(last[i].line));
        if (!st_str_is(got, last[i].country)) fail_msg("%s: '%.*s'", last[i].line, ST_FMT(got));
    }
    static const char *const no_place[] = { "CUTOVER2026", "cutover 2026", "CUTOVER", "NOTPROVIDED", "Not Provided", "N/A", "UNKNOWN", "XXX" };
    static const char *const place[] = { "Hamburg", "CUTOVERTON", "Nara", "NA-BERG", "XXXI", "" };
    for (size_t i = 0; i < ST_LEN(no_place); i++) if (!st_is_placeholder(st_str_of(no_place[i]))) fail_msg("%s", no_place[i]);
    for (size_t i = 0; i < ST_LEN(place); i++) if (st_is_placeholder(st_str_of(place[i]))) fail_msg("%s", place[i]);
    assert_true(st_str_is(st_bic_country(ST_STR("BSPLDEFF")), "DE") && !st_bic_country(ST_STR("BSPLYYFF")).n && !st_bic_country(ST_STR("BSPL")).n);
    assert_true(st_str_is(st_iban_country(ST_STR("GB82WEST12345698765432")), "GB") && !st_iban_country(ST_STR("0123456789012345")).n && !st_iban_country(ST_STR("")).n);
    assert_true(st_is_bic(ST_STR("BSPLDEFF")) && st_is_bic(ST_STR("BSPLDEFFXXX")) && st_is_bic(ST_STR("1SPLDEFF")));
    static const char *const no_bic[] = { "BSPLDEF", "BSPLDEFFX", "bspldeff", "BSPL1EFF", "BSPL DEFF", "BSPL-DEF", "BSPLDEF\xc3\x9c", "" };
    for (size_t i = 0; i < ST_LEN(no_bic); i++) if (st_is_bic(st_str_of(no_bic[i]))) fail_msg("%s", no_bic[i]);
    char out[32];
    assert_true(st_pay_amount(ST_STR("100000,"), ',', out));
    assert_string_equal(out, "100000");
    assert_true(st_pay_amount(ST_STR("0.50000"), '.', out));
    assert_string_equal(out, "0.5000");
    static const char *const none[] = { "", ".", ".5", "1.2.3", "1 000", "1e5", "+1", "1234567890123456789", "1.23456" };
    for (size_t i = 0; i < ST_LEN(none); i++) if (st_pay_amount(st_str_of(none[i]), '.', out)) fail_msg("%s", none[i]);
}

/* ---- limits and failures ------------------------------------------------------------------------------------------------------------------------- */

static void limits(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(64u << 20);
    st_buf_z(&b, HEAD);
    for (int k = 0; k < 2; k++) {   /* the first is past the limit; the second is read as ever */
        st_buf_z(&b, "<CdtTrfTxInf>" AMOUNT NAMED("Dbtr") NAMED("Cdtr"));
        for (unsigned i = 0; k == 0 && i < ST_MESSAGE_MAX_ELEMENTS; i++) st_buf_z(&b, "<x><y/></x>");
        st_buf_z(&b, "</CdtTrfTxInf>");
    }
    st_buf_z(&b, TAIL);
    taken t;
    st_err err;
    assert_int_equal(read_text(b.p, b.n, ST_MESSAGE_AUTO, &t, &err), ST_OK);
    assert_int_equal(t.n, 2);
    assert_non_null(strstr(t.what[0], "elements"));
    assert_non_null(t.json[1]);
    st_arena_free(&t.arena);
    st_buf_clear(&b);
    st_buf_z(&b, HEAD "<CdtTrfTxInf>" AMOUNT NAMED("Dbtr") NAMED("Cdtr"));
    for (unsigned i = 0; i <= ST_MESSAGE_MAX_PARTIES; i++) st_buf_z(&b, "<ChrgsInf><Agt><FinInstnId><Nm>N</Nm></FinInstnId></Agt></ChrgsInf>");
    st_buf_z(&b, "</CdtTrfTxInf>" TAIL);
    assert_int_equal(read_text(b.p, b.n, ST_MESSAGE_AUTO, &t, &err), ST_OK);
    assert_non_null(strstr(t.what[0], "parties"));
    st_arena_free(&t.arena);
    st_buf_clear(&b);
    st_buf_z(&b, HEAD "<CdtTrfTxInf><RmtInf><Ustrd>");
    for (unsigned i = 0; i <= ST_MESSAGE_MAX_TEXT; i++) st_buf_char(&b, 'x');
    st_buf_z(&b, "</Ustrd></RmtInf>" AMOUNT NAMED("Dbtr") NAMED("Cdtr") "</CdtTrfTxInf>" TAIL);
    assert_int_equal(read_text(b.p, b.n, ST_MESSAGE_AUTO, &t, &err), ST_OK);
    assert_non_null(strstr(t.what[0], "bytes of text"));
    st_arena_free(&t.arena);
    st_buf_free(&b);
}

static st_code stop(void *user, st_str json, st_str id, uint32_t line, st_err *err) {
    (void)json; (void)id; (void)line;
    ++*(int *)user;
    return st_fail(err, ST_E_STOPPED, "enough");
}

static void the_caller_stops(void **state) {
    (void)state;
    static const char *const files[] = { "test/data/messages/pacs008_batch.xml", "test/data/messages/mt103.fin" };
    for (size_t i = 0; i < ST_LEN(files); i++) {
        st_err err = { 0 };
        int n = 0;
        st_input *in = st_input_open(files[i], NULL, &err);
        assert_int_equal(st_message_stream(in, ST_MESSAGE_AUTO, stop, &n, &err), ST_E_STOPPED);
        assert_int_equal(n, 1);
        st_input_close(in);
    }
}

static st_code count(void *user, st_str json, st_str id, uint32_t line, st_err *err) {
    (void)json; (void)id; (void)line; (void)err;
    ++*(int *)user;
    return ST_OK;
}

static void every_allocation_fails(void **state) {
    (void)state;
    static const char *const files[] = { "test/data/messages/pacs008_batch.xml", "test/data/messages/mt103.fin" };
    for (size_t i = 0; i < ST_LEN(files); i++) {
        uint64_t n = 0;
        for (int pass = 0; pass < 2; pass++) {   /* the second counts without what is made once */
            st_err err = { 0 };
            int calls = 0;
            st_input *in = st_input_open(files[i], NULL, &err);
            st_fault_alloc(0, 0);
            assert_int_equal(st_message_stream(in, ST_MESSAGE_AUTO, count, &calls, &err), ST_OK);
            n = st_fault_alloc(0, 0);
            assert_int_equal(calls, 4);
            st_input_close(in);
        }
        if (n == 0) skip();
        for (uint64_t k = 1; k <= n; k += 1 + k / 200) {
            st_err err = { 0 };
            int calls = 0;
            st_input *in = st_input_open(files[i], NULL, &err);
            if (!in) continue;
            st_fault_alloc(k, 1);
            const st_code code = st_message_stream(in, ST_MESSAGE_AUTO, count, &calls, &err);
            st_fault_alloc(0, 0);
            if (code != ST_E_NOMEM || !err.what[0]) fail_msg("%s: allocation %u: %d %s", files[i], (unsigned)k, (int)code, err.what);
            st_input_close(in);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_credit_transfer), cmocka_unit_test(a_damaged_transaction_loses_no_other), cmocka_unit_test(covers_and_returns), cmocka_unit_test(wrong_elements),
        cmocka_unit_test(doubtful_elements), cmocka_unit_test(other_files), cmocka_unit_test(a_customer_transfer), cmocka_unit_test(a_cover), cmocka_unit_test(wrong_fields), cmocka_unit_test(ships_and_regions),
        cmocka_unit_test(values), cmocka_unit_test(limits), cmocka_unit_test(the_caller_stops), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
