/* What the readers of ownership data share. See interest.h. */
#include "sources/interest.h"

enum { NOTES_MAX = 64 };   /* elements of one member that are noted */

bool st_json_has_nul(const st_json *v) {
    for (; v; v = v->next)
        if ((v->key.n && memchr(v->key.p, 0, v->key.n)) || (v->text.n && memchr(v->text.p, 0, v->text.n)) || st_json_has_nul(v->child)) return true;
    return false;
}

const st_json *st_json_first(const st_json *v) { return v && v->type == ST_JSON_ARRAY ? v->child : v; }
const st_json *st_json_after(const st_json *array, const st_json *v) { return array->type == ST_JSON_ARRAY ? v->next : NULL; }

void st_note_members(st_facts *f, const char *prefix, const st_json *object, const char *const *known) {
    for (const st_json *p = object && object->type == ST_JSON_OBJECT ? object->child : NULL; p; p = p->next) {
        bool skip = p->type == ST_JSON_NULL;
        for (size_t i = 0; known[i] && !skip; i++) skip = st_str_is(p->key, known[i]);
        unsigned n = 0;
        for (const st_json *v = st_json_first(p); v && !skip && n < NOTES_MAX; v = st_json_after(p, v), n++) {
            const bool tree = v->type == ST_JSON_OBJECT || v->type == ST_JSON_ARRAY;
            if (!tree && !st_json_text(v).n) continue;
            st_buf_clear(&f->buf);
            st_buf_z(&f->buf, prefix);
            if (prefix[0]) st_buf_char(&f->buf, '.');
            st_buf_str(&f->buf, p->key);
            const size_t name = f->buf.n;
            st_jw w = { &f->buf, false };
            if (tree) st_jw_tree(&w, v);
            if (f->buf.failed) { f->failed = f->buf.failed; return; }
            const st_str all = st_buf_view(&f->buf);
            st_note(f->m, st_str_sub(all, 0, name), tree ? st_str_sub(all, name, all.n) : st_json_text(v));
        }
    }
}

void st_fact_jurisdiction(st_model *m, st_prop head, st_str code) {
    code = st_str_trim(code);
    const bool part = code.n > 3 && code.p[2] == '-';
    const st_str country = part ? st_country(st_str_sub(code, 0, 2)) : ST_STR_NONE;
    if (!country.n) { st_fact_country(m, head, code); return; }
    st_fact(m, head, country);
    st_qual(m, ST_Q_RAW, code);
}

void st_later_day(char day[32], st_str stamp) {
    const st_str d = st_day_of(stamp);
    if (d.n == 10 && st_str_cmp(d, st_str_of(day)) > 0 && st_date_valid(d)) snprintf(day, 32, "%.*s", ST_FMT(d));
}
