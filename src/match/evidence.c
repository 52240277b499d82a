/* Attributes as evidence. */
#include "match/evidence.h"
#include "match/weights.h"

enum { YEAR_DAYS = 366, YEARS_DAYS = 1827 };

static st_code folded(st_str text, st_arena *a, st_str *out) {
    *out = ST_STR_NONE;
    if (text.n == 0) return ST_OK;
    st_buf b = ST_BUF_INIT(1 << 20);
    st_fold(text, &b);
    st_code code = b.failed;
    if (code == ST_OK && b.n) {
        *out = st_str_copy(a, st_buf_view(&b));
        if (!out->p) code = ST_E_NOMEM;
    }
    st_buf_free(&b);
    return code;
}

static void claim_country(st_claims *c, st_str text) {
    if (text.n == 0) return;
    st_str code = st_country(text);
    if (code.n == 0) c->strange_country = true;
    c->country[c->countries++] = code.n ? code : text;
}

/* Words, whole: of "Mrs" or "mujer" the first letter would say the wrong one. */
char st_gender_of(st_str text) {
    static const struct { const char *word; char gender; } words[] = {
        { "m", 'm' }, { "male", 'm' }, { "man", 'm' }, { "masculine", 'm' }, { "masculin", 'm' }, { "f", 'f' }, { "female", 'f' }, { "woman", 'f' },
        { "feminine", 'f' }, { "w", 'f' },
    };
    text = st_str_trim(text);
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (st_str_iis(text, words[i].word)) return words[i].gender;
    return 0;
}

st_code st_claims_read(const st_query *q, st_arena *a, st_claims *out, st_err *err) {
    *out = (st_claims){ .kind = ST_KIND_UNKNOWN, .query = q };
    if (q->type.n) {
        out->kind = st_kind_of(q->type);
        if (out->kind == ST_KIND_UNKNOWN && !st_str_iis(q->type, "unknown")) {
            st_fail(err, ST_E_USAGE, "the type \"%.*s\" is not known", ST_FMT(q->type));
            st_err_hint(err, "one of person, organisation, vessel, aircraft, wallet, security, other; or leave it out");
            return ST_E_USAGE;
        }
    }
    if (q->birth_date.n) {
        char *edtf = out->birth_date;
        if (st_date_valid(q->birth_date) && q->birth_date.n < sizeof out->birth_date) memcpy(edtf, q->birth_date.p, q->birth_date.n);
        if (st_date_valid(q->birth_date)) out->birth = st_date_range(q->birth_date, &out->birth_first, &out->birth_last);
        else if (st_date(q->birth_date, ST_DATE_DMY, edtf)) out->birth = st_date_range(st_str_of(edtf), &out->birth_first, &out->birth_last);
        if (!out->birth) {
            st_fail(err, ST_E_USAGE, "the birth date \"%.*s\" cannot be read", ST_FMT(q->birth_date));
            st_err_hint(err, "write 1961-03-12, 1961-03, 1961, 1961~ for about 1961, or 1960/1962 for a span");
            return ST_E_USAGE;
        }
    }
    claim_country(out, q->nationality);
    claim_country(out, q->country);
    out->gender = st_gender_of(q->gender);
    st_code code = folded(q->birth_place, a, &out->birth_place);
    if (code == ST_OK) code = folded(q->address, a, &out->address);
    return code == ST_OK ? ST_OK : st_fail(err, code, "a place or address that is too long, or no memory for it");
}

int32_t st_claims_most(const st_claims *c) {
    const st_claim_weights *w = &st_claim_weights_of;
    return (c->birth ? w->birth_day : 0) + (c->countries ? w->country_same : 0) + (c->gender ? w->gender_same : 0) + (c->birth_place.n ? w->place_same : 0) +
           (c->address.n ? w->address_same : 0);
}

/* How two dates of birth stand to each other, the best first. */
typedef enum birth { BIRTH_DAY, BIRTH_FLIPPED, BIRTH_MONTH, BIRTH_YEAR, BIRTH_NEAR, BIRTH_YEARS, BIRTH_FAR, BIRTH_NONE } birth;

/* What a walk over the facts found: the best of each. */
typedef struct found {
    birth birth; st_str birth_value;
    int country; st_str country_value;             /* 0 none, 1 only others, 2 same */
    char gender; st_str gender_value;
    st_str place, address;
    st_code failed;
} found;

/* Day and month in each other's place: 1961-03-12 and 1961-12-03. days: of one day each. */
static bool flipped(st_str a, st_str b) {
    return a.n == 10 && b.n == 10 && memcmp(a.p, b.p, 5) == 0 && memcmp(a.p + 5, b.p + 8, 2) == 0 && memcmp(a.p + 8, b.p + 5, 2) == 0;
}

static birth births(const st_claims *c, st_str value, int32_t first, int32_t last) {
    int64_t gap = first > c->birth_last ? (int64_t)first - c->birth_last : (int64_t)c->birth_first - last;
    int64_t mine = (int64_t)c->birth_last - c->birth_first, theirs = (int64_t)last - first, span = mine > theirs ? mine : theirs;
    if (gap <= 0) return span == 0 ? BIRTH_DAY : span <= 31 ? BIRTH_MONTH : BIRTH_YEAR;
    if (mine == 0 && theirs == 0 && flipped(st_str_of(c->birth_date), value)) return BIRTH_FLIPPED;
    return gap <= YEAR_DAYS ? BIRTH_NEAR : gap <= YEARS_DAYS ? BIRTH_YEARS : BIRTH_FAR;
}

static void see_birth(found *f, const st_claims *c, st_str value) {
    int32_t first, last;
    if (!st_date_range(value, &first, &last)) return;
    birth b = births(c, value, first, last);
    if (b >= f->birth) return;
    f->birth = b;
    f->birth_value = value;
}

/* Can a listed country be another one than those of the query? Not a state that is no more, which is not another country than its successors, nor a
 * text that names several, or one that nobody knows. */
static bool may_differ(st_str code) {
    static const char *const former[] = { "SU", "YU", "CS", "DD", "TP", "AN", "XC" };
    if (code.n != 2) return false;
    for (size_t i = 0; i < ST_LEN(former); i++)
        if (st_str_is(code, former[i])) return false;
    return true;
}

static void see_country(found *f, const st_claims *c, st_str value) {
    if (f->country == 2) return;
    for (size_t i = 0; i < c->countries; i++) {
        if (!st_str_ieq(value, c->country[i])) continue;
        f->country = 2;
        f->country_value = value;
        return;
    }
    if (f->country || c->strange_country || !may_differ(value)) return;
    f->country = 1;
    f->country_value = value;
}

/* Do the two texts share `need` different words of three letters and more? */
static bool share_words(found *f, st_str claim, st_str text, size_t need) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_fold(text, &b);
    st_str mine[ST_MAX_TOKENS], theirs[ST_MAX_TOKENS];
    size_t n = b.failed ? 0 : st_tokens(claim, mine, ST_MAX_TOKENS), m = b.failed ? 0 : st_tokens(st_buf_view(&b), theirs, ST_MAX_TOKENS), shared = 0;
    if (n > ST_MAX_TOKENS) n = ST_MAX_TOKENS;
    if (m > ST_MAX_TOKENS) m = ST_MAX_TOKENS;
    for (size_t i = 0; i < n; i++) {
        bool here = false;
        for (size_t j = 0; j < m && !here; j++) here = mine[i].n >= 3 && st_str_eq(mine[i], theirs[j]);
        for (size_t k = 0; k < i && here; k++) here = !st_str_eq(mine[i], mine[k]);
        shared += here;
    }
    if (b.failed) f->failed = b.failed;
    st_buf_free(&b);
    return shared >= need;
}

static void see(found *f, const st_claims *c, st_prop head, const st_fact_view *v) {
    switch ((int)v->prop) {   /* of a hundred properties a few matter here */
    case ST_P_BIRTH_DATE: if (c->birth) see_birth(f, c, v->value); break;
    case ST_P_GENDER:
        if (f->gender == 0) {
            f->gender = st_gender_of(v->value);
            f->gender_value = v->value;
        }
        break;
    case ST_P_BIRTH_PLACE: if (c->birth_place.n && !f->place.n && share_words(f, c->birth_place, v->value, 1)) f->place = v->value; break;
    case ST_P_ADDRESS: if (c->address.n && !f->address.n && share_words(f, c->address, v->value, 2)) f->address = v->value; break;
    default: if (c->countries && st_prop_is_country(v->prop, head)) see_country(f, c, v->value); break;
    }
}

/* One observation and its reason. */
static int32_t step(st_reasons *why, st_why kind, int32_t bits, st_str query, st_str list, const char *text) {
    if (why) st_reason_add(why, kind, bits, query, list, "%s", text);
    return bits;
}

static int32_t weigh_birth(const found *f, const st_claims *c, st_reasons *why) {
    const st_claim_weights *w = &st_claim_weights_of;
    const struct { int16_t bits; const char *text; } kind[] = {
        [BIRTH_DAY] = { w->birth_day, "born on the same day" },
        [BIRTH_FLIPPED] = { w->birth_flipped, "born on the same day if day and month changed places" },
        [BIRTH_MONTH] = { w->birth_month, "born in the same month" },
        [BIRTH_YEAR] = { w->birth_year, "the dates of birth can be the same" },
        [BIRTH_NEAR] = { w->birth_near, "the dates of birth differ by a year at most" },
        [BIRTH_YEARS] = { w->birth_years, "the dates of birth differ by one to five years" },
        [BIRTH_FAR] = { w->birth_far, "the dates of birth differ by more than five years" },
    };
    if (f->birth == BIRTH_NONE) return 0;
    return step(why, ST_WHY_BIRTH, kind[f->birth].bits, c->query->birth_date, f->birth_value, kind[f->birth].text);
}

static st_str claimed_country(const st_claims *c, st_str same) {
    for (size_t i = 0; i < c->countries; i++)
        if (st_str_ieq(same, c->country[i])) return c->country[i];
    return c->countries ? c->country[0] : ST_STR_NONE;
}

st_code st_evidence(const st_index *ix, uint32_t party, const st_claims *c, int32_t *bits, st_reasons *why, st_err *err) {
    const st_claim_weights *w = &st_claim_weights_of;
    found f = { .birth = BIRTH_NONE };
    int32_t sum = 0;
    st_party_view p;
    st_index_party(ix, party, &p);
    st_prop head = ST_PROP_NONE;
    st_cursor cursor = st_index_facts(ix, party);
    for (st_fact_view v; st_cursor_next(&cursor, &v);) {
        if (st_prop_is_head(v.prop)) head = v.prop;
        see(&f, c, head, &v);
    }
    bool kinds = c->kind != ST_KIND_UNKNOWN && p.kind != ST_KIND_UNKNOWN && c->kind != ST_KIND_OTHER && p.kind != ST_KIND_OTHER;
    if (kinds && c->kind != p.kind) sum += step(why, ST_WHY_TYPE, w->kind_other, c->query->type, st_str_of(st_kind_name(p.kind)), "the list has it as another kind of party");
    if (c->birth) sum += weigh_birth(&f, c, why);
    st_str country = claimed_country(c, f.country_value);
    if (f.country == 2) sum += step(why, ST_WHY_COUNTRY, w->country_same, country, f.country_value, "tied to the same country");
    if (f.country == 1) sum += step(why, ST_WHY_COUNTRY, w->country_other, country, f.country_value, "the list knows only other countries");
    if (c->gender && f.gender == c->gender) sum += step(why, ST_WHY_GENDER, w->gender_same, c->query->gender, f.gender_value, "the same gender");
    else if (c->gender && f.gender) sum += step(why, ST_WHY_GENDER, w->gender_other, c->query->gender, f.gender_value, "another gender");
    if (f.place.n) sum += step(why, ST_WHY_PLACE, w->place_same, c->query->birth_place, f.place, "the places of birth share a word");
    if (f.address.n) sum += step(why, ST_WHY_ADDRESS, w->address_same, c->query->address, f.address, "the addresses share words");
    *bits += sum;
    return f.failed || (why && why->failed) ? st_fail(err, ST_E_NOMEM, "out of memory while weighing a listed party's facts") : ST_OK;
}
