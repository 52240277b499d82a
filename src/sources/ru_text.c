/* Russia's list of US citizens barred from entry (Ministry of Foreign Affairs), as the text of its page: for each person the name in Russian, the name in
 * Latin letters in brackets, a dash, and what the person is, on lines of their own; single letters head the sections.
 *
 * Only the brackets and the dash tell where a record begins: the line before them is the next name, and what stands before that line still belongs to the
 * person before. Key: the name in Russian. */
#include "base/csv.h"
#include "sources/columns.h"
#include "sources/facts.h"
#include "sources/source.h"

#define AS_OF "\xD0\xBF\xD0\xBE \xD1\x81\xD0\xBE\xD1\x81\xD1\x82\xD0\xBE\xD1\x8F\xD0\xBD\xD0\xB8\xD1\x8E \xD0\xBD\xD0\xB0"               /* as of */
#define ENTRY "\xD0\xB2\xD1\x8A\xD0\xB5\xD0\xB7\xD0\xB4 \xD0\xB2 \xD0\xA0\xD0\xBE\xD1\x81\xD1\x81\xD0\xB8\xD0\xB9\xD1\x81\xD0\xBA\xD1\x83\xD1\x8E"   /* entry into Russia */
#define CITIZENS_US "\xD0\x93\xD1\x80\xD0\xB0\xD0\xB6\xD0\xB4\xD0\xB0\xD0\xBD\xD0\xB5 \xD0\xA1\xD0\xA8\xD0\x90"                                 /* citizens of the US */
enum { MAX_HELD = 16 };

typedef struct reader {
    st_model *m;
    st_facts f;
    st_keyset keys;
    st_arena arena;             /* of the person at hand and the lines held */
    st_str name, latin;         /* of the person at hand */
    uint32_t line;
    bool open, dash, begun, us;
    struct { st_str text; uint32_t line; } held[MAX_HELD];
    size_t n;
    st_buf key;
} reader;

static int probe(const st_probe *p) { return st_str_find(p->head, AS_OF) != SIZE_MAX && st_str_find(p->head, ENTRY) != SIZE_MAX && p->head.p[0] != '<' ? 2 : 0; }

static st_code full(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory for a record"); }

/* Commits the person at hand; the lines up to `lines` of those held say who that is. */
static st_code finish(reader *r, size_t lines, st_err *err) {
    if (!r->open) return ST_OK;
    r->open = false;
    st_buf_clear(&r->key);
    st_buf_str(&r->key, r->name);
    for (unsigned n = 1;; n++) {
        bool fresh;
        struct st_key *k = r->key.failed < 0 ? NULL : st_keyset_of(&r->keys, st_buf_view(&r->key), &fresh);
        if (!k) return full(err);
        if (fresh) break;
        if (k->mark > n) n = k->mark;
        k->mark = n + 1;
        r->key.n = r->name.n;
        st_buf_printf(&r->key, "#%u", n + 1);
    }
    st_model_party(r->m, st_buf_view(&r->key), r->line);
    st_model_kind(r->m, ST_KIND_PERSON);
    st_model_main(r->m);
    st_model_count(r->m, "records", 1);
    if (r->latin.n) { st_facts_name(&r->f, ST_P_NAME, r->latin, NULL, 0); st_facts_original(&r->f, r->name, ST_STR_NONE, ST_STR_NONE); }
    else st_facts_name(&r->f, ST_P_NAME, r->name, NULL, 0);
    for (size_t i = 0; i < lines; i++) st_facts_text(&r->f, ST_P_POSITION, r->held[i].text);
    if (r->us) st_fact(r->m, ST_P_CITIZENSHIP, ST_STR("US"));
    st_fact(r->m, ST_P_LISTING, ST_STR("Personal sanctions of the Russian Federation"));
    st_qual(r->m, ST_Q_AUTHORITY, ST_STR("Russian MFA"));
    st_qual(r->m, ST_Q_MEASURE, ST_STR("entry ban"));
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

/* The last line held is the name of the next person. */
static st_code begin(reader *r, st_err *err) {
    if (r->n == 0) return ST_OK;
    ST_TRY(finish(r, r->n - 1, err));
    char name[512];
    const st_str held = r->held[r->n - 1].text;
    const size_t n = held.n < sizeof name ? held.n : 0;
    if (n == 0) { st_model_party(r->m, ST_STR("?"), r->held[r->n - 1].line); st_model_bad(r->m, 0, "a name is longer than 512 bytes"); }
    memcpy(name, held.p, n);
    r->line = r->held[r->n - 1].line;
    r->n = 0;
    st_arena_reset(&r->arena);
    r->name = st_str_copy(&r->arena, (st_str){ name, n });
    r->latin = ST_STR_NONE;
    r->open = n != 0;
    r->dash = false;
    return r->name.p ? ST_OK : full(err);
}

static bool is_dash(st_str s) { return st_str_is(s, "-") || st_str_is(s, "\xE2\x80\x93") || st_str_is(s, "\xE2\x80\x94"); }

static st_code text_line(reader *r, st_str s, uint32_t line, st_err *err) {
    if (!r->begun) {
        const size_t at = st_str_find(s, AS_OF);
        if (st_str_find(s, CITIZENS_US) != SIZE_MAX) r->us = true;
        if (at == SIZE_MAX) return ST_OK;
        const st_str day = st_str_trim(st_str_sub(s, at + strlen(AS_OF), s.n));   /* 17.10.25 */
        char date[32], year[8];
        if (day.n >= 8 && day.p[2] == '.' && day.p[5] == '.') {
            snprintf(year, sizeof year, "%s%.*s", day.n >= 10 ? "" : "20", day.n >= 10 ? 4 : 2, day.p + 6);
            if (st_date_parts(st_str_of(year), st_str_sub(day, 3, 5), st_str_sub(day, 0, 2), false, date)) st_model_list_set(r->m, ST_LIST_DATE, st_str_of(date));
        }
        r->begun = true;
        return ST_OK;
    }
    if (s.p[0] == '(' && r->n) {
        ST_TRY(begin(r, err));
        const size_t close = st_str_chr(s, ')');
        r->latin = st_str_copy(&r->arena, st_str_trim(st_str_sub(s, 1, close == SIZE_MAX ? s.n : close)));
        r->dash = close != SIZE_MAX && is_dash(st_str_trim(st_str_sub(s, close + 1, s.n)));
        return r->latin.p ? ST_OK : full(err);
    }
    if (is_dash(s)) {
        if (r->n) ST_TRY(begin(r, err));
        r->dash = true;
        return ST_OK;
    }
    if (s.n <= 2) return ST_OK;   /* the letter of a section */
    if (r->n == MAX_HELD) return st_fail(err, ST_E_DATA, "line %u: more than %d lines of text without a name in brackets", line, MAX_HELD);
    r->held[r->n].text = st_str_copy(&r->arena, s);
    r->held[r->n].line = line;
    return r->held[r->n++].text.p ? ST_OK : full(err);
}

static st_code read_ru(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_csv_dialect lines = { .sep = '\t', .quote = 0 };
    reader r = { .m = m, .f = st_facts_new(m), .key = ST_BUF_INIT(1024) };
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    st_model_list_set(m, ST_LIST_ID, ST_STR("ru_mfa"));
    st_csv *csv = st_csv_open(in, &lines, err);
    st_code code = csv ? ST_OK : err->code;
    st_csv_row row;
    for (int got; code >= 0 && (got = st_csv_next(csv, &row, err)) != 0;) {
        if (got < 0) { code = err->code; break; }
        const st_str s = row.n ? st_str_trim(row.field[0]) : ST_STR_NONE;
        if (row.bad) { st_model_party(m, ST_STR("?"), row.line); st_model_bad(m, row.line, "%s", row.bad); }
        else if (s.n) code = text_line(&r, s, row.line, err);
    }
    if (code >= 0) code = finish(&r, r.n, err);
    if (csv) st_csv_close(csv);
    st_facts_free(&r.f);
    st_keyset_free(&r.keys);
    st_arena_free(&r.arena);
    st_buf_free(&r.key);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_ru_text = { .format = "ru-mfa", .text = "Russian MFA, US citizens barred from entry, text of the page", .probe = probe, .read = read_ru };
