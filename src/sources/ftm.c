/* FollowTheMoney, JSON lines or one array: OpenSanctions' entities.ftm.json, targets.nested.json and deltas, and what else speaks the ontology. */
#include "sources/ftm.h"
#include "sources/own.h"

enum { MAX_PARTS = 48, MAX_NESTED = 8 };

/* ---- telling it apart ------------------------------------------------------------------------------------------------------------------ */
static const st_json *unwrap(const st_json *v, st_str *op) {
    const st_json *entity = st_json_get(v, "entity");
    *op = st_json_get_text(v, "op");
    return op->n && entity && !st_json_get(v, "schema") ? entity : v;
}

static bool is_entity(const st_json *v) {
    st_str op;
    v = unwrap(v, &op);
    return st_json_get_text(v, "schema").n && st_json_get_text(v, "id").n && (st_json_get(v, "properties") || st_str_iis(op, "DEL"));
}

/* Calls fn for each entity that is whole within the first bytes, until it says false. ST_E_NOMEM or ST_OK. */
static st_code peek_each(st_str head, bool (*fn)(void *user, const st_json *v), void *user) {
    st_arena a = ST_ARENA_INIT;
    st_err why = { 0 };
    st_str rest = st_str_trim(head);
    if (rest.n && rest.p[0] == '[') {
        const st_json *all = st_json_parse(&a, rest, 1, &why);
        for (const st_json *v = all ? all->child : NULL; v && fn(user, v); v = v->next) {}
        rest = ST_STR_NONE;
    }
    while (rest.n && why.code != ST_E_NOMEM) {
        const size_t end = st_str_chr(rest, '\n');
        const st_str line = st_str_sub(rest, 0, end == SIZE_MAX ? rest.n : end);
        rest = end == SIZE_MAX ? ST_STR_NONE : st_str_sub(rest, end + 1, rest.n);
        const st_json *v = line.n ? st_json_parse(&a, line, 1, &why) : NULL;
        if (v && !fn(user, v)) break;
        st_arena_reset(&a);
    }
    st_arena_free(&a);
    return why.code == ST_E_NOMEM ? ST_E_NOMEM : ST_OK;
}

static bool first_entity(void *user, const st_json *v) {
    *(bool *)user = is_entity(v);
    return false;
}

static int probe(const st_probe *p) {
    const st_str s = st_str_trim(p->head);
    if (!s.n || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    bool yes = false;
    if (peek_each(s, first_entity, &yes) == ST_OK && yes) return 2;
    /* an array longer than the first bytes, or a first line that is: by its words */
    const size_t schema = st_str_find(s, "\"schema\""), properties = st_str_find(s, "\"properties\"");
    if (schema == SIZE_MAX || properties == SIZE_MAX || st_str_find(s, "\"id\"") == SIZE_MAX) return 0;
    st_str after = st_str_trim(st_str_sub(s, schema + 8, s.n));
    if (!after.n || after.p[0] != ':') return 0;
    after = st_str_trim(st_str_sub(after, 1, after.n));
    return after.n > 1 && after.p[0] == '"' && after.p[1] >= 'A' && after.p[1] <= 'Z' ? 2 : 0;
}

/* The dataset of an entity when it has exactly one. */
static st_str only_dataset(const st_json *entity) {
    const st_json *all = st_json_get(entity, "datasets"), *v = st_ftm_first(all);
    if (!v || st_ftm_next(all, v)) return ST_STR_NONE;
    return st_ftm_value(v);
}

typedef struct uniform { ftm *r; bool no; } uniform;
static bool same_dataset(void *user, const st_json *v) {
    uniform *u = user;
    st_str op;
    const st_str d = only_dataset(unwrap(v, &op));
    if (!d.n || d.n >= sizeof u->r->dataset_text || (u->r->dataset.n && !st_str_eq(d, u->r->dataset))) { u->no = true; return false; }
    memcpy(u->r->dataset_text, d.p, d.n);
    u->r->dataset = (st_str){ u->r->dataset_text, d.n };
    return true;
}

/* "ftm_eu_fsf" when the first entities are of one dataset, else by the name of the file. */
static st_code name_list(ftm *r, const st_probe *p, st_err *err) {
    uniform u = { r, false };
    char stem[64], id[80];
    if (peek_each(p->head, same_dataset, &u)) return st_fail(err, ST_E_NOMEM, "out of memory");
    if (u.no) r->dataset = ST_STR_NONE;
    const st_str name = st_own_stem(r->dataset.n ? r->dataset : p->member.n ? p->member : st_str_of(p->path), stem);
    const int n = snprintf(id, sizeof id, "%s%.*s", st_str_starts(name, "ftm_") ? "" : "ftm_", ST_FMT(name));
    st_model_list_set(r->m, ST_LIST_ID, (st_str){ id, (size_t)n });
    return ST_OK;
}

/* ---- a party ------------------------------------------------------------------------------------------------------------------------------- */
typedef struct part { st_prop role; st_str text, name; bool used; } part;

static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Does the part stand in the name as a word or words of its own? */
static bool holds(st_str name, st_str word) {
    for (size_t at = 0; word.n && at + word.n <= name.n; at++) {
        if ((at && is_word_byte(name.p[at - 1])) || (at + word.n < name.n && is_word_byte(name.p[at + word.n]))) continue;
        if (st_str_ieq(st_str_sub(name, at, at + word.n), word)) return true;
    }
    return false;
}

static size_t gather_parts(const ftm *r, const st_json *all, st_kind kind, part *out) {
    size_t n = 0;
    for (const st_json *p = all ? all->child : NULL; p; p = p->next) {
        const ftm_prop *row = st_ftm_prop_of(r, p->key, kind);
        if (!row || row->act != FTM_PART) continue;
        for (const st_json *v = st_ftm_first(p); v && n < MAX_PARTS; v = st_ftm_next(p, v))
            if (st_ftm_value(v).n) out[n++] = (part){ row->prop, st_ftm_value(v), p->key, false };
    }
    return n;
}

/* Parts and names are lists that do not go in step: a part qualifies the names it stands in. */
static void qualify_name(ftm *r, st_str name, part *parts, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!holds(name, parts[i].text)) continue;
        bool again = false;
        for (size_t k = 0; k < i; k++) again |= parts[k].role == parts[i].role && st_str_ieq(parts[k].text, parts[i].text);
        parts[i].used = true;
        if (!again) st_qual(r->m, parts[i].role, parts[i].text);
    }
}

/* An entity without a name has its parts, or the caption. */
static void name_otherwise(ftm *r, const st_json *entity, part *parts, size_t n) {
    static const st_prop order[] = { ST_Q_GIVEN, ST_Q_MIDDLE, ST_Q_PATRONYMIC, ST_Q_FAMILY, ST_Q_SUFFIX };
    st_name_part one[ST_LEN(order)];
    size_t k = 0;
    for (size_t i = 0; i < ST_LEN(order); i++)
        for (size_t j = 0; j < n; j++)
            if (parts[j].role == order[i]) {
                one[k++] = (st_name_part){ order[i], parts[j].text };
                parts[j].used = true;
                break;
            }
    if (k && st_facts_name(&r->f, ST_P_NAME, ST_STR_NONE, one, k)) return;
    const st_str caption = st_json_get_text(entity, "caption");
    if (r->currency.p) {   /* a wallet's caption is its address, or says no more than that it is one */
        st_note(r->m, ST_STR("caption"), caption);
        return;
    }
    if (caption.n && !st_str_eq(caption, st_json_get_text(entity, "schema"))) st_fact(r->m, ST_P_NAME, caption);
}

static st_code value(ftm *r, const ftm_prop *row, const st_json *p, const st_json *v, st_str id, part *parts, size_t n, st_err *err) {
    const st_str text = st_ftm_value(v);
    if (row && row->act == FTM_HAS_ADDRESS) return st_ftm_has_address(r, id, v, err);
    if (!text.n) return ST_OK;
    if (!row) {
        if (r->currency.n && st_str_is(p->key, "currency")) return ST_OK;   /* qualifies the address */
        if (v->type != ST_JSON_OBJECT) st_note(r->m, p->key, text);   /* nested entities follow as records */
        return ST_OK;
    }
    switch (row->act) {
    case FTM_NOTE: st_note(r->m, p->key, text); break;
    case FTM_FACT: case FTM_LINK:
        st_fact(r->m, row->prop, text);
        if (row->prop == ST_P_NAME) qualify_name(r, text, parts, n);
        break;
    case FTM_DATE: st_ftm_date(r, row->prop, text); break;
    case FTM_COUNTRY: st_ftm_country(r, row->prop, text); break;
    case FTM_GENDER:
        if (st_str_is(text, "male") || st_str_is(text, "female")) st_fact(r->m, ST_P_GENDER, text);
        else st_note(r->m, p->key, text);
        break;
    case FTM_PART: case FTM_HAS_ADDRESS: return ST_OK;
    }
    if (row->prop == ST_P_WALLET) st_qual(r->m, ST_Q_CURRENCY, r->currency);
    if (row->type) st_qual(r->m, ST_Q_TYPE, st_str_of(row->type));
    if (row->status) st_qual(r->m, ST_Q_STATUS, st_str_of(row->status));
    return ST_OK;
}

/* Members beside the properties. That an entity is a target is the rule, so only what is none says so. */
static void around(ftm *r, const st_json *entity) {
    static const char *const skip[] = { "id", "schema", "properties", "caption", "last_seen", NULL };
    for (const st_json *p = entity->child; p; p = p->next) {
        bool known = p->type == ST_JSON_NULL || (p->type == ST_JSON_TRUE && st_str_is(p->key, "target"));
        for (const char *const *k = skip; *k && !known; k++) known = st_str_is(p->key, *k);
        if (known || (st_str_is(p->key, "datasets") && r->dataset.n && st_str_eq(only_dataset(entity), r->dataset))) continue;
        for (const st_json *v = st_ftm_first(p); v; v = st_ftm_next(p, v))
            if (st_ftm_value(v).n) st_note(r->m, p->key, st_ftm_value(v));
    }
}

static st_code thing(ftm *r, const ftm_schema *s, const st_json *entity, st_str id, st_str schema, st_err *err) {
    const st_json *all = st_json_get(entity, "properties");
    const st_kind kind = s ? s->kind : ST_KIND_OTHER;
    part parts[MAX_PARTS];
    const size_t n = gather_parts(r, all, kind, parts);
    r->currency = kind == ST_KIND_WALLET ? st_ftm_value(st_ftm_first(st_json_get(all, "currency"))) : ST_STR_NONE;
    if (kind == ST_KIND_WALLET && !r->currency.p) r->currency = (st_str){ "", 0 };
    st_model_party(r->m, id, r->line);
    st_model_main(r->m);
    st_model_kind(r->m, kind);
    if (!st_ftm_value(st_ftm_first(st_json_get(all, "name"))).n) name_otherwise(r, entity, parts, n);
    if (kind == ST_KIND_UNKNOWN || kind == ST_KIND_OTHER) st_note(r->m, ST_STR("schema"), schema);
    for (const st_json *p = all ? all->child : NULL; p; p = p->next) {
        const ftm_prop *row = st_ftm_prop_of(r, p->key, kind);
        for (const st_json *v = st_ftm_first(p); v; v = st_ftm_next(p, v)) ST_TRY(value(r, row, p, v, id, parts, n, err));
    }
    for (size_t i = 0; i < n; i++)
        if (!parts[i].used) st_note(r->m, parts[i].name, parts[i].text);
    around(r, entity);
    ST_TRY(st_facts_ok(&r->f, err));
    ST_TRY(st_model_commit(r->m, err));
    return s ? st_ftm_holder(r, s, entity, err) : ST_OK;
}

/* ---- an entity ------------------------------------------------------------------------------------------------------------------------------ */
static void note_day(char day[32], st_str stamp) {
    const st_str d = st_day_of(stamp);
    if (d.n == 10 && st_str_cmp(d, st_str_of(day)) > 0 && st_date_valid(d)) snprintf(day, 32, "%.*s", ST_FMT(d));
}

static st_code entity(ftm *r, const st_json *e, st_str parent, unsigned depth, st_err *err);

/* Entities that stand inside others in place of their ids. */
static st_code nested(ftm *r, const st_json *e, st_str id, unsigned depth, st_err *err) {
    const st_json *all = st_json_get(e, "properties");
    for (const st_json *p = all ? all->child : NULL; p; p = p->next) {
        if (st_str_is(p->key, "addressEntity")) continue;
        for (const st_json *v = st_ftm_first(p); v; v = st_ftm_next(p, v))
            if (v->type == ST_JSON_OBJECT && st_json_get(v, "schema")) ST_TRY(entity(r, v, id, depth + 1, err));
    }
    return ST_OK;
}

static st_code bad(ftm *r, const char *why) {
    st_model_party(r->m, ST_STR("?"), r->line);
    st_model_bad(r->m, r->line, "%s", why);
    return ST_OK;
}

static st_code entity(ftm *r, const st_json *e, st_str parent, unsigned depth, st_err *err) {
    const st_str id = st_str_trim(st_json_get_text(e, "id")), name = st_json_get_text(e, "schema");
    if (e->type != ST_JSON_OBJECT) return bad(r, "the line is no JSON object");
    if (!id.n) return bad(r, "the entity has no id");
    if (!name.n) return bad(r, "the entity has no schema");
    if (depth > MAX_NESTED) return bad(r, "entities are nested deeper than 8");
    const ftm_schema *s = st_ftm_schema_of(r, name);
    if (s) r->schema_count[s - st_ftm_schemas]++;
    else st_model_count2(r->m, "schema", name, 1);
    note_day(r->seen, st_json_get_text(e, "last_seen"));
    note_day(r->changed, st_json_get_text(e, "last_change"));
    bool done = false;
    switch (s ? s->role : FTM_THING) {
    case FTM_THING: break;
    case FTM_ADDRESS: ST_TRY(st_ftm_address(r, id, e, err)); done = true; break;
    case FTM_SANCTION: ST_TRY(st_ftm_sanction(r, s, e, parent, &done, err)); break;
    case FTM_DOCUMENT: ST_TRY(st_ftm_document(r, s, e, parent, &done, err)); break;
    case FTM_RELATION: ST_TRY(st_ftm_relation(r, s, e, parent, &done, err)); break;
    }
    ST_TRY(st_facts_ok(&r->f, err));
    if (!done) ST_TRY(thing(r, s, e, id, name, err));
    return nested(r, e, id, depth, err);
}

/* U+0000 is text in JSON and an end of text elsewhere. */
static bool has_nul(const st_json *v) {
    for (; v; v = v->next) {
        if ((v->key.n && memchr(v->key.p, 0, v->key.n)) || (v->text.n && memchr(v->text.p, 0, v->text.n)) || has_nul(v->child)) return true;
    }
    return false;
}

static st_code line(void *user, const st_json *v, uint32_t number, st_err *err) {
    ftm *r = user;
    r->line = number;
    if (!v) return bad(r, err->what);
    if (has_nul(v)) return bad(r, "a text holds the character U+0000");
    st_str op;
    const st_json *e = unwrap(v, &op);
    st_model_count(r->m, "entities", 1);
    if (op.n && e != v) {
        st_model_count2(r->m, "op", op, 1);
        if (st_str_iis(op, "DEL")) {
            if (!r->deleted++) st_model_warn(r->m, number, "deletions in a delta are counted, not applied: build from the whole file to drop parties");
            return ST_OK;
        }
    }
    return entity(r, e, ST_STR_NONE, 0, err);
}

static void finish(ftm *r) {
    for (size_t i = 0; i < st_ftm_n_schemas; i++)
        if (r->schema_count[i]) st_model_count2(r->m, "schema", st_str_of(st_ftm_schemas[i].name), r->schema_count[i]);
    if (r->links) st_model_count(r->m, "links", r->links);
    const char *day = r->seen[0] ? r->seen : r->changed;
    if (day[0]) st_model_list_set(r->m, ST_LIST_DATE, st_str_of(day));
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    ftm *r = st_calloc(1, sizeof *r);
    uint64_t *counts = r ? st_calloc(st_ftm_n_schemas, sizeof *counts) : NULL;
    if (!counts) { st_free(r); return st_fail(err, ST_E_NOMEM, "out of memory"); }
    r->m = m;
    r->schema_count = counts;
    r->f = st_facts_new(m);
    r->text = (st_buf)ST_BUF_INIT(64u << 20);
    st_ftm_index(r);
    const st_str head = st_str_trim(p->head);
    st_code c = name_list(r, p, err);
    if (!c) c = st_json_stream(in, head.n && head.p[0] == '[' ? "[]" : "", line, r, err);
    if (!c) c = st_ftm_addresses_end(r, err);
    if (!c) c = st_facts_ok(&r->f, err);
    if (!c) finish(r);
    st_facts_free(&r->f);
    st_buf_free(&r->text);
    st_arena_free(&r->arena);
    st_keyset_free(&r->address_of);
    st_free(r->address);
    st_free(r->use);
    st_free(counts);
    st_free(r);
    return c ? c : st_model_ok(m, err);
}

const st_source st_source_ftm = { "ftm", "FollowTheMoney entities: OpenSanctions entities.ftm.json, nested targets, deltas", probe, read, false, NULL };
