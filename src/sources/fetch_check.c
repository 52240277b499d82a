/* Is what came fit to be kept? The reading of it, and the judgement. */
#include "sources/fetch_int.h"
#include "sources/source.h"

/* ---- reading -------------------------------------------------------------------------------------------------------------------------------- */

static void put(char *to, size_t size, st_str s) {
    const size_t n = s.n < size ? s.n : size - 1;
    if (n) memcpy(to, s.p, n);
    to[n] = 0;
}

static st_code look(const st_model *m, st_arena *arena, st_fetch_arrival *a, st_err *err) {
    st_list_view v;
    if (st_model_lists(m) != 1) return st_fail(err, ST_E_DATA, "the file holds no list");
    st_model_list(m, 0, &v);
    if (v.files != 1) return st_fail(err, ST_E_DATA, "the file holds no list");
    a->v.parties = v.parties;
    a->v.disk = v.file[0].bytes;
    put(a->v.sha256, sizeof a->v.sha256, v.file[0].sha256);
    put(a->v.date, sizeof a->v.date, v.field[ST_LIST_DATE]);
    a->list = st_str_copy(arena, v.field[ST_LIST_ID]);
    a->format = st_str_copy(arena, v.file[0].format);
    return a->list.p && a->format.p ? ST_OK : st_fail(err, ST_E_NOMEM, "out of memory");
}

/* The unpacked size of all that is in a file. */
static st_code unpacked(const char *path, uint64_t *bytes, st_err *err) {
    st_input *in = st_input_open(path, NULL, err);
    if (!in) return err->code;
    st_str block;
    int more = 1;
    while (more > 0) {
        st_code code = ST_OK;
        do code = st_input_block(in, &block, err); while (!code && block.n);
        more = code ? (int)code : st_input_is_archive(in) ? st_input_next(in, err) : 0;
    }
    *bytes = st_input_expanded(in);
    st_input_close(in);
    return more < 0 ? (st_code)more : ST_OK;
}

st_code st_fetch_read(const char *path, st_arena *arena, st_fetch_arrival *a, st_err *err) {
    *a = (st_fetch_arrival){ 0 };
    st_model *m = st_model_new(err);
    if (!m) return err->code;
    st_code code = st_source_read(path, &(st_read_options){ 0 }, m, NULL, err);
    if (!code) code = look(m, arena, a, err);
    st_model_free(m);
    return code ? code : unpacked(path, &a->v.bytes, err);
}

/* ---- names ------------------------------------------------------------------------------------------------------------------------------------ */

/* "2025", "2025-12", "2025-12-01" and nothing else: what can stand in a file name and be read back from it. */
static bool is_plain_date(const char *z) {
    const size_t n = strlen(z);
    if (n != 4 && n != 7 && n != 10) return false;
    for (size_t i = 0; i < n; i++) if (i == 4 || i == 7 ? z[i] != '-' : z[i] < '0' || z[i] > '9') return false;
    return true;
}

static bool is_suffix(st_str s) {
    if (s.n == 0 || s.n > 8) return false;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return false;
    }
    return true;
}

static size_t last_dot(st_str s) {
    for (size_t i = s.n; i > 0; i--) if (s.p[i - 1] == '.') return i - 1;
    return SIZE_MAX;
}

/* The end of a name that tells its type, with the one before it when the last only tells the packing. */
static st_str suffix_of(st_str name) {
    const size_t dot = last_dot(name);
    if (dot == SIZE_MAX || !is_suffix(st_str_sub(name, dot + 1, name.n))) return ST_STR("dat");
    const st_str last = st_str_sub(name, dot + 1, name.n), stem = st_str_sub(name, 0, dot);
    const bool packed = st_str_iis(last, "gz") || st_str_iis(last, "zst") || st_str_iis(last, "xz") || st_str_iis(last, "bz2");
    const size_t before = packed ? last_dot(stem) : SIZE_MAX;
    if (before == SIZE_MAX || !is_suffix(st_str_sub(stem, before + 1, stem.n))) return last;
    return st_str_sub(name, before + 1, name.n);
}

void st_fetch_name(st_fetch_version *v, const char *today, const char *name) {
    const char *slash = strrchr(name, '/');
    const st_str suffix = suffix_of(st_str_of(slash ? slash + 1 : name));
    const int n = snprintf(v->file, sizeof v->file, "%.10s_%.8s.", is_plain_date(v->date) ? v->date : today, v->sha256);
    size_t at = (size_t)n;
    for (size_t i = 0; i < suffix.n && at + 1 < sizeof v->file; i++)
        v->file[at++] = suffix.p[i] >= 'A' && suffix.p[i] <= 'Z' ? (char)(suffix.p[i] + 32) : suffix.p[i];
    v->file[at] = 0;
}

/* ---- judgement ---------------------------------------------------------------------------------------------------------------------------------- */

/* Has `now` less than (100 - percent) % of `before`? In integers that cannot overflow. */
static bool shrank(uint64_t now, uint64_t before, uint32_t percent) {
    if (percent >= 100 || now >= before) return false;
    return before - now > before / 100 * percent + before % 100 * percent / 100;
}

/* Dates are compared as far as both are precise: 2025-12 is neither before nor after 2025-12-01. Only full calendar prefixes count. */
static int compare_dates(const char *a, const char *b) {
    size_t n = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    n = n >= 10 ? 10 : n >= 7 ? 7 : n >= 4 ? 4 : 0;
    return strncmp(a, b, n);
}

/* The day after, so that a publisher east of Greenwich is not dated ahead. Proleptic Gregorian calendar. */
static void day_after(const char *day, char out[16]) {
    static const unsigned char length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const st_str s = st_str_of(day);
    uint64_t y = 0, m = 0, d = 0;
    if (s.n != 10 || !st_parse_u64(st_str_sub(s, 0, 4), &y) || !st_parse_u64(st_str_sub(s, 5, 7), &m) || !st_parse_u64(st_str_sub(s, 8, 10), &d) || m < 1 ||
        m > 12) {
        out[0] = 0;
        return;
    }
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (++d > length[m - 1] + (unsigned)(leap && m == 2)) {
        d = 1;
        if (++m > 12) { m = 1; y++; }
    }
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)(y % 10000), (unsigned)(m % 100), (unsigned)(d % 100));
}

static st_code wrong_kind(const st_feed *feed, const st_fetch_arrival *a, st_err *err) {
    if (!st_str_eq(a->format, feed->format)) {
        st_fail(err, ST_E_DATA, "this is %.*s, and not %.*s", ST_FMT(a->format), ST_FMT(feed->format));
        st_err_hint(err, "the publisher may have changed the format: give the new one in a table with --sources");
        return ST_E_DATA;
    }
    /* A reader that cannot tell the list from the file names it after the file, behind a prefix of its own. */
    const bool named_after_file = a->list.n > feed->list.n && a->list.p[a->list.n - feed->list.n - 1] == '_' &&
                                  st_str_eq(st_str_sub(a->list, a->list.n - feed->list.n, a->list.n), feed->list);
    if (st_str_eq(a->list, feed->list) || named_after_file) return ST_OK;
    st_fail(err, ST_E_DATA, "this is another list: %.*s", ST_FMT(a->list));
    st_err_hint(err, "the address or the mirror's file is that of another list");
    return ST_E_DATA;
}

static st_code too_small(const st_feed *feed, const st_fetch_options *o, const st_fetch_version *now, const st_fetch_version *before, st_err *err) {
    if (now->bytes < feed->min_bytes)
        st_fail(err, ST_E_DATA, "only %llu bytes; the smallest plausible list has %llu", (unsigned long long)now->bytes, (unsigned long long)feed->min_bytes);
    else if (now->parties < feed->min_parties)
        st_fail(err, ST_E_DATA, "only %llu parties; the smallest plausible list has %llu", (unsigned long long)now->parties,
                (unsigned long long)feed->min_parties);
    else if (before->file[0] && shrank(now->parties, before->parties, o->max_shrink))
        st_fail(err, ST_E_DATA, "it shrank from %llu parties to %llu, by more than %u %%", (unsigned long long)before->parties, (unsigned long long)now->parties,
                o->max_shrink);
    else if (before->file[0] && shrank(now->bytes, before->bytes, o->max_shrink))
        st_fail(err, ST_E_DATA, "it shrank from %llu bytes to %llu, by more than %u %%", (unsigned long long)before->bytes, (unsigned long long)now->bytes,
                o->max_shrink);
    else return ST_OK;
    st_err_hint(err, "if the list is right as it is, take it with --force, or allow more with --max-shrink");
    return ST_E_DATA;
}

st_code st_fetch_judge(const st_feed *feed, const st_fetch_options *o, const st_fetch_arrival *a, const st_fetch_version *before, const char *today,
                       st_err *err) {
    ST_TRY(wrong_kind(feed, a, err));
    if (o->force) return ST_OK;
    ST_TRY(too_small(feed, o, &a->v, before, err));
    char tomorrow[16];
    day_after(today, tomorrow);
    const char *date = a->v.date;
    if (before->file[0] && date[0] && before->date[0] && compare_dates(date, before->date) < 0)
        st_fail(err, ST_E_DATA, "its date, %s, is older than that of the kept version, %s", date, before->date);
    else if (date[0] && tomorrow[0] && compare_dates(date, tomorrow) > 0)
        st_fail(err, ST_E_DATA, "its date, %s, lies ahead: today is %s", date, today);
    else return ST_OK;
    st_err_hint(err, "if the date is right as it is, take the list with --force");
    return ST_E_DATA;
}
