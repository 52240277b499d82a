/* Cases out of JSON or YAML. */
#include "rules/case.h"
#include "base/yaml.h"
#include "rules/derive.h"
#include "text/text.h"

enum { TEXT_MOST = 16 << 10 };

static const struct { const char *key; st_scope scope; } lists[] = { { "parties", ST_IN_PARTY }, { "goods", ST_IN_GOODS_ITEM }, { "vessels", ST_IN_VESSEL }, { "facilities", ST_IN_FACILITY },
    { "payments", ST_IN_PAYMENT }, { "passages", ST_IN_PASSAGE }, { "party", ST_IN_PARTY }, { "vessel", ST_IN_VESSEL }, { "facility", ST_IN_FACILITY }, { "payment", ST_IN_PAYMENT }, { "passage", ST_IN_PASSAGE } };
static const char *const others[] = { "id", "ownership", "message", "note" };

typedef struct reader { const st_rules *r; st_arena *a; st_case *c; st_err *err; } reader;

static st_code no_memory(reader *x) { return st_fail(x->err, ST_E_NOMEM, "out of memory for the case"); }

/* Where a member stands, for messages: "parties[2].country". */
static st_code wrong(reader *x, st_scope s, size_t item, st_str member, uint32_t line, const char *what, st_str quoted) {
    static const char *const list_of[ST_SCOPES] = { "", "parties", "goods", "vessels", "facilities", "payments", "passages" };
    st_fail(x->err, ST_E_DATA, "%s%.*s%s", what, ST_FMT(st_str_sub(quoted, 0, quoted.n < 80 ? quoted.n : 80)), quoted.n ? "\"" : "");
    char place[200];
    if (s == ST_IN_CASE) snprintf(place, sizeof place, "%.*s", ST_FMT(member));
    else snprintf(place, sizeof place, "%s[%zu].%.*s", list_of[s], item + 1, ST_FMT(member));
    if (line) st_err_where(x->err, "line %u: %s", line, place);
    else st_err_where(x->err, "%s", place);
    return ST_E_DATA;
}

/* ---- values ------------------------------------------------------------------------------------------------------------------------------------- */

static st_code copy_upper(reader *x, st_str s, bool digits_only, st_str *out) {
    char *p = st_arena_alloc(x->a, s.n + 1);
    size_t n = 0;
    if (!p) return no_memory(x);
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (c == ' ' || (digits_only && c == '.')) continue;
        p[n++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    *out = (st_str){ p, n };
    return ST_OK;
}

static bool hs_form(st_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n >= 4 && s.n <= 12 && s.n != 5 && s.n != 7;
}

/* A word that no rule knows would decide nothing, and what is not known must never be taken for allowed. */
static st_code word_of(reader *x, const st_fact_def *f, size_t item, const st_json *v, st_str *word) {
    const st_str said = *word;
    if (st_fact_takes(f, said, word)) return ST_OK;
    const st_str near = *word;
    wrong(x, f->scope, item, f->name, v->line, "not a word that strait knows here: \"", said);
    if (near.n) st_err_hint(x->err, "did you mean %.*s? strait check --facts lists the words", ST_FMT(near));
    else st_err_hint(x->err, "strait check --facts lists the words");
    return ST_E_DATA;
}

static st_code value_of(reader *x, const st_fact_def *f, size_t item, const st_json *v, st_value *out) {
    st_str s = st_str_trim(v->text);
    if (v->type == ST_JSON_TRUE || v->type == ST_JSON_FALSE) s = v->type == ST_JSON_TRUE ? ST_STR("yes") : ST_STR("no");
    else if (v->type != ST_JSON_STRING && v->type != ST_JSON_NUMBER) return wrong(x, f->scope, item, f->name, v->line, "not a text, number, yes or no", ST_STR_NONE);
    if (s.n > TEXT_MOST) return wrong(x, f->scope, item, f->name, v->line, "a text of more than 16 KiB", ST_STR_NONE);
    *out = (st_value){ s, 0, 0 };
    switch (f->type) {
    case ST_FACT_COUNTRY:
        out->text = st_country(s);
        return out->text.n ? ST_OK : wrong(x, f->scope, item, f->name, v->line, "not a country that strait knows: \"", s);
    case ST_FACT_DATE:
        return st_instants_of(s, &out->lo, &out->hi) ? ST_OK : wrong(x, f->scope, item, f->name, v->line, "not a date, as 2024-04-02, 2024-04 or 2024-04-02T00:01-04:00: \"", s);
    case ST_FACT_NUMBER:
        if (!st_decimal_of(s, &out->lo)) return wrong(x, f->scope, item, f->name, v->line, "not a number of at most four decimals: \"", s);
        out->hi = out->lo;
        return ST_OK;
    case ST_FACT_YES_NO:
        if (st_str_iis(s, "yes") || st_str_iis(s, "true")) out->text = ST_STR("yes");
        else if (st_str_iis(s, "no") || st_str_iis(s, "false")) out->text = ST_STR("no");
        else return wrong(x, f->scope, item, f->name, v->line, "neither yes nor no: \"", s);
        return ST_OK;
    case ST_FACT_HS:
        ST_TRY(copy_upper(x, s, true, &out->text));
        return hs_form(out->text) ? ST_OK : wrong(x, f->scope, item, f->name, v->line, "not an HS, CN or HTS code (4, 6 or 8 to 12 digits): \"", s);
    case ST_FACT_CODE: return copy_upper(x, s, false, &out->text);
    case ST_FACT_TEXT: case ST_FACT_TYPES: default: return word_of(x, f, item, v, &out->text);
    }
}

static bool says_unknown(const st_json *v) { return v->type == ST_JSON_NULL || (v->type == ST_JSON_STRING && st_str_iis(v->text, "unknown")); }

static st_cell *cell_of(reader *x, const st_fact_def *f, size_t item) { return &x->c->cell[f->scope][item * x->r->facts_of[f->scope] + f->slot]; }

static st_code read_cell(reader *x, const st_fact_def *f, size_t item, const st_json *v) {
    st_cell *cell = cell_of(x, f, item);
    if (cell->stated) return wrong(x, f->scope, item, f->name, v->line, "stated twice", ST_STR_NONE);
    cell->stated = cell->doubted = true;
    if (says_unknown(v)) return ST_OK;
    if (v->type == ST_JSON_OBJECT) return wrong(x, f->scope, item, f->name, v->line, "a value or a list of values, not an object", ST_STR_NONE);
    const st_json *first = v->type == ST_JSON_ARRAY ? v->child : v;
    size_t n = 0;
    for (const st_json *i = first; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL) {
        if (says_unknown(i)) return ST_OK;   /* one of several is unknown: so is the whole */
        n++;
    }
    if (n > ST_VALUES_MOST) return wrong(x, f->scope, item, f->name, v->line, "more than 256 values", ST_STR_NONE);
    if (n > 1 && !f->many) return wrong(x, f->scope, item, f->name, v->line, "one value is meant here, not a list", ST_STR_NONE);
    st_value *value = st_arena_calloc(x->a, (n ? n : 1) * sizeof *value);
    if (!value) return no_memory(x);
    for (const st_json *i = first; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL) {
        ST_TRY(value_of(x, f, item, i, &value[cell->n]));
        cell->n++;
    }
    cell->value = value;
    cell->known = true;
    cell->doubted = false;
    return ST_OK;
}

static st_code read_member(reader *x, st_scope s, size_t item, const st_json *v) {
    char name[120];
    if (s == ST_IN_CASE) snprintf(name, sizeof name, "%.*s", ST_FMT(v->key));
    else snprintf(name, sizeof name, "%s.%.*s", st_scope_name(s), ST_FMT(v->key));
    const st_fact_def *f = v->key.n < 80 ? st_rules_fact(x->r, st_str_of(name)) : NULL;
    if (f && f->scope == s) return read_cell(x, f, item, v);
    if (s == ST_IN_PARTY && st_str_is(v->key, "message")) return ST_OK;   /* audit fields of a party */
    wrong(x, s, item, v->key, v->line, "there is no such fact", ST_STR_NONE);
    const st_str near = v->key.n < 80 ? st_rules_nearest(x->r, ST_RULE_FACT, st_str_of(name)) : ST_STR_NONE;
    if (near.n) st_err_hint(x->err, "did you mean %.*s? strait check --facts lists what a case can state", ST_FMT(s == ST_IN_CASE || !st_str_starts(near, st_scope_name(s)) ? near : st_str_sub(near, strlen(st_scope_name(s)) + 1, near.n)));
    else st_err_hint(x->err, "strait check --facts lists what a case can state");
    return ST_E_DATA;
}

/* ---- ownership ----------------------------------------------------------------------------------------------------------------------------------- */

static st_code bad_stake(reader *x, size_t i, const st_json *v, const char *what) {
    st_fail(x->err, ST_E_DATA, "%s", what);
    if (v && v->line) st_err_where(x->err, "line %u: ownership[%zu]", v->line, i + 1);
    else st_err_where(x->err, "ownership[%zu]", i + 1);
    return ST_E_DATA;
}

static bool percent_of(st_str s, int32_t *bp) {
    int64_t v;
    s = st_str_trim(s);
    if (st_str_ends(s, "%")) s = st_str_trim(st_str_sub(s, 0, s.n - 1));
    if (!st_decimal_of(s, &v) || v < 0 || v > 100 * ST_ONE) return false;
    *bp = (int32_t)(v / 100);   /* finer than a basis point: down, as a stake just below a threshold is below it */
    return true;
}

static st_code read_stake(reader *x, size_t i, const st_json *o) {
    static const char *const members[] = { "owner", "owned", "share", "share_min", "share_max", "votes", "control", "kind", "joint", "since", "until" };
    st_case_stake *s = &x->c->stake[i];
    if (o->type != ST_JSON_OBJECT) return bad_stake(x, i, o, "an object with owner, owned and share is meant");
    for (const st_json *v = o->child; v; v = v->next) {
        size_t k = 0;
        while (k < ST_LEN(members) && !st_str_is(v->key, members[k])) k++;
        if (k == ST_LEN(members)) return bad_stake(x, i, v, "members are owner, owned, share, share_min, share_max, votes, control, kind, joint, since, until");
    }
    *s = (st_case_stake){ .owner = st_json_get_text(o, "owner"), .owned = st_json_get_text(o, "owned"), .joint = st_json_get_text(o, "joint"), .text = st_json_get_text(o, "control"), .max_bp = 10000 };
    if (!s->owner.n || !s->owned.n) return bad_stake(x, i, o, "owner and owned are missing");
    const st_str kind = st_json_get_text(o, "kind"), votes = st_json_get_text(o, "votes"), share = st_json_get_text(o, "share");
    s->kind = st_str_is(kind, "votes") || (!kind.n && votes.n) ? ST_STAKE_VOTES : st_str_is(kind, "board") ? ST_STAKE_BOARD : st_str_is(kind, "control") || (!kind.n && s->text.n) ? ST_STAKE_CONTROL : ST_STAKE_SHARES;
    if (kind.n && s->kind == ST_STAKE_SHARES && !st_str_is(kind, "shares")) return bad_stake(x, i, o, "kind is shares, votes, board or control");
    const st_str exact = votes.n ? votes : share, min = st_json_get_text(o, "share_min"), max = st_json_get_text(o, "share_max");
    if (exact.n && !st_str_is(exact, "unknown")) {
        if (!percent_of(exact, &s->min_bp)) return bad_stake(x, i, o, "a share is a percentage, 0 to 100");
        s->max_bp = s->min_bp;
    }
    if ((min.n && !percent_of(min, &s->min_bp)) || (max.n && !percent_of(max, &s->max_bp)) || s->min_bp > s->max_bp) return bad_stake(x, i, o, "share_min and share_max are percentages, the first not above the second");
    const st_str since = st_json_get_text(o, "since"), until = st_json_get_text(o, "until");
    if ((since.n && !(s->has_since = st_instant_of(since, &s->since))) || (until.n && !(s->has_until = st_instant_of(until, &s->until)))) return bad_stake(x, i, o, "since and until are days");
    return ST_OK;
}

static st_code read_stakes(reader *x, const st_json *v) {
    size_t n = 0;
    if (v->type != ST_JSON_ARRAY) return bad_stake(x, 0, v, "ownership is a list of {owner, owned, share}");
    for (const st_json *i = v->child; i; i = i->next) n++;
    if (n > 100000) return bad_stake(x, n, v, "more than 100,000 stakes");
    x->c->stake = st_arena_calloc(x->a, (n ? n : 1) * sizeof *x->c->stake);
    if (!x->c->stake) return no_memory(x);
    for (const st_json *i = v->child; i; i = i->next) ST_TRY(read_stake(x, x->c->stakes++, i));
    return ST_OK;
}

/* ---- the whole --------------------------------------------------------------------------------------------------------------------------------------- */

static bool scope_of_key(st_str key, st_scope *out) {
    for (size_t i = 0; i < ST_LEN(lists); i++)
        if (st_str_is(key, lists[i].key)) return (void)(*out = lists[i].scope), true;
    return false;
}

static st_code make_room(reader *x, const st_json *tree) {
    x->c->items[ST_IN_CASE] = 1;
    for (const st_json *v = tree->child; v; v = v->next) {
        st_scope s;
        if (!scope_of_key(v->key, &s)) continue;
        if (x->c->items[s]) return wrong(x, ST_IN_CASE, 0, v->key, v->line, "stated twice", ST_STR_NONE);
        if (v->type != ST_JSON_ARRAY && v->type != ST_JSON_OBJECT) return wrong(x, ST_IN_CASE, 0, v->key, v->line, "a list of objects is meant", ST_STR_NONE);
        if (v->type == ST_JSON_OBJECT) x->c->items[s] = 1;
        else
            for (const st_json *i = v->child; i; i = i->next)
                if (++x->c->items[s] > ST_ITEMS_MOST) return wrong(x, ST_IN_CASE, 0, v->key, v->line, "more than 1,000 items", ST_STR_NONE);
    }
    for (size_t s = 0; s < ST_SCOPES; s++) {
        const size_t n = x->c->items[s] * x->r->facts_of[s];
        x->c->cell[s] = st_arena_calloc(x->a, (n ? n : 1) * sizeof **x->c->cell);
        if (!x->c->cell[s]) return no_memory(x);
    }
    return ST_OK;
}

static st_code read_items(reader *x, st_scope s, const st_json *v) {
    size_t item = 0;
    for (const st_json *i = v->type == ST_JSON_ARRAY ? v->child : v; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL, item++) {
        if (i->type != ST_JSON_OBJECT) return wrong(x, s, item, ST_STR("..."), i->line, "an object is meant", ST_STR_NONE);
        for (const st_json *m = i->child; m; m = m->next) ST_TRY(read_member(x, s, item, m));
    }
    return ST_OK;
}

/* The first of what a fact can be taken from that is known. One that the case says it does not know ends the search: the next would answer for it. */
static void take(reader *x, const st_fact_def *f, size_t item, st_cell *cell) {
    for (size_t b = 0; b < f->fallbacks; b++) {
        const st_fallback *from = &f->fallback[b];
        const size_t n = from->role.n ? x->c->items[ST_IN_PARTY] : 1;
        for (size_t p = 0; p < n; p++) {
            if (from->role.n && !st_case_has_role(x->r, x->c, p, from->role)) continue;
            const st_cell *other = st_case_cell(x->r, x->c, from->fact, from->role.n ? p : from->fact->scope == f->scope ? item : 0);
            if (other->doubted) {
                cell->doubted = true;
                return;
            }
            if (!other->known || other->n == 0) continue;
            cell->known = true;
            cell->value = other->value;
            cell->n = f->many ? other->n : 1;
            cell->from = from->fact;
            x->c->assumed++;
            return;
        }
    }
}

/* What is not stated: whatever it can be taken from, else none of it where the schema says so. */
static void fill_in(reader *x) {
    for (size_t k = 0; k < x->r->facts; k++) {
        const st_fact_def *f = &x->r->fact[k];
        for (size_t i = 0; i < x->c->items[f->scope]; i++) {
            st_cell *cell = cell_of(x, f, i);
            if (cell->stated || cell->known) continue;
            take(x, f, i, cell);
            if (!cell->known && f->absent_none && !cell->doubted) cell->known = true;
        }
    }
}

st_code st_case_read(const st_rules *r, const st_json *tree, st_arena *a, st_case *out, st_err *err) {
    *out = (st_case){ .source = tree };
    reader x = { r, a, out, err };
    if (tree->type != ST_JSON_OBJECT) return st_fail(err, ST_E_DATA, "a case is an object with activity, parties and so on");
    ST_TRY(make_room(&x, tree));
    out->id = st_json_get_text(tree, "id");
    out->message = st_json_get(tree, "message");
    for (const st_json *v = tree->child; v; v = v->next) {
        st_scope s;
        size_t k = 0;
        if (scope_of_key(v->key, &s)) ST_TRY(read_items(&x, s, v));
        else if (st_str_is(v->key, "ownership")) ST_TRY(read_stakes(&x, v));
        else {
            while (k < ST_LEN(others) && !st_str_is(v->key, others[k])) k++;
            if (k == ST_LEN(others)) ST_TRY(read_member(&x, ST_IN_CASE, 0, v));
        }
    }
    ST_TRY(st_case_derive(r, out, a, err));
    fill_in(&x);
    return ST_OK;
}

st_json *st_case_parse(st_arena *a, st_str text, const char *name, st_err *err) {
    const size_t bad = st_utf8_bad(text);
    if (bad != SIZE_MAX) {
        st_fail(err, ST_E_DATA, "%s is not UTF-8, at byte %zu", name, bad + 1);
        return NULL;
    }
    const st_str t = st_str_trim(text);
    return st_str_starts(t, "{") ? st_json_parse(a, text, 1, err) : st_yaml_parse(a, text, name, err);
}

/* ---- look-ups ------------------------------------------------------------------------------------------------------------------------------------------ */

const st_cell *st_case_cell(const st_rules *r, const st_case *c, const st_fact_def *f, size_t item) { return &c->cell[f->scope][item * r->facts_of[f->scope] + f->slot]; }

st_str st_case_text(const st_rules *r, const st_case *c, const char *fact, size_t item) {
    const st_fact_def *f = st_rules_fact(r, st_str_of(fact));
    if (!f) return ST_STR_NONE;
    const st_cell *cell = st_case_cell(r, c, f, item);
    return cell->n ? cell->value[0].text : ST_STR_NONE;
}

bool st_case_has_role(const st_rules *r, const st_case *c, size_t party, st_str role) {
    const st_fact_def *f = st_rules_fact(r, ST_STR("party.role"));
    const st_cell *cell = f ? st_case_cell(r, c, f, party) : NULL;
    for (size_t i = 0; cell && i < cell->n; i++)
        if (st_str_ieq(cell->value[i].text, role)) return true;
    return false;
}

void st_case_label(const st_rules *r, const st_case *c, st_scope s, size_t item, st_buf *out) {
    static const char *const by[ST_SCOPES][3] = { { NULL }, { "party.name", "party.id", NULL }, { "goods.hs", "goods.description", "goods.id" }, { "vessel.name", "vessel.imo", "vessel.id" },
                                                  { "facility.name", NULL }, { "payment.amount", NULL }, { "passage.flag", NULL } };
    for (size_t i = 0; i < 3 && by[s][i]; i++) {
        const st_str text = st_case_text(r, c, by[s][i], item);
        if (!text.n) continue;
        if (s == ST_IN_GOODS_ITEM || s == ST_IN_PAYMENT || s == ST_IN_PASSAGE) st_buf_printf(out, "%s ", st_scope_name(s));
        if (!strcmp(by[s][i], "goods.hs") && text.n > 4) st_buf_printf(out, "%.4s.%.*s", text.p, ST_FMT(st_str_sub(text, 4, text.n)));
        else st_buf_str(out, text);
        return;
    }
    st_buf_printf(out, "%s %zu", st_scope_name(s), item + 1);
}

bool st_case_date(const st_rules *r, const st_case *c, st_instant *out) {
    const st_fact_def *f = st_rules_fact(r, ST_STR("date"));
    const st_cell *cell = f ? st_case_cell(r, c, f, 0) : NULL;
    if (!cell || !cell->n) return false;
    *out = cell->value[0].lo;
    return true;
}
