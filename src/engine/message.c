/* Payments in: the stream, and what the two readers share. The case that a payment becomes is written in message_case.c. */
#include "engine/message_int.h"
#include "text/text.h"

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

/* ---- a payment grows ------------------------------------------------------------------------------------------------------------------------ */

void st_pay_begin(st_pay *p, const char *kind, uint32_t line) {
    st_arena_reset(p->arena);
    p->kind = kind;
    p->line = line;
    p->id = p->amount = p->currency = p->date = ST_STR_NONE;
    p->n = p->notes = p->warnings = p->places = 0;
    st_buf_clear(&p->text);
    st_buf_clear(&p->other_text);
}

void st_pay_free(st_pay *p) {
    st_buf_free(&p->text);
    st_buf_free(&p->other_text);
    st_free(p->party);
    st_free(p->note);
    st_free(p->warning);
    st_free(p->place);
    st_arena_free(p->arena);
}

static ST_PRINTF(2, 0) st_str copy_of(st_pay *p, const char *fmt, va_list args) {
    char small[512];
    va_list again;
    va_copy(again, args);
    const int n = vsnprintf(small, sizeof small, fmt, args);
    st_str copy = ST_STR_NONE;
    if (n >= 0 && (size_t)n < sizeof small) copy = st_str_copy(p->arena, (st_str){ small, (size_t)n });
    else if (n >= 0) {
        char *to = st_arena_alloc(p->arena, (size_t)n + 1);
        if (to) { vsnprintf(to, (size_t)n + 1, fmt, again); copy = (st_str){ to, (size_t)n }; }
    }
    va_end(again);
    return copy;
}

st_str st_pay_copy(st_pay *p, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const st_str s = copy_of(p, fmt, args);
    va_end(args);
    return s;
}

static void add_role(st_pay_party *to, const char *role) {
    for (size_t i = 0; i < ST_PAY_ROLES; i++) {
        if (to->role[i] && strcmp(to->role[i], role) == 0) return;
        if (!to->role[i]) { to->role[i] = role; return; }
    }
}

/* A BIC without a branch is that of the head office, which is also written XXX. */
static st_str head_office(st_str bic) { return bic.n == 11 && st_str_ends(bic, "XXX") ? st_str_sub(bic, 0, 8) : bic; }

/* A bank that stands in several fields under one BIC, or one number of a clearing system, is one party, when they do not contradict each other. */
static bool is_same_bank(const st_pay_party *a, const st_pay_party *b) {
    const bool one = a->bic.n ? st_str_eq(head_office(a->bic), head_office(b->bic)) : a->clears.n && !b->bic.n && st_str_eq(a->clears, b->clears) && st_str_eq(a->id_number, b->id_number);
    return one && (!a->name.n || !b->name.n || st_str_eq(a->name, b->name)) && (!a->address.n || !b->address.n || st_str_eq(a->address, b->address))
           && (!a->lei.n || !b->lei.n || st_str_eq(a->lei, b->lei)) && st_str_is(a->type, "organisation") && st_str_is(b->type, "organisation");
}

static void merge(st_pay_party *a, const st_pay_party *b) {
    for (size_t i = 0; i < ST_PAY_ROLES && b->role[i]; i++) add_role(a, b->role[i]);
    if (!a->name.n) a->name = b->name;
    if (!a->address.n) a->address = b->address;
    if (!a->lei.n) a->lei = b->lei;
    if (!a->country.n) a->country = b->country;
}

st_code st_pay_add(st_pay *p, const st_pay_party *party, st_err *err) {
    size_t same = 1;
    for (size_t i = 0; i < p->n; i++) {
        if (is_same_bank(&p->party[i], party)) { merge(&p->party[i], party); return ST_OK; }
        const st_str id = p->party[i].id;
        same += id.n >= party->id.n && st_str_eq(st_str_sub(id, 0, party->id.n), party->id) && (id.n == party->id.n || id.p[party->id.n] == '.');
    }
    if (p->n == ST_MESSAGE_MAX_PARTIES) return st_fail(err, ST_E_LIMIT, "a payment with more than %u parties", ST_MESSAGE_MAX_PARTIES);
    if (st_grow(p->party, p->cap, p->n + 1)) return no_memory(err);
    st_pay_party *to = &p->party[p->n++];
    *to = *party;
    if (same > 1) to->id = st_pay_copy(p, "%.*s.%zu", ST_FMT(party->id), same);
    return to->id.p ? ST_OK : no_memory(err);
}

st_code st_pay_note(st_pay *p, st_str key, st_str value, st_err *err) {
    size_t same = 1;
    for (size_t i = 0; i < p->notes; i++)
        same += p->note[i].key.n >= key.n && st_str_eq(st_str_sub(p->note[i].key, 0, key.n), key) && (p->note[i].key.n == key.n || p->note[i].key.p[key.n] == '[');
    if (same > 1) key = st_pay_copy(p, "%.*s[%zu]", ST_FMT(key), same);
    if (!key.p || st_grow(p->note, p->note_cap, p->notes + 1)) return no_memory(err);
    p->note[p->notes++] = (struct st_pay_note){ key, value };
    return ST_OK;
}

st_code st_pay_warn(st_pay *p, st_err *err, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const st_str s = copy_of(p, fmt, args);
    va_end(args);
    if (!s.p || st_grow(p->warning, p->warning_cap, p->warnings + 1)) return no_memory(err);
    p->warning[p->warnings++] = s;
    return ST_OK;
}

static st_code add_line(st_buf *b, st_str text, st_err *err) {
    if (b->n) st_buf_char(b, '\n');
    st_buf_str(b, text);
    return !b->failed ? ST_OK : b->failed == ST_E_NOMEM ? no_memory(err) : st_fail(err, ST_E_LIMIT, "a payment with more than %u bytes of free text", ST_MESSAGE_MAX_TEXT);
}

st_code st_pay_text(st_pay *p, st_str text, st_err *err) {
    text = st_str_trim(text);
    return text.n ? add_line(&p->text, text, err) : ST_OK;
}

st_code st_pay_place(st_pay *p, st_str alpha2, st_err *err) {
    if (alpha2.n != 2) return ST_OK;
    for (size_t i = 0; i < p->places; i++) if (memcmp(p->place[i], alpha2.p, 2) == 0) return ST_OK;
    if (st_grow(p->place, p->place_cap, p->places + 1)) return no_memory(err);
    memcpy(p->place[p->places++], alpha2.p, 2);
    return ST_OK;
}

/* ---- what values mean --------------------------------------------------------------------------------------------------------------------------- */

/* In capitals only, and only what is a country today: a code is no name. */
st_str st_country_code(st_str two) {
    if (two.n != 2 || two.p[0] < 'A' || two.p[0] > 'Z' || two.p[1] < 'A' || two.p[1] > 'Z') return ST_STR_NONE;
    return st_country_name(two).n ? st_country(two) : ST_STR_NONE;
}

bool st_is_bic(st_str text) {
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9' && i != 4 && i != 5)) return false;
    }
    return text.n == 8 || text.n == 11;
}

st_str st_bic_country(st_str bic) { return bic.n >= 8 ? st_country_code(st_str_sub(bic, 4, 6)) : ST_STR_NONE; }

st_str st_iban_country(st_str account) {
    return account.n >= 15 && account.p[2] >= '0' && account.p[2] <= '9' && account.p[3] >= '0' && account.p[3] <= '9' ? st_country_code(st_str_sub(account, 0, 2)) : ST_STR_NONE;
}

static bool is_word_of_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 || c == '(' || c == ')'; }

static st_str country_in(st_str s) {
    if (s.n < 4 || s.n > 100) return ST_STR_NONE;
    return st_country(s);
}

st_str st_address_country(st_str line) {
    /* digits and what surrounds them at the ends are codes of places */
    st_str s = st_str_trim(line);
    while (s.n && !is_word_of_name(s.p[s.n - 1])) s.n--;
    while (s.n && !is_word_of_name(s.p[0])) s = st_str_sub(s, 1, s.n);
    st_str code = country_in(s);
    if (code.n) return code;
    for (size_t i = s.n; i-- > 0;)   /* what stands behind the last comma */
        if (s.p[i] == ',') { s = st_str_trim(st_str_sub(s, i + 1, s.n)); break; }
    while (s.n && !is_word_of_name(s.p[0])) s = st_str_sub(s, 1, s.n);
    code = country_in(s);
    /* the last words, the most first: "JOHANNESBURG SOUTH AFRICA"; what is new is another place: New Jersey, New Mexico */
    size_t start[4], words = 0;
    for (size_t i = s.n; i > 0 && words < ST_LEN(start); i--)
        if (s.p[i - 1] == ' ' || s.p[i - 1] == '-') start[words++] = i;
    while (!code.n && words > 0) {
        const size_t at = start[--words];
        code = country_in(st_str_sub(s, at, s.n));
        if (code.n && at >= 4 && st_str_ieq(st_str_sub(s, at - 4, at - 1), ST_STR("new")) && (at == 4 || s.p[at - 5] == ' ')) return ST_STR_NONE;
    }
    return code;
}

bool st_is_placeholder(st_str text) {
    static const char *const words[] = { "notprovided", "notavailable", "unknown", "na", "none", "xxx", "xx", "tobedefined", "tbd", "dummy", "notknown", "null" };
    char folded[64];
    size_t n = 0;
    text = st_str_trim(text);
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (c == ' ' || c == '/' || c == '-' || c == '_' || c == '.') continue;
        if (n == sizeof folded) return false;
        folded[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    const st_str s = { folded, n };
    for (size_t i = 0; i < ST_LEN(words); i++) if (st_str_is(s, words[i])) return true;
    if (!st_str_starts(s, "cutover") || n > 11) return false;
    for (size_t i = 7; i < n; i++) if (s.p[i] < '0' || s.p[i] > '9') return false;
    return true;
}

bool st_pay_amount(st_str text, char separator, char out[32]) {
    size_t n = 0, before = 0, behind = 0;
    bool seen = false;
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (c == separator && !seen) { seen = true; continue; }
        if (c < '0' || c > '9' || (seen ? ++behind > 6 : ++before > 18)) return false;
        if (seen && behind > 4 && c == '0') continue;
        if (seen && behind > 4) return false;
        if (seen && behind == 1) out[n++] = '.';
        out[n++] = c;
    }
    out[n] = 0;
    return before > 0;
}

/* ---- the stream ----------------------------------------------------------------------------------------------------------------------------------- */

st_code st_pay_deliver(st_pay_stream *s, st_code code, st_err *err) {
    if (code == ST_E_NOMEM) return code;
    if (++s->count > ST_MESSAGE_MAX_COUNT) return st_fail(err, ST_E_LIMIT, "a file of more than %u payments", ST_MESSAGE_MAX_COUNT);
    st_buf_clear(&s->json);
    if (!code) code = st_pay_write(&s->pay, &s->json, err);
    if (code == ST_E_NOMEM) return code;
    if (code < 0) {
        st_err_where(err, "%s:%u", st_input_path(s->in), s->pay.line);
        return s->fn(s->user, ST_STR_NONE, s->pay.id, s->pay.line, err);
    }
    return s->fn(s->user, st_buf_view(&s->json), s->pay.id, s->pay.line, err);
}

static st_code read_member(st_pay_stream *s, st_message_kind kind, st_err *err) {
    if (kind == ST_MESSAGE_AUTO) {
        st_str head;
        ST_TRY(st_input_peek(s->in, 4096, &head, err));
        if (st_str_starts(head, "\xef\xbb\xbf")) head = st_str_sub(head, 3, head.n);
        head = st_str_trim(head);
        kind = st_str_starts(head, "<") ? ST_MESSAGE_ISO20022 : st_str_find(head, "{1:") != SIZE_MAX || st_str_starts(head, "{4:") ? ST_MESSAGE_FIN : ST_MESSAGE_AUTO;
    }
    if (kind == ST_MESSAGE_ISO20022) return st_pacs_stream(s, err);
    if (kind == ST_MESSAGE_FIN) return st_mt_stream(s, err);
    st_fail(err, ST_E_DATA, "neither XML nor a SWIFT message");
    st_err_where(err, "%s", st_input_path(s->in));
    st_err_hint(err, "ISO 20022 begins with <, a SWIFT message with {1:");
    return ST_E_DATA;
}

st_code st_message_stream(st_input *in, st_message_kind kind, st_message_fn fn, void *user, st_err *err) {
    st_err local = { 0 };
    if (!err) err = &local;
    st_arena arena = ST_ARENA_INIT;
    st_pay_stream s = { .in = in, .fn = fn, .user = user, .json = ST_BUF_INIT(ST_PAY_CASE_MAX),
                        .pay = { .arena = &arena, .text = ST_BUF_INIT(ST_MESSAGE_MAX_TEXT), .other_text = ST_BUF_INIT(ST_MESSAGE_MAX_TEXT) } };
    st_code code = ST_OK;
    for (int more = 1; !code && more > 0;) {
        code = read_member(&s, kind, err);
        if (!code) more = st_input_next(in, err);
        if (more < 0) code = (st_code)more;
    }
    if (!code && s.count == 0) {
        code = st_fail(err, ST_E_DATA, "there is no payment in the file");
        st_err_where(err, "%s", st_input_path(in));
    }
    st_pay_free(&s.pay);
    st_buf_free(&s.json);
    return code;
}
