/* The case that a payment becomes: its parties, the ships and the region that it names, and what is kept for the record. */
#include "base/json.h"
#include "engine/message_int.h"
#include "rules/region.h"
#include "rules/vessel.h"

enum { SHIP_NAME_WORDS = 5, SHIPS = 16 };

/* ---- ships in free text --------------------------------------------------------------------------------------------------------------------- */

typedef struct ship { st_str name; char imo[8]; } ship;   /* imo: empty when the text says none */

static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
static bool is_figure(char c) { return c >= '0' && c <= '9'; }

/* The name that stands before the number: from the last word that says "ship" on (MV, M/T, vessel), or nothing. */
static st_str ship_name(st_str before) {
    static const char *const kinds[] = { "mv", "m/v", "mt", "m/t", "m.v.", "m.t.", "ss", "s/s", "vessel", "vsl", "ship", "tanker", "motor", "lng/c" };
    before = st_str_trim(before);
    while (before.n && strchr(",;:(\"'-", before.p[before.n - 1])) before = st_str_trim(st_str_sub(before, 0, before.n - 1));
    size_t words = 0;
    for (size_t end = before.n, i = before.n; i-- > 0;) {
        if (i > 0 && before.p[i - 1] != ' ' && before.p[i - 1] != '\n') continue;
        const st_str word = st_str_trim(st_str_sub(before, i, end));
        for (size_t k = 0; k < ST_LEN(kinds); k++) {
            if (!st_str_ieq(word, st_str_of(kinds[k])) && !(word.n && word.p[word.n - 1] == ':' && st_str_ieq(st_str_sub(word, 0, word.n - 1), st_str_of(kinds[k])))) continue;
            st_str name = st_str_trim(st_str_sub(before, end, before.n));
            while (name.n && strchr("\"':", name.p[0])) name = st_str_sub(name, 1, name.n);
            return name;
        }
        if (words++ == SHIP_NAME_WORDS || (word.n && strchr(",;", word.p[word.n - 1]))) break;
        end = i;
    }
    return ST_STR_NONE;
}

/* "MV EXAMPLE STAR VOY 12": what stands behind MV up to a word that is no name. Only where MV means a ship: not behind a number, as a voltage would. */
static st_str ship_behind(st_str text, size_t at) {
    static const char *const kinds[] = { "mv", "m/v", "m.v.", "m/t", "m.t.", "s/s", "lng/c" },
                      *const ends[] = { "imo", "voy", "voyage", "from", "to", "at", "on", "in", "for", "of", "loaded", "loading", "discharging", "dated", "bl", "b/l", "inv", "invoice",
                                        "cargo", "freight", "flag", "eta", "etd", "port", "and", "with", "as", "per", "no" };
    if (at > 0 && text.p[at - 1] != ' ' && text.p[at - 1] != '\n' && text.p[at - 1] != '(') return ST_STR_NONE;
    size_t n = 0, end = at;
    for (size_t k = 0; k < ST_LEN(kinds) && !n; k++)
        if (st_str_istarts(st_str_sub(text, at, text.n), kinds[k]) && at + strlen(kinds[k]) < text.n && strchr(" :.", text.p[at + strlen(kinds[k])])) n = strlen(kinds[k]) + 1;
    for (size_t i = at; n && i-- > 0 && text.p[i] == ' ';)
        if (i > 0 && is_figure(text.p[i - 1])) return ST_STR_NONE;
    size_t from = at + n;
    while (n && from < text.n && strchr(" \"':", text.p[from])) from++;
    end = from;
    for (int words = 0; n && words < SHIP_NAME_WORDS; words++) {
        size_t to = end + (words > 0);
        const size_t begin = to;
        while (to < text.n && !strchr(" \n,;:()/\"", text.p[to])) to++;
        const st_str word = st_str_sub(text, begin, to);
        bool stops = !word.n || is_figure(word.p[0]);
        for (size_t k = 0; k < ST_LEN(ends); k++) stops |= st_str_iis(word, ends[k]);
        if (stops) break;
        end = to;
        if (to >= text.n || text.p[to] != ' ') break;
    }
    return n ? st_str_trim(st_str_sub(text, from, end)) : ST_STR_NONE;
}

/* Every "IMO 9074729" (IMO9074729, IMO No. 9074729, IMO: 9074729) whose number is one. */
static size_t ships_in(st_str text, ship out[SHIPS]) {
    size_t n = 0;
    for (size_t i = 0; i + 10 <= text.n && n < SHIPS; i++) {
        if (!st_str_istarts(st_str_sub(text, i, text.n), "imo") || (i > 0 && is_letter(text.p[i - 1]))) continue;
        size_t k = i + 3;
        while (k < text.n && strchr(" .:#\n-", text.p[k])) k++;
        static const char *const words[] = { "number", "no", "nr" };
        for (size_t w = 0; w < ST_LEN(words); w++)
            if (st_str_istarts(st_str_sub(text, k, text.n), words[w])) { k += strlen(words[w]); break; }
        while (k < text.n && strchr(" .:#\n-", text.p[k])) k++;
        if (k + 7 > text.n || (k + 7 < text.n && is_figure(text.p[k + 7]))) continue;
        const st_str number = st_str_sub(text, k, k + 7);
        bool seen = st_str_is(st_imo_status(number, NULL), "bad");
        for (size_t s = 0; s < n; s++) seen |= memcmp(out[s].imo, number.p, 7) == 0;
        if (seen) continue;
        memcpy(out[n].imo, number.p, 7);
        out[n].imo[7] = 0;
        out[n++].name = ship_name(st_str_sub(text, 0, i));
    }
    for (size_t i = 0; i < text.n && n < SHIPS; i++) {
        const st_str name = ship_behind(text, i);
        bool seen = name.n < 3;
        for (size_t s = 0; s < n; s++) seen |= st_str_ieq(out[s].name, name);
        if (!seen) out[n++] = (ship){ .name = name };
    }
    return n;
}

/* ---- the case ----------------------------------------------------------------------------------------------------------------------------------- */

static void member(st_jw *w, const char *key, st_str value) {
    if (!value.n) return;
    st_jw_key(w, key);
    st_jw_str(w, value);
}

static void write_party(st_jw *w, const st_pay_party *p) {
    st_jw_open(w, '{');
    member(w, "id", p->id);
    st_jw_key(w, "role");
    st_jw_open(w, '[');
    for (size_t i = 0; i < ST_PAY_ROLES && p->role[i]; i++) st_jw_z(w, p->role[i]);
    st_jw_close(w, ']');
    member(w, "name", p->name);
    if (p->alias[0].n) {
        st_jw_key(w, "aliases");
        st_jw_open(w, '[');
        for (size_t i = 0; i < ST_PAY_ALIASES && p->alias[i].n; i++) st_jw_str(w, p->alias[i]);
        st_jw_close(w, ']');
    }
    member(w, "type", p->type);
    member(w, "country", p->country);
    member(w, "nationality", p->nationality);
    member(w, "address", p->address);
    member(w, "birth_date", p->birth_date);
    member(w, "id_number", p->id_number);
    member(w, "bic", p->bic);
    member(w, "lei", p->lei);
    st_jw_close(w, '}');
}

static bool has_role(const st_pay_party *p, const char *role) {
    for (size_t i = 0; i < ST_PAY_ROLES && p->role[i]; i++) if (strcmp(p->role[i], role) == 0) return true;
    return false;
}

static void write_payment(st_jw *w, const st_pay *p, st_str text) {
    st_str payer = ST_STR_NONE;
    for (size_t i = 0; i < p->n && !payer.n; i++) if (has_role(&p->party[i], "payer")) payer = p->party[i].country;
    st_jw_key(w, "payments");
    st_jw_open(w, '[');
    st_jw_open(w, '{');
    member(w, "amount", p->amount);
    member(w, "currency", p->currency);
    member(w, "date", p->date);
    st_jw_key(w, "instrument");
    st_jw_z(w, "transfer");
    member(w, "payer_country", payer);
    char seen[ST_MESSAGE_MAX_PARTIES][2];
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        const st_str c = p->party[i].bic.n ? st_bic_country(p->party[i].bic) : p->party[i].clears;
        bool again = c.n == 0 || !(has_role(&p->party[i], "bank") || has_role(&p->party[i], "correspondent_bank"));
        for (size_t k = 0; k < n; k++) again |= c.n && memcmp(seen[k], c.p, 2) == 0;
        if (!again) memcpy(seen[n++], c.p, 2);
    }
    if (n) {
        st_jw_key(w, "cleared_in");
        st_jw_open(w, '[');
        for (size_t k = 0; k < n; k++) st_jw_str(w, (st_str){ seen[k], 2 });
        st_jw_close(w, ']');
    }
    member(w, "text", text);
    st_jw_close(w, '}');
    st_jw_close(w, ']');
}

static void write_ships(st_jw *w, st_str text, st_str other) {
    ship found[2 * SHIPS];
    size_t n = ships_in(text, found);
    ship more[SHIPS];
    const size_t m = ships_in(other, more);
    for (size_t i = 0; i < m; i++) {   /* the same text with its lines joined the other way */
        bool again = false;
        for (size_t k = 0; k < n; k++) again |= more[i].imo[0] ? memcmp(found[k].imo, more[i].imo, 7) == 0 : n > 0;
        if (!again) found[n++] = more[i];
    }
    if (!n) return;
    st_jw_key(w, "vessels");
    st_jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        st_jw_open(w, '{');
        member(w, "imo", st_str_of(found[i].imo));
        member(w, "name", found[i].name);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

/* The region that addresses and text name: a sure one before one of which only a part is meant. Where it was found goes to `where`, one a line. */
static st_code find_region(const st_pay *p, st_region_hit *best, st_buf *where, st_err *err) {
    *best = (st_region_hit){ .part = false };
    for (size_t i = 0; i < p->n + 2; i++) {
        const st_pay_party *party = i < p->n ? &p->party[i] : NULL;
        const st_str text = party ? party->address : st_buf_view(i == p->n ? &p->text : &p->other_text);
        st_region_hit hit;
        ST_TRY(st_regions_find(text, party ? party->country : ST_STR_NONE, &hit, err));
        if (!hit.region.n || (i > p->n && st_str_eq(hit.region, best->region))) continue;
        st_buf_printf(where, "%s%.*s", where->n ? "\n" : "", ST_FMT(hit.region));
        if (party) st_buf_printf(where, ": the address of %.*s names %.*s", ST_FMT(party->id), ST_FMT(hit.name));
        else st_buf_printf(where, ": the text names %.*s", ST_FMT(hit.name));
        if (hit.part) st_buf_z(where, "; measures bind a part of it only, which part this is has to be asked");
        if (!best->region.n || (best->part && !hit.part)) *best = hit;
    }
    for (size_t i = 0; i < p->n && !best->region.n; i++) {   /* a firm's name is a hint, not an address */
        const st_pay_party *party = &p->party[i];
        st_region_hit hit;
        if (st_str_is(party->type, "person")) continue;
        ST_TRY(st_regions_find(party->name, party->country, &hit, err));
        if (!hit.region.n || hit.part) continue;
        st_buf_printf(where, "%s%.*s: the name of %.*s says %.*s; where it does this business has to be asked", where->n ? "\n" : "", ST_FMT(hit.region), ST_FMT(party->id),
                      ST_FMT(hit.name));
        *best = (st_region_hit){ hit.region, hit.name, true };
    }
    return where->failed ? st_fail(err, where->failed, "no room for what was found") : ST_OK;
}

static void write_message(st_jw *w, const st_pay *p, st_str where) {
    st_jw_key(w, "message");
    st_jw_open(w, '{');
    member(w, "kind", st_str_of(p->kind));
    for (size_t i = 0; i < p->notes; i++) {
        st_jw_keys(w, p->note[i].key);
        st_jw_str(w, p->note[i].value);
    }
    if (p->warnings || where.n) {
        st_jw_key(w, "warnings");
        st_jw_open(w, '[');
        for (size_t i = 0; i < p->warnings; i++) st_jw_str(w, p->warning[i]);
        for (st_str line; st_split(&where, "\n", &line);) st_jw_str(w, line);
        st_jw_close(w, ']');
    }
    st_jw_close(w, '}');
}

st_code st_pay_write(const st_pay *p, st_buf *out, st_err *err) {
    st_buf where = ST_BUF_INIT(1u << 20);
    st_region_hit region;
    st_code code = find_region(p, &region, &where, err);
    if (!code) {
        st_jw w = { out, false };
        st_jw_open(&w, '{');
        member(&w, "id", p->id);
        member(&w, "date", p->date);
        st_jw_key(&w, "activity");
        st_jw_raw(&w, ST_STR("[\"pay\",\"deal_funds\",\"make_funds_available\"]"));
        if (region.region.n) member(&w, "region", region.part ? ST_STR("unknown") : region.region);
        if (p->places) {
            st_jw_key(&w, "place");
            st_jw_open(&w, '[');
            for (size_t i = 0; i < p->places; i++) st_jw_str(&w, (st_str){ p->place[i], 2 });
            st_jw_close(&w, ']');
        }
        st_jw_key(&w, "parties");
        st_jw_open(&w, '[');
        for (size_t i = 0; i < p->n; i++) write_party(&w, &p->party[i]);
        st_jw_close(&w, ']');
        write_ships(&w, st_buf_view(&p->text), st_buf_view(&p->other_text));
        write_payment(&w, p, st_buf_view(&p->text));
        write_message(&w, p, st_buf_view(&where));
        st_jw_close(&w, '}');
        if (out->failed) code = out->failed == ST_E_NOMEM ? st_fail(err, ST_E_NOMEM, "out of memory") : st_fail(err, ST_E_LIMIT, "a payment whose case is longer than %u bytes", ST_PAY_CASE_MAX);
    }
    st_buf_free(&where);
    return code;
}
