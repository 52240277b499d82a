/* Attributes as evidence. */
#include "match/evidence.h"
#include "text/text.h"

/* Shares per mille: of the gap to 1 when it agrees, of the score when it does not. A date is worth more than a country, which whole nations
 * share; two days that are equal more than two years. They are judgements, not measurements: doc/MATCHING.md. */
enum { BIRTH_DAY = 300, BIRTH_OVERLAP = 150, BIRTH_NEAR = 100, BIRTH_YEARS = 200, BIRTH_FAR = 350, NEAR_DAYS = 366, YEARS_DAYS = 1827,
       COUNTRY_SAME = 100, COUNTRY_OTHER = 70, GENDER_SAME = 20, GENDER_OTHER = 150, KIND_OTHER = 300, PLACE_SAME = 50, ADDRESS_SAME = 50 };

static uint32_t gain(uint32_t score, uint32_t share) { return score + (10000 - score) * share / 1000; }
static uint32_t lose(uint32_t score, uint32_t share) { return score - score * share / 1000; }

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

/* Words for the two genders, whole: of "Mrs" or "mujer" the first letter would say the wrong one. */
static char gender_of(st_str text) {
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
        char edtf[32];
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
    out->gender = gender_of(q->gender);
    st_code code = folded(q->birth_place, a, &out->birth_place);
    if (code == ST_OK) code = folded(q->address, a, &out->address);
    return code == ST_OK ? ST_OK : st_fail(err, code, "a place or address that is too long, or no memory for it");
}

uint32_t st_claims_most(const st_claims *c, uint32_t score) {
    if (c->birth) score = gain(score, BIRTH_DAY);
    if (c->countries) score = gain(score, COUNTRY_SAME);
    if (c->gender) score = gain(score, GENDER_SAME);
    if (c->birth_place.n) score = gain(score, PLACE_SAME);
    if (c->address.n) score = gain(score, ADDRESS_SAME);
    return score;
}

/* What a walk over the facts found: the best of each. */
typedef struct found {
    int birth; st_str birth_value; int32_t gap;    /* 0 no date, 1 apart, 2 overlap, 3 same day */
    int country; st_str country_value;             /* 0 none, 1 only others, 2 same */
    char gender; st_str gender_value;
    st_str place, address;
    st_code failed;
} found;

static void see_birth(found *f, const st_claims *c, st_str value) {
    int32_t first, last;
    if (!st_date_range(value, &first, &last)) return;
    int rank = 1;
    int64_t gap = first > c->birth_last ? (int64_t)first - c->birth_last : (int64_t)c->birth_first - last;
    if (gap <= 0) rank = first == last && c->birth_first == c->birth_last ? 3 : 2;
    if (rank < f->birth || (rank == 1 && f->birth == 1 && gap >= f->gap)) return;
    f->birth = rank;
    f->birth_value = value;
    f->gap = (int32_t)(gap < 0 ? 0 : gap > INT32_MAX ? INT32_MAX : gap);
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
    case ST_P_NATIONALITY: case ST_P_CITIZENSHIP: case ST_P_COUNTRY: case ST_P_FLAG: if (c->countries) see_country(f, c, v->value); break;
    case ST_Q_COUNTRY: if (c->countries && head == ST_P_ADDRESS) see_country(f, c, v->value); break;
    case ST_P_GENDER:
        if (f->gender == 0) {
            f->gender = gender_of(v->value);
            f->gender_value = v->value;
        }
        break;
    case ST_P_BIRTH_PLACE: if (c->birth_place.n && !f->place.n && share_words(f, c->birth_place, v->value, 1)) f->place = v->value; break;
    case ST_P_ADDRESS: if (c->address.n && !f->address.n && share_words(f, c->address, v->value, 2)) f->address = v->value; break;
    default: break;
    }
}

/* One step: the new score, and its reason. */
static uint32_t step(st_reasons *why, st_why kind, uint32_t before, uint32_t after, st_str query, st_str list, const char *text) {
    if (why) st_reason_add(why, kind, (int32_t)after - (int32_t)before, query, list, "%s", text);
    return after;
}

static uint32_t weigh_birth(const found *f, const st_claims *c, uint32_t s, st_reasons *why) {
    st_str q = c->query->birth_date;
    if (f->birth == 3) return step(why, ST_WHY_BIRTH, s, gain(s, BIRTH_DAY), q, f->birth_value, "born on the same day");
    if (f->birth == 2) return step(why, ST_WHY_BIRTH, s, gain(s, BIRTH_OVERLAP), q, f->birth_value, "the dates of birth can be the same");
    if (f->birth == 0) return s;
    if (f->gap <= NEAR_DAYS) return step(why, ST_WHY_BIRTH, s, lose(s, BIRTH_NEAR), q, f->birth_value, "the dates of birth differ by a year at most");
    if (f->gap <= YEARS_DAYS) return step(why, ST_WHY_BIRTH, s, lose(s, BIRTH_YEARS), q, f->birth_value, "the dates of birth differ by one to five years");
    return step(why, ST_WHY_BIRTH, s, lose(s, BIRTH_FAR), q, f->birth_value, "the dates of birth differ by more than five years");
}

static st_str claimed_country(const st_claims *c, st_str same) {
    for (size_t i = 0; i < c->countries; i++)
        if (st_str_ieq(same, c->country[i])) return c->country[i];
    return c->countries ? c->country[0] : ST_STR_NONE;
}

st_code st_evidence(const st_index *ix, uint32_t party, const st_claims *c, uint32_t *score, st_reasons *why, st_err *err) {
    found f = { 0 };
    uint32_t s = *score;
    st_party_view p;
    st_index_party(ix, party, &p);
    st_prop head = ST_PROP_NONE;
    st_cursor cursor = st_index_facts(ix, party);
    for (st_fact_view v; st_cursor_next(&cursor, &v);) {
        if (st_prop_is_head(v.prop)) head = v.prop;
        see(&f, c, head, &v);
    }
    bool kinds = c->kind != ST_KIND_UNKNOWN && p.kind != ST_KIND_UNKNOWN && c->kind != ST_KIND_OTHER && p.kind != ST_KIND_OTHER;
    if (kinds && c->kind != p.kind)
        s = step(why, ST_WHY_TYPE, s, lose(s, KIND_OTHER), c->query->type, st_str_of(st_kind_name(p.kind)), "the list has it as another kind of party");
    if (c->birth) s = weigh_birth(&f, c, s, why);
    st_str country = claimed_country(c, f.country_value);
    if (f.country == 2) s = step(why, ST_WHY_COUNTRY, s, gain(s, COUNTRY_SAME), country, f.country_value, "tied to the same country");
    if (f.country == 1) s = step(why, ST_WHY_COUNTRY, s, lose(s, COUNTRY_OTHER), country, f.country_value, "the list knows only other countries");
    if (c->gender && f.gender == c->gender) s = step(why, ST_WHY_GENDER, s, gain(s, GENDER_SAME), c->query->gender, f.gender_value, "the same gender");
    else if (c->gender && f.gender)
        s = step(why, ST_WHY_GENDER, s, lose(s, GENDER_OTHER), c->query->gender, f.gender_value, "another gender");
    if (f.place.n) s = step(why, ST_WHY_PLACE, s, gain(s, PLACE_SAME), c->query->birth_place, f.place, "the places of birth share a word");
    if (f.address.n) s = step(why, ST_WHY_ADDRESS, s, gain(s, ADDRESS_SAME), c->query->address, f.address, "the addresses share words");
    *score = s;
    return f.failed || (why && why->failed) ? st_fail(err, ST_E_NOMEM, "out of memory while weighing a listed party's facts") : ST_OK;
}
