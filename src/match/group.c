/* Grouping: the facts that contradict or decide, and the choice of groups. */
#include "match/group_int.h"
#include "model/ident.h"

enum { FACTS_MOST = 256, FAR_DAYS = 1827, NUMBER_LEAST = 5 };

st_grouper *st_grouper_new(const st_matcher *m, st_err *err) {
    st_grouper *g = st_calloc(1, sizeof *g);
    if (g) {
        g->m = m;
        g->text = (st_buf)ST_BUF_INIT(ST_NAME_BYTES);
        g->asked = st_asked_new();
        if (g->asked) return g;
    }
    st_free(g);
    st_fail(err, ST_E_NOMEM, "out of memory for grouping");
    return NULL;
}

void st_grouper_free(st_grouper *g) {
    if (!g) return;
    st_asked_free(g->asked);
    st_buf_free(&g->text);
    st_free(g);
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory while grouping"); }

/* ---- facts of a party ----------------------------------------------------------------------------------------------------------------------------- */

/* The permanent reference numbers of the UN's lists, which national lists repeat: QDi.001, KPe.012. */
static bool un_reference(st_str s) {
    if (s.n != 7 || s.p[3] != '.' || (s.p[2] != 'i' && s.p[2] != 'e')) return false;
    for (size_t i = 0; i < 7; i++)
        if ((i < 2 && (s.p[i] < 'A' || s.p[i] > 'Z')) || (i > 3 && (s.p[i] < '0' || s.p[i] > '9'))) return false;
    return true;
}

/* What an equal number of this kind says: 0 nothing (an account, a licence, a number of no stated kind may be shared); 1 much, beside a name that is
 * like; 2 all, being given once in the world. */
static int decides(st_prop p, st_kind kind) {
    switch ((int)p) {
    case ST_P_IMO: case ST_P_LEI: case ST_P_INN: case ST_P_OGRN: case ST_P_WALLET: case ST_P_ISIN: case ST_Q_REFERENCE: return 2;
    case ST_P_IMO_COMPANY: return kind == ST_KIND_ORGANISATION ? 2 : 0;   /* of a ship it is the owner's */
    case ST_P_PASSPORT: case ST_P_NATIONAL_ID: case ST_P_TAX_ID: case ST_P_REGISTRATION: case ST_P_SSN: return 1;
    case ST_P_BIC: case ST_P_MMSI: case ST_P_SERIAL_NUMBER: return 1;
    default: return 0;
    }
}

/* Two of them on one party are one too many. */
static bool one_only(st_prop p) { return p == ST_P_IMO || p == ST_P_LEI || p == ST_P_INN || p == ST_P_OGRN || p == ST_Q_REFERENCE; }

static st_code keep(st_facts *f, st_prop p, st_str value, st_arena *a) {
    if (f->n == FACTS_MOST) return ST_OK;
    st_buf normal = ST_BUF_INIT(1 << 16);
    bool number = decides(p, f->kind) && p != ST_Q_REFERENCE;
    if (number) st_ident_normal(p, value, &normal);
    st_str text = number ? st_str_copy(a, st_buf_view(&normal)) : value;
    bool failed = normal.failed == ST_E_NOMEM || (number && !text.p);
    st_buf_free(&normal);
    if (failed) return ST_E_NOMEM;
    if (text.n && (!number || text.n >= NUMBER_LEAST)) f->item[f->n++] = (st_group_fact){ p, text, value };
    return ST_OK;
}

static st_code read_facts(const st_index *ix, uint32_t party, st_arena *a, st_facts *f) {
    st_party_view p;
    st_list_view list;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &list);
    *f = (st_facts){ .party = party, .list = p.list, .kind = p.kind, .id = list.field[ST_LIST_ID], .key = p.key };
    f->item = st_arena_alloc(a, FACTS_MOST * sizeof *f->item);
    if (!f->item) return ST_E_NOMEM;
    st_prop head = ST_PROP_NONE;
    st_cursor c = st_index_facts(ix, party);
    for (st_fact_view v; st_cursor_next(&c, &v);) {
        if (st_prop_is_head(v.prop)) head = v.prop;
        if (v.prop == ST_P_GENDER && !f->gender) f->gender = st_gender_of(v.value);
        bool wanted = v.prop == ST_P_BIRTH_DATE || v.prop == ST_P_BIRTH_PLACE || st_prop_is_country(v.prop, v.prop) || (st_prop_is_head(v.prop) && decides(v.prop, p.kind)) ||
                      (v.prop == ST_Q_REFERENCE && head == ST_P_LISTING && un_reference(v.value));
        if (wanted && v.value.n) ST_TRY(keep(f, v.prop, v.value, a));
    }
    return ST_OK;
}

/* ---- what contradicts, what decides ----------------------------------------------------------------------------------------------------------------- */

static bool other_kind(const st_facts *a, const st_facts *b) {
    bool known = a->kind != ST_KIND_UNKNOWN && b->kind != ST_KIND_UNKNOWN && a->kind != ST_KIND_OTHER && b->kind != ST_KIND_OTHER;
    return known && a->kind != b->kind;
}

static bool other_gender(const st_facts *a, const st_facts *b) {
    return a->gender && b->gender && a->gender != b->gender;
}

/* Does each date of birth of one lie more than five years from each of the other? */
static bool born_apart(const st_facts *a, const st_facts *b) {
    bool any = false;
    for (size_t i = 0; i < a->n; i++) {
        int32_t first, last, from, to;
        if (a->item[i].prop != ST_P_BIRTH_DATE || !st_date_range(a->item[i].text, &first, &last)) continue;
        for (size_t k = 0; k < b->n; k++) {
            if (b->item[k].prop != ST_P_BIRTH_DATE || !st_date_range(b->item[k].text, &from, &to)) continue;
            if ((int64_t)first - to <= FAR_DAYS && (int64_t)from - last <= FAR_DAYS) return false;
            any = true;
        }
    }
    return any;
}

/* An equal number of strength `least` or more; NULL when there is none. */
static const st_group_fact *equal_number(const st_facts *a, const st_facts *b, int least) {
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            if (a->item[i].prop == b->item[k].prop && decides(a->item[i].prop, a->kind) >= least && st_str_eq(a->item[i].text, b->item[k].text))
                return &a->item[i];
    return NULL;
}

/* Have both a number of a kind that a party has one of, and none in common? */
static bool other_number(const st_facts *a, const st_facts *b) {
    for (size_t i = 0; i < a->n; i++) {
        bool any = false, same = false, before = !one_only(a->item[i].prop);
        for (size_t j = 0; j < i && !before; j++) before = a->item[j].prop == a->item[i].prop;
        if (before) continue;
        for (size_t j = 0; j < a->n; j++)
            for (size_t k = 0; k < b->n; k++) {
                if (a->item[j].prop != a->item[i].prop || b->item[k].prop != a->item[i].prop) continue;
                any = true;
                same = same || st_str_eq(a->item[j].text, b->item[k].text);
            }
        if (any && !same) return true;
    }
    return false;
}

static bool contradict(const st_facts *a, const st_facts *b) {
    return other_kind(a, b) || other_gender(a, b) || born_apart(a, b) || other_number(a, b);
}

/* ---- two parties --------------------------------------------------------------------------------------------------------------------------------------- */

static st_str fact_text(const st_facts *f, st_prop p) {
    for (size_t i = 0; i < f->n; i++)
        if (f->item[i].prop == p) return f->item[i].text;
    return ST_STR_NONE;
}

/* A country that both have, else one of a. */
static st_str country_for(const st_facts *a, const st_facts *b) {
    st_str any = ST_STR_NONE;
    for (size_t i = 0; i < a->n; i++) {
        if (!st_prop_is_country(a->item[i].prop, a->item[i].prop)) continue;
        if (!any.n) any = a->item[i].text;
        for (size_t k = 0; k < b->n; k++)
            if (st_prop_is_country(b->item[k].prop, b->item[k].prop) && st_str_ieq(a->item[i].text, b->item[k].text)) return a->item[i].text;
    }
    return any;
}

/* What a's facts, as claims, say of b; of several dates of birth the one that says most. */
static st_code attributes(st_grouper *g, const st_facts *a, const st_facts *b, st_arena *arena, int32_t *bits, st_reasons *why, st_err *err) {
    st_query q = { .country = country_for(a, b), .birth_place = fact_text(a, ST_P_BIRTH_PLACE) };
    if (a->gender) q.gender = a->gender == 'm' ? ST_STR("male") : ST_STR("female");
    st_str best = ST_STR_NONE;
    int32_t most = INT32_MIN;
    for (size_t i = 0; i <= a->n; i++) {   /* behind the last fact: no date at all, where none has been tried */
        if (i < a->n ? a->item[i].prop != ST_P_BIRTH_DATE || !st_date_valid(a->item[i].text) : most != INT32_MIN) continue;
        st_claims c;
        int32_t now = 0;
        q.birth_date = i < a->n ? a->item[i].text : ST_STR_NONE;
        ST_TRY(st_claims_read(&q, arena, &c, err));
        ST_TRY(st_evidence(g->m->ix, b->party, &c, &now, NULL, err));
        if (now <= most) continue;
        most = now;
        best = q.birth_date;
    }
    st_claims c;
    st_query *stays = st_arena_alloc(arena, sizeof *stays);   /* the reasons point to it */
    if (!stays) return no_memory(err);
    q.birth_date = best;
    *stays = q;
    ST_TRY(st_claims_read(stays, arena, &c, err));
    return st_evidence(g->m->ix, b->party, &c, bits, why, err);
}

/* Are they born on one day or in one month, by the reasons? */
static bool born_together(const st_reasons *r) {
    for (size_t i = 0; i < r->n; i++)
        if (r->item[i].why == ST_WHY_BIRTH && r->item[i].points >= st_claim_weights_of.birth_month) return true;
    return false;
}

static void decided(st_member *out, const st_facts *a, const st_facts *b, const st_group_fact *number) {
    int32_t bits = st_claim_weights_of.identifier;
    out->bits += bits;
    if (number) st_reason_add(&out->why, ST_WHY_IDENTIFIER, bits, number->value, st_str_of(st_prop_name(number->prop)), "both have this number");
    else st_reason_add(&out->why, ST_WHY_IDENTIFIER, bits, a->key, b->key, "one record of this list, on two dates");
}

static st_code same(st_grouper *g, const st_facts *a, const st_facts *b, st_arena *arena, bool *yes, st_member *out, st_err *err) {
    *yes = false;
    *out = (st_member){ .name = ST_NO_NAME, .with = ST_NO_NAME, .why = { .arena = arena } };
    bool one_list = st_str_eq(a->id, b->id), one_record = one_list && a->list != b->list && st_str_eq(a->key, b->key);
    if ((one_list && !one_record) || contradict(a, b)) return ST_OK;
    int32_t name;
    st_agreement how;
    ST_TRY(st_group_names(g, a->party, b->party, out, &name, &how, err));
    const st_group_fact *number = equal_number(a, b, how != ST_AGREE_NONE && name > st_claim_weights_of.floor ? 1 : 2);
    out->bits = out->why.n ? name : 0;
    if (name < ST_GROUP_NAME && !number && !one_record) return ST_OK;
    ST_TRY(attributes(g, a, b, arena, &out->bits, &out->why, err));
    *yes = out->bits >= st_group_bar(how, g->asked->view) && name >= ST_GROUP_NAME && (how >= ST_AGREE_WHOLLY || born_together(&out->why));
    if (number || one_record) decided(out, a, b, number);
    *yes = *yes || number || one_record;
    return out->why.failed ? no_memory(err) : ST_OK;
}

st_code st_group_same(st_grouper *g, uint32_t one, uint32_t other, st_arena *a, bool *yes, st_member *out, st_err *err) {
    st_facts f, h;
    if (read_facts(g->m->ix, one, a, &f) || read_facts(g->m->ix, other, a, &h)) return no_memory(err);
    return same(g, &f, &h, a, yes, out, err);
}

/* ---- groups -------------------------------------------------------------------------------------------------------------------------------------------- */

static int by_bits(const void *a, const void *b) {
    const st_member *x = a, *y = b;
    if (x->bits != y->bits) return x->bits > y->bits ? -1 : 1;
    return (x->hit > y->hit) - (x->hit < y->hit);
}

static int by_hit(const void *a, const void *b) {
    const st_member *x = a, *y = b;
    return (x->hit > y->hit) - (x->hit < y->hit);
}

/* May this one join? Not when its list is there, or it contradicts a member. */
static bool fits(const st_facts *f, const st_hit_group *group, const st_facts *candidate) {
    for (size_t i = 0; i < group->n; i++) {
        const st_facts *member = &f[group->member[i].hit];
        if (member->list == candidate->list || contradict(member, candidate)) return false;
    }
    return true;
}

static st_code gather(st_grouper *g, st_facts *f, size_t n, st_groups *out, size_t best, st_arena *a, st_err *err) {
    st_hit_group *group = &out->item[out->n];
    *group = (st_hit_group){ .best = best };
    st_member *candidate = st_arena_calloc(a, (n - best) * sizeof *candidate);
    if (!candidate) return no_memory(err);
    size_t candidates = 0;
    for (size_t i = best + 1; i < n; i++) {
        bool yes;
        if (out->of[i] != SIZE_MAX) continue;
        ST_TRY(same(g, &f[best], &f[i], a, &yes, &candidate[candidates], err));
        candidate[candidates].hit = i;
        candidates += yes;
    }
    qsort(candidate, candidates, sizeof *candidate, by_bits);
    group->member = candidate;
    for (size_t i = 0; i < candidates; i++)
        if (fits(f, group, &f[candidate[i].hit])) group->member[group->n++] = candidate[i];
    qsort(group->member, group->n, sizeof *group->member, by_hit);
    out->of[best] = out->n;
    for (size_t i = 0; i < group->n; i++) out->of[group->member[i].hit] = out->n;
    out->n++;
    return ST_OK;
}

st_code st_group_hits(st_grouper *g, const st_hit *hit, size_t n, st_arena *a, st_groups *out, st_err *err) {
    *out = (st_groups){ .item = st_arena_calloc(a, n * sizeof *out->item), .of = st_arena_calloc(a, n * sizeof *out->of) };
    size_t some = n < ST_GROUP_HITS ? n : ST_GROUP_HITS;
    st_facts *f = st_arena_calloc(a, some * sizeof *f);
    if (!out->item || !out->of || !f) return no_memory(err);
    for (size_t i = 0; i < n; i++) out->of[i] = SIZE_MAX;
    for (size_t i = 0; i < some && some > 1; i++)
        if (read_facts(g->m->ix, hit[i].party, a, &f[i])) return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        if (out->of[i] != SIZE_MAX) continue;
        if (i < some && some > 1) ST_TRY(gather(g, f, some, out, i, a, err));
        else {
            out->item[out->n] = (st_hit_group){ .best = i };
            out->of[i] = out->n++;
        }
    }
    return ST_OK;
}
