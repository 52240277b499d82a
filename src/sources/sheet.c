/* Tables: the values of a row, sorted by rule, become the facts of one record. */
#include "sources/sheet.h"
#include "sources/ofac.h"

enum { MAX_PARTS = 16, MAX_PROGRAMMES = 64, MAX_KEY = 1 << 12 };

static st_code full(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory for a row"); }

st_code st_sheet_open(st_sheet *s, st_model *m, const st_layout *l, st_err *err) {
    *s = (st_sheet){ .m = m, .f = st_facts_new(m), .l = l, .key = ST_BUF_INIT(MAX_KEY), .scratch = ST_BUF_INIT(1u << 20) };
    s->first = st_calloc(l->rules + 1, sizeof *s->first);
    s->last = st_calloc(l->rules + 1, sizeof *s->last);
    st_model_list_set(m, ST_LIST_ID, st_str_of(l->list));
    return s->first && s->last ? ST_OK : full(err);
}

void st_sheet_free(st_sheet *s) {
    st_facts_free(&s->f);
    st_keyset_free(&s->keys);
    st_arena_free(&s->arena);
    st_buf_free(&s->key);
    st_buf_free(&s->scratch);
    st_free(s->value);
    st_free(s->first);
    st_free(s->last);
}

/* ---- header ----------------------------------------------------------------------------------------------------------------------------- */
static bool is_blank(char c) { return (unsigned char)c <= ' '; }

/* Equal but for ASCII case and white space. */
static bool same(st_str a, st_str b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && is_blank(a.p[i])) i++;
        while (k < b.n && is_blank(b.p[k])) k++;
        if (i == a.n || k == b.n) return i == a.n && k == b.n;
        const st_str x = st_str_sub(a, i, i + 1), y = st_str_sub(b, k, k + 1);
        if (!st_str_ieq(x, y)) return false;
        i++;
        k++;
    }
}

/* Bytes of white space at i: ASCII or the wide blank of East Asia; 0 when there is none. */
static size_t blank_at(st_str s, size_t i) {
    if (is_blank(s.p[i])) return 1;
    return i + 3 <= s.n && memcmp(s.p + i, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

/* Does the header hold the part, white space aside? Publishers stretch headers with it. */
static bool holds(st_str header, st_str part) {
    for (size_t from = 0; from < header.n && part.n; from++) {
        size_t i = from, k = 0;
        while (i < header.n && k < part.n) {
            const size_t a = blank_at(header, i), b = blank_at(part, k);
            if (a) i += a;
            else if (b) k += b;
            else if (header.p[i] == part.p[k]) { i++; k++; }
            else break;
        }
        if (k == part.n) return true;
    }
    return false;
}

static bool names_column(const char *names, st_str header) {
    for (const char *one = names; one; one++) {
        const char *end = strchrnul(one, '|');
        const st_str name = { one, (size_t)(end - one) };
        if (name.n && one[0] == '~' ? header.n < 400 && holds(header, st_str_sub(name, 1, name.n)) : same(name, header)) return true;
        if (!*end) break;
        one = end;
    }
    return false;
}

uint16_t st_sheet_rule(const st_layout *l, st_str header) {
    for (size_t i = 0; i < l->rules; i++) if (names_column(l->rule[i].column, header)) return (uint16_t)(i + 1);
    return 0;
}

bool st_sheet_is_header(const st_layout *l, const st_csv_row *row) {
    if (l->exact) {
        size_t i = 0;
        for (; l->signature[i]; i++) if (i >= row->n || !st_str_is(st_str_trim(row->field[i]), l->signature[i])) return false;
        for (; i < row->n; i++) if (st_str_trim(row->field[i]).n) return false;
        return true;
    }
    for (const char *const *c = l->signature; *c; c++) {
        size_t i = 0;
        while (i < row->n && !names_column(*c, st_str_trim(row->field[i]))) i++;
        if (i == row->n) return false;
    }
    return true;
}

st_code st_sheet_header(st_sheet *s, const st_csv_row *row, st_err *err) {
    st_arena_reset(&s->arena);
    s->rule_of = st_arena_calloc(&s->arena, (row->n + 1) * sizeof *s->rule_of);
    s->name_of = st_arena_calloc(&s->arena, (row->n + 1) * sizeof *s->name_of);
    s->n_column = row->n;
    if (!s->rule_of || !s->name_of) return full(err);
    for (size_t i = 0; i < row->n; i++) {
        const st_str name = st_str_trim(row->field[i]);
        s->rule_of[i] = name.n ? st_sheet_rule(s->l, name) : 0;
        if (name.n && !(s->name_of[i] = st_str_copy(&s->arena, name)).p) return full(err);
    }
    return ST_OK;
}

/* ---- the values of a row ------------------------------------------------------------------------------------------------------------------ */
void st_sheet_clear(st_sheet *s, uint32_t line) {
    s->line = line;
    s->n_value = 0;
    memset(s->first, 0, (s->l->rules + 1) * sizeof *s->first);
    memset(s->last, 0, (s->l->rules + 1) * sizeof *s->last);
    s->named = false;
    s->kind = s->l->kind ? s->l->kind : s->preset;
}

st_code st_sheet_add(st_sheet *s, uint16_t rule, st_str column, st_str text, const st_json *tree, st_err *err) {
    if (st_grow(s->value, s->cap_value, s->n_value + 1) != 0) return full(err);
    const uint32_t at = (uint32_t)++s->n_value;
    s->value[at - 1] = (struct st_value){ text, column, tree, 0 };
    if (s->last[rule]) s->value[s->last[rule] - 1].next = at; else s->first[rule] = at;
    s->last[rule] = at;
    return ST_OK;
}

#define EACH(s, rule, v) for (const struct st_value *v = (s)->first[(rule) + 1] ? &(s)->value[(s)->first[(rule) + 1] - 1] : NULL; v; \
                              v = v->next ? &(s)->value[v->next - 1] : NULL)

st_str st_sheet_cell(const st_sheet *s, const char *column) {
    for (size_t i = 0; i < s->l->rules; i++)
        if (s->l->rule[i].column && strcmp(s->l->rule[i].column, column) == 0) EACH(s, i, v) return v->text;
    return ST_STR_NONE;
}

/* The next of the values in a cell; *rest starts as the cell. */
static bool value_next(const st_rule *r, st_str *rest, st_str *out) {
    if (r->sep) return st_split(rest, r->sep, out);
    if (rest->n == 0) return false;
    *out = *rest;
    *rest = ST_STR_NONE;
    return true;
}

/* ---- names -------------------------------------------------------------------------------------------------------------------------------- */
static bool is_latin(st_str text) {
    const char *script = st_script(text);
    return strcmp(script, "Latn") == 0 || strcmp(script, "Zyyy") == 0;
}

/* "Korea Kwangsong Trading Corporation (name in Chinese)", with the brackets of ASCII or of East Asia: the length of what stands in front, and what is
 * within; false when the last bracket holds no other script than the front. */
static bool bilingual(st_str text, size_t *front, st_str *within) {
    static const char *const opens[] = { "(", "\xEF\xBC\x88" }, *const closes[] = { ")", "\xEF\xBC\x89" };
    for (size_t k = 0; k < 4; k++) {
        const char *open = opens[k % 2], *close = closes[k / 2];
        if (!st_str_ends(text, close)) continue;
        size_t at = SIZE_MAX;
        for (size_t i = 0; i + strlen(open) < text.n; i++) if (memcmp(text.p + i, open, strlen(open)) == 0) at = i;
        if (at == SIZE_MAX || at < 2) continue;
        *within = st_str_trim(st_str_sub(text, at + strlen(open), text.n - strlen(close)));
        *front = at;
        return within->n && !is_latin(*within) && is_latin(st_str_sub(text, 0, at));
    }
    return false;
}

static void name(st_sheet *s, st_prop head, st_str text) {
    size_t front;
    st_str within;
    if (bilingual(text, &front, &within)) {
        st_facts_original(&s->f, within, ST_STR_NONE, ST_STR_NONE);
        text = st_str_trim(st_str_sub(text, 0, front));
    }
    const bool other = !is_latin(text) && head != ST_P_NAME;
    if (other && head != ST_P_FORMER_NAME) st_facts_original(&s->f, text, ST_STR_NONE, ST_STR_NONE);
    else if (!st_facts_name(&s->f, head, text, NULL, 0)) return;
    s->named = s->named || head == ST_P_NAME;
}

/* "SMITH, John" of what is no organisation: OFAC's way, which the other US lists share. */
static void inverted(st_sheet *s, st_prop head, st_str text) {
    const size_t comma = st_str_find(text, ", ");
    if (s->kind == ST_KIND_PERSON && comma != SIZE_MAX) {
        ofac_name(s->m, head, text, ST_KIND_PERSON, ST_STR_NONE);
        s->named = s->named || head == ST_P_NAME;
    } else name(s, head, text);
}

/* What "(a.k.a. B; C, f.k.a. D)" holds: names divided by semicolons, each with or without a label that holds until the next. */
void st_sheet_others(st_sheet *s, st_str in) {
    static const struct { const char *label; st_prop head; } labels[] = { { "a.k.a.", ST_P_ALIAS }, { "a.k.a", ST_P_ALIAS }, { "aka", ST_P_ALIAS },
        { "also known as", ST_P_ALIAS }, { "f.k.a.", ST_P_FORMER_NAME }, { "f.k.a", ST_P_FORMER_NAME }, { "fka", ST_P_FORMER_NAME },
        { "formerly known as", ST_P_FORMER_NAME }, { "formerly", ST_P_FORMER_NAME }, { "d.b.a.", ST_P_ALIAS }, { "d/b/a", ST_P_ALIAS }, { "dba", ST_P_ALIAS },
        { "now known as", ST_P_ALIAS } };
    st_prop head = ST_P_ALIAS;
    for (st_str part; st_split(&in, ";", &part);) {
        if (st_str_istarts(part, "and ")) part = st_str_trim(st_str_sub(part, 4, part.n));
        for (size_t i = 0; i < ST_LEN(labels); i++) {
            if (!st_str_istarts(part, labels[i].label)) continue;
            head = labels[i].head;
            part = st_str_trim(st_str_sub(part, strlen(labels[i].label), part.n));
            while (part.n && (part.p[0] == ',' || part.p[0] == ':')) part = st_str_trim(st_str_sub(part, 1, part.n));
            break;
        }
        if (!st_is_none(part)) name(s, head, part);
    }
}

static void aka(st_sheet *s, st_prop head, st_str text) {
    static const char *const cues[] = { "(a.k.a", "(aka", "(also known as", "(f.k.a", "(fka", "(formerly", "(d.b.a", "(dba" };
    size_t open = SIZE_MAX, close;
    for (size_t i = 0; i < ST_LEN(cues); i++) {
        const size_t at = st_str_ifind(text, cues[i]);
        if (at < open) open = at;
    }
    if (open == SIZE_MAX || open == 0) { inverted(s, head, text); return; }
    inverted(s, head, st_str_trim(st_str_sub(text, 0, open)));
    const st_str rest = st_str_sub(text, open + 1, text.n);
    close = st_str_chr(rest, ')');
    for (size_t k = close; k != SIZE_MAX && k < rest.n; k++) if (rest.p[k] == ')') close = k;   /* names may hold brackets of their own */
    st_sheet_others(s, close == SIZE_MAX ? rest : st_str_sub(rest, 0, close));
    const st_str tail = close == SIZE_MAX ? ST_STR_NONE : st_str_trim(st_str_sub(rest, close + 1, rest.n));
    if (tail.n > 1) st_note(s->m, ST_STR("name"), tail);
}

static bool parts(st_sheet *s) {
    st_name_part part[MAX_PARTS];
    size_t n = 0;
    for (size_t i = 0; i < s->l->rules; i++) {
        if (s->l->rule[i].how != ST_H_PART) continue;
        EACH(s, i, v) if (n < MAX_PARTS) part[n++] = (st_name_part){ s->l->rule[i].prop, v->text };
    }
    return n && st_facts_name(&s->f, ST_P_NAME, ST_STR_NONE, part, n);
}

/* ---- one value ------------------------------------------------------------------------------------------------------------------------------ */
/* "12 Main Street, Riga, Latvia", "Chiyoda, Tokyo, JP": the last part is the country where it is one. */
static void address(st_sheet *s, st_prop head, st_str text) {
    size_t comma = text.n;
    while (comma && text.p[comma - 1] != ',') comma--;
    const st_str last = st_str_trim(st_str_sub(text, comma, text.n)), country = st_country(last);
    if (comma == 0 && country.n) {   /* nothing but a country */
        st_fact(s->m, head, head == ST_P_ADDRESS ? ST_STR_NONE : text);
        st_qual(s->m, ST_Q_COUNTRY, country);
        return;
    }
    st_facts_text(&s->f, head, text);
    if (country.n) st_qual(s->m, ST_Q_COUNTRY, country);
}

static void place(st_sheet *s) {
    st_place p = { 0 };
    for (size_t i = 0; i < s->l->rules; i++) {
        if (s->l->rule[i].how != ST_H_PLACE) continue;
        EACH(s, i, v) {
            st_str *to = &p.street;
            switch ((int)s->l->rule[i].prop) {
            case ST_Q_PO_BOX: to = &p.po_box; break;
            case ST_Q_CITY: to = &p.city; break;
            case ST_Q_REGION: to = &p.region; break;
            case ST_Q_POSTCODE: to = &p.postcode; break;
            case ST_Q_COUNTRY: to = &p.country; break;
            default: break;
            }
            *to = v->text;
        }
    }
    st_facts_place(&s->f, ST_P_ADDRESS, &p);
}

static void typed(st_sheet *s, const st_rule *r) { if (r->type) st_qual(s->m, ST_Q_TYPE, st_str_of(r->type)); }

static void link_name(st_sheet *s, const st_rule *r, st_str text) {
    st_fact(s->m, r->prop, ST_STR_NONE);
    st_qual(s->m, ST_Q_TARGET_NAME, text);
    typed(s, r);
}

static void day(st_sheet *s, st_prop head, st_str text) {
    char d[32];
    text = st_day_of(text);
    if (st_date(text, s->l->order, d)) st_fact(s->m, head, st_str_of(d)); else st_facts_dates(&s->f, head, text);
}

void st_sheet_put(st_sheet *s, const st_rule *r, st_str text) {
    if (st_is_none(text)) return;
    switch (r->how) {
    case ST_H_NAME: inverted(s, r->prop, text); break;
    case ST_H_NAMES: for (st_str one; st_names_next(&s->f, &text, &one);) if (!st_is_none(one)) inverted(s, r->prop, one); break;
    case ST_H_AKA: aka(s, r->prop, text); break;
    case ST_H_TEXT: st_facts_text(&s->f, r->prop, text); typed(s, r); break;
    case ST_H_COUNT: st_facts_texts(&s->f, r->prop, text); break;
    case ST_H_COUNTRY: st_facts_country(&s->f, r->prop, text); typed(s, r); break;
    case ST_H_DATE: day(s, r->prop, text); break;
    case ST_H_NUMBER: st_fact(s->m, r->prop, text); typed(s, r); break;
    case ST_H_ADDRESS: address(s, r->prop, text); typed(s, r); break;
    case ST_H_GENDER: st_facts_gender(&s->f, text); break;
    case ST_H_LINK: link_name(s, r, text); break;
    case ST_H_LINK_KEY: st_fact(s->m, r->prop, text); typed(s, r); break;
    case ST_H_PROSE: s->f.kind = s->kind; st_facts_text(&s->f, r->prop, text); st_facts_numbers(&s->f, text, ST_PROP_NONE); break;
    case ST_H_AS_OF: {
        char d[32];
        if (st_date(st_day_of(text), s->l->order, d) && strcmp(d, s->as_of) > 0) memcpy(s->as_of, d, sizeof d);
        break;
    }
    case ST_H_COUNTED: st_note(s->m, st_str_of(r->column), text); break;
    case ST_H_CALL: if (r->call) r->call(s, text); break;
    case ST_H_KIND: case ST_H_SKIP: case ST_H_TALLY: case ST_H_PART: case ST_H_PLACE: case ST_H_PROGRAMME: case ST_H_LISTED: case ST_H_LISTED_ON: case ST_H_MEASURE: default: break;
    }
}

/* "16.02.23": no list is older than the United Nations, so two digits of a year are enough. */
static void listed_on(st_sheet *s, st_prop qual, st_str text) {
    char full_year[16];
    if (s->l->order == ST_DATE_DMY && text.n == 8 && text.p[2] == '.' && text.p[5] == '.') {
        snprintf(full_year, sizeof full_year, "%.6s%s%.2s", text.p, text.p[6] < '5' ? "20" : "19", text.p + 6);
        text = st_str_of(full_year);
    }
    char d[32];
    uint64_t gazette;
    size_t cut = 0;   /* "24.2.2021/ 3578", a day with dots and the number of a gazette */
    while (cut < text.n && text.p[cut] != '/' && text.p[cut] != '-') cut++;
    const st_str front = st_str_trim(st_str_sub(text, 0, cut));
    if (cut < text.n && st_str_chr(front, '.') != SIZE_MAX && st_parse_u64(st_str_trim(st_str_sub(text, cut + 1, text.n)), &gazette)
        && st_date(front, s->l->order, d)) {
        st_qual(s->m, qual, st_str_of(d));
        st_qual(s->m, ST_Q_NOTE, text);
    } else st_qual_date(s->m, qual, st_day_of(text), (int)s->l->order);
}

/* ---- listings ------------------------------------------------------------------------------------------------------------------------------- */
/* A text that goes over several lines, on one. */
static st_str one_line(st_sheet *s, st_str text) {
    if (st_str_chr(text, '\n') == SIZE_MAX) return text;
    st_buf_clear(&s->scratch);
    for (st_str line; st_split(&text, "\n", &line);) {
        if (s->scratch.n && line.n) st_buf_char(&s->scratch, ' ');
        st_buf_str(&s->scratch, line);
    }
    if (s->scratch.failed < 0) s->f.failed = s->scratch.failed;
    return st_buf_view(&s->scratch);
}

static void listing_quals(st_sheet *s) {
    if (s->l->authority) st_qual(s->m, ST_Q_AUTHORITY, st_str_of(s->l->authority));
    for (size_t i = 0; i < s->l->rules; i++) {
        const st_rule *r = &s->l->rule[i];
        EACH(s, i, v) {
            if (r->how == ST_H_LISTED) {
                for (st_str rest = v->text, one; value_next(r, &rest, &one);) if (!st_is_none(one)) st_qual(s->m, r->prop, one_line(s, one));
            } else if (r->how == ST_H_LISTED_ON) listed_on(s, r->prop, v->text);
            else if (r->how == ST_H_MEASURE && (st_str_iis(v->text, "yes") || st_str_iis(v->text, "y") || st_str_iis(v->text, "true") || st_str_iis(v->text, "x")))
                st_qual(s->m, ST_Q_MEASURE, st_str_of(r->type));
        }
    }
}

static void listings(st_sheet *s) {
    unsigned n = 0;
    for (size_t i = 0; i < s->l->rules; i++) {
        if (s->l->rule[i].how != ST_H_PROGRAMME) continue;
        EACH(s, i, v) {
            for (st_str rest = v->text, one; value_next(&s->l->rule[i], &rest, &one);) {
                if (st_is_none(one)) continue;
                if (++n > MAX_PROGRAMMES) { st_note(s->m, st_str_of(s->l->rule[i].column), one); continue; }
                st_fact(s->m, ST_P_LISTING, one);
                listing_quals(s);
            }
        }
    }
    const st_str instead = s->l->programme_from ? st_sheet_cell(s, s->l->programme_from) : ST_STR_NONE;
    if (n || (!s->l->programme && instead.n == 0)) return;
    st_fact(s->m, ST_P_LISTING, instead.n ? instead : st_str_of(s->l->programme));
    listing_quals(s);
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------------------------- */
/* The key: the cells of the key rules in their order. Without `merge` a second row with the same key is another record. */
static st_code key_of(st_sheet *s, bool *empty, st_err *err) {
    st_buf_clear(&s->key);
    *empty = true;
    if (s->l->key_prefix) st_buf_z(&s->key, s->l->key_prefix);
    for (size_t i = 0; i < s->l->rules; i++) {
        if (!s->l->rule[i].key) continue;
        EACH(s, i, v) {
            if (st_is_none(v->text) || (s->l->key_first && !*empty)) continue;
            if (!*empty) st_buf_char(&s->key, ':');
            st_str part = v->text;
            while (s->l->key_tail && st_str_chr(part, s->l->key_tail) != SIZE_MAX) part = st_str_sub(part, st_str_chr(part, s->l->key_tail) + 1, part.n);
            while (s->l->key_letters && part.n > 1 && part.p[part.n - 1] >= 'a' && part.p[part.n - 1] <= 'z') part.n--;
            st_buf_str(&s->key, part);
            *empty = false;
        }
    }
    if (s->key.failed == ST_E_LIMIT) { *empty = true; return ST_OK; }
    if (s->key.failed < 0) return full(err);
    if (*empty || s->l->merge) return ST_OK;
    const size_t base = s->key.n;
    for (unsigned n = 1;; n++) {
        bool fresh;
        s->key.n = base;
        if (n > 1) st_buf_printf(&s->key, "#%u", n);
        struct st_key *k = s->key.failed < 0 ? NULL : st_keyset_of(&s->keys, st_buf_view(&s->key), &fresh);
        if (!k) return full(err);
        if (fresh) return ST_OK;
        if (k->mark > n) n = k->mark;   /* the next free number, so that a thousand equal rows are not a million look-ups */
        k->mark = n + 1;
    }
}

static void count(st_sheet *s) {
    st_model_count(s->m, s->l->measure ? s->l->measure : "records", 1);
    for (size_t i = 0; i < s->l->rules; i++) {
        const st_rule *r = &s->l->rule[i];
        EACH(s, i, v) {
            const bool by = s->l->count_by && r->column && strcmp(s->l->count_by, r->column) == 0;
            if (!by && r->how != ST_H_COUNTED && r->how != ST_H_TALLY) break;
            if (!v->text.n || v->text.n > 100 || !st_utf8_valid(v->text.p, v->text.n)) continue;
            if (by) {
                char measure[104];
                memcpy(measure, v->text.p, v->text.n);
                measure[v->text.n] = 0;
                st_model_count(s->m, measure, 1);
            } else st_model_count2(s->m, r->type ? r->type : r->column, v->text, 1);
        }
    }
}

static void kind(st_sheet *s) {
    for (size_t i = 0; i < s->l->rules; i++) {
        if (s->l->rule[i].how != ST_H_KIND) continue;
        EACH(s, i, v) {
            const st_kind k = st_kind_of(v->text);
            if (k != ST_KIND_UNKNOWN) s->kind = k; else if (v->text.n) st_note(s->m, st_str_of(s->l->rule[i].column), v->text);
        }
    }
}

st_code st_sheet_commit(st_sheet *s, const char *bad, st_err *err) {
    bool empty;
    ST_TRY(key_of(s, &empty, err));
    st_model_party(s->m, empty ? ST_STR("?") : st_buf_view(&s->key), s->line);
    if (!s->l->adds) st_model_main(s->m);
    if (bad) { st_model_bad(s->m, s->line, "%s", bad); return st_model_ok(s->m, err); }
    count(s);
    kind(s);
    s->named = parts(s);
    for (size_t i = 0; i < s->l->rules; i++) {
        const st_rule *r = &s->l->rule[i];
        EACH(s, i, v) {
            if (v->tree && r->tree) r->tree(s, v->tree);
            for (st_str rest = v->text, one; value_next(r, &rest, &one);) st_sheet_put(s, r, one);
        }
    }
    place(s);
    listings(s);
    for (const struct st_value *v = s->first[0] ? &s->value[s->first[0] - 1] : NULL; v; v = v->next ? &s->value[v->next - 1] : NULL)
        st_note(s->m, v->column.n ? v->column : ST_STR("(no header)"), v->text);
    if (s->l->finish) s->l->finish(s);
    st_model_kind(s->m, s->kind);
    ST_TRY(st_facts_ok(&s->f, err));
    if (s->l->adds) s->named = true;
    if (!s->named && !empty && s->l->nameless) { st_model_count(s->m, "without name", 1); s->named = true; }
    if (!s->named || empty) {
        st_model_bad(s->m, s->line, empty ? "the row has no key, or one of more than 4096 bytes" : "the row has no name");
        return st_model_ok(s->m, err);
    }
    return st_model_commit(s->m, err);
}

st_code st_sheet_row(st_sheet *s, const st_csv_row *row, st_err *err) {
    bool any = false;
    st_sheet_clear(s, row->line);
    if (!row->bad && s->l->section && s->l->section(s, row)) return ST_OK;
    /* only a row that begins as the header did can be its repetition */
    if (!row->bad && row->n && s->n_column && st_str_eq(st_str_trim(row->field[0]), s->name_of[0]) && st_sheet_is_header(s->l, row)) { st_model_count(s->m, "repeated headers", 1); return ST_OK; }
    for (size_t i = 0; i < row->n; i++) {
        const st_str cell = st_str_trim(row->field[i]);
        if (cell.n == 0) continue;
        any = true;
        const bool known = i < s->n_column && s->rule_of[i];
        ST_TRY(st_sheet_add(s, known ? s->rule_of[i] : 0, i < s->n_column ? s->name_of[i] : ST_STR_NONE, cell, NULL, err));
    }
    if (!any) return ST_OK;
    return st_sheet_commit(s, row->bad, err);
}
