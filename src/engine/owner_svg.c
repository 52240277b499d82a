/* The ownership graph as a picture, in layers: owners above what they own (Sugiyama, Tagawa, Toda 1981). Lines that would close a cycle are turned around
 * for the layering; one that passes layers has a bend in each, so that it goes around the parties there; parties and bends stand by the mean place of
 * their neighbours, a few sweeps. Integers only, so that the same graph is the same picture everywhere. */
#include "engine/owner_answer.h"

enum { BOX_W = 200, BOX_H = 46, BEND_W = 40, GAP_X = 30, GAP_Y = 84, MARGIN = 30, HEAD = 56, FOOT = 40, SWEEPS = 12, LINE = 26, LEAST_W = 780, BENDS = 2000 };

/* A party, or (node UINT32_MAX) a bend of a line. x, y: the upper left corner of its room. */
typedef struct spot { uint32_t node; int layer, place; int64_t mean; int x, y; } spot;
typedef struct arrow { uint32_t stake, from, to, bend, bends; bool back; } arrow;   /* from, to: spots; bends from above to below */
typedef struct piece { uint32_t above, below; } piece;                              /* of a line, from one layer to the next */
typedef struct picture {
    const st_owner_answer *a;
    st_arena arena;
    spot *spot; uint32_t parties, spots;
    uint32_t *spot_of;              /* by node; UINT32_MAX: not drawn */
    arrow *arrow; uint32_t arrows;
    piece *piece; uint32_t pieces;
    uint8_t *state;
    int layers, width;              /* width: of the widest layer */
} picture;

/* ---- which parties ---------------------------------------------------------------------------------------------------------------------------------- */

/* Those asked about, then their neighbours, and so on, until it is full. */
static bool choose(picture *p) {
    const uint32_t nodes = st_holdings_nodes(p->a->h);
    p->spot = st_arena_calloc(&p->arena, ((size_t)ST_OWNER_DRAWN + BENDS) * sizeof *p->spot);
    p->spot_of = st_arena_alloc(&p->arena, ((size_t)nodes + 1) * sizeof *p->spot_of);
    p->arrow = st_arena_calloc(&p->arena, ((size_t)p->a->stakes + 1) * sizeof *p->arrow);
    if (!p->spot || !p->spot_of || !p->arrow) return false;
    memset(p->spot_of, 0xff, ((size_t)nodes + 1) * sizeof *p->spot_of);
    for (size_t i = 0; i < p->a->n_asked && p->spots < ST_OWNER_DRAWN; i++) {
        p->spot_of[p->a->asked[i]] = p->spots;
        p->spot[p->spots++].node = p->a->asked[i];
    }
    for (uint32_t at = 0; at < p->spots; at++)
        for (uint32_t i = 0; i < p->a->stakes && p->spots < ST_OWNER_DRAWN; i++) {
            const st_stake *s = &p->a->stake[i];
            const uint32_t other = s->owned == p->spot[at].node ? s->owner : s->owner == p->spot[at].node ? s->owned : UINT32_MAX;
            if (other == UINT32_MAX || p->spot_of[other] != UINT32_MAX) continue;
            p->spot_of[other] = p->spots;
            p->spot[p->spots++].node = other;
        }
    for (uint32_t i = 0; i < p->a->stakes; i++) {
        const uint32_t from = p->spot_of[p->a->stake[i].owner], to = p->spot_of[p->a->stake[i].owned];
        if (from != UINT32_MAX && to != UINT32_MAX) p->arrow[p->arrows++] = (arrow){ .stake = i, .from = from, .to = to };
    }
    p->parties = p->spots;
    return true;
}

/* ---- layers ------------------------------------------------------------------------------------------------------------------------------------------- */

/* Marks the lines that close a cycle: those that lead back into the path that is being walked. */
static void find_back(picture *p, uint32_t at) {
    p->state[at] = 1;
    for (uint32_t i = 0; i < p->arrows; i++) {
        if (p->arrow[i].from != at) continue;
        if (p->state[p->arrow[i].to] == 1) p->arrow[i].back = true;
        else if (p->state[p->arrow[i].to] == 0) find_back(p, p->arrow[i].to);
    }
    p->state[at] = 2;
}

static void ends(const arrow *a, uint32_t *above, uint32_t *below) {
    *above = a->back ? a->to : a->from;
    *below = a->back ? a->from : a->to;
}

static bool layer(picture *p) {
    uint32_t above, below;
    p->state = st_arena_calloc(&p->arena, (size_t)p->spots + 1);
    if (!p->state) return false;
    for (uint32_t i = 0; i < p->spots; i++) if (p->state[i] == 0) find_back(p, i);
    for (bool more = true; more;) {   /* as far down as the longest way from above */
        more = false;
        for (uint32_t i = 0; i < p->arrows; i++) {
            ends(&p->arrow[i], &above, &below);
            if (above == below || p->spot[below].layer > p->spot[above].layer) continue;
            p->spot[below].layer = p->spot[above].layer + 1;
            more = true;
        }
    }
    for (bool more = true; more;) {   /* then what has nothing above goes down to what it owns */
        more = false;
        for (uint32_t k = 0; k < p->spots; k++) {
            int least = INT32_MAX;
            bool owned = false;
            for (uint32_t i = 0; i < p->arrows; i++) {
                ends(&p->arrow[i], &above, &below);
                owned |= below == k && above != k;
                if (above == k && below != k && p->spot[below].layer < least) least = p->spot[below].layer;
            }
            if (owned || least == INT32_MAX || p->spot[k].layer >= least - 1) continue;
            p->spot[k].layer = least - 1;
            more = true;
        }
    }
    for (uint32_t k = 0; k < p->spots; k++) if (p->spot[k].layer + 1 > p->layers) p->layers = p->spot[k].layer + 1;
    return true;
}

/* ---- places ------------------------------------------------------------------------------------------------------------------------------------------- */

/* A bend in each layer that a line passes; a picture with too many has straight lines from there on. */
static bool bend(picture *p) {
    size_t pieces = p->arrows;
    uint32_t above, below;
    for (uint32_t i = 0; i < p->arrows; i++) {
        arrow *a = &p->arrow[i];
        ends(a, &above, &below);
        const int between = p->spot[below].layer - p->spot[above].layer - 1;
        if (between <= 0 || p->spots + (uint32_t)between > ST_OWNER_DRAWN + BENDS) continue;
        a->bend = p->spots;
        a->bends = (uint32_t)between;
        for (int k = 0; k < between; k++) p->spot[p->spots++] = (spot){ .node = UINT32_MAX, .layer = p->spot[above].layer + 1 + k };
        pieces += (size_t)between;
    }
    p->piece = st_arena_calloc(&p->arena, (pieces + 1) * sizeof *p->piece);
    if (!p->piece) return false;
    for (uint32_t i = 0; i < p->arrows; i++) {
        const arrow *a = &p->arrow[i];
        ends(a, &above, &below);
        if (above == below) continue;
        for (uint32_t k = 0; k <= a->bends; k++)
            p->piece[p->pieces++] = (piece){ k ? a->bend + k - 1 : above, k < a->bends ? a->bend + k : below };
    }
    return true;
}

static int by_mean(const void *a, const void *b) {
    const spot *x = *(spot *const *)a, *y = *(spot *const *)b;
    if (x->layer != y->layer) return x->layer < y->layer ? -1 : 1;
    if (x->mean != y->mean) return x->mean < y->mean ? -1 : 1;
    return x->place != y->place ? (x->place < y->place ? -1 : 1) : x < y ? -1 : x > y;
}

static int width_of(const spot *s) { return s->node == UINT32_MAX ? BEND_W : BOX_W; }

static void number_places(const picture *p, spot **order) {
    qsort(order, p->spots, sizeof *order, by_mean);
    for (uint32_t i = 0, place = 0; i < p->spots; i++) {
        place = i && order[i]->layer == order[i - 1]->layer ? place + 1 : 0;
        order[i]->place = (int)place;
    }
}

/* Downwards by the neighbours above, upwards by those below, in turn. */
static void sweep(const picture *p, bool down) {
    for (uint32_t k = 0; k < p->spots; k++) {
        int64_t sum = 0, n = 0;
        for (uint32_t i = 0; i < p->pieces; i++) {
            const uint32_t self = down ? p->piece[i].below : p->piece[i].above, other = down ? p->piece[i].above : p->piece[i].below;
            if (self != k) continue;
            sum += p->spot[other].place;
            n++;
        }
        p->spot[k].mean = n ? 1000 * sum / n : 1000 * (int64_t)p->spot[k].place;
    }
}

static bool arrange(picture *p) {
    spot **order = st_arena_alloc(&p->arena, ((size_t)p->spots + 1) * sizeof *order);
    int *room = st_arena_calloc(&p->arena, ((size_t)p->layers + 1) * sizeof *room);
    if (!order || !room) return false;
    for (uint32_t i = 0; i < p->spots; i++) {
        order[i] = &p->spot[i];
        p->spot[i].mean = i;
        room[p->spot[i].layer] += width_of(&p->spot[i]) + GAP_X;
    }
    number_places(p, order);
    for (unsigned k = 0; k < SWEEPS; k++) {
        sweep(p, k % 2 == 0);
        number_places(p, order);
    }
    for (int i = 0; i < p->layers; i++) if (room[i] - GAP_X > p->width) p->width = room[i] - GAP_X;
    if (p->width < LEAST_W - 2 * MARGIN) p->width = LEAST_W - 2 * MARGIN;
    for (uint32_t i = 0; i < p->spots; i++) {
        spot *s = order[i];
        const bool first = i == 0 || order[i - 1]->layer != s->layer;
        s->x = first ? MARGIN + (p->width - (room[s->layer] - GAP_X)) / 2 : order[i - 1]->x + width_of(order[i - 1]) + GAP_X;
        s->y = HEAD + MARGIN + s->layer * (BOX_H + GAP_Y);
    }
    return true;
}

/* ---- drawing ------------------------------------------------------------------------------------------------------------------------------------------- */

static void put_text(st_buf *b, st_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c == '&') st_buf_z(b, "&amp;");
        else if (c == '<') st_buf_z(b, "&lt;");
        else if (c == '>') st_buf_z(b, "&gt;");
        else if (c == '"') st_buf_z(b, "&quot;");
        else st_buf_char(b, c < 0x20 || c == 0x7f ? ' ' : (char)c);
    }
}

/* The first part of a text, of at most so many characters, cut at a blank where one is near; the rest stays. */
static st_str line_of(st_str *rest, size_t most) {
    size_t i = 0, n = 0, blank = 0;
    while (i < rest->n && n < most) {
        if (rest->p[i] == ' ' && n > most / 2) blank = i;
        (void)st_utf8_next(*rest, &i);
        n++;
    }
    if (i < rest->n && blank) i = blank;
    const st_str line = st_str_trim(st_str_sub(*rest, 0, i));
    *rest = st_str_trim(st_str_sub(*rest, i, rest->n));
    return line;
}

typedef struct colours { const char *fill, *stroke, *text; bool dashed; } colours;
static colours colours_of(const st_owned *w, st_tri listed) {
    if (listed == ST_YES) return (colours){ "#9d2222", "#6d1414", "#ffffff", false };
    if (w->blocked == ST_YES) return (colours){ "#f3b9a5", "#b5482a", "#3a1208", false };
    if (w->blocked == ST_MAYBE) return (colours){ "#fff1c9", "#b58a1a", "#3f2f04", true };
    return (colours){ "#f4f5f7", "#8a929c", "#22272e", false };
}

static void draw_party(const picture *p, const spot *s, st_buf *b) {
    const st_holder *h = st_holdings_node(p->a->h, s->node);
    const st_owned *w = st_owners_of(p->a->o, s->node);
    const colours c = colours_of(w, p->a->listed[s->node]);
    bool asked = false;
    for (size_t i = 0; i < p->a->n_asked; i++) asked |= p->a->asked[i] == s->node;
    st_str rest = h->unnamed && !h->parties ? ST_STR("nobody knows who") : h->name;
    const st_str first = line_of(&rest, LINE), second = line_of(&rest, LINE - 1);
    st_buf_z(b, "<g><title>");
    put_text(b, h->name);
    st_buf_z(b, w->blocked == ST_NO ? "" : ": ");
    st_buf chain = ST_BUF_INIT(1u << 16);
    st_chain_text(p->a->h, p->a->o, p->a->listed, s->node, &chain);
    put_text(b, st_buf_view(&chain));
    if (chain.failed) b->failed = chain.failed;
    st_buf_free(&chain);
    st_buf_printf(b, "</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"%s/>", s->x, s->y, BOX_W, BOX_H,
                  h->kind == ST_KIND_PERSON ? BOX_H / 2 : 5, c.fill, c.stroke, asked ? "3" : "1.3", c.dashed ? " stroke-dasharray=\"5 3\"" : "");
    st_buf_printf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">", s->x + BOX_W / 2, s->y + (second.n ? 20 : 28), c.text);
    put_text(b, first);
    st_buf_z(b, "</text>");
    if (second.n) {
        st_buf_printf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">", s->x + BOX_W / 2, s->y + 36, c.text);
        put_text(b, second);
        st_buf_z(b, rest.n ? "\xE2\x80\xA6</text>" : "</text>");
    }
    st_buf_z(b, "</g>\n");
}

static bool carries(const picture *p, const arrow *a) {
    const uint32_t *carried;
    const size_t n = st_owners_carried(p->a->o, p->spot[a->to].node, &carried);
    for (size_t i = 0; i < n; i++) if (carried[i] == a->stake) return true;
    return false;
}

/* How many lines between the same two stand before this one, either way: each next one is drawn beside. */
static int beside(const picture *p, uint32_t i) {
    int n = 0;
    for (uint32_t k = 0; k < i; k++)
        n += (p->arrow[k].from == p->arrow[i].from && p->arrow[k].to == p->arrow[i].to) || (p->arrow[k].from == p->arrow[i].to && p->arrow[k].to == p->arrow[i].from);
    return n;
}

typedef struct point { int x, y; } point;

/* The points of a line from owner to owned: where it leaves, its bends, where it ends. */
static uint32_t points_of(const picture *p, uint32_t i, point *out, uint32_t most) {
    const arrow *a = &p->arrow[i];
    const spot *from = &p->spot[a->from], *to = &p->spot[a->to];
    const bool up = from->y > to->y;
    const int side = 22 * beside(p, i);
    uint32_t n = 0;
    out[n++] = (point){ from->x + BOX_W / 2 + side, from->y + (up ? 0 : BOX_H) };
    for (uint32_t k = 0; k < a->bends && n + 3 < most; k++) {
        const spot *s = &p->spot[a->bend + (up ? a->bends - 1 - k : k)];
        out[n++] = (point){ s->x + BEND_W / 2, s->y + (up ? BOX_H : 0) };
        out[n++] = (point){ s->x + BEND_W / 2, s->y + (up ? 0 : BOX_H) };
    }
    out[n++] = (point){ to->x + BOX_W / 2 + side, to->y + (up ? BOX_H : 0) };
    return n;
}

static void draw_line(const picture *p, uint32_t i, st_buf *b) {
    point at[2 * ST_OWNER_DRAWN + 4];
    const uint32_t n = points_of(p, i, at, ST_LEN(at));
    const bool bold = carries(p, &p->arrow[i]);
    st_buf_printf(b, "<path d=\"M%d %d", at[0].x, at[0].y);
    for (uint32_t k = 1; k < n; k++) {
        const int half = (at[k].y - at[k - 1].y) / 2;
        if (at[k].x == at[k - 1].x) st_buf_printf(b, " L%d %d", at[k].x, at[k].y);
        else st_buf_printf(b, " C%d %d %d %d %d %d", at[k - 1].x, at[k - 1].y + half, at[k].x, at[k].y - half, at[k].x, at[k].y);
    }
    st_buf_printf(b, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" marker-end=\"url(#%s)\"%s/>\n", bold ? "#b5482a" : "#8a929c", bold ? "2.4" : "1.3", bold ? "tip" : "end",
                  p->a->stake[p->arrow[i].stake].min_bp ? "" : " stroke-dasharray=\"5 3\"");
}

/* The share, at a bend where there is one, else in the middle of the line. */
static void draw_share(const picture *p, uint32_t i, st_buf *b) {
    point at[2 * ST_OWNER_DRAWN + 4];
    const uint32_t n = points_of(p, i, at, ST_LEN(at)), k = (n - 1) / 2;
    st_buf text = ST_BUF_INIT(256);
    st_stake_text(&p->a->stake[p->arrow[i].stake], &text);
    const int width = (int)text.n * 7 + 8, x = (at[k].x + at[k + 1].x) / 2, y = (at[k].y + at[k + 1].y) / 2;
    st_buf_printf(b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"#ffffff\" fill-opacity=\"0.9\"/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"12\"%s>", x - width / 2, y - 9,
                  width, x, y + 4, carries(p, &p->arrow[i]) ? " font-weight=\"bold\"" : "");
    put_text(b, st_buf_view(&text));
    st_buf_z(b, "</text>\n");
    if (text.failed) b->failed = text.failed;
    st_buf_free(&text);
}

static void draw_frame(const picture *p, int width, int height, st_buf *b) {
    static const struct { const char *fill, *stroke, *text; } legend[] = { { "#9d2222", "#6d1414", "listed" }, { "#f3b9a5", "#b5482a", "blocked by ownership or control" },
        { "#fff1c9", "#b58a1a", "may be" }, { "#f4f5f7", "#8a929c", "free under this rule" } };
    char at[32];
    st_instant_print(p->a->at, at);
    st_buf_printf(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n", width, height, width, height);
    st_buf_z(b, "<defs><marker id=\"end\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 1L9 5L0 9z\" fill=\"#8a929c\"/></marker>"
                "<marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"6\" markerHeight=\"6\" orient=\"auto\"><path d=\"M0 1L9 5L0 9z\" fill=\"#b5482a\"/></marker></defs>\n");
    st_buf_printf(b, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">Who holds whom, under ", width, height, MARGIN);
    put_text(b, p->a->terms->id);
    st_buf_printf(b, " as of %s</text>\n", at);
    if (p->parties < st_holdings_nodes(p->a->h) || st_holdings_cut(p->a->h))
        st_buf_printf(b, "<text x=\"%d\" y=\"%d\" font-size=\"12\">%u of %u parties are drawn%s</text>\n", MARGIN, 46, p->parties, st_holdings_nodes(p->a->h),
                      st_holdings_cut(p->a->h) ? "; the index knows of more" : "");
    int x = MARGIN;
    for (size_t i = 0; i < ST_LEN(legend); i++) {
        st_buf_printf(b, "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" rx=\"3\" fill=\"%s\" stroke=\"%s\"%s/><text x=\"%d\" y=\"%d\" font-size=\"12\">%s</text>\n", x, height - 30, legend[i].fill,
                      legend[i].stroke, i == 2 ? " stroke-dasharray=\"4 2\"" : "", x + 20, height - 18, legend[i].text);
        x += 40 + 7 * (int)strlen(legend[i].text);
    }
    st_buf_printf(b, "<text x=\"%d\" y=\"%d\" font-size=\"12\">thick: carried it</text>\n", x, height - 18);
}

st_code st_owner_answer_svg(const st_owner_answer *a, st_buf *b, st_err *err) {
    picture p = { .a = a };
    const bool ok = choose(&p) && layer(&p) && bend(&p) && arrange(&p);
    if (ok) {
        draw_frame(&p, p.width + 2 * MARGIN, HEAD + 2 * MARGIN + p.layers * (BOX_H + GAP_Y) - GAP_Y + FOOT, b);
        for (uint32_t i = 0; i < p.arrows; i++) draw_line(&p, i, b);
        for (uint32_t i = 0; i < p.parties; i++) draw_party(&p, &p.spot[i], b);
        for (uint32_t i = 0; i < p.arrows; i++) draw_share(&p, i, b);
        st_buf_z(b, "</svg>\n");
    }
    st_arena_free(&p.arena);
    if (!ok) return st_fail(err, ST_E_NOMEM, "out of memory for the picture");
    return b->failed ? st_fail(err, b->failed, "the picture does not fit into memory") : ST_OK;
}
