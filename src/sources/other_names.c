/* Names that hold other names or a remark: "X a.k.a. Y", "X, f.k.a. Y, a.k.a. Z", "Mohamed (a.k.a. Mohammed, Muhammad) IBRAHIM", "X (born Y)",
 * "X (formerly listed as)". */
#include "sources/facts.h"

static const struct { const char *label; st_prop head; } labels[] = { { "a.k.a.", ST_P_ALIAS }, { "a.k.a", ST_P_ALIAS }, { "a/k/a", ST_P_ALIAS },
    { "also known as", ST_P_ALIAS }, { "f.k.a.", ST_P_FORMER_NAME }, { "f.k.a", ST_P_FORMER_NAME }, { "f/k/a", ST_P_FORMER_NAME },
    { "formerly known as", ST_P_FORMER_NAME }, { "n.k.a.", ST_P_ALIAS }, { "now known as", ST_P_ALIAS } };

enum { MAX_NAME = 2000 };   /* bytes: a name is shorter, and no text of a feed makes copies of itself without bound */

typedef struct found { size_t at, end; st_prop head; } found;   /* of a label; head NONE when there is none */

/* The first label of a text that stands at the beginning of a word. */
static found label_in(st_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i] | 0x20;
        if ((c != 'a' && c != 'f' && c != 'n') || (i && !strchr(" (,;\n\"", s.p[i - 1]))) continue;   /* all labels begin so */
        for (size_t k = 0; k < ST_LEN(labels); k++) {
            if (!st_str_istarts(st_str_sub(s, i, s.n), labels[k].label)) continue;
            size_t end = i + strlen(labels[k].label);
            while (end < s.n && strchr(" ,:\n", s.p[end])) end++;
            return (found){ i, end, labels[k].head };
        }
    }
    return (found){ s.n, s.n, ST_PROP_NONE };
}

static st_str bare(st_str s) {
    for (;;) {
        s = st_str_trim(s);
        if (s.n && strchr(",;(:", s.p[s.n - 1])) s.n--;
        else if (s.n && strchr(",;:)", s.p[0])) s = st_str_sub(s, 1, s.n);
        else return s;
    }
}

/* The bracket that closes the one before `from`, or the end. */
static size_t closing(st_str s, size_t from) {
    int depth = 1;
    for (size_t i = from; i < s.n; i++) {
        depth += s.p[i] == '(' ? 1 : s.p[i] == ')' ? -1 : 0;
        if (depth == 0) return i;
    }
    return s.n;
}

/* The bracket that a name's last byte closes, or SIZE_MAX: found from behind, so that a name of nothing but brackets takes no longer. */
static size_t last_bracket(st_str s) {
    size_t depth = 0;
    for (size_t i = s.n; i-- > 0;) {
        depth += s.p[i] == ')';
        if (depth == 0) return SIZE_MAX;   /* the last byte closes nothing */
        depth -= s.p[i] == '(';
        if (depth == 0) return i;
    }
    return SIZE_MAX;
}

static bool opens(st_str front) { return front.n && front.p[front.n - 1] == '('; }

/* Appends a text without its labelled brackets. */
static void plain(st_str s, st_buf *out) {
    for (;;) {
        const found l = label_in(s);
        const st_str front = st_str_trim(st_str_sub(s, 0, l.at)), piece = bare(front);
        if (out->n && piece.n) st_buf_char(out, ' ');
        st_buf_str(out, piece);
        if (l.head == ST_PROP_NONE || !opens(front)) return;
        const size_t close = closing(s, l.end);
        if (close >= s.n) return;
        s = st_str_sub(s, close + 1, s.n);
    }
}

/* Stages what follows a label, up to the next label each. */
static void stage(st_facts *f, found l, st_str s) {
    while (l.head != ST_PROP_NONE) {
        const st_str rest = st_str_sub(s, l.end, s.n);
        const found next = label_in(rest);
        for (st_str run = st_str_sub(rest, 0, next.at), one; st_split(&run, ";", &one);)
            if (bare(one).n && !st_is_none(bare(one))) st_fact(f->m, l.head, bare(one));
        s = rest;
        l = next;
    }
}

/* A bracket within a name spells the word before it in other ways: each makes a name of its own with what stands around. */
static void spellings(st_facts *f, st_prop head, st_str front, st_str inside, st_str tail, st_buf *whole) {
    front = bare(front);
    size_t word = front.n;
    while (word && front.p[word - 1] != ' ') word--;
    for (st_str one; st_split(&inside, ",", &one);) {
        if (bare(one).n == 0) continue;
        st_buf_clear(whole);
        plain(st_str_sub(front, 0, word), whole);
        if (whole->n) st_buf_char(whole, ' ');
        st_buf_str(whole, bare(one));
        plain(tail, whole);
        if (whole->failed) f->failed = whole->failed;
        else st_fact(f->m, head, st_buf_view(whole));
    }
}

/* One bracket with a label after the other; what follows a label outside of brackets is staged to the end. */
static void brackets(st_facts *f, st_str name, st_buf *out) {
    enum { MOST = 8 };
    size_t from = 0;
    for (int i = 0; i < MOST; i++) {
        const st_str rest = st_str_sub(name, from, name.n);
        found l = label_in(rest);
        if (l.head == ST_PROP_NONE) return;
        if (!opens(st_str_trim(st_str_sub(rest, 0, l.at)))) { stage(f, l, rest); return; }
        const size_t close = closing(rest, l.end);
        const st_str tail = close < rest.n ? bare(st_str_sub(rest, close + 1, rest.n)) : ST_STR_NONE, front = st_str_sub(name, 0, from + l.at);
        const bool script = tail.n && strcmp(st_script(tail), st_script(bare(front))) != 0;
        if (tail.n == 0 || script || label_in(st_str_sub(rest, l.end, close)).head != ST_PROP_NONE) stage(f, l, st_str_sub(rest, 0, close));
        else spellings(f, l.head, front, st_str_sub(rest, l.end, close), tail, out);
        from += close < rest.n ? close + 1 : close;
    }
}

/* What stands behind a name and tells about it: "(formerly listed as)", "(born Y)", "(... passport number ...)", ", born in 1963". Cuts it off. */
static st_str remark_behind(st_str *name) {
    static const char *const words[] = { "formerly listed as", "previously listed", "born ", "passport", "false identity", "dob:" },
                      *const tails[] = { " born in ", " born on ", " born 1", " born 2", " born 3", ", born ", " known as \xE2\x80\x98" };
    const size_t first = st_str_ifind(*name, " born ") == SIZE_MAX ? ST_LEN(tails) - 1 : 0;   /* the word that all but the last have is in few names */
    size_t open = last_bracket(*name);
    if (open == 0) open = SIZE_MAX;   /* all of it is in brackets */
    for (size_t i = first; i < ST_LEN(tails); i++) {
        const size_t at = st_str_ifind(*name, tails[i]);
        if (at == SIZE_MAX || at == 0 || at > open) continue;
        const st_str said = st_str_trim(st_str_sub(*name, at, name->n));
        *name = bare(st_str_sub(*name, 0, at));
        return said;
    }
    for (size_t i = 0; i < ST_LEN(words) && open != SIZE_MAX; i++) {
        const st_str said = st_str_sub(*name, open + 1, name->n - 1);
        if (st_str_ifind(said, words[i]) == SIZE_MAX) continue;
        *name = bare(st_str_sub(*name, 0, open));
        return said;
    }
    return ST_STR_NONE;
}

static bool has_digit(st_str s) {
    for (size_t i = 0; i < s.n; i++) if (s.p[i] >= '0' && s.p[i] <= '9') return true;
    return false;
}

bool st_facts_other_names(st_facts *f, st_prop head, st_str name) {
    if (name.n > MAX_NAME) return false;
    const st_str said = remark_behind(&name);
    const found l = label_in(name);
    if (l.head == ST_PROP_NONE && said.n == 0) return false;
    st_buf whole = ST_BUF_INIT(ST_FACTS_MAX_TEXT);
    const bool leads = bare(st_str_sub(name, 0, l.at)).n == 0;   /* "a.k.a. X" */
    if (!leads && l.head != ST_PROP_NONE) brackets(f, name, &whole);
    st_buf_clear(&whole);
    if (leads) st_buf_str(&whole, bare(st_str_sub(name, l.end, name.n))); else plain(name, &whole);
    if (whole.failed) f->failed = whole.failed;
    const bool any = whole.n != 0;
    if (any) st_fact(f->m, head, st_buf_view(&whole));
    st_buf_free(&whole);
    if (!any || said.n == 0) return any;
    const bool maiden = st_str_istarts(said, "born ") && !has_digit(said) && st_str_chr(st_str_sub(said, 5, said.n), ' ') == SIZE_MAX;
    st_qual(f->m, maiden ? ST_Q_MAIDEN : ST_Q_NOTE, maiden ? st_str_sub(said, 5, said.n) : said);
    return true;
}
