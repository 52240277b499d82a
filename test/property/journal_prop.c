/* Random journals: whatever is appended, decided and erased, the chain is whole; and any single change of any byte of any record, and any record taken out, put in
 * twice or moved, is found, at or before the first record that was touched or just behind it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "journal_fixture.h"

static uint64_t seed;
static uint64_t next(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}
static uint64_t below(uint64_t n) { return next() % n; }

static st_err err;
#define OK(call) do { err = (st_err){ 0 }; if ((call) != ST_OK) fail_msg("seed %llu: %s", (unsigned long long)start, err.what); } while (0)

static st_str text(st_arena *a) {
    const size_t n = below(5) ? below(40) : below(3000);
    char *p = st_arena_alloc(a, n + 1);
    for (size_t i = 0; p && i < n; i++) p[i] = (char)(' ' + below(95));
    return (st_str){ p, n };
}

static st_journal *random_journal(uint64_t start, size_t *n) {
    fx_memory *m = fx_memory_new();
    st_journal *j = st_journal_over(&m->base, "9.9.9", &err);
    if (!j) fail_msg("%s", err.what);
    const size_t steps = 1 + below(25);
    for (size_t i = 0; i < steps; i++) {
        st_arena a = ST_ARENA_INIT;
        st_record r[4];
        const size_t k = 1 + below(4);
        for (size_t x = 0; x < k; x++)
            r[x] = (st_record){ .kind = below(2) ? ST_STR("screen") : ST_STR("check"), .actor = text(&a), .index = text(&a), .rules = text(&a), .params = text(&a), .ref = below(3) ? 0 : below(100),
                                .subject = text(&a), .input = text(&a), .result = text(&a), .entries = text(&a) };
        OK(st_journal_append(j, r, k, &err));
        const uint64_t victim = 1 + below(m->n);
        if (!below(4) && !m->row[victim - 1].r.erased && !st_str_is(m->row[victim - 1].r.kind, "erase")) OK(st_journal_erase(j, &victim, 1, "ann", "order", &err));
        st_arena_free(&a);
    }
    *n = m->n;
    return j;
}

static st_damage damage_of(st_journal *j, uint64_t start, uint64_t *seq) {
    st_audit_report r;
    OK(st_audit(j, NULL, 0, &r, &err));
    *seq = r.seq;
    return r.damage;
}

/* Changes one byte of one field; what was NULL of an erased record is left alone. False when there is nothing to change in that field. */
static bool change(st_record *r) {
    st_str *slice[] = { &r->kind, &r->actor, &r->engine, &r->index, &r->rules, &r->params, &r->salt, &r->subject, &r->input, &r->result, &r->entries };
    uint8_t *hash[] = { r->commitment, r->prev, r->hash };
    const uint64_t which = below(ST_LEN(slice) + 6);
    if (which < ST_LEN(slice)) {
        st_str *s = slice[which];
        if (!s->n) return false;
        if (below(2)) {   /* a byte less */
            s->n--;
            return true;
        }
        char *p;
        memcpy(&p, &s->p, sizeof p);   /* it is a copy of our own */
        p[below(s->n)] ^= (char)(1 + below(127));
        return true;
    }
    if (which < ST_LEN(slice) + 3) hash[which - ST_LEN(slice)][below(ST_HASH)] ^= (uint8_t)(1 + below(255));
    else if (which == ST_LEN(slice) + 3) r->time += 1 + below(1000);
    else if (which == ST_LEN(slice) + 4) r->ref += 1 + below(1000);
    else if (r->n_entries == 0) r->erased = !r->erased;
    return true;
}

static void a_change_is_found(void **state) {
    (void)state;
    unsigned changed = 0;
    for (uint64_t start = 1; start <= 1500; start++) {
        size_t n;
        uint64_t seq;
        seed = start * UINT64_C(0x9e3779b97f4a7c15);
        st_journal *j = random_journal(start, &n);
        fx_memory *m = fx_of(st_journal_store(j));
        if (damage_of(j, start, &seq) != ST_CHAIN_WHOLE) fail_msg("seed %llu: what was appended is not whole", (unsigned long long)start);
        const size_t victim = below(n);
        if (change(&m->row[victim].r)) {
            changed++;
            if (damage_of(j, start, &seq) == ST_CHAIN_WHOLE) fail_msg("seed %llu: a change of record %zu of %zu was not found", (unsigned long long)start, victim + 1, n);
            if (seq != victim + 1) fail_msg("seed %llu: record %zu was changed, and %llu is named", (unsigned long long)start, victim + 1, (unsigned long long)seq);
        }
        st_journal_close(j);
    }
    assert_true(changed > 1000);
}

static void renumber(fx_memory *m) {
    for (size_t i = 0; i < m->n; i++) m->row[i].r.seq = i + 1;
}

static void a_move_is_found(void **state) {
    (void)state;
    for (uint64_t start = 1; start <= 1500; start++) {
        size_t n;
        uint64_t seq;
        seed = start * UINT64_C(0xd1342543de82ef95);
        st_journal *j = random_journal(start, &n);
        fx_memory *m = fx_of(st_journal_store(j));
        const size_t a = below(n), b = below(n);
        const fx_row row = m->row[a];
        const uint64_t what = below(3);
        if (what == 0) {          /* taken out; the others move up or do not */
            memmove(&m->row[a], &m->row[a + 1], (n - a - 1) * sizeof row);
            m->n--;
            if (below(2)) renumber(m);
            st_arena copy = row.arena;
            st_arena_free(&copy);
        } else if (what == 1) {   /* exchanged */
            m->row[a] = m->row[b];
            m->row[b] = row;
            renumber(m);
        } else {                  /* put in once more */
            if (st_grow(m->row, m->cap, n + 1)) fail_msg("out of memory");
            memmove(&m->row[b + 1], &m->row[b], (n - b) * sizeof row);
            m->row[b] = (fx_row){ .arena = ST_ARENA_INIT };
            OK(st_record_copy(&m->row[b].arena, &row.r, &m->row[b].r, &err));
            m->n = m->committed = n + 1;
            renumber(m);
            if (below(2)) m->head.seq++;
        }
        const st_damage d = damage_of(j, start, &seq);
        if (d == ST_CHAIN_WHOLE && !(what == 1 && a == b)) fail_msg("seed %llu: kind %llu at %zu and %zu of %zu was not found", (unsigned long long)start, (unsigned long long)what, a, b, n);
        /* a record put in behind itself is the second of two */
        const uint64_t first = what == 0 ? a + 1 : what == 1 ? (a < b ? a : b) + 1 : b + 1;
        if (d != ST_CHAIN_WHOLE && seq != first && !(what == 2 && (a == b || a + 1 == b) && seq == first + 1))
            fail_msg("seed %llu: kind %llu at %zu and %zu of %zu: %llu is named", (unsigned long long)start, (unsigned long long)what, a + 1, b + 1, n, (unsigned long long)seq);
        st_journal_close(j);
    }
}

/* JSON lines give back what they were made of. */
static void lines_read_back(void **state) {
    (void)state;
    for (uint64_t start = 1; start <= 200; start++) {
        size_t n;
        seed = start * UINT64_C(0x9e3779b97f4a7c15);
        st_journal *j = random_journal(start, &n);
        fx_memory *m = fx_of(st_journal_store(j));
        for (size_t i = 0; i < n; i++) {
            st_arena a = ST_ARENA_INIT;
            st_buf line = ST_BUF_INIT(1 << 20), again = ST_BUF_INIT(1 << 20);
            st_jw w = { &line, false }, v = { &again, false };
            st_record back;
            st_record_json_line(&w, &m->row[i].r);
            OK(st_record_of_json(st_json_parse(&a, st_buf_view(&line), 1, &err), &back, &err));
            uint8_t commitment[ST_HASH];
            assert_true(back.erased || (st_record_commit_to(&back, commitment) && memcmp(commitment, back.commitment, ST_HASH) == 0));
            back.salt.p = (const char *)back.own_salt;
            st_record_json_line(&v, &back);
            assert_string_equal(line.p, again.p);
            st_buf_free(&line);
            st_buf_free(&again);
            st_arena_free(&a);
        }
        st_journal_close(j);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_change_is_found), cmocka_unit_test(a_move_is_found), cmocka_unit_test(lines_read_back) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
