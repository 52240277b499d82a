/* FollowTheMoney: entities that are no parties of their own but say something of the parties they point to. Each becomes facts of those, under the
 * key that it gives; the party itself may come later in the file. */
#include "sources/ftm.h"

enum { MAX_PAIRS = 4096, MAX_ENDS = 1024 };

st_str st_ftm_value(const st_json *v) {
    if (v && v->type == ST_JSON_OBJECT) return st_json_get_text(v, "id");
    return st_str_trim(st_json_text(v));
}

const st_json *st_ftm_first(const st_json *p) { return p && p->type == ST_JSON_ARRAY ? p->child : p; }
const st_json *st_ftm_next(const st_json *p, const st_json *v) { return p->type == ST_JSON_ARRAY ? v->next : NULL; }

void st_ftm_detail(ftm *r, st_str name, st_str value) {
    st_buf_clear(&r->text);
    st_buf_str(&r->text, name);
    st_buf_z(&r->text, ": ");
    st_buf_str(&r->text, value);
    if (r->text.failed) r->f.failed = r->text.failed;
    else st_qual(r->m, ST_Q_NOTE, st_buf_view(&r->text));
}

void st_ftm_country(ftm *r, st_prop p, st_str code) {
    static const struct { const char *code, *is; } former[] = { { "suhh", "SU" }, { "yucs", "YU" }, { "csxx", "CS" }, { "cshh", "CS" }, { "ddde", "DD" } };
    st_str known = ST_STR_NONE;
    for (size_t i = 0; i < ST_LEN(former) && code.n == 4; i++)
        if (st_str_iis(code, former[i].code)) known = st_str_of(former[i].is);
    const bool part = !known.n && code.n > 3 && code.p[2] == '-';   /* "ua-cri": a part of a country */
    if (part) known = st_country(st_str_sub(code, 0, 2));
    if (!known.n) known = st_country(code);
    if (!known.n) known = code;
    if (!st_prop_is_head(p)) { st_qual(r->m, p, known); return; }
    st_fact(r->m, p, known);
    if (part && known.n == 2) st_qual(r->m, ST_Q_RAW, code);
    if (p == ST_P_BIRTH_PLACE) st_qual(r->m, ST_Q_COUNTRY, known);
}

void st_ftm_date(ftm *r, st_prop p, st_str date) {
    const st_str day = st_day_of(date);
    const bool head = st_prop_is_head(p);
    if (st_date_valid(day)) {
        if (head) st_fact(r->m, p, day);
        else st_qual(r->m, p, day);
    } else if (head) st_fact_date(r->m, p, date, ST_DATE_DMY);
    else st_qual_date(r->m, p, date, ST_DATE_DMY);
}

static bool is_date(st_prop p) {
    return p == ST_Q_LISTED_ON || p == ST_Q_AMENDED_ON || p == ST_Q_ENDS_ON || p == ST_Q_SINCE || p == ST_Q_UNTIL || p == ST_Q_ISSUED || p == ST_Q_EXPIRES;
}

static void qualify(ftm *r, st_prop p, st_str name, st_str value) {
    if (!value.n) return;
    if (p == ST_PROP_NONE) st_ftm_detail(r, name, value);
    else if (p == ST_Q_COUNTRY) st_ftm_country(r, p, value);
    else if (is_date(p)) st_ftm_date(r, p, value);
    else st_qual(r->m, p, value);
}

static bool one_of(st_str name, const char *const *but) {
    for (; *but; but++)
        if (st_str_is(name, *but)) return true;
    return false;
}

static const st_json *props(const st_json *entity) { return st_json_get(entity, "properties"); }

/* Qualifies the fact before with every property but those named. */
static void qualify_all(ftm *r, const st_json *entity, const char *const *but, st_prop (*qual)(st_str)) {
    const st_json *all = props(entity);
    for (const st_json *p = all ? all->child : NULL; p; p = p->next) {
        if (one_of(p->key, but)) continue;
        for (const st_json *v = st_ftm_first(p); v; v = st_ftm_next(p, v)) qualify(r, qual(p->key), p->key, st_ftm_value(v));
    }
}

/* The parties that a property points to, or the parent. */
static size_t ends(const st_json *entity, const char *name, st_str parent, st_str *out) {
    size_t n = 0;
    const st_json *p = st_json_get(props(entity), name);
    for (const st_json *v = st_ftm_first(p); v && n < MAX_ENDS; v = st_ftm_next(p, v)) {
        const st_str id = st_ftm_value(v);
        if (id.n) out[n++] = id;
    }
    if (!n && parent.n) out[n++] = parent;
    return n;
}

/* ---- sanctions ---------------------------------------------------------------------------------------------------------------------------- */
static bool has(const st_json *entity, const char *name) { return st_ftm_value(st_ftm_first(st_json_get(props(entity), name))).n > 0; }

static void listing(ftm *r, const st_json *entity, st_str value, bool by_id) {
    static const char *const but[] = { "entity", "program", "reason", NULL }, *const but_id[] = { "entity", "program", "programId", "reason", NULL };
    st_fact(r->m, ST_P_LISTING, value);
    qualify_all(r, entity, by_id ? but_id : but, st_ftm_sanction_qual);
    if (!has(entity, "listingDate") && has(entity, "startDate"))   /* the day from which it holds is then all there is of the day of designation */
        st_ftm_date(r, ST_Q_LISTED_ON, st_ftm_value(st_ftm_first(st_json_get(props(entity), "startDate"))));
}

/* One listing for each programme; without one, by the programme's id, the authority, or none of both. */
static void listings(ftm *r, const st_json *entity) {
    static const char *const by[] = { "program", "programId", "authority" };
    for (size_t i = 0; i < ST_LEN(by); i++) {
        if (!has(entity, by[i])) continue;
        const st_json *p = st_json_get(props(entity), by[i]);
        for (const st_json *v = st_ftm_first(p); v; v = st_ftm_next(p, v))
            if (st_ftm_value(v).n) listing(r, entity, st_ftm_value(v), i == 1);
        return;
    }
    listing(r, entity, ST_STR("sanction"), false);
}

st_code st_ftm_sanction(ftm *r, const ftm_schema *s, const st_json *entity, st_str parent, bool *done, st_err *err) {
    st_str at[MAX_ENDS];
    const size_t n = ends(entity, s->from, parent, at);
    const st_json *reason = st_json_get(props(entity), "reason");
    *done = n > 0;
    for (size_t i = 0; i < n; i++) {
        st_model_party(r->m, at[i], r->line);
        listings(r, entity);
        for (const st_json *v = st_ftm_first(reason); v; v = st_ftm_next(reason, v)) st_fact(r->m, ST_P_REASON, st_ftm_value(v));
        ST_TRY(st_model_commit(r->m, err));
    }
    r->links += n;
    return ST_OK;
}

/* ---- documents ------------------------------------------------------------------------------------------------------------------------------ */
static st_prop document_qual(st_str name) {
    if (st_str_is(name, "startDate") || st_str_is(name, "date")) return ST_Q_ISSUED;
    if (st_str_is(name, "endDate")) return ST_Q_EXPIRES;
    if (st_str_is(name, "type")) return ST_Q_TYPE;
    return st_ftm_relation_qual(name);
}

st_code st_ftm_document(ftm *r, const ftm_schema *s, const st_json *entity, st_str parent, bool *done, st_err *err) {
    static const char *const numbers[] = { "passportNumber", "number", NULL }, *const but[] = { "holder", "passportNumber", "number", NULL };
    st_str at[MAX_ENDS];
    const size_t n = ends(entity, s->from, parent, at);
    const st_str type = st_ftm_value(st_ftm_first(st_json_get(props(entity), "type")));
    const st_prop head = s->head == ST_P_PASSPORT || !type.n ? s->head : st_document_prop(type, s->head);
    *done = n > 0 && (has(entity, "number") || has(entity, "passportNumber"));
    if (!*done && n > 0 && s->head == ST_P_PASSPORT) *done = true;   /* a passport of which only its existence is told: kept as a note */
    for (size_t i = 0; i < n && *done; i++) {
        bool any = false;
        st_model_party(r->m, at[i], r->line);
        for (const char *const *name = numbers; *name; name++) {
            const st_json *p = st_json_get(props(entity), *name);
            for (const st_json *v = st_ftm_first(p); v; v = st_ftm_next(p, v)) {
                if (!st_ftm_value(v).n) continue;
                any = true;
                st_fact(r->m, head, st_ftm_value(v));
                qualify_all(r, entity, but, document_qual);
            }
        }
        if (!any) {
            st_note(r->m, st_str_of(s->name), st_json_get_text(entity, "caption").n ? st_json_get_text(entity, "caption") : st_json_get_text(entity, "id"));
            qualify_all(r, entity, but, document_qual);
        }
        ST_TRY(st_model_commit(r->m, err));
    }
    if (*done) r->links += n;
    return ST_OK;
}

/* ---- relations ------------------------------------------------------------------------------------------------------------------------------ */
st_code st_ftm_relation(ftm *r, const ftm_schema *s, const st_json *entity, st_str parent, bool *done, st_err *err) {
    st_str from[MAX_ENDS], to[MAX_ENDS];
    size_t n = ends(entity, s->from, ST_STR_NONE, from), k = ends(entity, s->to, ST_STR_NONE, to);
    if (!n && k) n = ends(entity, s->from, parent, from);
    else if (n && !k) k = ends(entity, s->to, parent, to);
    *done = n && k && n * k <= MAX_PAIRS;
    if (n * k > MAX_PAIRS) st_model_warn(r->m, r->line, "a relation between %zu and %zu parties is kept as a record of its own", n, k);
    const char *const but[] = { s->from, s->to, NULL };
    const bool typed = has(entity, "role") || has(entity, "relationship") || has(entity, "ownershipType");
    for (size_t i = 0; i < n && *done; i++) {
        st_model_party(r->m, from[i], r->line);
        for (size_t j = 0; j < k; j++) {
            st_fact(r->m, s->head, to[j]);
            if (s->type && !typed) st_qual(r->m, ST_Q_TYPE, st_str_of(s->type));
            qualify_all(r, entity, but, st_ftm_relation_qual);
        }
        ST_TRY(st_model_commit(r->m, err));
    }
    if (*done) r->links += n * k;
    return ST_OK;
}

/* A wallet is screened by its address as a party of its own, and by its holder; a security by its ISIN and by its issuer. */
st_code st_ftm_holder(ftm *r, const ftm_schema *s, const st_json *entity, st_err *err) {
    const bool wallet = s->kind == ST_KIND_WALLET;
    if (!wallet && s->kind != ST_KIND_SECURITY) return ST_OK;
    st_str at[MAX_ENDS];
    const size_t n = ends(entity, wallet ? "holder" : "issuer", ST_STR_NONE, at);
    const st_json *number = st_json_get(props(entity), wallet ? "publicKey" : "isin"), *currency = st_json_get(props(entity), "currency");
    for (size_t i = 0; i < n && number; i++) {
        st_model_party(r->m, at[i], r->line);
        for (const st_json *v = st_ftm_first(number); v; v = st_ftm_next(number, v)) {
            st_fact(r->m, wallet ? ST_P_WALLET : ST_P_ISIN, st_ftm_value(v));
            if (wallet) st_qual(r->m, ST_Q_CURRENCY, st_ftm_value(st_ftm_first(currency)));
        }
        ST_TRY(st_model_commit(r->m, err));
        r->links++;
    }
    return ST_OK;
}
