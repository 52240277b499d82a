/* Fetching, without the publishers: the table of sources, the judgement, names, redirects, limits, and every allocation and write failing in turn.
 * What a server can do wrong is in test/script/fetch_test.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <dirent.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "sources/fetch_int.h"
#include "sources/source.h"

#define S(lit) ST_STR(lit)

/* ---- the table of sources ------------------------------------------------------------------------------------------------------------------- */

static void builtin_table_is_sound(void **state) {
    (void)state;
    st_arena a = ST_ARENA_INIT;
    st_feeds f;
    st_err err = { 0 };
    assert_int_equal(st_feeds_builtin(&a, &f, &err), ST_OK);
    assert_true(f.n >= 5);
    for (size_t i = 0; i < f.n; i++) {
        const st_feed *r = &f.feed[i];
        if (!st_source_by_name(r->format)) fail_msg("%.*s: no format is called %.*s", ST_FMT(r->list), ST_FMT(r->format));
        assert_true(st_str_starts(r->url, "https://"));
        assert_true(r->publisher.n && r->title.n && r->licence.n && r->min_bytes && r->min_parties);
        assert_ptr_equal(st_feeds_find(&f, r->list), r);
    }
    assert_null(st_feeds_find(&f, S("no_such_list")));
    st_arena_free(&a);
}

static void bad_tables_are_told(void **state) {
    (void)state;
#define HEAD "list\turl\tfile\tformat\tmin_bytes\tmin_parties\n"
    static const struct { const char *text, *what, *where; } bad[] = {
        { "", "no row", "t.tsv:0" },
        { "# only a remark\n\n", "no row", "t.tsv:2" },
        { "list\tfile\tformat\nx\ty\tz\n", "no column url", "t.tsv:1" },
        { HEAD "X\thttps://a/b\tb\tun-xml\t\t\n", "no id of a list", "t.tsv:2" },
        { HEAD "../x\thttps://a/b\tb\tun-xml\t\t\n", "no id of a list", "t.tsv:2" },
        { HEAD "\n\nx\tfile:///etc/passwd\tb\tun-xml\t\t\n", "neither http nor https", "t.tsv:4" },
        { HEAD "x\thttps://a/ b\tb\tun-xml\t\t\n", "neither http nor https", "t.tsv:2" },
        { HEAD "x\thttps://a/b\t../b\tun-xml\t\t\n", "the file name of x is none", "t.tsv:2" },
        { HEAD "x\thttps://a/b\t.b\tun-xml\t\t\n", "the file name of x is none", "t.tsv:2" },
        { HEAD "x\thttps://a/b\ta/b\tun-xml\t\t\n", "the file name of x is none", "t.tsv:2" },
        { HEAD "x\thttps://a/b\n", "the file name of x is none", "t.tsv:2" },
        { HEAD "x\thttps://a/b\tb\t\t\t\n", "x has no format", "t.tsv:2" },
        { HEAD "x\thttps://a/b\tb\tun-xml\tmany\t\n", "min_bytes of x", "t.tsv:2" },
        { HEAD "x\thttps://a/b\tb\tun-xml\t1\t-1\n", "min_parties of x", "t.tsv:2" },
        { HEAD "x\thttps://a/b\tb\tun-xml\t1\t1\nx\thttps://a/c\tc\tun-xml\t1\t1\n", "x is there twice", "t.tsv:3" },
        { HEAD "x\thttps://a/b\tb\tun-xml\t1\t1\n\xff\n", "not UTF-8", "t.tsv" },
    };
    for (size_t i = 0; i < ST_LEN(bad); i++) {
        st_arena a = ST_ARENA_INIT;
        st_feeds f;
        st_err err = { 0 };
        assert_int_equal(st_feeds_parse(st_str_of(bad[i].text), "t.tsv", &a, &f, &err), ST_E_DATA);
        if (!strstr(err.what, bad[i].what) || !st_str_starts(st_str_of(err.where), bad[i].where)) fail_msg("%zu: %s (%s)", i, err.what, err.where);
        assert_int_equal(f.n, 0);
        st_arena_free(&a);
    }
}

static void columns_are_found_by_name(void **state) {
    (void)state;
    st_arena a = ST_ARENA_INIT;
    st_feeds f;
    st_err err = { 0 };
    const char *text = "\xef\xbb\xbf" "format\tnew column\tfile\turl\tlist\r\n# remark\r\nun-xml\t?\tb.xml\thttp://a/b\tmy_list\r\n";
    if (st_feeds_parse(st_str_of(text), "t.tsv", &a, &f, &err)) fail_msg("%s", err.what);
    assert_int_equal(f.n, 1);
    assert_true(st_str_is(f.feed[0].list, "my_list") && st_str_is(f.feed[0].format, "un-xml") && st_str_is(f.feed[0].file, "b.xml"));
    assert_int_equal(f.feed[0].min_bytes, 0);
    st_arena_free(&a);
}

/* ---- the judgement ------------------------------------------------------------------------------------------------------------------------------ */

static const st_feed feed = { .list = { "un_sc", 5 }, .url = { "https://a/b.xml", 15 }, .file = { "b.xml", 5 }, .format = { "un-xml", 6 }, .min_bytes = 100,
                              .min_parties = 10 };

/* NULL when what came is kept, else the reason. */
static const char *judged(uint64_t bytes, uint64_t parties, const char *date, uint32_t shrink, bool force, bool kept) {
    static st_err err;
    const st_fetch_options o = { .into = "x", .force = force, .max_shrink = shrink };
    const st_fetch_version before = { .file = "2025-03-01_00000000.xml", .date = "2025-03-01", .bytes = 10000, .parties = 1000 }, none = { 0 };
    st_fetch_arrival a = { .list = S("un_sc"), .format = S("un-xml") };
    a.v.bytes = bytes;
    a.v.parties = parties;
    snprintf(a.v.date, sizeof a.v.date, "%s", date);
    err = (st_err){ 0 };
    return st_fetch_judge(&feed, &o, &a, kept ? &before : &none, "2025-12-31", &err) ? err.what : NULL;
}

static void judgement(void **state) {
    (void)state;
    static const struct { uint64_t bytes, parties; const char *date; uint32_t shrink; bool force, kept; const char *reason; } row[] = {
        { 10000, 1000, "2025-03-01", 20, false, true, NULL },
        { 8000, 800, "2025-03-01", 20, false, true, NULL },                      /* the limit itself is allowed */
        { 8000, 799, "2025-03-01", 20, false, true, "shrank from 1000 parties to 799" },
        { 7999, 800, "2025-03-01", 20, false, true, "shrank from 10000 bytes to 7999" },
        { 9999, 1000, "2025-03-01", 0, false, true, "shrank from 10000 bytes" },
        { 10000, 999, "2025-03-01", 0, false, true, "shrank from 1000 parties" },
        { 100, 10, "2025-03-01", 100, false, true, NULL },
        { 99, 10, "2025-03-01", 100, false, true, "only 99 bytes" },
        { 100, 9, "2025-03-01", 100, false, true, "only 9 parties" },
        { 99, 9, "2025-03-01", 20, true, true, NULL },                           /* force */
        { 100, 10, "2025-03-01", 20, false, false, NULL },                       /* nothing kept: nothing to shrink from */
        { 10000, 1000, "2025-02-28", 20, false, true, "is older than" },
        { 10000, 1000, "2024", 20, false, true, "is older than" },
        { 10000, 1000, "2025", 20, false, true, NULL },                          /* as far as both are precise */
        { 10000, 1000, "2025-03", 20, false, true, NULL },
        { 10000, 1000, "2025-02", 20, false, true, "is older than" },
        { 10000, 1000, "2025-02-28", 20, true, true, NULL },
        { 10000, 1000, "2025-02-28", 20, false, false, NULL },
        { 10000, 1000, "", 20, false, true, NULL },
        { 10000, 1000, "2026-01-01", 20, false, true, NULL },                    /* tomorrow, over the end of a year */
        { 10000, 1000, "2026-01-02", 20, false, true, "lies ahead" },
        { 10000, 1000, "2026", 20, false, true, NULL },
        { 10000, 1000, "2027", 20, false, true, "lies ahead" },
        { 10000, 1000, "2026-01-02", 20, true, true, NULL },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        const char *reason = judged(row[i].bytes, row[i].parties, row[i].date, row[i].shrink, row[i].force, row[i].kept);
        if (!reason != !row[i].reason || (reason && !strstr(reason, row[i].reason))) fail_msg("row %zu: %s", i, reason ? reason : "kept");
    }
}

static void leap_days(void **state) {
    (void)state;
    static const struct { const char *today, *date; bool kept; } row[] = {
        { "2024-02-28", "2024-02-29", true }, { "2024-02-28", "2024-03-01", false }, { "2023-02-28", "2023-03-01", true },
        { "2000-02-28", "2000-03-01", false }, { "2100-02-28", "2100-03-01", true }, { "2024-04-30", "2024-05-01", true },
    };
    const st_fetch_version none = { 0 };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        st_fetch_arrival a = { .v = { .bytes = 1000, .parties = 100 }, .list = S("un_sc"), .format = S("un-xml") };
        snprintf(a.v.date, sizeof a.v.date, "%s", row[i].date);
        const st_fetch_options o = { .into = "x" };
        if ((st_fetch_judge(&feed, &o, &a, &none, row[i].today, NULL) == ST_OK) != row[i].kept) fail_msg("row %zu", i);
    }
}

static void kinds(void **state) {
    (void)state;
    static const struct { const char *list, *format; bool kept; } row[] = {
        { "un_sc", "un-xml", true }, { "un_sc", "eu-xml", false }, { "eu_fsf", "un-xml", false }, { "ftm_un_sc", "un-xml", true },
        { "sc", "un-xml", false }, { "xun_sc", "un-xml", false }, { "", "un-xml", false },
    };
    const st_fetch_version none = { 0 };
    const st_fetch_options force = { .into = "x", .force = true };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        const st_fetch_arrival a = { .v = { .bytes = 1000, .parties = 100 }, .list = st_str_of(row[i].list), .format = st_str_of(row[i].format) };
        if ((st_fetch_judge(&feed, &force, &a, &none, "2025-12-31", NULL) == ST_OK) != row[i].kept) fail_msg("row %zu", i);
    }
}

static void numbers_cannot_overflow(void **state) {
    (void)state;
    const st_fetch_version before = { .file = "x", .bytes = UINT64_MAX, .parties = UINT64_MAX };
    const st_fetch_options o = { .into = "x", .max_shrink = 50 };
    st_fetch_arrival a = { .v = { .bytes = UINT64_MAX / 2 + 10, .parties = UINT64_MAX / 2 + 10 }, .list = S("un_sc"), .format = S("un-xml") };
    assert_int_equal(st_fetch_judge(&feed, &o, &a, &before, "2025-12-31", NULL), ST_OK);
    a.v.bytes = UINT64_MAX / 100 * 49;
    assert_int_equal(st_fetch_judge(&feed, &o, &a, &before, "2025-12-31", NULL), ST_E_DATA);
}

static void names_of_versions(void **state) {
    (void)state;
    static const struct { const char *date, *name, *want; } row[] = {
        { "2025-03-01", "consolidated.xml", "2025-03-01_0123abcd.xml" },
        { "2025-03", "SDN_ENHANCED.ZIP", "2025-03_0123abcd.zip" },
        { "2025", "a/b.c/list.csv.gz", "2025_0123abcd.csv.gz" },
        { "", "list.gz", "2025-12-31_0123abcd.gz" },
        { "2025-03-01~", "list", "2025-12-31_0123abcd.dat" },
        { "2025/2026", "list.", "2025-12-31_0123abcd.dat" },
        { "../../x", "list.x/y", "2025-12-31_0123abcd.dat" },
        { "2025-3-011", "list.verylongend", "2025-12-31_0123abcd.dat" },
        { "2025-03-01", "list.a-b.gz", "2025-03-01_0123abcd.gz" },
        { "2025-03-01", ".xml", "2025-03-01_0123abcd.xml" },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        st_fetch_version v = { .sha256 = "0123abcd00000000000000000000000000000000000000000000000000000000" };
        snprintf(v.date, sizeof v.date, "%s", row[i].date);
        st_fetch_name(&v, "2025-12-31", row[i].name);
        assert_string_equal(v.file, row[i].want);
    }
}

static void redirect_rule(void **state) {
    (void)state;
    static const struct { const char *from, *to; bool followed; } row[] = {
        { "http://a/", "http://b/", true }, { "http://a/", "https://b/", true }, { "https://a/", "https://b/", true }, { "https://a/", "http://a/", false },
        { "HTTPS://a/", "http://a/", false }, { "https://a/", "HTTP://a/", false }, { "http://a/", "HTTPS://b/", true }, { "http://a/", "file:///etc/passwd", false },
        { "https://a/", "ftp://b/", false }, { "http://a/", "javascript:1", false }, { "http://a/", "", false }, { "http://a/", "httpx://b/", false },
    };
    for (size_t i = 0; i < ST_LEN(row); i++)
        if ((st_http_refuses(row[i].from, row[i].to) == NULL) != row[i].followed) fail_msg("row %zu", i);
}

/* ---- on disk ---------------------------------------------------------------------------------------------------------------------------------------- */

static char root[64], mirror[128], into[128];

static void write_file(const char *path, const char *text, size_t n) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static size_t un_list(char *to, size_t room, unsigned people, const char *date) {
    size_t n = (size_t)snprintf(to, room, "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST dateGenerated=\"%sT00:00:00Z\"><INDIVIDUALS>\n", date);
    for (unsigned i = 0; i < people; i++)
        n += (size_t)snprintf(to + n, room - n,
                              "<INDIVIDUAL><DATAID>69%05u</DATAID><FIRST_NAME>SAMPLE</FIRST_NAME><SECOND_NAME>PERSON %u</SECOND_NAME></INDIVIDUAL>\n", i, i);
    return n + (size_t)snprintf(to + n, room - n, "</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>\n");
}

static void put_in_mirror(unsigned people, const char *date) {
    char text[8192], path[256];
    const size_t n = un_list(text, sizeof text, people, date);
    snprintf(path, sizeof path, "%s/un_sc.xml", mirror);
    write_file(path, text, n);
}

static void remove_all(const char *path) {
    char name[512];
    DIR *d = opendir(path);
    if (!d) { unlink(path); return; }
    for (struct dirent *e; (e = readdir(d));) {
        struct stat st;
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (lstat(name, &st) == 0 && S_ISDIR(st.st_mode)) remove_all(name);
        else unlink(name);
    }
    closedir(d);
    rmdir(path);
}

static int set_up(void **state) {
    (void)state;
    snprintf(root, sizeof root, "/tmp/strait-fetch-XXXXXX");
    assert_non_null(mkdtemp(root));
    snprintf(mirror, sizeof mirror, "%s/mirror", root);
    snprintf(into, sizeof into, "%s/into", root);
    assert_int_equal(mkdir(mirror, 0755), 0);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    remove_all(root);
    return 0;
}

static const st_feed small = { .list = { "un_sc", 5 }, .url = { "http://127.0.0.1/b.xml", 22 }, .file = { "b.xml", 5 }, .format = { "un-xml", 6 } };

static st_fetch_result fetch(const st_fetch_options *o) {
    st_fetch_result r = { .status = ST_FETCH_FAILED };
    st_fetch *f = st_fetch_open(o, &r.why);
    if (f) st_fetch_list(f, &small, &r);
    st_fetch_close(f);
    return r;
}

/* How many people the current version lists; it must be whole. */
static unsigned kept_people(void) {
    char path[256];
    st_map m;
    snprintf(path, sizeof path, "%s/un_sc/current", into);
    assert_int_equal(st_map_open(path, &m, NULL), ST_OK);
    st_str s = { m.p, m.n };
    unsigned n = 0;
    assert_true(st_str_ends(s, "</CONSOLIDATED_LIST>\n"));
    for (size_t at; (at = st_str_find(s, "<DATAID>")) != SIZE_MAX; n++) s = st_str_sub(s, at + 8, s.n);
    st_map_close(&m);
    return n;
}

static void wrong_options(void **state) {
    (void)state;
    st_err err = { 0 };
    assert_null(st_fetch_open(&(st_fetch_options){ .into = "" }, &err));
    assert_int_equal(err.code, ST_E_USAGE);
    assert_null(st_fetch_open(&(st_fetch_options){ .into = into, .today = "1.2.2025" }, &err));
    assert_int_equal(err.code, ST_E_USAGE);
    assert_null(st_fetch_open(&(st_fetch_options){ .into = "/nonexistent/deep/down" }, &err));
    assert_int_equal(err.code, ST_E_SYSTEM);
}

static void a_folder_has_one_run(void **state) {
    (void)state;
    st_err err = { 0 };
    const st_fetch_options o = { .into = into };
    st_fetch *f = st_fetch_open(&o, &err);
    assert_non_null(f);
    assert_null(st_fetch_open(&o, &err));
    assert_non_null(strstr(err.what, "another fetch"));
    st_fetch_close(f);
    f = st_fetch_open(&o, &err);
    assert_non_null(f);
    st_fetch_close(f);
}

static void from_a_mirror(void **state) {
    (void)state;
    const st_fetch_options o = { .into = into, .mirror = mirror, .today = "2025-12-31", .max_shrink = 20 };
    put_in_mirror(10, "2025-03-01");
    assert_int_equal(fetch(&o).status, ST_FETCH_NEW);
    assert_int_equal(kept_people(), 10);
    put_in_mirror(7, "2025-04-01");
    st_fetch_result r = fetch(&o);
    assert_int_equal(r.status, ST_FETCH_REFUSED);
    assert_int_equal(r.before.parties, 10);
    assert_int_equal(r.now.parties, 7);
    assert_int_equal(kept_people(), 10);
    put_in_mirror(9, "2025-04-01");
    assert_int_equal(fetch(&o).status, ST_FETCH_NEW);
    assert_int_equal(fetch(&o).status, ST_FETCH_UNCHANGED);
    assert_int_equal(kept_people(), 9);
}

static void size_limit_of_a_mirror(void **state) {
    (void)state;
    put_in_mirror(40, "2025-03-01");
    const st_fetch_result r = fetch(&(st_fetch_options){ .into = into, .mirror = mirror, .max_bytes = 1000, .today = "2025-12-31" });
    assert_int_equal(r.status, ST_FETCH_FAILED);
    assert_int_equal(r.why.code, ST_E_LIMIT);
}

static bool never(void *user, uint64_t done, uint64_t total) {
    (void)user; (void)done; (void)total;
    return false;
}

static void the_caller_may_stop(void **state) {
    (void)state;
    put_in_mirror(5, "2025-03-01");
    const st_fetch_result r = fetch(&(st_fetch_options){ .into = into, .mirror = mirror, .progress = never });
    assert_int_equal(r.status, ST_FETCH_FAILED);
    assert_int_equal(r.why.code, ST_E_STOPPED);
}

#ifdef ST_FAULT
/* A version of 5 people is kept, one of 6 lies ready; fail each allocation, then each write, in turn. Whatever happens, what is kept is whole. */
static void every_fault(uint64_t (*arm)(uint64_t n), const char *what) {
    const st_fetch_options o = { .into = into, .mirror = mirror, .today = "2025-12-31", .max_shrink = 20 };
    bool done = false;
    uint64_t n = 1, failed = 0;
    for (; !done; n++) {
        assert_true(n < 100000);
        remove_all(into);
        put_in_mirror(5, "2025-03-01");
        assert_int_equal(fetch(&o).status, ST_FETCH_NEW);
        put_in_mirror(6, "2025-04-01");
        arm(n);
        const st_fetch_result r = fetch(&o);
        done = arm(0) < n;
        const unsigned people = kept_people();
        assert_true(people == 5 || people == 6);
        if (r.status == ST_FETCH_NEW) assert_int_equal(people, 6);
        else if (r.why.what[0] == 0) fail_msg("%s %llu: no reason given", what, (unsigned long long)n);
        failed += r.status != ST_FETCH_NEW;
        if (r.status == ST_FETCH_REFUSED) fail_msg("%s %llu: the list was blamed: %s", what, (unsigned long long)n, r.why.what);
        const st_fetch_result again = fetch(&o);   /* the next run sets it right */
        assert_int_equal(again.status, people == 6 ? ST_FETCH_UNCHANGED : ST_FETCH_NEW);
        assert_int_equal(kept_people(), 6);
    }
    print_message("# %llu points of %s, %llu of them stopped the run\n", (unsigned long long)n - 2, what, (unsigned long long)failed);
    assert_true(failed >= 3);
}

static uint64_t arm_alloc(uint64_t n) { return st_fault_alloc(n, 0); }
static void every_allocation_fails(void **state) {
    (void)state;
    every_fault(arm_alloc, "allocation");
}

static void every_write_fails(void **state) {
    (void)state;
    every_fault(st_fault_write, "write");
}
#endif

/* ---- a server of a few lines ----------------------------------------------------------------------------------------------------------------------------- */

typedef struct server { int fd; char url[64]; const char *answer; size_t n; bool endless; pthread_t thread; } server;

static void *serve(void *user) {
    server *s = user;
    for (int c; (c = accept(s->fd, NULL, NULL)) >= 0; close(c)) {
        char asked[4096];
        if (recv(c, asked, sizeof asked, 0) <= 0) continue;
        ssize_t k = send(c, s->answer, s->n, MSG_NOSIGNAL);
        while (s->endless && k > 0) k = send(c, "X-More: and more and more\r\n", 27, MSG_NOSIGNAL);
    }
    return NULL;
}

static void start(server *s, const char *answer, bool endless) {
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof a;
    *s = (server){ .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .answer = answer, .n = strlen(answer), .endless = endless };
    assert_true(s->fd >= 0 && bind(s->fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(s->fd, 8) == 0);
    assert_int_equal(getsockname(s->fd, (struct sockaddr *)&a, &n), 0);
    snprintf(s->url, sizeof s->url, "http://127.0.0.1:%u/list.xml", ntohs(a.sin_port));
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void stop(server *s) {
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
}

static st_code count_body(void *user, const void *p, size_t n, st_err *err) {
    (void)p;
    *(size_t *)user += n;
    return n == 13 ? st_fail(err, ST_E_DATA, "thirteen bytes") : ST_OK;
}

static st_code get(const server *s, uint64_t max, size_t *body, st_http_answer *a, st_err *err) {
    *body = 0;
    st_http *h = st_http_open(err);
    if (!h) return err->code;
    const st_http_request r = { .url = s->url, .timeout_s = 20, .max_bytes = max, .body = count_body, .user = body };
    const st_code code = st_http_get(h, &r, a, err);
    st_http_close(h);
    return code;
}

static void answers(void **state) {
    (void)state;
#define OK_ "HTTP/1.1 200 OK\r\n"
    static const struct { const char *answer; bool endless; uint64_t max; st_code code; const char *what; size_t body; } row[] = {
        { OK_ "Content-Length: 5\r\nETag: \"x\"\r\n\r\nhello", false, 5, ST_OK, "", 5 },
        { OK_ "Content-Length: 5\r\n\r\nhello", false, 4, ST_E_LIMIT, "larger than 4 bytes", 0 },
        { OK_ "\r\nhello", false, 4, ST_E_LIMIT, "larger than 4 bytes", 0 },
        { OK_ "Content-Length: 13\r\n\r\nthirteenbytes", false, 100, ST_E_DATA, "thirteen bytes", 13 },
        { OK_ "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", false, 100, ST_OK, "", 5 },
        { OK_ "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", false, 100, ST_E_SYSTEM, "before the download was whole", 5 },
        { OK_, true, 100, ST_E_SYSTEM, "", 0 },
        { "hello, I am no HTTP server", false, 100, ST_E_SYSTEM, "failed", 0 },
        { "", false, 100, ST_E_SYSTEM, "before the download was whole", 0 },
        { "HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhello", false, 100, ST_E_SYSTEM, "status 206", 0 },
        { "HTTP/1.1 204 No Content\r\n\r\n", false, 100, ST_E_SYSTEM, "status 204", 0 },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        server s;
        st_http_answer a;
        st_err err = { 0 };
        size_t body;
        start(&s, row[i].answer, row[i].endless);
        const st_code code = get(&s, row[i].max, &body, &a, &err);
        stop(&s);
        if (code != row[i].code || !strstr(err.what, row[i].what) || body != row[i].body) fail_msg("row %zu: %d %s, body %zu", i, code, err.what, body);
        if (i == 0) assert_string_equal(a.etag, "\"x\"");
    }
}

static void values_that_are_not_kept(void **state) {
    (void)state;
    server s;
    st_http_answer a;
    st_err err = { 0 };
    size_t body;
    char answer[1024] = OK_ "Content-Length: 0\r\nLast-Modified: a\tb\r\nETag: \"";
    const size_t n = strlen(answer);
    memset(answer + n, 'e', 300);
    snprintf(answer + n + 300, sizeof answer - n - 300, "\"\r\n\r\n");
    start(&s, answer, false);
    assert_int_equal(get(&s, 100, &body, &a, &err), ST_OK);
    stop(&s);
    assert_string_equal(a.etag, "");
    assert_string_equal(a.last_modified, "");
}

#ifdef ST_FAULT
static void every_allocation_of_a_download_fails(void **state) {
    (void)state;
    server s;
    start(&s, OK_ "Content-Length: 5\r\nETag: \"x\"\r\n\r\nhello", false);
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        st_http_answer a;
        st_err err = { 0 };
        size_t body = 0;
        assert_true(n < 20000);
        st_fault_alloc(n, 0);
        const st_code code = get(&s, 100, &body, &a, &err);
        done = st_fault_alloc(0, 0) < n;
        if (code == ST_OK) assert_int_equal(body, 5);
        else if (err.code != code || err.what[0] == 0) fail_msg("%llu: no reason", (unsigned long long)n);
    }
    stop(&s);
}
#endif

int main(void) {
    setenv("no_proxy", "*", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builtin_table_is_sound),
        cmocka_unit_test(bad_tables_are_told),
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(judgement),
        cmocka_unit_test(leap_days),
        cmocka_unit_test(kinds),
        cmocka_unit_test(numbers_cannot_overflow),
        cmocka_unit_test(names_of_versions),
        cmocka_unit_test(redirect_rule),
        cmocka_unit_test_setup_teardown(wrong_options, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_has_one_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(from_a_mirror, set_up, tear_down),
        cmocka_unit_test_setup_teardown(size_limit_of_a_mirror, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_caller_may_stop, set_up, tear_down),
        cmocka_unit_test(answers),
        cmocka_unit_test(values_that_are_not_kept),
#ifdef ST_FAULT
        cmocka_unit_test_setup_teardown(every_allocation_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_write_fails, set_up, tear_down),
        cmocka_unit_test(every_allocation_of_a_download_fails),
#endif
    };
    return cmocka_run_group_tests_name("fetch", tests, NULL, NULL);
}
