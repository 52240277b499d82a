/* The matrix of imposers and measures. */
#include "engine/matrix.h"

/* The order in which people read it: from the person to the trade to the ship. Classes that a set adds come behind. */
static const char *const order[] = { "freeze", "travel", "debt_equity", "correspondent", "messaging", "central_bank", "deposits", "crypto", "investment", "broadcast", "export", "import", "oil_import", "refined_oil",
                                     "price_cap", "transit", "services", "vessel", "port", "airspace", "tanker_sale", "arms", "clause", "due_diligence", "circumvention", "secondary", "report", "procurement", "embargo",
                                     "humanitarian", "practice", "conflict_of_law", "treaty_passage" };

static bool aimed(const st_law *m, st_str target) {
    for (size_t i = 0; i < m->target.n; i++)
        if (st_str_ieq(m->target.item[i], target)) return true;
    return false;
}

static size_t place(st_str *list, size_t *n, st_str s) {
    for (size_t i = 0; i < *n; i++)
        if (st_str_eq(list[i], s)) return i;
    list[*n] = s;
    return (*n)++;
}

static void add(st_matrix_cell *c, const st_law *m, st_instant at) {
    if (m->valid.from > at) return;
    if (c->state < ST_CELL_IN_FORCE) *c = (st_matrix_cell){ .state = ST_CELL_ENDED, .first = m, .last = m, .unsure = true };
    if (m->valid.from < c->first->valid.from) c->first = m;
    if (m->valid.to > c->last->valid.to) c->last = m;
    if (st_span_has(m->valid, at)) c->state = ST_CELL_IN_FORCE;
    c->unsure &= m->confidence == ST_UNSURE;
    c->measures++;
}

static const st_stance *stance_of(const st_rules *r, st_str imposer, st_str target, st_instant at) {
    for (size_t i = 0; i < r->stances; i++)
        if (st_str_eq(r->stance[i].imposer, imposer) && st_str_ieq(r->stance[i].target, target) && r->stance[i].from <= at) return &r->stance[i];
    return NULL;
}

static void fill(const st_rules *r, st_matrix *m) {
    for (size_t i = 0; i < r->measures; i++) {
        const st_law *law = &r->measure[i];
        if (law->review == ST_WITHDRAWN || !aimed(law, m->target)) continue;
        const size_t k = place(m->klass, &m->classes, law->klass), p = place(m->imposer, &m->imposers, law->regime->imposer);
        add(&m->cell[k * m->imposers + p], law, m->at);
    }
    for (size_t p = 0; p < m->imposers; p++)
        if (stance_of(r, m->imposer[p], m->target, m->at))
            for (size_t k = 0; k < m->classes; k++)
                if (m->cell[k * m->imposers + p].state == ST_CELL_UNKNOWN) m->cell[k * m->imposers + p].state = ST_CELL_NONE;
}

/* Rows that say nothing go. */
static void tighten(st_matrix *m) {
    size_t kept = 0;
    for (size_t k = 0; k < m->classes; k++) {
        bool any = false;
        for (size_t p = 0; p < m->imposers; p++) any |= m->cell[k * m->imposers + p].state >= ST_CELL_IN_FORCE;
        if (!any) continue;
        m->klass[kept] = m->klass[k];
        if (kept != k) memcpy(&m->cell[kept * m->imposers], &m->cell[k * m->imposers], m->imposers * sizeof *m->cell);
        kept++;
    }
    m->classes = kept;
}

st_code st_matrix_of(const st_rules *r, st_str target, st_instant at, st_arena *a, st_matrix *out, st_err *err) {
    const size_t columns = r->regimes + r->stances + 1, rows = ST_LEN(order) + r->measures;
    *out = (st_matrix){ .target = target, .at = at, .imposer = st_arena_calloc(a, columns * sizeof(st_str)), .klass = st_arena_calloc(a, rows * sizeof(st_str)) };
    if (!out->imposer || !out->klass) return st_fail(err, ST_E_NOMEM, "out of memory for the matrix");
    for (size_t i = 0; i < ST_LEN(order); i++) out->klass[out->classes++] = st_str_of(order[i]);
    for (size_t i = 0; i < r->measures; i++)
        if (aimed(&r->measure[i], target)) {
            place(out->imposer, &out->imposers, r->measure[i].regime->imposer);
            place(out->klass, &out->classes, r->measure[i].klass);
        }
    for (size_t i = 0; i < r->stances; i++)
        if (st_str_ieq(r->stance[i].target, target)) place(out->imposer, &out->imposers, r->stance[i].imposer);
    out->cell = st_arena_calloc(a, (out->classes * out->imposers + 1) * sizeof *out->cell);
    if (!out->cell) return st_fail(err, ST_E_NOMEM, "out of memory for the matrix");
    fill(r, out);
    tighten(out);
    return ST_OK;
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------------------------------------------ */

static void member(st_jw *w, const char *key, st_str s) {
    st_jw_key(w, key);
    st_jw_str(w, s);
}

static void cell_json(st_jw *w, const st_matrix *m, size_t k, size_t p) {
    static const char *const states[] = { "unknown", "none", "in_force", "ended" };
    const st_matrix_cell *c = &m->cell[k * m->imposers + p];
    st_jw_keys(w, m->imposer[p]);
    st_jw_open(w, '{');
    st_jw_key(w, "state");
    st_jw_z(w, states[c->state]);
    if (c->state >= ST_CELL_IN_FORCE) {
        member(w, "first", st_law_day(c->first, "from"));
        if (c->state == ST_CELL_ENDED) member(w, "ended", st_law_day(c->last, "to"));
        st_jw_key(w, "measures");
        st_jw_u64(w, c->measures);
        if (c->unsure) {
            st_jw_key(w, "unsure");
            st_jw_bool(w, true);
        }
    }
    st_jw_close(w, '}');
}

void st_matrix_json(st_jw *w, const st_rules *r, const st_matrix *m) {
    st_jw_open(w, '{');
    char at[32];
    st_instant_print(m->at, at);
    member(w, "target", m->target);
    member(w, "at", st_str_of(at));
    st_jw_key(w, "rules");
    st_jw_z(w, r->bundle->hash);
    st_jw_key(w, "classes");
    st_jw_open(w, '[');
    for (size_t k = 0; k < m->classes; k++) {
        st_jw_open(w, '{');
        st_jw_key(w, "class");
        st_jw_str(w, m->klass[k]);
        st_jw_key(w, "imposers");
        st_jw_open(w, '{');
        for (size_t p = 0; p < m->imposers; p++) cell_json(w, m, k, p);
        st_jw_close(w, '}');
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
    st_jw_key(w, "stances");
    st_jw_open(w, '[');
    for (size_t p = 0; p < m->imposers; p++) {
        const st_stance *s = stance_of(r, m->imposer[p], m->target, m->at);
        if (!s) continue;
        st_jw_open(w, '{');
        st_jw_key(w, "imposer");
        st_jw_str(w, s->imposer);
        st_jw_key(w, "text");
        st_jw_str(w, s->text);
        st_jw_key(w, "source");
        st_jw_str(w, s->source);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
    st_jw_close(w, '}');
}

/* ---- SVG --------------------------------------------------------------------------------------------------------------------------------------------------- */

enum { LEFT = 150, TOP = 64, WIDE = 92, HIGH = 26 };

static void escaped(st_buf *b, st_str s) {
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '<') st_buf_z(b, "&lt;");
        else if (s.p[i] == '&') st_buf_z(b, "&amp;");
        else if (s.p[i] == '"') st_buf_z(b, "&quot;");
        else st_buf_char(b, s.p[i] == '_' ? ' ' : s.p[i]);
    }
}

static void cell_svg(st_buf *b, const st_matrix *m, size_t k, size_t p) {
    static const char *const fill[] = { "#fff", "#eef3ee", "#b5303a", "#d9c9a3" }, *const ink[] = { "#bbb", "#5b7a5b", "#fff", "#5a4a1f" };
    const st_matrix_cell *c = &m->cell[k * m->imposers + p];
    const size_t x = LEFT + p * WIDE, y = TOP + k * HIGH;
    char text[48] = "-";
    const st_str from = c->first ? st_law_day(c->first, "from") : ST_STR_NONE, to = c->state == ST_CELL_ENDED ? st_law_day(c->last, "to") : ST_STR_NONE;
    if (c->state == ST_CELL_NONE) snprintf(text, sizeof text, "NONE");
    if (c->state >= ST_CELL_IN_FORCE) snprintf(text, sizeof text, "%.*s%s", ST_FMT(from), c->unsure ? " ?" : "");
    st_buf_printf(b, "<rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\"%s/>", x + 1, y + 1, WIDE - 2, HIGH - 2, fill[c->state], c->unsure && c->state == ST_CELL_IN_FORCE ? " fill-opacity=\".55\"" : "");
    st_buf_printf(b, "<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\" fill=\"%s\">%s", x + WIDE / 2, y + 17, ink[c->state], text);
    if (c->state >= ST_CELL_IN_FORCE) {
        st_buf_z(b, "<title>");
        escaped(b, m->imposer[p]);
        st_buf_z(b, ", ");
        escaped(b, m->klass[k]);
        st_buf_printf(b, ": %zu measures, the first of %.*s%s%.*s</title>", c->measures, ST_FMT(from), to.n ? ", ended " : "", ST_FMT(to));
    }
    st_buf_z(b, "</text>\n");
}

void st_matrix_svg(const st_rules *r, const st_matrix *m, st_buf *b) {
    char at[32];
    st_instant_print(m->at, at);
    const size_t w = LEFT + m->imposers * WIDE + 10, h = TOP + m->classes * HIGH + 34;
    st_buf_printf(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" height=\"%zu\" font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\">\n<title>Who sanctions ", w, h, w, h);
    escaped(b, m->target);
    st_buf_printf(b, "</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n<text x=\"8\" y=\"22\" font-size=\"15\" font-weight=\"600\" fill=\"#222\">Who sanctions ");
    escaped(b, m->target);
    st_buf_printf(b, ", %.10s: first day of each class of measure</text>\n", at);
    for (size_t p = 0; p < m->imposers; p++) {
        st_buf_printf(b, "<text x=\"%zu\" y=\"%d\" text-anchor=\"middle\" font-weight=\"600\" fill=\"#222\">", LEFT + p * WIDE + WIDE / 2, TOP - 10);
        escaped(b, m->imposer[p]);
        st_buf_z(b, "</text>\n");
    }
    for (size_t k = 0; k < m->classes; k++) {
        st_buf_printf(b, "<text x=\"8\" y=\"%zu\" fill=\"#222\">", TOP + k * HIGH + 17);
        escaped(b, m->klass[k]);
        st_buf_z(b, "</text>\n");
        for (size_t p = 0; p < m->imposers; p++) cell_svg(b, m, k, p);
    }
    st_buf_printf(b, "<text x=\"8\" y=\"%zu\" font-size=\"11\" fill=\"#777\">red: in force; sand: ended; NONE: the state says that it imposes none; -: no measure in this set; ?: our reading is unsure. Not legal advice; set %.12s</text>\n</svg>\n",
                  h - 12, r->bundle->hash);
}
