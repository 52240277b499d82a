/* Payment messages that others have published (shared data, payments/): all that are payments are read. Skipped where the shared data is not there. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/json.h"
#include "engine/message.h"

typedef struct counts { unsigned good, bad; char first[1400]; } counts;

static st_code take(void *user, st_str json, st_str id, uint32_t line, st_err *err) {
    (void)id; (void)line;
    counts *c = user;
    if (json.p) c->good++;
    else if (c->bad++ == 0) snprintf(c->first, sizeof c->first, "%s at %s", err->what, err->where);
    return ST_OK;
}

static const char *folder(const char *name, char *path, size_t n) {
    const char *shared = getenv("STRAIT_SHARED");
    snprintf(path, n, "%s/payments/%s", shared ? shared : "../shared", name);
    return path;
}

static counts read_input(st_input *in, st_code *code) {
    counts c = { .good = 0 };
    st_err err = { 0 };
    *code = in ? st_message_stream(in, ST_MESSAGE_AUTO, take, &c, &err) : ST_E_SYSTEM;
    if (*code && !c.first[0]) snprintf(c.first, sizeof c.first, "%s at %s", err.what, err.where);
    st_input_close(in);
    return c;
}

/* Is it a payment by its file's name, and one that its makers did not damage on purpose? */
static bool is_payment(const char *name) {
    static const char *const kinds[] = { "pacs.008", "pacs.009", "pacs.004", "pacs008", "pacs009", "pacs004", "camt.056", "camt056" };
    static const char *const damaged[] = { "malformed", "doctype", "unsupported", "empty-name" };
    for (size_t i = 0; i < ST_LEN(damaged); i++) if (strstr(name, damaged[i])) return false;
    for (size_t i = 0; i < ST_LEN(kinds); i++) if (strstr(name, kinds[i])) return true;
    return false;
}

static void iso_20022(void **state) {
    (void)state;
    static const char *const names[] = { "fedwire_iso20022", "iso20022_moov", "iso20022_openwatchlist", "iso20022_prowide" };
    unsigned payments = 0, others = 0;
    for (size_t i = 0; i < ST_LEN(names); i++) {
        char path[4096], file[8192];
        DIR *d = opendir(folder(names[i], path, sizeof path));
        if (!d) skip();
        for (struct dirent *e; (e = readdir(d));) {
            if (e->d_name[0] == '.') continue;
            snprintf(file, sizeof file, "%s/%s", path, e->d_name);
            st_err err = { 0 };
            st_code code;
            const counts c = read_input(st_input_open(file, NULL, &err), &code);
            if (is_payment(e->d_name)) {
                payments++;
                if (code || !c.good || c.bad) fail_msg("%s: %s", e->d_name, c.first);
            } else {
                others++;
                if (c.good || (!code && !c.bad)) fail_msg("%s is read as a payment, or passed over in silence", e->d_name);
            }
        }
        closedir(d);
    }
    assert_true(payments >= 50 && others >= 60);
}

static void fin_files(void **state) {
    (void)state;
    static const struct { const char *name; unsigned good, bad; } file[] = { { "MT103-bulk-with-ack.rje", 3, 0 }, { "MT103-out-ack.rje", 13, 0 }, { "mt103.rje", 2, 0 },
                                                                             { "mt103.dos", 2, 0 }, { "mt103.txt", 1, 0 }, { "MT101.fin", 0, 1 }, { "sample_JPchar.txt", 0, 1 } };
    for (size_t i = 0; i < ST_LEN(file); i++) {
        char path[4096], full[8192];
        snprintf(full, sizeof full, "%s/%s", folder("mt", path, sizeof path), file[i].name);
        st_err err = { 0 };
        st_code code;
        st_input *in = st_input_open(full, NULL, &err);
        if (!in) skip();
        const counts c = read_input(in, &code);
        if (code || c.good != file[i].good || c.bad != file[i].bad) fail_msg("%s: %u good, %u bad: %s", file[i].name, c.good, c.bad, c.first);
    }
}

static st_code one_line(void *user, const st_json *v, uint32_t line, st_err *err) {
    (void)line; (void)err;
    unsigned *n = user;
    const st_str type = st_json_get_text(v, "type"), text = st_json_get_text(v, "message");
    const bool customer = st_str_is(type, "MT103"), banks = st_str_is(type, "MT202");
    if (!customer && !banks) return ST_OK;
    st_err e = { 0 };
    st_code code;
    const counts c = read_input(st_input_open_memory(text.p, text.n, "sample", NULL, &e), &code);
    /* complete: it is a message, not a description of one, has the fields that it must have, and its trailer is closed */
    const bool fields = st_str_find(text, "\n:20:") != SIZE_MAX && st_str_find(text, ":32A:") != SIZE_MAX
                        && (customer ? st_str_find(text, "\n:50") != SIZE_MAX && st_str_find(text, "\n:59") != SIZE_MAX : st_str_find(text, "\n:58") != SIZE_MAX);
    const bool whole = fields && st_str_starts(text, "{1:") && !st_str_ends(text, "{5:{CHK:3916EF336FF7}") && st_str_find(text, ":57A://SC123488\n:58A") == SIZE_MAX;
    n[0]++;
    n[1] += c.good;
    if (c.good != (unsigned)whole) fail_msg("%.*s: %s", ST_FMT(text), c.first);
    return ST_OK;
}

static void fin_messages(void **state) {
    (void)state;
    char path[4096];
    st_err err = { 0 };
    unsigned n[2] = { 0 };
    st_input *in = st_input_open(folder("mt/mt_messages_from_prowide_tests.jsonl", path, sizeof path), NULL, &err);
    if (!in) skip();
    assert_int_equal(st_json_stream(in, "", one_line, n, &err), ST_OK);
    st_input_close(in);
    assert_true(n[0] >= 70 && n[1] >= 35);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(iso_20022), cmocka_unit_test(fin_files), cmocka_unit_test(fin_messages) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
