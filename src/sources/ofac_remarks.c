/* Remarks: one rule for each form of item, tried in order, the first that takes the item ends it. Labelled values go to the common vocabulary. */
#include "sources/ofac_remarks.h"
#include "text/text.h"

typedef struct item { st_model *m; st_kind kind; st_str title, text; ofac_remarks *seen; } item;

/* a.k.a. 'NAME' · f.k.a. 'NAME' · n.k.a. · d.b.a.: aliases of low quality, which the alias file leaves out. The name may hold apostrophes. */
static bool alias(item *it) {
    st_str t = it->text;
    if (!(st_str_istarts(t, "a.k.a. '") || st_str_istarts(t, "f.k.a. '") || st_str_istarts(t, "n.k.a. '") || st_str_istarts(t, "d.b.a. '"))) return false;
    st_str name = st_str_sub(t, 8, t.n), keep;
    if (!st_str_ends(name, "'")) return false;
    name.n--;
    st_prop head = ofac_alias_head(t, true, &keep);
    ofac_name(it->m, head, st_str_trim(name), it->kind, st_str_istarts(t, "d") ? ST_STR("d.b.a.") : keep);
    return true;
}

/* One of the titles, which has been staged as such. */
static bool titled(item *it) {
    st_str rest = it->title, part, text = it->text;
    if (st_str_ends(text, ".")) text.n--;
    while (st_split(&rest, ";", &part)) {
        if (st_str_ends(part, ".")) part.n--;
        if (st_str_eq(part, text)) return true;
    }
    return false;
}

/* "(Linked To: NAME)", the older form of "Linked To: NAME". */
static bool linked(item *it) {
    st_str t = it->text;
    if (!st_str_istarts(t, "(Linked To:") || !st_str_ends(t, ")")) return false;
    ofac_link_name(it->m, ST_P_LINKED_TO, st_str_trim(st_str_sub(t, 11, t.n - 1)), ST_STR_NONE);
    return true;
}

/* "wife of NAME": the words of kinship that the remarks use. */
static bool family(item *it) {
    static const char *const words[] = { "wife", "husband", "son", "daughter", "brother", "half-brother", "sister", "half-sister", "father", "mother",
                                         "cousin", "nephew", "niece", "uncle", "first cousin", "brother-in-law", "sister-in-law",
                                         "son-in-law", "daughter-in-law", "spouse", "grandson" };
    size_t at = st_str_find(it->text, " of ");
    if (at == SIZE_MAX) return false;
    st_str word = st_str_sub(it->text, 0, at);
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (st_str_iis(word, words[i])) {
            ofac_link_name(it->m, ST_P_FAMILY, st_str_trim(st_str_sub(it->text, at + 4, it->text.n)), st_str_of(words[i]));
            return true;
        }
    return false;
}

/* "IMO 1234567", with one blank or more, and perhaps a country behind it */
static bool is_imo(st_str s) {
    uint64_t n;
    if (!st_str_starts(s, "IMO ")) return false;
    s = st_str_trim(st_str_sub(s, 4, s.n));
    return s.n >= 7 && st_parse_u64(st_str_sub(s, 0, 7), &n) && (s.n == 7 || s.p[7] == ' ');
}

static bool labelled(item *it) {
    st_str t = it->text;
    const struct ofac_term *term;
    size_t n = ofac_label(t, &term);
    if (!n) {
        size_t colon = st_str_chr(t, ':');
        if (!st_str_istarts(t, "Executive Order ") || colon == SIZE_MAX) return false;
        n = colon;
    }
    ofac_item o = { .type = st_str_sub(t, 0, n), .term = term, .value = st_str_trim(st_str_sub(t, n, t.n)), .kind = it->kind };
    if (!ofac_item_add(it->m, &o)) return false;
    if (it->seen) {
        it->seen->births += st_str_iis(o.type, "DOB");
        it->seen->wallets += st_str_iis(o.type, "Digital Currency Address");
        it->seen->imos += is_imo(o.value);
    }
    return true;
}

/* A document that the vocabulary doesn't know: words, of which the last is No., Number, # ..., then a number, often "(Country)". */
static bool document(item *it) {
    static const char *const marks[] = { " No. ", " Number ", " # ", " Code ", " ID ", " Card ", " Certificate ", " Permit ", " Licence " };
    st_str t = it->text;
    for (size_t i = 0; i < ST_LEN(marks); i++) {
        size_t at = st_str_find(t, marks[i]);
        if (at == SIZE_MAX || at > 60) continue;
        size_t from = at + strlen(marks[i]);
        ofac_item o = { .type = st_str_sub(t, 0, from - 1), .value = st_str_sub(t, from, t.n) };
        bool digit = false;
        for (size_t k = 0; k < o.value.n && o.value.p[k] != ' ' && !digit; k++) digit = o.value.p[k] >= '0' && o.value.p[k] <= '9';
        if (!digit || t.p[0] < 'A' || t.p[0] > 'Z') continue;
        ofac_item_unknown_id(it->m, &o);
        return true;
    }
    return false;
}

/* "www.example.org", "http://example.org (website)", "mail@example.org (email)" without a label */
static bool web(item *it) {
    size_t blank = st_str_chr(it->text, ' ');
    st_str t = st_str_sub(it->text, 0, blank == SIZE_MAX ? it->text.n : blank);
    bool alone = blank == SIZE_MAX || it->text.p[blank + 1] == '(';
    if (!alone || st_str_chr(t, '.') == SIZE_MAX) return false;
    if (st_str_istarts(t, "www.") || st_str_istarts(t, "http://") || st_str_istarts(t, "https://")) st_fact(it->m, ST_P_WEBSITE, t);
    else if (st_str_chr(t, '@') != SIZE_MAX) st_fact(it->m, ST_P_EMAIL, t);
    else return false;
    return true;
}

/* An office or rank of a person, printed without a label: told by a word that offices are made of. */
static bool office(item *it) {
    static const char *const words[] = { "minister", "member", "director", "chairman", "chairperson", "chair", "president", "general", "colonel",
                                         "commander", "governor", "representative", "secretary", "official", "magistrate", "rector", "head", "officer",
                                         "ambassador", "deputy", "chief", "advisor", "adviser", "aide", "speaker", "leader", "employee", "lieutenant",
                                         "captain", "admiral", "judge", "prosecutor", "manager", "commissioner", "senator", "major" };
    st_str t = it->text, word;
    if (it->kind != ST_KIND_PERSON || t.n > 300) return false;
    while (st_split(&t, " ", &word)) {
        while (word.n && (word.p[word.n - 1] == ',' || word.p[word.n - 1] == '.')) word.n--;
        for (size_t i = 0; i < ST_LEN(words); i++)
            if (st_str_iis(word, words[i])) {
                ofac_title(it->m, it->text);
                return true;
            }
    }
    return false;
}

static void add_item(item *it) {
    static bool (*const rules[])(item *) = { alias, titled, linked, labelled, family, document, web, office };
    if (st_str_istarts(it->text, "alt. ")) it->text = st_str_trim(st_str_sub(it->text, 5, it->text.n));
    if (!it->text.n) return;
    for (size_t i = 0; i < ST_LEN(rules); i++)
        if (rules[i](it)) return;
    st_note(it->m, ST_STR("remarks"), it->text);
}

/* Does the last full stop belong to the last word ("S.A.", "Co.", "Ltd.") rather than to the sentence? */
static bool stop_of_word(st_str s) {
    if (st_str_ends(s, "'.") || st_str_ends(s, ").")) return false;
    static const char *const words[] = { "Ltd.", "Co.", "Inc.", "Corp.", "Jr.", "Sr.", "Bros.", "Cia.", "Ltda.", "Lda.", "Est." };
    size_t i = s.n;
    while (i > 0 && s.p[i - 1] != ' ') i--;
    st_str w = st_str_sub(s, i, s.n);
    for (size_t k = 0; k < ST_LEN(words); k++)
        if (st_str_iis(w, words[k])) return true;
    size_t run = 0, dots = 0;
    for (size_t k = 0; k < w.n; k++) {
        if (w.p[k] == '.') { dots++; run = 0; }
        else if (++run > 2) return false;
    }
    return dots > 1;
}

void ofac_remarks_add(st_model *m, st_kind kind, st_str title, st_str text, ofac_remarks *seen) {
    item it = { m, kind, title, ST_STR_NONE, seen };
    st_str s = st_str_trim(text);
    if (st_str_ends(s, ".") && !stop_of_word(s)) s.n--;
    size_t from = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && !(s.p[i] == ';' && (i + 1 == s.n || s.p[i + 1] == ' '))) continue;
        it.text = st_str_trim(st_str_sub(s, from, i));
        add_item(&it);
        from = i + 1;
    }
}

size_t ofac_remarks_whole(st_str cut) {
    for (size_t i = cut.n; i > 1; i--)
        if (cut.p[i - 2] == ';' && cut.p[i - 1] == ' ') return i;
    return 0;
}
