/* A party shown in full. */
#include "cli/party.h"

/* Bytes of the control character that begins here: those of ASCII, and U+0080 to U+009F, which some terminals obey too. 0 for none. */
static size_t control(const char *p, size_t n) {
    unsigned char c = (unsigned char)p[0];
    if (c < ' ' || c == 0x7f) return 1;
    return c == 0xc2 && n > 1 && (unsigned char)p[1] >= 0x80 && (unsigned char)p[1] < 0xa0 ? 2 : 0;
}

void st_print_clean(st_str s, FILE *out) {
    for (size_t i = 0; i < s.n;) {
        size_t k = control(s.p + i, s.n - i);
        fputc(k ? ' ' : s.p[i], out);
        i += k ? k : 1;
    }
}

void st_clean(char *p, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t k = control(p + i, n - i);
        if (k) memset(p + i, ' ', k);
        i += k ? k : 1;
    }
}

st_code st_print_line(st_buf *b, st_err *err) {
    st_buf_char(b, '\n');
    st_code code = b->failed;
    if (code) st_fail(err, code, code == ST_E_NOMEM ? "out of memory for the answer" : "an answer that is too long");
    else if (fwrite(b->p, 1, b->n, stdout) != b->n) code = st_fail(err, ST_E_SYSTEM, "cannot write the output");
    st_buf_free(b);
    return code;
}

void st_party_text(const st_index *ix, uint32_t party, FILE *out) {
    st_party_view p;
    st_list_view l;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &l);
    st_print_clean(l.field[ST_LIST_ID], out);
    fputc(' ', out);
    st_print_clean(p.key, out);
    fprintf(out, ": %s%s, ", st_kind_name(p.kind), p.orphan ? ", without a main record" : "");
    st_print_clean(l.field[ST_LIST_FILE], out);
    if (p.line) fprintf(out, ":%u", p.line);
    st_cursor c = st_index_facts(ix, party);
    bool first = true;
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        if (st_prop_is_head(f.prop)) {
            if (!first) fputc(')', out);
            first = true;
            fprintf(out, "\n  %-14s ", st_prop_name(f.prop));
        } else {
            fprintf(out, "%s%s ", first ? " (" : ", ", st_prop_name(f.prop));
            first = false;
        }
        st_print_clean(f.value, out);
    }
    fprintf(out, "%s\n", first ? "" : ")");
}

void st_print_reasons(const st_reasons *why) {
    for (size_t i = 0; i < why->n; i++) {
        const st_reason *r = &why->item[i];
        printf("    %+8.4f  ", (double)r->points / 16);
        st_print_clean(r->query, stdout);
        if (r->query.n && r->list.n) printf(r->why == ST_WHY_SAME ? " = " : " / ");
        st_print_clean(r->list, stdout);
        if (r->query.n || r->list.n) printf(": ");
        st_print_clean(r->text, stdout);
        printf("\n");
    }
}
